"""The colours of charts: told apart by everyone, and three to one against white paper and the dark page alike (tests compute both)."""

from __future__ import annotations

from typing import Any, Final

PALETTE: Final = ("#0078B4", "#CC8400", "#B43084", "#0C9CE4", "#6C6C3C", "#A800FC", "#D81800", "#9C9090")
BEFORE: Final = "#9C9090"  # the earlier side of a comparison stands back
RULE: Final = "#888888"
LIGHT, DARK = "#ffffff", "#14161b"  # the page's paper, as in its style sheet
INK: Final = {"light": "#1c1f26", "dark": "#e8eaee"}
SOFT: Final = "#737373"  # axis words where no style sheet colours them
AXIS_LABEL: Final = 140  # pixels; longer labels are cut with an ellipsis and whole in the tooltip

FONT: Final = (
    'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif'
)

CONFIG: Final[dict[str, Any]] = {
    "range": {"category": list(PALETTE)},
    "view": {"stroke": None},
    "mark": {"color": PALETTE[0]},
    "background": "transparent",
    "title": {"anchor": "start", "fontSize": 12, "fontWeight": "normal", "color": SOFT, "subtitleColor": SOFT},
    "text": {"fontSize": 11, "color": SOFT},
    "axis": {"labelLimit": AXIS_LABEL, "gridOpacity": 0.4, "titleFontWeight": "normal", "labelColor": SOFT, "titleColor": SOFT},
    "legend": {"labelLimit": AXIS_LABEL, "orient": "bottom", "title": None, "columns": 4, "labelColor": SOFT},
}


def on(fill: str) -> str:
    """Black or white, whichever reads better on a fill."""
    light = luminance(fill)
    return "#ffffff" if 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 else "#000000"


def luminance(colour: str) -> float:
    """The relative luminance of #rrggbb, as WCAG defines it."""
    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two colours."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)

"""The chart of an answer for the page: the same drawing in the page's font, as SVG so that the style sheet colours it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from assistant.record import Answer

FONT = 'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif'
ERRORS = 1  # Vega's own level; its warnings are for who wrote the chart
BIG_FIGURE = "number"  # shown as figures of our own


def page_chart(answer: Answer) -> str | None:
    """The chart as Vega-Lite JSON text; None when the answer is a figure or a table."""
    if answer.chart is None or answer.chart.get("usermeta", {}).get("kind") == BIG_FIGURE:
        return None
    return json.dumps({**dressed(answer.chart), "description": answer.headline}, ensure_ascii=False)


def dressed(chart: Mapping[str, Any]) -> dict[str, Any]:
    meta = chart.get("usermeta", {})
    options = {**meta.get("embedOptions", {}), "renderer": "svg", "logLevel": ERRORS}
    return {
        **chart,
        "config": {**chart.get("config", {}), "font": FONT},
        "usermeta": {**meta, "embedOptions": options},
    }

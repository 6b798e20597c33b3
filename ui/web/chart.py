"""The chart of an answer for the page: the same drawing in the page's font, as SVG so that the style sheet colours it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from assistant.chart.again import other_kinds
from assistant.chart.palette import FONT
from assistant.record import Answer
from assistant.wording import say
from catalog.catalog import Catalog
from ui.web.markup import Html, tag

ERRORS = 1  # Vega's own level; its warnings are for who wrote the chart
BIG_FIGURE = "number"  # shown as figures of our own


def page_chart(answer: Answer) -> str | None:
    """The chart as Vega-Lite JSON text; None when the answer is a figure or a table."""
    if answer.chart is None or answer.chart.get("usermeta", {}).get("kind") == BIG_FIGURE:
        return None
    return json.dumps({**dressed(answer.chart), "description": answer.headline}, ensure_ascii=False)


def switch(answer: Answer, catalog: Catalog) -> Html | None:
    """A button for each way to draw the answer; the one that is drawn is pressed."""
    found = other_kinds(answer, catalog)
    if not found:
        return None
    now = answer.chart.get("usermeta", {}).get("kind") if answer.chart else "table"
    language = answer.language
    buttons = [
        tag(
            "button",
            say(language, f"web.chart.{kind}"),
            type="button",
            data_draw=kind,
            data_answer=answer.id,
            aria_pressed="true" if kind == now else "false",
        )
        for kind in found
    ]
    return tag("div", *buttons, cls="card kinds", role="group", aria_label=say(language, "web.chart.switch"), lang=language)


def dressed(chart: Mapping[str, Any]) -> dict[str, Any]:
    meta = chart.get("usermeta", {})
    options = {**meta.get("embedOptions", {}), "renderer": "svg", "logLevel": ERRORS}
    return {
        **chart,
        "config": {**chart.get("config", {}), "font": FONT},
        "usermeta": {**meta, "embedOptions": options},
    }

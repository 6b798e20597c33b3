"""A change as a waterfall in Vega-Lite v5: the value before, what each part adds, the value after. A bar of a part asks its own query."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from assistant.chart.axes import Spec
from assistant.chart.palette import CONFIG, PALETTE
from assistant.chart.vega import SCHEMA
from catalog.label import Language

if TYPE_CHECKING:
    from assistant.causes.parts import Causes
    from assistant.told_causes import Split, Told

COLOURS = {"whole": PALETTE[7], "up": PALETTE[0], "down": PALETTE[6]}  # blue and vermilion are told apart by everyone
SMALL = 0.1  # parts below this share of the whole would not be seen beside it: the axis then begins further up
ROOM = 0.3  # of the width, for the labels
ROW = 28
ASK = "#ask="  # what the page turns into a question


def waterfall(split: Split, told: Told, causes: Causes, language: Language) -> Mapping[str, Any] | None:
    """The spec of a breakdown of the whole change; None for one that splits a level, or without both values."""
    if split.found.method == "level" or split.found.within or causes.before is None or causes.after is None:
        return None
    bars = bars_of(split, told, causes)
    ends = [each[key] for each in bars for key in ("start", "end")]
    cut = floor_of(bars)
    for bar in bars:
        if bar["kind"] == "whole":
            bar["start"] = cut
    low, high = min(cut, *ends[2:-2], bars[0]["end"], bars[-1]["end"]), max(cut, *(bar[key] for bar in bars for key in ("start", "end")))
    room = (high - low or 1.0) * ROOM
    return {
        "$schema": SCHEMA,
        "data": {"values": bars},
        "width": "container",
        "height": ROW * len(bars),
        "layer": layers(low - (room if low < 0 else 0.0), high + room, split, language, bool(cut)),
        "config": CONFIG,
        "usermeta": {
            "kind": "waterfall",
            "embedOptions": {"actions": {"export": True, "source": False, "compiled": False, "editor": False}},
        },
    }


def bars_of(split: Split, told: Told, causes: Causes) -> list[Spec]:
    """The bars from top to bottom, in the unit of the table; no two of the same name."""
    form = split.form
    before, after = (form.exact(value) for value in (causes.before, causes.after))
    bars: list[Spec] = [bar(told.before, 0.0, before, "whole", form.number(causes.before), "")]
    reached = before
    for row in split.rows:
        adds = form.exact(row.part.adds)
        bars.append(bar(row.name, reached, reached + adds, "up" if adds > 0 else "down", form.signed(row.amount), row.ask))
        reached += adds
    bars.append(bar(told.after, 0.0, after, "whole", form.number(causes.after), ""))
    seen: dict[str, int] = {}
    for each in bars:
        seen[each["name"]] = seen.get(each["name"], -1) + 1
        each["name"] += "\u200b" * seen[each["name"]]
    return bars


def bar(name: str, start: float, end: float, kind: str, label: str, ask: str) -> Spec:
    link = {"ask": f"{ASK}{quote(ask)}"} if ask else {}
    return {"name": name, "start": start, "end": end, "tip": max(start, end), "kind": kind, "label": label, **link}


def floor_of(bars: list[Spec]) -> float:
    """Where the bars of the two values begin: nought, or close below everything where the parts would be too small to be seen."""
    parts = [each for each in bars if each["kind"] != "whole"]
    wholes = [each["end"] for each in bars if each["kind"] == "whole"]
    values = [value for each in parts for value in (each["start"], each["end"])] + wholes
    if not parts or min(values) <= 0:
        return 0.0
    largest = max(abs(each["end"] - each["start"]) for each in parts)
    return 0.0 if largest >= SMALL * max(wholes) else min(values) - (max(values) - min(values)) * 0.5


def layers(low: float, high: float, split: Split, language: Language, is_cut: bool) -> list[Spec]:
    from assistant.wording import say

    title = say(language, "causes.cut_axis", unit=split.form.unit) if is_cut else split.form.unit
    x: Spec = {
        "field": "start",
        "type": "quantitative",
        "scale": {"domain": [low, high], "nice": False, "zero": False},
        "title": title,
        "axis": {"tickCount": 4, "grid": True},
    }
    y: Spec = {"field": "name", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 150}}
    colour: Spec = {
        "field": "kind",
        "type": "nominal",
        "scale": {"domain": list(COLOURS), "range": list(COLOURS.values())},
        "legend": None,
    }
    tooltip = [{"field": "name", "type": "nominal", "title": " "}, {"field": "label", "type": "nominal", "title": " "}]
    return [
        {
            "mark": {"type": "bar", "height": {"band": 0.66}, "cursor": "pointer", "clip": True},
            "encoding": {"y": y, "x": x, "x2": {"field": "end"}, "color": colour, "href": {"field": "ask"}, "tooltip": tooltip},
        },
        {
            "mark": {"type": "text", "align": "left", "dx": 4, "fontSize": 11, "color": "#777"},
            "encoding": {"y": y, "x": {**x, "field": "tip"}, "text": {"field": "label"}},
        },
    ]

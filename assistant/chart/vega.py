"""A chosen chart as a Vega-Lite v5 dict. Columns are named c0, c1 … inside, so that no name needs escaping; tN holds the written value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from assistant.chart.choice import Kind, Picture, key_places
from assistant.figures import format_of, write
from catalog.label import Language
from catalog.period import FISCAL

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
PALETTE = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#8C6D1F", "#5B5EA6"]  # Okabe-Ito: told apart by everyone
LEVEL_NAMES = 48  # letters, spaces between included
AXIS_LABEL = 140  # pixels; longer labels are cut with an ellipsis and whole in the tooltip
Spec = dict[str, Any]


def draw(kind: Kind, picture: Picture, language: Language, unknown: str) -> Mapping[str, Any] | None:
    """The spec for a result, or None for a table. `unknown` is the word for a missing member."""
    if kind == "table" or not picture.rows:
        return None
    body = DRAWERS[kind](picture, language)
    return {
        "$schema": SCHEMA,
        "data": {"values": values(picture, language, unknown)},
        "width": "container",
        **body,
        "config": CONFIG,
        "usermeta": {
            "kind": kind,
            "embedOptions": {"actions": {"export": True, "source": False, "compiled": False, "editor": False}},
        },
    }


CONFIG: Spec = {
    "range": {"category": PALETTE},
    "view": {"stroke": None},
    "background": None,
    "axis": {"labelLimit": AXIS_LABEL, "gridOpacity": 0.4, "titleFontWeight": "normal", "labelColor": "#777", "titleColor": "#777"},
    "legend": {"labelLimit": AXIS_LABEL, "orient": "bottom", "title": None, "columns": 4, "labelColor": "#777"},
}


def values(picture: Picture, language: Language, unknown: str) -> list[Spec]:
    """The rows as Vega data: c0 … the values, t0 … the same as a person reads them."""
    found = []
    for row in picture.rows:
        item: Spec = {}
        for place, value in enumerate(row):
            column = picture.columns[place]
            key = column.role in ("dimension", "period")
            item[f"c{place}"] = unknown if key and value is None else drawn(value, text=key)
            grain = picture.grain if column.role == "time" else None
            item[f"t{place}"] = unknown if key and value is None else write(value, column, language, grain=grain, calendar=picture.calendar)
        found.append(item)
    return found


def drawn(value: Any, *, text: bool) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    return str(value) if text and value is not None else value


def title(picture: Picture, place: int, language: Language) -> str:
    return picture.columns[place].label.in_language(language)


def tooltip(picture: Picture, language: Language) -> list[Spec]:
    return [{"field": f"t{place}", "type": "nominal", "title": title(picture, place, language)} for place in range(len(picture.columns))]


def measure_axis(picture: Picture, place: int, language: Language) -> Spec:
    return {
        "field": f"c{place}",
        "type": "quantitative",
        "title": title(picture, place, language),
        "axis": {"labelExpr": number_labels(picture, place, language), "tickCount": 5},
    }


def number_labels(picture: Picture, place: int, language: Language) -> str:
    """A Vega expression that writes an axis number: percent, or 万/亿 in Chinese and K/M/B in English."""
    if format_of(picture.columns[place]).style == "percent":
        return "format(datum.value, '.1~%')"
    steps = ((1e8, "亿"), (1e4, "万")) if language == "zh" else ((1e9, "B"), (1e6, "M"), (1e3, "K"))
    expression = "format(datum.value, ',.4~r')"
    for scale, word in reversed(steps):
        expression = f"abs(datum.value) >= {scale:.0f} ? format(datum.value / {scale:.0f}, ',.3~r') + '{word}' : {expression}"
    return expression


def key_axis(picture: Picture, place: int, language: Language) -> Spec:
    """Time keys are ordered steps with their written bucket; members keep the order of the rows."""
    if picture.columns[place].role == "time":
        return {"field": f"t{place}", "type": "ordinal", "sort": None, "title": None, "axis": {"labelAngle": -40, "labelOverlap": True}}
    return {"field": f"c{place}", "type": "nominal", "sort": None, "title": title(picture, place, language)}


def colour(picture: Picture, place: int) -> Spec:
    return {"field": f"t{place}", "type": "nominal", "sort": None}


def number(picture: Picture, language: Language) -> Spec:
    place = picture.values[0]
    text = write(picture.rows[0][place], picture.columns[place], language, short=True)
    return {
        "height": 60,
        "mark": {"type": "text", "fontSize": 34, "fontWeight": "bold", "color": PALETTE[0]},
        "encoding": {"text": {"value": text}, "tooltip": tooltip(picture, language)},
    }


def line(picture: Picture, language: Language, mark: str = "line") -> Spec:
    time = picture.time
    assert time is not None  # the rule for lines says so
    x = temporal(picture, time)
    point = {"type": mark, "point": len(picture.rows) <= 60, "tooltip": True, **({"opacity": 0.6} if mark == "area" else {})}
    if picture.keys:
        encoding = {
            "x": x,
            "y": measure_axis(picture, picture.values[0], language),
            "color": colour(picture, picture.keys[0]),
            "tooltip": tooltip(picture, language),
        }
        return {"height": 260, "mark": point, "encoding": encoding}
    places = [*picture.values, *([] if picture.previous is None else [picture.previous])]
    if len(places) == 1:
        encoding = {"x": x, "y": measure_axis(picture, places[0], language), "tooltip": tooltip(picture, language)}
        return {"height": 260, "mark": point, "encoding": encoding}
    return {"height": 260, **folded(picture, places, language), "mark": point, "encoding": several(picture, places, x, language)}


def area(picture: Picture, language: Language) -> Spec:
    return line(picture, language, "area")


def temporal(picture: Picture, place: int) -> Spec:
    """A time axis in UTC, so that a date never slips into the day before in the reader's time zone."""
    formats = {"year": "%Y", "half_year": "%Y-%m", "quarter": "%Y-%m", "month": "%Y-%m"}
    formats |= dict.fromkeys(FISCAL, "%Y-%m-%d")  # their first days need not be the first of a month
    return {
        "field": f"c{place}",
        "type": "temporal",
        "scale": {"type": "utc"},
        "title": None,
        "axis": {"format": formats.get(picture.grain or "day", "%m-%d"), "labelOverlap": True},
    }


def folded(picture: Picture, places: list[int], language: Language) -> Spec:
    """Several columns as one value column `v` with its column's name in `s`."""
    names = {f"c{place}": title(picture, place, language) for place in places}
    labels = " : ".join(f"datum.k === '{field}' ? {quoted(name)}" for field, name in names.items())
    texts = " : ".join(f"datum.k === '{field}' ? datum.t{field[1:]}" for field in names)
    return {
        "transform": [
            {"fold": list(names), "as": ["k", "v"]},
            {"calculate": f"{labels} : ''", "as": "s"},
            {"calculate": f"{texts} : ''", "as": "w"},
        ]
    }


def quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", " ") + "'"


def several(picture: Picture, places: list[int], key: Spec, language: Language, across: str = "x") -> Spec:
    axis = measure_axis(picture, places[0], language)
    names = [title(picture, place, language) for place in places]
    return {
        across: key,
        "y" if across == "x" else "x": {**axis, "field": "v", "title": None},
        "color": {"field": "s", "type": "nominal", "sort": names, "scale": {"domain": names}, "legend": legend(names)},
        "tooltip": [{"field": f"t{place}", "type": "nominal", "title": title(picture, place, language)} for place in key_places(picture)]
        + [{"field": "s", "type": "nominal", "title": " "}, {"field": "w", "type": "nominal", "title": "  "}],
    }


def legend(names: list[str]) -> Spec:
    """Long names below each other, so that a phone shows them whole."""
    return {"columns": 1 if max(map(width, names)) > 14 else 4, "labelLimit": 320}


def bar(picture: Picture, language: Language) -> Spec:
    """Horizontal when names are long or many, so that they can be read on a phone."""
    place, value = key_places(picture)[0], picture.values[0]
    key, axis = key_axis(picture, place, language), measure_axis(picture, value, language)
    lying = picture.columns[place].role != "time" and lies(picture, place)
    leaning = {**key, "axis": {**key.get("axis", {}), "labelAngle": slant(picture, place)}}
    encoding = {"y": key, "x": axis} if lying else {"x": leaning, "y": axis}
    return {
        "height": {"step": 22} if lying else 260,
        "mark": {"type": "bar", "cornerRadiusEnd": 2, "color": PALETTE[0]},
        "encoding": {**encoding, "tooltip": tooltip(picture, language)},
    }


def lies(picture: Picture, place: int) -> bool:
    names = [str(row[place] or "") for row in picture.rows]
    return len(names) > 8 or max(map(width, names), default=0) > 10


def slant(picture: Picture, place: int) -> int:
    """Names that fit side by side on a phone stand level; others lean."""
    names = {str(row[place] or "") for row in picture.rows}
    return 0 if sum(width(name) + 2 for name in names) <= LEVEL_NAMES else -30


def width(name: str) -> int:
    """About how many Latin letters wide a name is."""
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in name)


def grouped(picture: Picture, language: Language) -> Spec:
    keys = key_places(picture)
    if len(keys) == 2:
        encoding = {
            "x": {**key_axis(picture, keys[0], language), "axis": {"labelAngle": slant(picture, keys[0])}},
            "xOffset": {"field": f"t{keys[1]}", "sort": None},
            "y": measure_axis(picture, picture.values[0], language),
            "color": colour(picture, keys[1]),
            "tooltip": tooltip(picture, language),
        }
        return {"height": 260, "mark": {"type": "bar"}, "encoding": encoding}
    places = [*picture.values, *([] if picture.previous is None else [picture.previous])]
    lying = picture.columns[keys[0]].role != "time" and lies(picture, keys[0])
    across = "y" if lying else "x"
    encoding = several(picture, places, key_axis(picture, keys[0], language), language, across)
    names = [title(picture, place, language) for place in places]
    encoding[f"{across}Offset"] = {"field": "s", "sort": names}
    height = {"step": 14} if lying else 260
    return {"height": height, **folded(picture, places, language), "mark": {"type": "bar"}, "encoding": encoding}


def stacked(picture: Picture, language: Language) -> Spec:
    """One bar of parts, or one a bucket."""
    value = picture.values[0]
    part = picture.keys[0]
    amount = {**measure_axis(picture, value, language), "stack": "zero"}
    shared = {"color": colour(picture, part), "order": {"field": f"c{value}", "sort": "descending"}, "tooltip": tooltip(picture, language)}
    if picture.time is not None and picture.distinct(picture.time) > 1:
        return {
            "height": 260,
            "mark": {"type": "bar"},
            "encoding": {"x": key_axis(picture, picture.time, language), "y": amount, **shared},
        }
    return {"height": 60, "mark": {"type": "bar", "size": 36}, "encoding": {"x": amount, **shared}}


def dual(picture: Picture, language: Language) -> Spec:
    first, second = picture.values
    key = key_axis(picture, key_places(picture)[0], language)
    right = measure_axis(picture, second, language)
    right["axis"] = {**right["axis"], "orient": "right", "grid": False, "titleColor": PALETTE[5]}
    angle = slant(picture, key_places(picture)[0])
    shared = {"x": {**key, "axis": {**key.get("axis", {}), "labelAngle": angle}}, "tooltip": tooltip(picture, language)}
    bars = {"mark": {"type": "bar", "color": PALETTE[0]}, "encoding": {**shared, "y": measure_axis(picture, first, language)}}
    mark = "line" if picture.time is not None else "point"  # a line between members would say that they follow each other
    dots = {"mark": {"type": mark, "point": True, "filled": True, "size": 70, "color": PALETTE[5]}, "encoding": {**shared, "y": right}}
    if mark == "line":
        dots["mark"] = {"type": "line", "point": {"color": PALETTE[5]}, "color": PALETTE[5]}
    return {"height": 260, "layer": [bars, dots], "resolve": {"scale": {"y": "independent"}}}


def scatter(picture: Picture, language: Language) -> Spec:
    first, second = picture.values
    return {
        "height": 300,
        "mark": {"type": "point", "filled": True, "size": 60, "opacity": 0.7},
        "encoding": {
            "x": measure_axis(picture, first, language),
            "y": measure_axis(picture, second, language),
            "tooltip": tooltip(picture, language),
        },
    }


DRAWERS = {
    "number": number,
    "line": line,
    "area": area,
    "bar": bar,
    "grouped": grouped,
    "stacked": stacked,
    "dual": dual,
    "scatter": scatter,
}

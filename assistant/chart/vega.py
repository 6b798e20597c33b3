"""A chosen chart as a Vega-Lite v5 dict. Columns are named c0, c1 … inside, so that no name needs escaping; no value is changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from assistant.chart.axes import (
    EDGE,
    Spec,
    colour,
    key_axis,
    legend,
    lies,
    measure_axis,
    quoted,
    temporal,
    title,
    tooltip,
)
from assistant.chart.choice import Kind, Picture, key_places, negative
from assistant.chart.excerpt import Excerpt, bars_of, with_gaps
from assistant.chart.facets import panels, series_panels
from assistant.chart.labels import BESIDE, POINTS, inside, lying, short_labels, standing, widest
from assistant.chart.palette import BEFORE, CONFIG, LIGHT, PALETTE, RULE
from assistant.figures import write
from assistant.wording import say
from catalog.label import Language

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
HEIGHT = 260
HEAD, SIDE = 0.08, 0.22  # the part of an axis kept free for labels over standing bars, and beside lying ones


@dataclass(frozen=True)
class Drawing:
    """A spec without its data, and the rows that it draws; `numbered` is the key whose members have a number `n` in the data."""

    spec: Spec
    excerpt: Excerpt
    numbered: int | None = None


def draw(kind: Kind, picture: Picture, language: Language, unknown: str) -> Mapping[str, Any] | None:
    """The spec for a result, or None for a table. `unknown` is the word for a missing member."""
    if kind == "table" or not picture.rows:
        return None
    drawing = DRAWERS[kind](named(picture, unknown), language)
    return {
        "$schema": SCHEMA,
        "data": {"values": values(drawing.excerpt.picture, language, drawing.numbered)},
        **({} if kind == "facets" else {"width": "container"}),
        **headed(drawing, language),
        "config": CONFIG,
        "usermeta": {
            "kind": kind,
            "embedOptions": {"actions": {"export": True, "source": False, "compiled": False, "editor": False}},
        },
    }


def named(picture: Picture, unknown: str) -> Picture:
    """The picture with a word for members that are missing."""
    keys = picture.keys
    if all(row[key] is not None for row in picture.rows for key in keys):
        return picture
    rows = [[unknown if place in keys and value is None else value for place, value in enumerate(row)] for row in picture.rows]
    return replace(picture, rows=rows)


def headed(drawing: Drawing, language: Language) -> Spec:
    """The body under a line that says which part of the result is drawn, where it is not all of it."""
    excerpt, spec = drawing.excerpt, drawing.spec
    said = [spec["title"]] if "title" in spec else []
    if excerpt.is_part:
        said.insert(0, say(language, f"chart.{'first' if excerpt.ordered else 'largest'}", shown=excerpt.shown, total=excerpt.total))
    return {**spec, **({"title": {"text": said}} if said else {})}


def values(picture: Picture, language: Language, numbered: int | None = None) -> list[Spec]:
    """The rows as Vega data: c0 … the values, t0 … the same as a person reads them, l0 … short labels of numbers."""
    members = {} if numbered is None else {row[numbered]: None for row in picture.rows}
    numbers = {member: number for number, member in enumerate(members)}
    found, short = [], {place: short_labels(picture, place, language) for place in [*picture.values, *before(picture)]}
    for number, row in enumerate(picture.rows):
        item: Spec = {}
        for place, value in enumerate(row):
            column = picture.columns[place]
            key = column.role in ("dimension", "period")
            item[f"c{place}"] = drawn(value, text=key)
            grain = picture.grain if column.role == "time" else None
            item[f"t{place}"] = write(value, column, language, grain=grain, calendar=picture.calendar)
        item |= {f"l{place}": texts[number] for place, texts in short.items()}
        if numbered is not None:
            item["n"] = numbers[row[numbered]]
        found.append(item)
    return found


def drawn(value: Any, *, text: bool) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    return str(value) if text and value is not None else value


def number(picture: Picture, language: Language) -> Drawing:
    place = picture.values[0]
    text = write(picture.rows[0][place], picture.columns[place], language, short=True)
    spec = {
        "height": 60,
        "mark": {"type": "text", "fontSize": 34, "fontWeight": "bold", "color": PALETTE[0]},
        "encoding": {"text": {"value": text}, "tooltip": tooltip(picture, language)},
    }
    return Drawing(spec, Excerpt(picture))


def line(picture: Picture, language: Language, mark: str = "line") -> Drawing:
    """Lines break where a value is missing; one line of few points carries its values."""
    picture = with_gaps(picture)
    time = picture.time
    assert time is not None  # the rule for lines says so
    x = temporal(picture, time, language)
    filled = {"opacity": 0.6, "line": True} if mark == "area" else {}
    point: Spec = {"type": mark, "point": len(picture.rows) <= 120, "tooltip": True, **filled}
    places = [*picture.values[:1], *([] if picture.keys else [*picture.values[1:], *before(picture)])]
    zero = mark == "area" or picture.columns[places[0]].role == "running"
    axis = measure_axis(picture, places, language, zero=zero, room=HEAD)
    if picture.keys:
        key = colour(picture, picture.keys[0])
        shape = {"shape": key} if mark == "line" else {}
        encoding = {"x": x, "y": axis, "color": key, **shape, "tooltip": tooltip(picture, language)}
        return Drawing({"height": HEIGHT, "mark": point, "encoding": encoding}, Excerpt(picture))
    if len(places) > 1:
        both: Spec = several(picture, places, x, axis, language)
        both["shape"] = {"field": "s", "scale": {"domain": names_of(picture, places, language)}, "legend": both["color"]["legend"]}
        return Drawing({"height": HEIGHT, **folded(picture, places, language), "mark": point, "encoding": both}, Excerpt(picture))
    shared = {"x": x, "y": axis, "tooltip": tooltip(picture, language)}
    if len(picture.rows) > POINTS:
        return Drawing({"height": HEIGHT, "mark": {**point, "color": PALETTE[0]}, "encoding": shared}, Excerpt(picture))
    return Drawing(with_values(shared, point, places[0], time, picture, language), Excerpt(picture))


def with_values(shared: Spec, point: Spec, place: int, time: int, picture: Picture, language: Language) -> Spec:
    """One line with its values at its points: above, and under a point from which the line rises."""
    room = widest(picture, [place], language)
    fits = f"width / {max(len(picture.rows) - 1, 1)} >= {room + 4:.0f}"
    text = standing(f"c{place}", {"field": f"l{place}", "type": "nominal"}, fits, {})
    beside = [f"(isValid(datum.{name}) ? datum.{name} : datum.c{place})" for name in ("before", "after")]
    under = f"{' + '.join(beside)} > 2 * datum.c{place} && scale('y', datum.c{place}) < height - 20"
    text["mark"] |= {"baseline": {"expr": f"{under} ? 'top' : 'bottom'"}, "dy": {"expr": f"{under} ? {BESIDE + 4} : {-BESIDE - 4}"}}
    shared["x"]["scale"]["padding"] = max(EDGE, round(room / 2 + 4))
    neighbours = [{"op": op, "field": f"c{place}", "as": name} for op, name in (("lag", "before"), ("lead", "after"))]
    ordered = {"window": neighbours, "sort": [{"field": f"c{time}"}]}
    return {"height": HEIGHT, "transform": [ordered], "encoding": shared, "layer": [{"mark": {**point, "color": PALETTE[0]}}, text]}


def area(picture: Picture, language: Language) -> Drawing:
    return line(picture, language, "area")


def before(picture: Picture) -> list[int]:
    return [] if picture.previous is None else [picture.previous]


def names_of(picture: Picture, places: Sequence[int], language: Language) -> list[str]:
    return [title(picture, place, language) for place in places]


def folded(picture: Picture, places: list[int], language: Language) -> Spec:
    """Several columns as one value column `v`, with its column's name in `s`, its written value in `w` and its short label in `b`."""
    names = {f"c{place}": title(picture, place, language) for place in places}
    labels = " : ".join(f"datum.k === '{field}' ? {quoted(name)}" for field, name in names.items())
    texts, short = (" : ".join(f"datum.k === '{field}' ? datum.{kind}{field[1:]}" for field in names) for kind in "tl")
    return {
        "transform": [
            {"fold": list(names), "as": ["k", "v"]},
            {"calculate": f"{labels} : ''", "as": "s"},
            {"calculate": f"{texts} : ''", "as": "w"},
            {"calculate": f"{short} : ''", "as": "b"},
        ]
    }


def several(picture: Picture, places: list[int], key: Spec, axis: Spec, language: Language, across: str = "x") -> Spec:
    names = names_of(picture, places, language)
    up = "y" if across == "x" else "x"
    keys = [spec for place, spec in enumerate(tooltip(picture, language)) if place not in places]
    shades = {PALETTE[at]: place for at, place in enumerate(place for place in places if place != picture.previous)}
    colours = [BEFORE if place == picture.previous else next(shade for shade, at in shades.items() if at == place) for place in places]
    return {
        across: key,
        up: {**axis, "field": "v"},
        "color": {"field": "s", "scale": {"domain": names, "range": colours}, "legend": legend(names)},
        "tooltip": [*keys, {"field": "s", "title": " "}, {"field": "w", "title": "　"}],
    }


def bar(picture: Picture, language: Language) -> Drawing:
    """Horizontal when names are long or many, so that they can be read on a phone. Zero is always on the axis."""
    place, value = key_places(with_gaps(picture))[0], picture.values[0]
    excerpt = bars_of(with_gaps(picture), place)
    part = excerpt.picture
    flat = part.columns[place].role != "time" and lies(part, place)
    key = key_axis(part, place, language)
    axis = measure_axis(part, [value], language, room=SIDE if flat else HEAD)
    if flat:
        key["axis"].pop("labelAngle")
    up, across = ("x", "y") if flat else ("y", "x")
    room = widest(part, [value], language)
    text = {"field": f"l{value}", "type": "nominal"}
    label = (
        lying(f"c{value}", text, f"bandwidth('{across}') >= 11", {})
        if flat
        else standing(f"c{value}", text, f"bandwidth('{across}') >= {room - 2:.0f}", {})
    )
    shared = {across: key, up: axis, "tooltip": tooltip(part, language)}
    layers = layered({"type": "bar", "cornerRadiusEnd": 2, "color": PALETTE[0]}, shared, label, rules(part, up))
    return Drawing({"height": {"step": 22} if flat else HEIGHT, "layer": layers}, excerpt)


def layered(mark: Spec, encoding: Spec, label: Spec, lines: list[Spec]) -> list[Spec]:
    """Bars, lines across them, and labels in the text's own colour."""
    plain = {channel: spec for channel, spec in encoding.items() if channel != "color"}
    if "color" in encoding:
        plain["detail"] = {"field": encoding["color"]["field"]}
    return [{"mark": mark, "encoding": encoding}, *lines, {**label, "encoding": {**plain, **label["encoding"]}}]


def rules(picture: Picture, up: str) -> list[Spec]:
    """A line at zero where values lie on both sides of it, and at the whole where a target is attained or not."""
    at: list[int] = [0] if negative(picture) else []
    at += [1] if picture.columns[picture.values[0]].role == "attainment" else []
    return [
        {
            "mark": {"type": "rule", "color": RULE, **({"strokeDash": [4, 3]} if level else {})},
            "encoding": {up: {"datum": level}},
        }
        for level in at
    ]


def grouped(picture: Picture, language: Language) -> Drawing:
    """Bars side by side: members of a second key, measures of one unit, or before and after, the earlier first."""
    keys = key_places(picture)
    if len(keys) == 2:
        return two_keys(picture, keys, language)
    excerpt = bars_of(with_gaps(picture), keys[0])
    part = excerpt.picture
    places = [*before(part), *part.values]
    flat = part.columns[keys[0]].role != "time" and lies(part, keys[0])
    across = "y" if flat else "x"
    key = key_axis(part, keys[0], language)
    if flat:
        key["axis"].pop("labelAngle")
    axis = measure_axis(part, places, language, room=SIDE if flat else HEAD)
    encoding = several(part, places, key, axis, language, across)
    encoding[f"{across}Offset"] = {"field": "s", "scale": {"domain": names_of(part, places, language)}}
    room = 11 if flat else widest(part, places, language) - 2
    label = (lying if flat else standing)("v", {"field": "b", "type": "nominal"}, f"bandwidth('{across}Offset') >= {room:.0f}", {})
    layers = layered({"type": "bar"}, encoding, label, rules(part, "x" if flat else "y"))
    return Drawing({"height": {"step": 14} if flat else HEIGHT, **folded(part, places, language), "layer": layers}, excerpt)


def two_keys(picture: Picture, keys: list[int], language: Language) -> Drawing:
    part, value = with_gaps(picture), picture.values[0]
    encoding = {
        "x": key_axis(part, keys[0], language),
        "xOffset": {"field": f"t{keys[1]}", "sort": None},
        "y": measure_axis(part, [value], language, room=HEAD),
        "color": colour(part, keys[1]),
        "tooltip": tooltip(part, language),
    }
    room = widest(part, [value], language) - 2
    label = standing(f"c{value}", {"field": f"l{value}", "type": "nominal"}, f"bandwidth('xOffset') >= {room:.0f}", {})
    return Drawing({"height": HEIGHT, "layer": layered({"type": "bar"}, encoding, label, rules(part, "y"))}, Excerpt(part))


def stacked(picture: Picture, language: Language) -> Drawing:
    """One bar of parts, or one a bucket."""
    picture = with_gaps(picture)
    value, part = picture.values[0], picture.keys[0]
    axis = measure_axis(picture, [value], language, sums=True)
    amount = {**axis, "stack": "zero"}
    names = list(dict.fromkeys(str(row[part]) for row in picture.rows))
    order = {"field": f"c{value}", "sort": "descending"}
    shared = {"order": order, "tooltip": tooltip(picture, language)}
    top, room = axis["scale"]["domain"][1], widest(picture, [value], language)
    by_time = picture.time is not None and picture.distinct(picture.time) > 1
    up = "y" if by_time else "x"
    fits = f"datum.c{value} / {top!r} * " + (f"height >= 15 && bandwidth('x') >= {room:.0f}" if by_time else f"width >= {room + 6:.0f}")
    middle = {up: {**amount, "bandPosition": 0.5}, "detail": {"field": f"t{part}"}}
    bars = {"mark": {"type": "bar", **({} if by_time else {"size": 36})}, "encoding": {up: amount, "color": colour(picture, part)}}
    label = inside(f"l{value}", f"t{part}", names, fits, middle)
    if by_time:
        assert picture.time is not None
        shared["x"] = key_axis(picture, picture.time, language)
    return Drawing({"height": HEIGHT if by_time else 60, "encoding": shared, "layer": [bars, label]}, Excerpt(picture))


def dual(picture: Picture, language: Language) -> Drawing:
    """Bars on the left axis and a line on the right one; between members points only, for a line would say that they follow each other."""
    picture = with_gaps(picture)
    first, second = picture.values
    key = key_axis(picture, key_places(picture)[0], language)
    right = measure_axis(picture, [second], language, zero=picture.time is None, room=HEAD)
    right["axis"] = {**right["axis"], "orient": "right", "grid": False, "titleColor": PALETTE[1]}
    shared = {"x": key, "tooltip": tooltip(picture, language)}
    bars = {"mark": {"type": "bar", "color": PALETTE[0]}, "encoding": {"y": measure_axis(picture, [first], language, room=HEAD)}}
    if picture.time is not None:
        mark: Spec = {"type": "line", "point": {"color": PALETTE[1]}, "color": PALETTE[1]}
    else:
        mark = {"type": "point", "filled": True, "size": 80, "color": PALETTE[1], "stroke": LIGHT, "strokeWidth": 1.5, "opacity": 1}
    spec = {"height": HEIGHT, "encoding": shared, "layer": [bars, {"mark": mark, "encoding": {"y": right}}]}
    return Drawing({**spec, "resolve": {"scale": {"y": "independent"}}}, Excerpt(picture))


def scatter(picture: Picture, language: Language) -> Drawing:
    first, second = picture.values
    spec = {
        "height": 300,
        "mark": {"type": "point", "filled": True, "size": 60, "opacity": 0.7, "color": PALETTE[0]},
        "encoding": {
            "x": measure_axis(picture, [first], language, zero=False),
            "y": measure_axis(picture, [second], language, zero=False),
            "tooltip": tooltip(picture, language),
        },
    }
    return Drawing(spec, Excerpt(picture))


def facets(picture: Picture, language: Language) -> Drawing:
    """Small charts: one a measure where units differ, else one a series."""
    if len(picture.values) > 1:
        return Drawing(panels(with_gaps(picture), language), Excerpt(picture))
    excerpt, spec, member = series_panels(with_gaps(picture), language)
    return Drawing(spec, excerpt, member)


DRAWERS: Mapping[str, Callable[[Picture, Language], Drawing]] = {
    "number": number,
    "line": line,
    "area": area,
    "bar": bar,
    "grouped": grouped,
    "stacked": stacked,
    "dual": dual,
    "scatter": scatter,
    "facets": facets,
}

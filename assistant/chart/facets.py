"""Small charts side by side: one a measure where units differ, one a series where they are many. Own axes are said."""

from __future__ import annotations

from dataclasses import replace

from assistant.chart.axes import Spec, key_axis, measure_axis, temporal, title, tooltip
from assistant.chart.choice import PANELS, Picture, key_places
from assistant.chart.excerpt import Excerpt, bars_of, leading
from assistant.chart.palette import PALETTE
from assistant.wording import say
from catalog.label import Language

WIDTH, COLUMNS = 230, 2
TALL, STEP = 84, 16
APART = 20.0  # series whose largest values differ by more than this factor get axes of their own


def panels(picture: Picture, language: Language) -> Spec:
    """One small chart a measure, each with its own unit and axis."""
    key = key_places(picture)[0]
    excerpt = bars_of(picture, key)
    charts = [panel(excerpt.picture, key, place, language) for place in picture.values]
    return {"concat": charts, "columns": COLUMNS, "title": say(language, "chart.own_axes")}


def panel(picture: Picture, key: int, value: int, language: Language) -> Spec:
    body = small(picture, key, value, measure_axis(picture, [value], language, zero=not is_line(picture, key)), language)
    return {"title": title(picture, value, language), **body}


def is_line(picture: Picture, key: int) -> bool:
    return key == picture.time and picture.distinct(key) > 1


def small(picture: Picture, key: int, value: int, axis: Spec, language: Language) -> Spec:
    shared: Spec = {"tooltip": tooltip(picture, language)}
    if is_line(picture, key):
        x = temporal(picture, key, language)
        x["axis"]["values"] = x["axis"]["values"][:: max(1, len(x["axis"]["values"]) // 4)]
        mark: Spec = {"type": "line", "point": len(picture.rows) <= 24, "color": PALETTE[0]}
        return {
            "width": WIDTH,
            "height": TALL,
            "mark": mark,
            "encoding": {"x": x, "y": {**axis, "title": None}, **shared},
        }
    y = key_axis(picture, key, language)
    y["axis"] = {**y["axis"], "labelAngle": 0, "labelLimit": 90}
    encoding = {"y": {**y, "title": None}, "x": {**axis, "title": None}, **shared}
    return {"width": WIDTH, "height": {"step": STEP}, "mark": {"type": "bar", "color": PALETTE[0]}, "encoding": encoding}


def series_panels(picture: Picture, language: Language) -> tuple[Excerpt, Spec, int]:
    """One small chart for each member of a key, whose place is given, on one common axis unless they are too far apart.

    A chart's rows are found by their number `n` in the data: a name may hold what no expression can."""
    keys, value = key_places(picture), picture.values[0]
    over_time = is_line(picture, keys[0])
    member, along = (keys[1], keys[0]) if over_time else (keys[0], keys[1])
    excerpt = leading(picture, member, PANELS)
    part = excerpt.picture
    groups: dict[object, list[tuple[object, ...]]] = {}
    for row in part.rows:
        groups.setdefault(row[member], []).append(tuple(row))
    parts = {name: replace(part, rows=rows) for name, rows in groups.items()}
    own = apart(list(parts.values()), value)
    common = None if own else measure_axis(part, [value], language, zero=not over_time)
    charts: list[Spec] = []
    for name, each in parts.items():
        axis = common or measure_axis(each, [value], language, zero=not over_time)
        body = small(each, along, value, axis, language)
        charts.append({"title": str(name), "transform": [{"filter": f"datum.n === {len(charts)}"}], **body})
    said = say(language, "chart.own_axes" if own else "chart.one_axis", name=title(part, value, language))
    return excerpt, {"concat": charts, "columns": COLUMNS, "title": said}, member


def apart(parts: list[Picture], value: int) -> bool:
    tops = [max((abs(float(row[value])) for row in part.rows if row[value] is not None), default=0.0) for part in parts]
    some = [top for top in tops if top]
    return len(some) > 1 and max(some) > APART * min(some)

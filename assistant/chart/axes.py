"""The axes, legends and tooltips of charts. Fields: c0 … are values, t0 … the same as a person reads them, l0 … short labels."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date, datetime, timezone
from typing import Any

from assistant.chart.choice import Picture
from assistant.chart.palette import AXIS_LABEL
from assistant.chart.ticks import date_labels, number_ticks
from assistant.figures import format_of
from catalog.label import Language

LEVEL_NAMES = 48  # letters side by side on a phone, spaces between included
ENDINGS = re.compile("[\n\r\x85\u2028\u2029]")
EDGE = 14  # pixels before the first and after the last point of a line, where their labels stand
Spec = dict[str, Any]


def title(picture: Picture, place: int, language: Language) -> str:
    """A column's name on one line."""
    return ENDINGS.sub(" ", picture.columns[place].label.in_language(language))


def titled(picture: Picture, place: int, language: Language) -> str:
    """A measure's name with its unit: 销售额（元）, Revenue (CNY)."""
    name, unit = title(picture, place, language), unit_of(picture, place, language)
    if not unit or unit.lower() in name.lower():
        return name
    return f"{name}（{unit}）" if language == "zh" else f"{name} ({unit})"


def unit_of(picture: Picture, place: int, language: Language) -> str:
    form = format_of(picture.columns[place])
    return "" if form.style == "percent" else form.unit.in_language(language)


def tooltip(picture: Picture, language: Language) -> list[Spec]:
    return [{"field": f"t{place}", "type": "nominal", "title": title(picture, place, language)} for place in range(len(picture.columns))]


def measure_axis(
    picture: Picture, places: Sequence[int], language: Language, *, zero: bool = True, room: float = 0.0, sums: bool = False
) -> Spec:
    """One axis for measures of one unit, with round steps and one scale. `sums` stacks the values of a key on each other."""
    numbers = totals(picture, places[0]) if sums else [row[place] for row in picture.rows for place in places]
    ticks = number_ticks(numbers, language, style=format_of(picture.columns[places[0]]).style, zero=zero, room=room)
    first, step = ticks.values[0], (ticks.values[-1] - ticks.values[0]) / (len(ticks.values) - 1)
    name = titled(picture, places[0], language) if len(places) == 1 else unit_of(picture, places[0], language) or None
    return {
        "field": f"c{places[0]}",
        "type": "quantitative",
        "title": name,
        "scale": {"domain": ticks.ends, "nice": False, "zero": False},
        "axis": {
            "values": list(ticks.values),
            "labelExpr": f"{json.dumps(ticks.labels)}[round((datum.value - ({first!r})) / {step!r})]",
            "labelOverlap": "greedy",
        },
    }


def totals(picture: Picture, place: int) -> list[float]:
    """What a stack reaches in each bucket."""
    time = picture.time if picture.time is not None and picture.distinct(picture.time) > 1 else None
    found: dict[Any, float] = {}
    for row in picture.rows:
        bucket = None if time is None else row[time]
        found[bucket] = found.get(bucket, 0.0) + float(row[place] or 0)
    return list(found.values())


def key_axis(picture: Picture, place: int, language: Language) -> Spec:
    """Time keys are ordered steps with their written bucket; members keep the order of the rows."""
    if picture.columns[place].role != "time":
        level = {"labelAngle": slant(picture, place), "labelLimit": AXIS_LABEL}
        members = list(dict.fromkeys(str(row[place]) for row in picture.rows))  # those without a value too
        scale = {"domain": members}
        return {"field": f"c{place}", "type": "nominal", "scale": scale, "title": title(picture, place, language), "axis": level}
    days = list(dict.fromkeys(row[place] for row in picture.rows))
    found = date_labels(days, picture.grain, language, picture.calendar)
    texts = written_days(picture, place)
    shown = dict(zip(texts, found.labels, strict=True))
    axis: Spec = {
        "labelExpr": f"({json.dumps(shown)})[datum.value]",
        "labelAngle": 0,
        "labelOverlap": "greedy",
        "labelSeparation": 6,
    }
    axis["values"] = [texts[at] for at in found.chosen()]
    return {"field": f"c{place}", "type": "ordinal", "scale": {"domain": texts}, "title": found.title or None, "axis": axis}


def temporal(picture: Picture, place: int, language: Language) -> Spec:
    """A time axis in UTC, so that a date never slips into the day before in the reader's time zone; its labels are the buckets'."""
    days = sorted({row[place] for row in picture.rows if row[place] is not None})
    found = date_labels(days, picture.grain, language, picture.calendar)
    chosen = found.chosen()
    shown = {str(moment(days[at])): found.labels[at] for at in chosen}
    axis = {
        "values": [moment(days[at]) for at in chosen],
        "labelExpr": f"({json.dumps(shown)})[time(datum.value)]",
        "labelAngle": 0,
        "labelOverlap": "greedy",
        "labelSeparation": 6,
        "labelFlush": True,
        "grid": False,
    }
    return {"field": f"c{place}", "type": "temporal", "scale": {"type": "utc", "padding": EDGE}, "title": found.title or None, "axis": axis}


def moment(day: Any) -> int:
    """Milliseconds since 1970 of a day's beginning, in UTC."""
    whole = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)
    return int(whole.replace(tzinfo=timezone.utc).timestamp() * 1000)  # noqa: UP017  # the same in every version that we support


def written_days(picture: Picture, place: int) -> list[str]:
    """The values of a time key as they stand in the data."""
    return [day.isoformat() if isinstance(day, date) else str(day) for day in dict.fromkeys(row[place] for row in picture.rows)]


def lies(picture: Picture, place: int) -> bool:
    """Whether bars are better lying: names that are long or many can be read beside them, on a phone too."""
    names = [str(row[place] or "") for row in picture.rows]
    return len(names) > 8 or max(map(width, names), default=0) > 10


def slant(picture: Picture, place: int) -> int:
    """Names that fit side by side on a phone stand level; others lean."""
    names = {str(row[place] or "") for row in picture.rows}
    return 0 if sum(width(name) + 2 for name in names) <= LEVEL_NAMES else -30


def width(name: str) -> int:
    """About how many Latin letters wide a name is."""
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in name)


def colour(picture: Picture, place: int) -> Spec:
    names = list(dict.fromkeys(str(row[place]) for row in picture.rows))
    return {"field": f"t{place}", "type": "nominal", "scale": {"domain": names}, "legend": legend(names)}


def legend(names: list[str]) -> Spec:
    """Long names below each other, so that a phone shows them whole."""
    return {"columns": 1 if max(map(width, names), default=0) > 14 else 4, "labelLimit": 320}


def quoted(text: str) -> str:
    """A name as a string of a Vega expression."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

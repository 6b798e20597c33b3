"""Reads shapes.yaml: results as a person writes them down, each with the chart, axes and labels that it must get."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import yaml

from assistant.chart import Picture
from catalog.calendar import ISO, Calendar, FiscalWeeks
from catalog.compiler.columns import OutputColumn
from catalog.label import Label, Language, Text
from catalog.metric import Format
from catalog.period import add

CALENDARS = {"iso": ISO, "4-5-4": Calendar("sunday", FiscalWeeks("4-5-4", 1, "nearest", "start"))}


@dataclass(frozen=True)
class Shape:
    name: str
    language: Language
    picture: Picture
    expect: Mapping[str, Any]


def shapes() -> list[Shape]:
    found = yaml.safe_load((Path(__file__).parent / "shapes.yaml").read_text(encoding="utf-8"))
    columns = {name: column_of(name, each) for name, each in found["columns"].items()}
    return [shape_of(each, columns) for each in found["shapes"]]


def column_of(name: str, found: Mapping[str, Any]) -> OutputColumn:
    unit = Text(*found.get("unit", ["", ""]))
    form = Format(found["style"], found.get("decimals", 2), unit) if "style" in found else None
    return OutputColumn(name, found["role"], found.get("type", "number"), Label(*found["label"]), of=found.get("of", name), format=form)


def shape_of(found: Mapping[str, Any], columns: Mapping[str, OutputColumn]) -> Shape:
    chosen = [columns[name] for name in found["columns"]]
    calendar = CALENDARS[found.get("calendar", "iso")]
    rows = [tuple(map(exact, row)) for row in found["rows"]] if "rows" in found else made(found["make"], found.get("grain"), calendar)
    picture = Picture(chosen, rows, found.get("grain"), calendar, found.get("adds_up", True))
    return Shape(found["name"], found["language"], picture, found["expect"])


def exact(value: Any) -> Any:
    """Amounts come from the engine as decimals."""
    return Decimal(str(value)) if isinstance(value, float) else value


def made(found: Mapping[str, Any], grain: Any, calendar: Calendar) -> list[tuple[Any, ...]]:
    """Rows for every combination of keys. `from` and `count` make time buckets, `members` names or [prefix, count];
    `values` are [first, step] for each measure, counted along the rows."""
    keys: list[list[Any]] = []
    if "from" in found:
        start: date | datetime = found["from"]
        keys.append([add(start, step, grain or "day", calendar) for step in range(found["count"])])
    for members in found.get("members", []):
        keys.append([f"{members[0]}{number}" for number in range(1, members[1] + 1)] if isinstance(members[1], int) else members)
    rows = product(*keys)
    return [(*row, *(exact(first + step * at) for first, step in found["values"])) for at, row in enumerate(rows)]

"""What of a result a chart shows: time buckets without rows as gaps, and of very many members the first or the largest, which is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from assistant.chart.choice import BARS, TOP, Picture
from catalog.period import Period, buckets

MOST_BUCKETS = 2000


@dataclass(frozen=True)
class Excerpt:
    """The rows that are drawn. `shown` of `total` members, when not all; `ordered` when they are the first of the asker's own order."""

    picture: Picture
    shown: int = 0
    total: int = 0
    ordered: bool = False

    @property
    def is_part(self) -> bool:
        return self.shown < self.total


def with_gaps(picture: Picture) -> Picture:
    """Buckets between the first and the last that have no row get one without values, so that no line runs over them."""
    time = picture.time
    if time is None or picture.grain is None:
        return picture
    days = {row[time] for row in picture.rows}
    if len(days) < 2 or not all(isinstance(day, date) and not isinstance(day, datetime) for day in days):
        return picture
    first, last = min(days), max(days)
    if (last - first).days > MOST_BUCKETS:
        return picture
    every = buckets(Period(first, last + timedelta(days=1)), picture.grain, picture.calendar)
    if not days <= set(every):
        return picture
    missing = [day for day in every if day not in days]
    if not missing:
        return picture
    rows = [*picture.rows, *(row for day in missing for row in empty(picture, time, day))]
    return replace(picture, rows=sorted(rows, key=lambda row: row[time]))


def empty(picture: Picture, time: int, day: date) -> list[tuple[Any, ...]]:
    """One row without values for each series."""
    keys = picture.keys
    series = dict.fromkeys(tuple(row[key] for key in keys) for row in picture.rows)
    found = []
    for members in series:
        row: list[Any] = [None] * len(picture.columns)
        row[time] = day
        for key, member in zip(keys, members, strict=True):
            row[key] = member
        found.append(tuple(row))
    return found


def leading(picture: Picture, key: int, most: int) -> Excerpt:
    """The first members where the rows are in order of the value already, else the largest by their largest value."""
    value = picture.values[0]
    members = list(dict.fromkeys(row[key] for row in picture.rows))
    if len(members) <= most:
        return Excerpt(picture)
    numbers = [row[value] for row in picture.rows if row[value] is not None]
    ordered = len(picture.rows) == len(members) and (is_sorted(numbers) or is_sorted(numbers[::-1]))
    kept = set(members[:most]) if ordered else set(largest(picture, key, value, members)[:most])
    rows = [row for row in picture.rows if row[key] in kept]
    return Excerpt(replace(picture, rows=rows), most, len(members), ordered)


def largest(picture: Picture, key: int, value: int, members: Sequence[Any]) -> list[Any]:
    most: dict[Any, Any] = {}
    for row in picture.rows:
        if row[value] is not None and (row[key] not in most or row[value] > most[row[key]]):
            most[row[key]] = row[value]
    return sorted(members, key=lambda member: (member not in most, -float(most.get(member, 0))))


def is_sorted(numbers: Sequence[Any]) -> bool:
    return all(left >= right for left, right in pairwise(numbers))


def bars_of(picture: Picture, key: int) -> Excerpt:
    return leading(picture, key, TOP if len(picture.rows) > BARS else BARS)

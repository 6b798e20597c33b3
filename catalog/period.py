"""Calendar arithmetic on half-open date ranges; no words, no clock, no database.

Rule for months of different lengths: moving by months keeps the day, or takes the month's last day (31 March - 1 month = 28/29 February).
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta

from catalog.metric import Grain, Offset

MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Period:
    """Days from `start` to before `end`. `through` is the first day without complete data when the period is unfinished, else None."""

    start: date
    end: date
    through: date | None = None

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"period ends ({self.end}) before it starts ({self.start})")

    @property
    def effective_end(self) -> date:
        """The first day after the data that the period really holds."""
        return self.end if self.through is None else max(self.start, min(self.end, self.through))

    @property
    def days(self) -> int:
        return (self.end - self.start).days


def start_of(day: date, grain: Grain) -> date:
    """The first day of the grain that holds `day`; weeks start on Monday."""
    match grain:
        case "day":
            return day
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case "quarter":
            return date(day.year, day.month - (day.month - 1) % 3, 1)
        case "year":
            return date(day.year, 1, 1)


def add(day: date, count: int, grain: Grain) -> date:
    """`day` moved by `count` grains (negative: earlier)."""
    if grain == "day":
        return day + timedelta(days=count)
    if grain == "week":
        return day + timedelta(weeks=count)
    index = day.year * 12 + day.month - 1 + count * MONTHS[grain]
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def grain_of(day: date, grain: Grain) -> Period:
    """The whole grain that holds `day`."""
    start = start_of(day, grain)
    return Period(start, add(start, 1, grain))


def earlier(period: Period, offset: Offset) -> Period:
    """The period `offset` earlier; an unfinished one is cut to the same elapsed days, and one without any data yet has none there either.

    31 days of March against February are all of February: a shorter month is never filled up from the next.
    """
    start, end = add(period.start, -offset.count, offset.grain), add(period.end, -offset.count, offset.grain)
    if period.through is None or period.through >= period.end:
        return Period(start, end)
    elapsed = period.effective_end - period.start
    if not elapsed:
        return Period(start, end, through=start)
    return Period(start, min(end, start + elapsed))


def whole(period: Period, grain: Grain) -> bool:
    """Whether the period is one or more whole grains."""
    return start_of(period.start, grain) == period.start and start_of(period.end, grain) == period.end


def marked(period: Period, complete_before: date) -> Period:
    """The period, marked as unfinished when data is complete only before `complete_before`."""
    return replace(period, through=complete_before) if complete_before < period.end else replace(period, through=None)


def buckets(period: Period, grain: Grain) -> list[date]:
    """The first days of the grains that the period touches, in order."""
    first, found = start_of(period.start, grain), []
    while first < period.end:
        found.append(first)
        first = add(first, 1, grain)
    return found

"""A cell of an answer: its days, its members, the conditions on its rows, and how it moves to earlier days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from catalog.metric import Grain, Offset, StartOf
from catalog.period import Period, add, earlier, grain_of, start_of
from catalog.query import AnyOf, Filter, MemberFilter, RangeFilter
from tests.reference.tables import Unsupported

Chosen = tuple[tuple[str, ...], frozenset[tuple[Any, ...]]]  # dimensions, and the members that a nested query returned


@dataclass(frozen=True)
class Own:
    """Conditions inside a definition: they choose rows, never which of their members are shown. They hold for the same partner."""

    parts: tuple[Filter | Chosen, ...]


Condition = Filter | AnyOf | Chosen | Own


@dataclass(frozen=True)
class Cell:
    """Which rows count: those of `days` (None: all; with `undated`, those without a day) and `members` that meet every condition.

    `by_day`: the cell is a single day, and is moved as a day. `keyed`: it is one of several, so that rows are what makes it be there.
    `bucket`: the days are a bucket of time, the part of the `whole` bucket that lies in the period `asked` for; `open`: of all the data, no
    period being asked for.
    """

    days: Period | None
    members: tuple[tuple[str, Any], ...] = ()
    conditions: tuple[Condition, ...] = ()
    undated: bool = False
    keyed: bool = False
    bucket: bool = False
    open: bool = False
    by_day: bool = False
    earlier: bool = False  # other days than those asked for
    grain: Grain | None = None
    whole: Period | None = None
    asked: Period | None = None
    begins: date | None = None  # the bucket's first day, also where the days are those of a window
    until: date | None = None  # the last day of the data, where nobody says how far it is complete

    @property
    def start(self) -> date | None:
        return self.days.start if self.days else None

    @property
    def end(self) -> date | None:
        return self.days.effective_end if self.days else None

    def holds(self, day: date | None) -> bool:
        if self.days is None:
            return day is None or not self.undated
        return day is not None and self.days.start <= day < self.days.effective_end

    def at_start(self, start: StartOf) -> Cell:
        """The bucket with which a longer grain begins; of one that the period cuts, the days inside."""
        if self.undated or self.days is None or self.days == NEVER:
            return replace(self, days=NEVER, earlier=True)
        if self.grain is None:  # of all days, to see what there is
            return self
        days = grain_of(start_of(self.days.start, start.grain), self.grain)
        return replace(self, days=days, whole=days, begins=days.start, earlier=True)

    def moved(self, offset: Offset) -> Cell:
        """The same cell, earlier: a day keeps its number or takes the month's last, a longer range moves by the calendar."""
        if self.undated or self.days == NEVER:
            return replace(self, days=NEVER, earlier=True)
        if self.days is None:
            raise Unsupported("comparison_needs_period")
        moved_to = None if self.begins is None else add(self.begins, -offset.count, offset.grain)
        return replace(self.days_moved(self.days, offset), begins=moved_to, earlier=True)

    def days_moved(self, days: Period, offset: Offset) -> Cell:
        if self.by_day:
            day = add(days.start, -offset.count, offset.grain)
            one = Period(day, day + timedelta(days=1), day if days.effective_end == days.start else None)
            return replace(self, days=one, whole=one)
        if days.start == date.min:  # since ever: only the end moves
            return replace(self, days=Period(date.min, earlier(Period(days.end - timedelta(days=1), days.end), offset).end))
        if self.whole is not None:
            return self.bucket_moved(self.whole, days, offset)
        if self.bucket:  # a window: its days are those that move into it
            return replace(self, days=span(first_into(days.start, offset), first_into(days.end, offset)))
        return replace(self, days=earlier(days, offset))

    def bucket_moved(self, whole: Period, days: Period, offset: Offset) -> Cell:
        """The earlier days that move into the bucket, within those of the period; of an unfinished bucket as many as it has so far."""
        whole = Period(first_into(whole.start, offset), first_into(whole.end, offset))
        asked = None if self.asked is None else earlier(replace(self.asked, through=None), offset)
        start = whole.start if asked is None else max(whole.start, asked.start)
        end = whole.end if asked is None else min(whole.end, asked.end)
        if days.effective_end < days.end:
            end = min(end, start + (days.effective_end - days.start))
            asked = None if asked is None or end <= asked.start else replace(asked, end=end)
        return replace(self, days=span(start, end), whole=whole, asked=asked)


def first_into(day: date, offset: Offset) -> date:
    """The first of all days that the offset moves to a day or later."""
    found = add(day, -offset.count, offset.grain) - timedelta(days=4)
    while add(found, offset.count, offset.grain) < day:
        found += timedelta(days=1)
    return found


def span(start: date, end: date) -> Period:
    return Period(start, end) if start < end else NEVER


NEVER = Period(date.min, date.max, date.min)
ALWAYS = Cell(Period(date(1900, 1, 1), date(2200, 1, 1)))


def named(condition: Condition) -> tuple[str, ...]:
    """The dimensions whose partners a condition is about; a definition's own conditions look for partners of their own."""
    match condition:
        case Own():
            return ()
        case AnyOf(sides):
            return tuple(part.dimension for side in sides for part in side)
        case MemberFilter() | RangeFilter():
            return (condition.dimension,)
        case (dimensions, _):
            return dimensions
    raise AssertionError(condition)

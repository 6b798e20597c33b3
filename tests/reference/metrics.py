"""The value of a metric in one cell (days, members, filters), from the rows up: the slow and plain meaning of every kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from catalog.metric import (
    Aggregate,
    AllTime,
    Cumulative,
    Derived,
    Formula,
    Input,
    MemberCondition,
    Offset,
    Percentile,
    PerDay,
    Ratio,
    Restricted,
    SemiAdditive,
    ToDate,
    Trailing,
    WeightedAverage,
)
from catalog.period import Period, add, earlier, start_of
from catalog.query import AnyOf, Filter, MemberFilter, RangeFilter
from tests.reference.numbers import aggregate, compare, continuous, quotient
from tests.reference.tables import Tables, Unsupported

Chosen = tuple[tuple[str, ...], frozenset[tuple[Any, ...]]]  # dimensions, and the members that a nested query returned
Condition = Filter | AnyOf | Chosen


@dataclass(frozen=True)
class Cell:
    """Which rows count: those of `days` (None: all; with `undated`, those without a day) and `members` that meet every condition.

    `by_day`: the cell is a single day, and is moved as a day. `keyed`: it is one of several, so that rows are what makes it be there.
    `bucket`: the days are a bucket of time; `open`: of all the data, no period being asked for.
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

    def moved(self, offset: Offset) -> Cell:
        """The same cell, earlier: a day keeps its number or takes the month's last, a longer range moves by the calendar."""
        if self.undated or self.days == NEVER:
            return replace(self, days=NEVER, earlier=True)
        if self.days is None:
            raise Unsupported("comparison_needs_period")
        if self.by_day:
            day = add(self.days.start, -offset.count, offset.grain)
            unknown = self.days.effective_end == self.days.start
            return replace(self, days=Period(day, day + timedelta(days=1), day if unknown else None), earlier=True)
        if self.days.start == date.min:  # since ever: only the end moves
            moved = earlier(Period(self.days.end - timedelta(days=1), self.days.end), offset)
            return replace(self, days=Period(date.min, moved.end), earlier=True)
        return replace(self, days=earlier(self.days, offset), earlier=True)


NEVER = Period(date.min, date.max, date.min)
ALWAYS = Cell(Period(date(1900, 1, 1), date(2200, 1, 1)))


@dataclass
class Metrics:
    """Values of metrics over tables."""

    tables: Tables
    zeros: bool = True  # a count is 0, not missing, where its dataset has rows that no metric counts
    unmoved: bool = False  # inputs of other days are looked at on the days asked for: do those have rows?

    def value(self, name: str, cell: Cell) -> Any:
        metric = self.tables.catalog.metrics[name]
        found = self.of(metric.formula, cell)
        return metric.fill_nulls_with if found is None else found

    def of(self, formula: Formula, cell: Cell) -> Any:
        match formula:
            case Aggregate(dataset, function, expression):
                rows = self.rows(formula, cell)
                if not rows and cell.keyed and function.startswith("count") and not self.has_rows(formula, cell):
                    return None
                return aggregate(function, self.values(dataset, rows, expression))
            case Percentile(dataset, expression, fraction):
                return continuous(self.values(dataset, self.rows(formula, cell), expression), fraction)
            case SemiAdditive():
                return self.level(formula, cell)
            case WeightedAverage(dataset, expression, weight):
                return self.weighted(dataset, self.rows(formula, cell), expression, weight)
            case Restricted(metric, conditions):
                return self.value(metric, self.held(conditions, cell))
            case PerDay(metric):
                return quotient(self.value(metric, cell), self.days_of(formula, cell))
            case Ratio(over, under):
                return quotient(self.input(over, cell), self.input(under, cell))
            case Derived(expression, inputs):
                known = {side.alias: self.input(side, cell) for side in inputs}
                return self.tables.meanings[expression](known.__getitem__)
            case Cumulative(metric):
                return self.value(metric, self.window(formula, cell))
        raise AssertionError(formula)

    def input(self, side: Input, cell: Cell) -> Any:
        return self.value(side.metric, self.inside(side, cell))

    def inside(self, side: Input, cell: Cell) -> Cell:
        """The cell that an input is computed in: its own filters, its own days."""
        own = tuple(MemberFilter(name, members) for name, members in side.filters)
        cell = replace(cell, conditions=(*cell.conditions, *own))
        return cell.moved(side.offset) if isinstance(side.offset, Offset) and not self.unmoved else cell

    def values(self, dataset: str, rows: list[int], expression: str | None) -> list[Any]:
        return [1 if expression is None else self.tables.read(dataset, at, expression) for at in rows]

    def weighted(self, dataset: str, rows: list[int], expression: str, weight: str) -> float | None:
        """The average over the rows that have both a value and a weight."""
        pairs = [(self.tables.read(dataset, at, expression), self.tables.read(dataset, at, weight)) for at in rows]
        known = [(float(value), float(its)) for value, its in pairs if value is not None and its is not None]
        return quotient(sum(value * its for value, its in known), sum(its for _, its in known))

    def held(self, conditions: tuple[MemberCondition, ...], cell: Cell) -> Cell:
        """The cell with only members who meet every condition, on the cell's days or on all, whatever else the question asks."""
        chosen = tuple(((one.dimension,), self.who_meet(one, cell)) for one in conditions)
        return replace(cell, conditions=(*cell.conditions, *chosen))

    def who_meet(self, one: MemberCondition, cell: Cell) -> frozenset[tuple[Any, ...]]:
        days, undated = (cell.days, cell.undated) if one.over == "period" else (None, False)
        own = Cell(days, (), (), undated, keyed=True, by_day=cell.by_day and days is not None)
        members = {
            self.tables.dimension(leaf.dataset, at, one.dimension)
            for leaf, _ in self.leaves(self.formula(one.metric), own)
            for at in self.places(leaf.dataset)
        }
        strict = Metrics(self.tables, zeros=False)  # a member with nothing counted has no value
        values = {name: strict.value(one.metric, replace(own, members=((one.dimension, name),))) for name in members if name is not None}
        return frozenset((name,) for name, value in values.items() if compare(value, one.operator, one.value))

    def days_of(self, formula: PerDay, cell: Cell) -> int | None:
        """The days of the cell so far: without a period no further than the data goes; or those on which the dataset has any row."""
        leaf = next(leaf for leaf, _ in self.leaves(self.formula(formula.metric), ALWAYS))
        known = {day for at in self.places(leaf.dataset) if (day := self.tables.day(leaf.dataset, at, leaf.time))}
        if cell.undated or not known:
            return None
        if formula.days == "with_data":
            return sum(cell.holds(day) for day in known)
        first, end = min(known), max(known) + timedelta(days=1)
        if cell.days is not None and not cell.open:
            first, end = cell.days.start, cell.days.effective_end
        elif cell.days is not None:
            first, end = max(first, cell.days.start), min(end, cell.days.effective_end)
        return (end - first).days

    def has_rows(self, formula: Aggregate, cell: Cell) -> bool:
        """Whether the dataset has rows there, counted or not."""
        return self.zeros and bool(self.rows(replace(formula, filter=None), replace(cell, conditions=())))

    def level(self, formula: SemiAdditive, cell: Cell) -> Any:
        """Added up a day, then one day taken or all days averaged; the day taken is one on which the dataset has any row."""
        if cell.keyed and not self.rows(formula, cell):
            return None
        if formula.take in ("last", "first"):
            return aggregate(formula.function, self.values(formula.dataset, self.rows(formula, cell), formula.expression))
        by_day: dict[date | None, list[int]] = {}
        for at in self.rows(formula, cell):
            by_day.setdefault(self.tables.day(formula.dataset, at, formula.time), []).append(at)
        daily = [aggregate(formula.function, self.values(formula.dataset, rows, formula.expression)) for rows in by_day.values()]
        return aggregate(formula.take, daily)

    def rows(self, formula: Any, cell: Cell) -> list[int]:
        """The rows of a leaf in a cell."""
        if isinstance(formula, SemiAdditive) and formula.take in ("last", "first"):
            cell = replace(cell, days=self.day_taken(formula, cell) or NEVER, undated=False)
        return [
            at
            for at, day in self.passing(formula.dataset, formula.time, formula.filter, cell.conditions)
            if cell.holds(day) and all(self.tables.dimension(formula.dataset, at, name) == member for name, member in cell.members)
        ]

    def day_taken(self, formula: SemiAdditive, cell: Cell) -> Period | None:
        days = [
            day for at in self.places(formula.dataset) if (day := self.tables.day(formula.dataset, at, formula.time)) and cell.holds(day)
        ]
        if not days:
            return None
        day = max(days) if formula.take == "last" else min(days)
        return Period(day, day + timedelta(days=1))

    def places(self, dataset: str) -> range:
        return range(len(self.tables.rows[dataset]))

    def passing(
        self, dataset: str, time: str | None, filtered: str | None, conditions: tuple[Condition, ...]
    ) -> list[tuple[int, date | None]]:
        """(row, day) of the dataset's rows that pass the metric's filter and every condition, on whatever day."""
        key = ("passing", dataset, time, filtered, conditions)
        if key not in self.tables.found:
            self.tables.found[key] = [
                (at, self.tables.day(dataset, at, time))
                for at in self.places(dataset)
                if (filtered is None or self.tables.read(dataset, at, filtered) is True)
                and all(self.meets(dataset, at, condition) for condition in conditions)
            ]
        return self.tables.found[key]  # type: ignore[no-any-return]

    def meets(self, dataset: str, at: int, condition: Condition) -> bool:
        match condition:
            case MemberFilter(dimension, values, negated):
                return (self.tables.dimension(dataset, at, dimension) in values) is not negated
            case RangeFilter(dimension, operator, value):
                return compare(self.tables.dimension(dataset, at, dimension), operator, value)
            case AnyOf(sides):
                return any(all(self.meets(dataset, at, part) for part in side) for side in sides)
            case (dimensions, members):
                return tuple(self.tables.dimension(dataset, at, name) for name in dimensions) in members
        raise AssertionError(condition)

    def window(self, formula: Cumulative, cell: Cell) -> Cell:
        """The cell of an accumulated value: to the end of the bucket, or of the data where that is earlier; none after the data's end."""
        if cell.days is None and formula.window == AllTime() and not cell.undated:
            return cell  # all the data there is, also rows without a day
        last = self.last_day(formula.metric) if cell.bucket or cell.days is None else None
        end = min(day for day in (cell.end, last + timedelta(days=1) if last else None, date.max) if day is not None)
        start = date.min
        if cell.days == NEVER or cell.undated or (last and cell.start and cell.start > last):
            return replace(cell, days=NEVER, undated=False)
        match formula.window:
            case Trailing(count, grain):
                start = add(end, -count, grain)
            case ToDate(grain):
                start = start_of(end - timedelta(days=1), grain)
            case AllTime():
                pass
        return replace(cell, days=Period(start, end) if start < end else NEVER, by_day=False)

    def last_day(self, name: str) -> date | None:
        """The last day of the datasets that a metric is made of."""
        days = [
            day
            for leaf, _ in self.leaves(self.formula(name), ALWAYS)
            for at in self.places(leaf.dataset)
            if (day := self.tables.day(leaf.dataset, at, leaf.time))
        ]
        return max(days, default=None)

    def leaves(self, formula: Formula, cell: Cell) -> Iterator[tuple[Any, Cell]]:
        """What a formula reads rows of, each in the cell that it reads them in."""
        match formula:
            case Aggregate() | Percentile() | SemiAdditive() | WeightedAverage():
                yield formula, cell
            case Restricted(metric, conditions):
                yield from self.leaves(self.formula(metric), self.held(conditions, cell))
            case PerDay(metric):
                yield from self.leaves(self.formula(metric), cell)
            case Cumulative(metric):
                yield from self.leaves(self.formula(metric), self.window(formula, cell))
            case Ratio(over, under):
                yield from self.leaves_of_inputs((over, under), cell)
            case Derived(_, inputs):
                yield from self.leaves_of_inputs(inputs, cell)

    def leaves_of_inputs(self, inputs: tuple[Input, ...], cell: Cell) -> Iterator[tuple[Any, Cell]]:
        for side in inputs:
            yield from self.leaves(self.formula(side.metric), self.inside(side, cell))

    def formula(self, name: str) -> Formula:
        return self.tables.catalog.metrics[name].formula

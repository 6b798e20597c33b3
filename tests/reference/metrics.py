"""The value of a metric in one cell (days, members, filters), from the rows up: the slow and plain meaning of every kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from catalog.metric import (
    Aggregate,
    AllTime,
    Conversion,
    Cumulative,
    Derived,
    Formula,
    Input,
    MemberCondition,
    Offset,
    OverMembers,
    Percentile,
    PerDay,
    Ratio,
    Restricted,
    SemiAdditive,
    ToDate,
    Trailing,
    WeightedAverage,
)
from catalog.period import Period, add, grain_of, start_of
from catalog.query import AnyOf, MemberFilter, RangeFilter
from tests.reference.cell import ALWAYS, NEVER, Cell, Condition, Own, named, span
from tests.reference.conversion import converted
from tests.reference.numbers import aggregate, compare, continuous, quotient
from tests.reference.over import of_members, over_members
from tests.reference.tables import Partners, Tables, Unsupported


class Passing(NamedTuple):
    """A row, its day, and the combinations of members that it belongs to."""

    at: int
    day: date | None
    members: frozenset[tuple[Any, ...]]


@dataclass
class Metrics:
    """Values of metrics over tables."""

    tables: Tables
    zeros: bool = True  # a count is 0, not missing, where its dataset has rows that no metric counts
    unmoved: bool = False  # inputs of other days are looked at on the days asked for: do those have rows?

    def value(self, name: str, cell: Cell) -> Any:
        metric = self.tables.catalog.metrics[name]
        found = self.of(metric.formula, cell)
        return metric.fill_nulls_with if found is None and not self.beyond_data(name, cell) else found

    def beyond_data(self, name: str, cell: Cell) -> bool:
        """Whether a bucket ends before the metric's data begins, or begins after all data: nothing is filled there."""
        if cell.undated:
            return True  # rows without a day are in no bucket
        if cell.begins and cell.until and cell.begins > max({cell.until} | self.days_known(name)):
            return True
        days = self.days_known(name)
        if cell.grain == "day" and cell.begins is not None and cell.whole is None:  # also of a window
            return not days or cell.begins < min(days)
        if not cell.bucket or cell.days is None:
            return False
        end = cell.days.effective_end
        if cell.whole is not None and cell.days != NEVER:
            return not days or cell.whole.end <= min(days)
        if cell.grain is not None and not cell.earlier and cell.days != NEVER:
            end = grain_of(
                max(cell.days.start, end - timedelta(days=1)), cell.grain
            ).end  # of the whole bucket, also where the period cuts it
        return not days or (cell.days != NEVER and end <= min(days))

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
            case OverMembers():
                return over_members(self, formula, cell)
            case PerDay(metric):
                return quotient(self.value(metric, cell), self.days_of(formula, cell))
            case Ratio(over, under):
                return quotient(self.input(over, cell), self.input(under, cell))
            case Derived(expression, inputs):
                known = {side.alias: self.input(side, cell) for side in inputs}
                return self.tables.meanings[expression](known.__getitem__)
            case Cumulative(metric, take="last"):
                return self.value(metric, self.window(formula, cell))
            case Cumulative():
                return self.of_days(formula, cell)
            case Conversion():
                return converted(self, formula, cell)
        raise AssertionError(formula)

    def input(self, side: Input, cell: Cell) -> Any:
        return self.value(side.metric, self.inside(side, cell))

    def inside(self, side: Input, cell: Cell) -> Cell:
        """The cell that an input is computed in: its own filters, its own days."""
        own = tuple(MemberFilter(name, members) for name, members in side.filters)
        cell = replace(cell, conditions=(*cell.conditions, Own(own)))
        if side.offset is None or self.unmoved:
            return cell
        return cell.moved(side.offset) if isinstance(side.offset, Offset) else cell.at_start(side.offset)

    def values(self, dataset: str, rows: list[int], expression: str | None) -> list[Any]:
        return [1 if expression is None else self.tables.read(dataset, at, expression) for at in rows]

    def weighted(self, dataset: str, rows: list[int], expression: str, weight: str) -> float | None:
        """The average over the rows that have both a value and a weight."""
        pairs = [(self.tables.read(dataset, at, expression), self.tables.read(dataset, at, weight)) for at in rows]
        known = [(float(value), float(its)) for value, its in pairs if value is not None and its is not None]
        return quotient(sum(value * its for value, its in known), sum(its for _, its in known))

    def held(self, conditions: tuple[MemberCondition, ...], cell: Cell) -> Cell:
        """The cell with only members who meet every condition, on the cell's days or on all, whatever else the question asks."""
        chosen = tuple(Own((((one.dimension,), self.who_meet(one, cell)),)) for one in conditions)
        return replace(cell, conditions=(*cell.conditions, *chosen))

    def who_meet(self, one: MemberCondition, cell: Cell) -> frozenset[tuple[Any, ...]]:
        if one.over == "period" and cell.undated:
            return frozenset()  # rows without a day are in no period
        days = cell.days if one.over == "period" else None
        own = Cell(days, (), (), keyed=True, by_day=cell.by_day and days is not None)
        members = {
            name
            for leaf, _ in self.leaves(self.formula(one.metric), own)
            for at in self.places(leaf.dataset)
            for (name,) in self.members(leaf, at, (one.dimension,), ())
        }
        strict = Metrics(self.tables, zeros=False)  # a member with nothing counted has no value
        values = {name: strict.value(one.metric, replace(own, members=((one.dimension, name),))) for name in members if name is not None}
        return frozenset((name,) for name, value in values.items() if compare(value, one.operator, one.value))

    def days_of(self, formula: PerDay, cell: Cell) -> int | None:
        """The days of the cell so far: without a period no further than the data goes; or those on which the dataset has any row."""
        leaf = next(leaf for leaf, _ in self.leaves(self.formula(formula.metric), ALWAYS))
        known = {day for at in self.places(leaf.dataset) if (day := self.tables.day(leaf.dataset, at, leaf.time))}
        if cell.undated or (not known and (formula.days == "with_data" or cell.days is None or cell.open)):
            return None
        if formula.days == "with_data":
            return sum(cell.holds(day) for day in known)
        if cell.days is not None and not cell.open:
            return (cell.days.effective_end - cell.days.start).days
        first, end = min(known), max(known) + timedelta(days=1)
        if cell.days is not None:
            first, end = max(first, cell.days.start), min(end, cell.days.effective_end)
        return (end - first).days

    def has_rows(self, formula: Aggregate, cell: Cell) -> bool:
        """Whether the dataset has rows there, counted or not."""
        return self.zeros and bool(self.rows(replace(formula, filter=None), replace(cell, conditions=())))

    def level(self, formula: SemiAdditive, cell: Cell) -> Any:
        """Added up a day, then one day taken or all days averaged; the day taken is one on which the dataset has any row."""
        if cell.keyed and not self.rows(formula, cell):
            return None
        rows = self.rows(formula, cell)
        if formula.take in ("last", "first"):
            return aggregate(formula.function, self.values(formula.dataset, rows, formula.expression))
        groups: dict[Any, dict[date | None, list[int]]] = {}
        for at in rows:
            by_day = groups.setdefault(self.group(formula, at), {})
            by_day.setdefault(self.tables.day(formula.dataset, at, formula.time), []).append(at)
        return aggregate("sum", [self.of_group(formula, by_day) for by_day in groups.values()])

    def of_group(self, formula: SemiAdditive, by_day: dict[date | None, list[int]]) -> Any:
        daily = [aggregate(formula.function, self.values(formula.dataset, rows, formula.expression)) for rows in by_day.values()]
        return aggregate(formula.take, daily)

    def group(self, formula: SemiAdditive, at: int) -> tuple[Any, ...]:
        return tuple(self.tables.rows[formula.dataset][at][column] for column in formula.per)

    def rows(self, formula: Any, cell: Cell) -> list[int]:
        """The rows of a leaf in a cell."""
        names, members = tuple(name for name, _ in cell.members), tuple(member for _, member in cell.members)
        found = [at for at, day, its in self.passing(formula, names, cell.conditions) if cell.holds(day) and members in its]
        if isinstance(formula, SemiAdditive) and formula.take in ("last", "first"):
            taken = self.days_taken(formula, cell)
            found = [at for at in found if self.tables.day(formula.dataset, at, formula.time) == taken.get(self.group(formula, at), NEVER)]
        return found

    def days_taken(self, formula: SemiAdditive, cell: Cell) -> dict[tuple[Any, ...], date]:
        """The last (first) day in the cell on which the dataset has any row, or each group of it its own."""
        taken: dict[tuple[Any, ...], date] = {}
        for at in self.places(formula.dataset):
            day, group = self.tables.day(formula.dataset, at, formula.time), self.group(formula, at)
            if day is not None and cell.holds(day):
                taken[group] = (max if formula.take == "last" else min)(day, taken.get(group, day))
        return taken

    def places(self, dataset: str) -> range:
        return range(len(self.tables.rows[dataset]))

    def passing(self, leaf: Any, names: tuple[str, ...], conditions: tuple[Condition, ...]) -> list[Passing]:
        """The rows that pass the metric's filter and every condition, on whatever day, each with its members of the dimensions."""
        key = ("passing", leaf.dataset, leaf.time, leaf.filter, names, conditions)
        if key not in self.tables.found:
            self.tables.found[key] = [
                Passing(at, self.tables.day(leaf.dataset, at, leaf.time), members)
                for at in self.places(leaf.dataset)
                if (leaf.filter is None or self.tables.holds(leaf.dataset, at, leaf.filter, leaf.time))
                and (members := self.members(leaf, at, names, conditions))
            ]
        return self.tables.found[key]  # type: ignore[no-any-return]

    def members(self, leaf: Any, at: int, names: tuple[str, ...], conditions: tuple[Condition, ...]) -> frozenset[tuple[Any, ...]]:
        """Where a row belongs: one combination of members, several where it has partners beyond a bridge; none if it meets no condition."""
        every = (*names, *(name for condition in conditions for name in named(condition)))
        return frozenset(
            tuple(self.tables.dimension(leaf.dataset, at, name, leaf.time, partners) for name in names)
            for partners in self.tables.partners(leaf.dataset, at, every, leaf.time)
            if all(self.meets(leaf, at, condition, partners) for condition in conditions)
        )

    def meets(self, leaf: Any, at: int, condition: Condition, partners: Partners) -> bool:
        match condition:
            case Own(parts):
                return bool(self.members(leaf, at, (), parts))
            case MemberFilter(dimension, values, True):  # no partner may be one of these
                return not any(name in values for (name,) in self.members(leaf, at, (dimension,), ()))
            case MemberFilter(dimension, values):
                return self.tables.dimension(leaf.dataset, at, dimension, leaf.time, partners) in values
            case RangeFilter(dimension, "!=", value):  # no partner may be this one, and one has to be known
                known = {name for (name,) in self.members(leaf, at, (dimension,), ())}
                return value not in known and known != {None}
            case RangeFilter(dimension, operator, value):
                return compare(self.tables.dimension(leaf.dataset, at, dimension, leaf.time, partners), operator, value)
            case AnyOf(sides):
                return any(all(self.meets(leaf, at, part, partners) for part in side) for side in sides)
            case (dimensions, members):
                return tuple(self.tables.dimension(leaf.dataset, at, name, leaf.time, partners) for name in dimensions) in members
        raise AssertionError(condition)

    def windows(self, formula: Cumulative, cell: Cell) -> list[Cell]:
        """What is accumulated for a cell: of its last day, its first, or each of its days."""
        last = self.last_day(formula.metric)
        if formula.take == "last" or cell.days is None or cell.days in (NEVER, ALWAYS.days):
            return [self.window(formula, cell)]
        if last is None or cell.days.start > last:
            return []
        count = 1 if formula.take == "first" else (min(cell.days.effective_end, last + timedelta(days=1)) - cell.days.start).days
        days = [cell.days.start + timedelta(days=at) for at in range(count) if cell.days.effective_end > cell.days.start]
        return [self.window(formula, replace(cell, days=Period(day, day + timedelta(days=1)), bucket=False, whole=None)) for day in days]

    def window(self, formula: Cumulative, cell: Cell) -> Cell:
        """The cell of an accumulated value: to the end of the bucket, or of the data where that is earlier; none after the data's end."""
        if cell.days is None and formula.window == AllTime() and not cell.undated:
            return cell  # all the data there is, also rows without a day
        last = self.last_day(formula.metric) if cell.bucket or cell.days is None else None
        end = min(day for day in (cell.end, last + timedelta(days=1) if last else None, date.max) if day is not None)
        start = date.min
        if cell.days == NEVER or cell.undated or (last and cell.start and cell.start > last):
            return replace(cell, days=NEVER)
        match formula.window:
            case Trailing(count, grain):
                start = add(end, -count, grain)
            case ToDate(grain):
                start = start_of(end - timedelta(days=1), grain)
            case AllTime():
                pass
        return replace(cell, days=span(start, end), by_day=False, whole=None, asked=None)

    def of_days(self, formula: Cumulative, cell: Cell) -> Any:
        """What a bucket shows of its days' accumulated values: the first one's, or the average of those that are there."""
        if cell.grain is None:
            raise Unsupported("cumulative_needs_grain")
        values = [self.value(formula.metric, window) for window in self.windows(formula, cell)]
        return aggregate("average", values) if formula.take == "average" else (values or [None])[0]

    def last_day(self, name: str) -> date | None:
        """The last day of the datasets that a metric is made of."""
        return max(self.days_known(name), default=None)

    def days_known(self, name: str, by_day: bool = False) -> set[date]:
        """The days on which the datasets that a metric is made of have any row."""
        key = ("days known", name, by_day)
        if key not in self.tables.found:
            self.tables.found[key] = {
                day
                for leaf, _ in self.leaves(self.formula(name), ALWAYS)
                for at in self.places(leaf.dataset)
                if (not by_day or self.tables.catalog.datasets[leaf.dataset].time_grain == "day")
                and (day := self.tables.day(leaf.dataset, at, leaf.time))
            }
        return self.tables.found[key]  # type: ignore[no-any-return]

    def leaves(self, formula: Formula, cell: Cell) -> Iterator[tuple[Any, Cell]]:
        """What a formula reads rows of, each in the cell that it reads them in."""
        match formula:
            case Aggregate() | Percentile() | SemiAdditive() | WeightedAverage():
                yield formula, cell
            case Conversion(base):
                yield base, cell
            case Restricted(metric, conditions):
                yield from self.leaves(self.formula(metric), self.held(conditions, cell))
            case OverMembers(metric):
                yield from self.leaves(self.formula(metric), of_members(self, formula, cell))
            case PerDay(metric):
                yield from self.leaves(self.formula(metric), cell)
            case Cumulative(metric):
                for window in self.windows(formula, cell):
                    yield from self.leaves(self.formula(metric), window)
            case Ratio(over, under):
                yield from self.leaves_of_inputs((over, under), cell)
            case Derived(_, inputs):
                yield from self.leaves_of_inputs(inputs, cell)

    def leaves_of_inputs(self, inputs: tuple[Input, ...], cell: Cell) -> Iterator[tuple[Any, Cell]]:
        for side in inputs:
            yield from self.leaves(self.formula(side.metric), self.inside(side, cell))

    def formula(self, name: str) -> Formula:
        return self.tables.catalog.metrics[name].formula

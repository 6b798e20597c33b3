"""The rows of a metric query, by its documented meaning: every possible cell is looked at, and each value is computed from the rows up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from catalog.metric import Offset
from catalog.period import Period, buckets, start_of
from catalog.query import PERIOD, TIME, Attainment, Comparison, Measure, MemberFilter, MetricQuery, Plain, Rank, Running, Share
from tests.reference.cell import ALWAYS, NEVER, Cell, Own
from tests.reference.metrics import Metrics
from tests.reference.numbers import compare, quotient
from tests.reference.tables import Tables

Answered = list[dict[str, Any]]


def answer(query: MetricQuery, tables: Tables, zeros: bool = True) -> Answered:
    """The rows, in the query's order where it has one."""
    return Answering(query, Metrics(defined(tables, query.as_of), zeros)).rows()


def defined(tables: Tables, day: date | None) -> Tables:
    """The same rows, with every metric as it was defined on a day."""
    if day is None:
        return tables
    metrics = {name: metric.at(day) for name, metric in tables.catalog.metrics.items()}
    return replace(tables, catalog=replace(tables.catalog, metrics=metrics), found={})


@dataclass(frozen=True)
class Key:
    """Where a row stands: its period (None: all days), its bucket, its members."""

    period: Period | None
    bucket: date | None
    members: tuple[Any, ...]


@dataclass
class Answering:
    query: MetricQuery
    metrics: Metrics

    def __post_init__(self) -> None:
        inner = [(part, answer(part.query, self.metrics.tables, self.metrics.zeros)) for part in self.query.within]
        chosen = tuple((part.dimensions, frozenset(tuple(row[name] for name in part.dimensions) for row in rows)) for part, rows in inner)
        self.conditions = (*self.query.filters, *self.query.any_of, *chosen)

    def rows(self) -> Answered:
        found = [(key, self.row(key)) for key in self.dense(list(self.keys()))]
        for measure in self.query.measures:
            if isinstance(measure.shown, Rank):
                self.rank(measure, measure.shown, found)
        rows = [row for _, row in found if self.kept(row)]
        return self.first(ordered(rows, self.query))

    # which rows there are

    def keys(self) -> Iterator[Key]:
        for period in self.query.periods or (None,):
            if not self.query.group_by and self.query.grain is None:
                if len(self.query.periods) < 2 or any(self.seen(Key(period, None, ()), False)):
                    yield Key(period, None, ())
                continue
            members, filled = self.members(), self.filled(period)
            for bucket in dict.fromkeys((*self.buckets(period), *filled)):
                seen = [(Key(period, bucket, group), *self.seen(Key(period, bucket, group), True)) for group in members]
                here = {key.members for key, _, _ in seen if self.query.grain is not None and self.has_days(key)}
                if self.query.grain is None or here or bucket in filled:  # earlier days add members, but no buckets
                    yield from (key for key, own, earlier in seen if own or earlier or key.members in here)

    def dense(self, keys: list[Key]) -> list[Key]:
        """The rows, and those of every bucket of a metric that fills them: for each combination of members that there is."""
        if self.query.grain is None:
            return keys
        found = dict.fromkeys(keys)
        for period in self.query.periods or (None,):
            groups = {key.members for key in keys} if self.query.group_by else {()}
            found |= {Key(period, bucket, group): None for bucket in self.filled(period) for group in groups}
        return list(found)

    def filled(self, period: Period | None) -> list[date]:
        """The buckets that the measures add which declare a fill."""
        names = [measure.metric for measure in self.query.measures if self.query.grain is not None]
        filling = [name for name in names if self.metrics.tables.catalog.metrics[name].fill_nulls_with is not None]
        return sorted({bucket for name in filling for bucket in self.to_fill(name, period)})

    def to_fill(self, metric: str, period: Period | None) -> Sequence[date]:
        """From the first day of the data or the period to the end of the period so far; if that is unknown, to the data's last day."""
        days = self.metrics.days_known(metric)
        if not days:
            return []
        first, end = min(days), max(days | self.days_by_day()) + timedelta(days=1)
        if period is not None:
            first = max(first, period.start)
            end = min(period.end, end) if period.through is None else period.effective_end
        return buckets(Period(first, end), self.query.grain) if first < end else []  # type: ignore[arg-type]

    def days_by_day(self) -> set[date]:
        """The days of all the data that the answer is made of; facts by month are dated by a day that says nothing of its end."""
        return set().union(*(self.metrics.days_known(name, by_day=True) for measure in self.query.measures for name in self.parts(measure)))

    @cached_property
    def last_day(self) -> date | None:
        """The last day of the data by day, and of what is shown and filled whatever it is dated by."""
        metrics = self.metrics.tables.catalog.metrics
        names = {measure.metric for measure in self.query.measures if metrics[measure.metric].fill_nulls_with is not None}
        return max(self.days_by_day().union(*(self.metrics.days_known(name) for name in names)), default=None)

    def parts(self, measure: Measure) -> tuple[str, ...]:
        """The metrics that a measure shows: an attainment its metric and the target."""
        target = self.metrics.tables.catalog.metrics[measure.metric].target
        return (measure.metric, target) if isinstance(measure.shown, Attainment) and target else (measure.metric,)

    def leaves(self, measure: Measure, cell: Cell, metrics: Metrics | None = None) -> Iterator[tuple[Any, Cell]]:
        found = metrics or self.metrics
        for name in self.parts(measure):
            yield from found.leaves(found.formula(name), cell)

    def members(self) -> list[tuple[Any, ...]]:
        """Every combination of members that any row has."""
        found: dict[tuple[Any, ...], None] = {}
        for measure in self.query.measures:
            for leaf, cell in self.leaves(measure, self.everywhere(measure)):
                for _, _, members in self.metrics.passing(leaf, self.query.group_by, cell.conditions):
                    found |= dict.fromkeys(sorted(members, key=repr))
        return list(found)

    def everywhere(self, measure: Measure) -> Cell:
        return replace(ALWAYS, conditions=(*self.conditions, Own(measure.filters)))

    def buckets(self, period: Period | None) -> Sequence[date | None]:
        """The buckets that may have rows, in order; with no period also None, for rows that have no day."""
        if self.query.grain is None:
            return [None]
        days = {
            self.metrics.tables.day(leaf.dataset, at, leaf.time)
            for measure in self.query.measures
            for leaf, _ in self.leaves(measure, self.everywhere(measure))
            for at in self.metrics.places(leaf.dataset)
        }
        known = [day for day in days if day is not None]
        if not known:
            return [None] if period is None else []
        first, end = min(known), max(known) + timedelta(days=1)
        if period is not None:
            first, end = max(first, period.start), min(end, period.effective_end)
        found = buckets(Period(first, end), self.query.grain) if first < end else []
        return [*found, None] if period is None else found

    def has_days(self, key: Key) -> bool:
        """Whether anything that the query is made of has rows in the bucket itself, on whatever days it is read."""
        unmoved = Metrics(self.metrics.tables, unmoved=True)
        return any(
            unmoved.rows(leaf, cell)
            for measure in self.query.measures
            for leaf, cell in self.leaves(measure, self.cell(measure, key), unmoved)
        )

    def seen(self, key: Key, grouped: bool) -> tuple[bool, bool]:
        """Whether any measure has rows there on the days asked for, and whether any has on earlier days."""
        own = earlier = False
        for measure in self.query.measures:
            cells = [self.cell(measure, key)]
            if self.query.comparison is not None and isinstance(measure.shown, Plain):
                cells.append(self.compared(cells[0], self.query.comparison))
            for start in cells:
                for leaf, cell in self.leaves(measure, start):
                    if self.metrics.rows(leaf, cell):
                        own, earlier = own or not cell.earlier, earlier or cell.earlier
        return own, earlier

    # what a row shows

    def cell(self, measure: Measure, key: Key) -> Cell:
        days, whole = key.period, None
        if key.bucket is not None:
            assert self.query.grain is not None
            whole = buckets_end(key.bucket, self.query.grain)
            days = whole if key.period is None else clipped(whole, key.period)
        members = tuple(zip(self.query.group_by, key.members, strict=False))
        conditions = (*self.conditions, Own(measure.filters))
        undated = self.query.grain is not None and key.bucket is None
        keyed = bool(self.query.group_by) or self.query.grain is not None or len(self.query.periods) > 1
        return Cell(
            days,
            members,
            conditions,
            undated,
            keyed,
            key.bucket is not None,
            key.period is None,
            by_day=self.query.grain == "day" and not undated,
            grain=self.query.grain,
            whole=whole,
            asked=key.period if whole else None,
            begins=key.bucket,
            until=None if self.query.periods and all(period.through for period in self.query.periods) else self.last_day,
        )

    def compared(self, cell: Cell, comparison: Comparison) -> Cell:
        if isinstance(comparison.to, Offset):
            return cell.moved(comparison.to)
        other = comparison.to
        if cell.days is not None and cell.days.through is not None:  # as many days as are over
            elapsed = cell.days.effective_end - cell.days.start
            through = other.start + elapsed
            other = replace(other, through=through if through < other.end else None)
        return replace(cell, days=other if other.effective_end > other.start else NEVER, earlier=True)

    def row(self, key: Key) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if len(self.query.periods) > 1 and key.period is not None:
            found[PERIOD] = f"{key.period.start}/{key.period.end - timedelta(days=1)}"
        if self.query.grain is not None:
            found[TIME] = key.bucket
        found |= zip(self.query.group_by, key.members, strict=True)
        for measure in self.query.measures:
            found |= self.shown(measure, key)
        return found

    def shown(self, measure: Measure, key: Key) -> dict[str, Any]:
        cell = self.cell(measure, key)
        value = self.metrics.value(measure.metric, cell)
        match measure.shown:
            case Attainment():
                return {measure.name: quotient(value, self.metrics.value(self.parts(measure)[1], cell))}
            case Share(of):
                return {measure.name: quotient(value, self.metrics.value(measure.metric, self.whole(measure, key, of)))}
            case Running(reset):
                return {measure.name: uncounted(self.metrics.value(measure.metric, self.so_far(measure, key, reset)))}
            case Rank():
                return {measure.name: value}  # until all rows are known
        found = {measure.name: value}
        if self.query.comparison is not None:
            before = self.metrics.value(measure.metric, self.compared(cell, self.query.comparison))
            change = None if value is None or before is None else value - before
            shown = {"previous": before, "change": change, "change_pct": quotient(change, before)}
            found |= {f"{measure.name}_{name}": shown[name] for name in self.query.comparison.show}
        return found

    def whole(self, measure: Measure, key: Key, of: tuple[str, ...]) -> Cell:
        """The cell of the total that a share is of. Over periods, the total is over all of them."""
        kept = [(name, member) for name, member in zip(self.query.group_by, key.members, strict=True) if name in of]
        cell = self.cell(measure, replace(key, members=()))
        return replace(cell, members=tuple(kept)) if TIME in of else replace(cell, days=key.period, members=tuple(kept), undated=False)

    def so_far(self, measure: Measure, key: Key, reset: Any) -> Cell:
        cell = self.cell(measure, key)
        if cell.days is None or key.bucket is None:
            return cell if reset is not None else replace(cell, undated=False)
        start = date.min if key.period is None else key.period.start
        if reset is not None:
            start = max(start, start_of(key.bucket, reset))
        if cell.days.effective_end <= start:
            return cell
        return replace(cell, days=Period(start, cell.days.effective_end), by_day=False, whole=None)

    def rank(self, measure: Measure, shown: Rank, found: list[tuple[Key, dict[str, Any]]]) -> None:
        """1 is the largest unless ascending; what is missing comes last."""
        values = [((key.period, *(row[name] for name in shown.of)), row[measure.name]) for key, row in found]
        for (group, value), (_, row) in zip(values, found, strict=True):
            before = [
                other
                for its, other in values
                if its == group and other is not None and (value is None or (other < value if shown.ascending else other > value))
            ]
            row[measure.name] = len(before) + 1

    # which rows are left, in which order

    def kept(self, row: dict[str, Any]) -> bool:
        conditions = all(compare(row[part.column], part.operator, part.value) for part in self.query.having)
        return conditions and all((row[part.dimension] in part.values) is not part.negated for part in self.query.only)

    def first(self, rows: Answered) -> Answered:
        """The limit keeps ties with its last row."""
        limit = self.query.limit
        if limit is None:
            return rows
        groups: dict[tuple[Any, ...], list[Any]] = {}
        kept = []
        for row in rows:
            group = groups.setdefault(tuple(row[name] for name in limit.per), [])
            place = place_of(row, self.query)
            if len(group) < limit.count or place == group[limit.count - 1]:
                kept.append(row)
            group.append(place)
        return kept


def buckets_end(first: date, grain: Any) -> Period:
    from catalog.period import grain_of

    return grain_of(first, grain)


def clipped(bucket: Period, period: Period) -> Period:
    """The part of a bucket that lies in the period, unfinished where the period is."""
    start, end = max(bucket.start, period.start), min(bucket.end, period.end)
    return Period(start, end, period.through if period.through is not None and period.through < end else None)


class Uncounted(int):
    """The 0 of a running count that has counted nothing yet: whether it is shown as 0 or as missing is open."""


def uncounted(value: Any) -> Any:
    return Uncounted(0) if type(value) is int and value == 0 else value


def place_of(row: dict[str, Any], query: MetricQuery) -> tuple[Any, ...]:
    """A row's place in the query's order, to compare with: what is missing comes last either way."""
    return tuple(Placed(row[part.column], part.descending) for part in query.order)


@dataclass(frozen=True)
class Placed:
    value: Any
    descending: bool

    def __lt__(self, other: Placed) -> bool:
        if self.value is None or other.value is None:
            return self.value is not None
        return bool(self.value > other.value if self.descending else self.value < other.value)


def ordered(rows: Answered, query: MetricQuery) -> Answered:
    return sorted(rows, key=lambda row: place_of(row, query)) if query.order else rows


__all__ = ["Answered", "MemberFilter", "answer"]

"""Cumulative islands by grain: each bucket of the calendar takes the rows of its window, so that gaps in the data do not matter.

A bucket's value is the value at its end, unless its metric shows the first day or the average of its days. The calendar runs from the
first bucket asked for (or with data) to the last day with data.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property

from sqlglot import exp

from catalog.compiler import tree
from catalog.compiler.days import Days, Span, days_of, label, moved_period, open_end, open_start
from catalog.compiler.fragments import scalar
from catalog.compiler.growing import so_far
from catalog.compiler.island import DAY, Task, aggregate, cells, common_conditions, in_two_steps, keyed_first, last_of, own_conditions
from catalog.compiler.moved_window import keeps_edges
from catalog.compiler.part import MERGED_BY, Part
from catalog.compiler.plan import Window
from catalog.compiler.reader import Reader, inside, within_spans
from catalog.compiler.ruler import Ruler
from catalog.compiler.spine import all_of, counted, counted_in, is_open, shown_span
from catalog.compiler.stage import Stage
from catalog.metric import AllTime, Grain, Offset, ToDate, Trailing
from catalog.period import Period, add, nests
from catalog.query import PERIOD, TIME

ENDS = "ends"


@dataclass
class Wide:
    """A windowed island being written: its grain and window, the days it reads and whether rows are kept by bucket or by day."""

    task: Task
    grain: Grain
    window: Window
    days: Days
    periods: tuple[Period | None, ...]

    @property
    def first(self) -> bool:
        """Whether a bucket shows the value of its first day."""
        return self.task.island.scope.shows == "first"

    @property
    def by_bucket(self) -> bool:
        edges = aligned(self.window, self.grain, self.days.ruler) and all(keeps_edges(move, self.grain) for move in self.days.forward)
        return len(self.periods) == 1 and edges and not self.first

    @property
    def grows(self) -> bool:
        """Whether every window is the bucket before's with more rows, or the first of its unit: one pass then makes them all."""
        if not self.by_bucket or not self.merging or isinstance(self.window, Trailing):
            return False
        if self.periods[0] is not None and is_open(self.periods[0]):
            return False
        unit = self.window.grain if isinstance(self.window, ToDate) else None
        return unit is None or all(keeps_edges(move, unit) for move in self.days.forward)

    def kept(self, day: exp.Expr) -> exp.Expr:
        """The day that a row of some day is kept under; where windows grow, what lies before the first bucket shown is part of it."""
        bucket = tree.as_date(self.days.moved(day)) if self.kept_by == "day" else self.days.bucket(day, self.kept_by)
        if not self.grows or self.periods[0] is None:
            return bucket
        first = tree.literal(self.days.ruler.start_of(self.periods[0].start, self.grain))
        return exp.Greatest(this=bucket, expressions=[first], ignore_nulls=True)  # rows without a day are not within the period

    @cached_property
    def near(self) -> Ruler:
        """The ruler of the buckets shown and of their ends: it need not know any other days."""
        ruler = self.days.ruler
        found = [period for period in self.periods if period is not None and not is_open(period)]
        if ruler.known is None or len(found) < len(self.periods):
            return ruler
        first = min(ruler.start_of(period.start, self.grain) for period in found)
        ends = [ruler.start_of(max(period.effective_end - timedelta(days=1), period.start), self.grain) for period in found]
        after = add(max(ends), 1, self.grain, ruler.calendar) + timedelta(days=1)
        return replace(ruler, known=(max(first, ruler.known[0]), min(after, ruler.known[1])))

    @property
    def merging(self) -> bool:
        return all(part.merges for part in self.task.island.parts.values())

    @property
    def kept_by(self) -> Grain:
        return self.grain if self.by_bucket and self.merging else "day"


def aligned(window: Window, grain: Grain, ruler: Ruler) -> bool:
    """Whether the window's edges never cut a bucket."""
    match window:
        case AllTime():
            return True
        case Trailing(_, unit):
            own, whole = ruler.months(grain), ruler.months(unit)
            return unit == grain or (own is not None and whole is not None and whole % own == 0)
        case ToDate(unit):
            return nests(grain, unit, ruler.calendar)


def windowed(task: Task) -> Stage:
    """The island's value at the end of every bucket."""
    query, window = task.plan.query, task.island.scope.window
    assert query.grain is not None and window is not None
    if task.island.scope.shows == "average":
        return averaged(task, query.grain, window)
    days = task.days()
    return of_calendar(Wide(task, query.grain, window, days, own_periods(task, days)))


def averaged(task: Task, grain: Grain, window: Window) -> Stage:
    """The average of the window's values on the days of every bucket that have one; of earlier buckets, on their own days."""
    shifts, ruler = task.island.scope.shifts, task.plan.ruler
    periods: tuple[Period | None, ...] = tuple(
        moved_period(task.plan.query, period, shifts, ruler) for period in task.plan.query.periods
    ) or (None,)
    days = task.days()
    spans = days_of(replace(task.plan.query, grain="day"), task.island.scope, task.plan.ruler).spans  # not of the bucket's
    daily = of_calendar(Wide(task, "day", window, replace(days, spans=spans, forward=(), backward=()), periods))
    name = task.stack.push("by_day", daily.select(list(task.island.parts)))
    columns: dict[str, exp.Expr] = {key: tree.column(key, name) for key in task.keys}
    columns |= {TIME: days.ruler.truncated(days.moved(tree.column(TIME, name)), grain)}
    values = {part: exp.Avg(this=tree.column(part, name)) for part in task.island.parts}
    return Stage(tree.relation(name), [], [], {**columns, **values}, task.keys, grouped=True)


def of_calendar(wide: Wide) -> Stage:
    """The value of every bucket of the calendar."""
    task = wide.task
    rows, merging = kept_rows(wide), wide.merging
    calendar = task.stack.push("calendar", calendar_of(wide, rows))
    if wide.grows:
        unit = wide.window.grain if isinstance(wide.window, ToDate) else None
        return so_far(task, rows, calendar, wide.days.ruler, unit)
    keys = {name: tree.column(name, calendar if name in (TIME, PERIOD) else rows) for name in task.keys}
    join = tree.joined(tree.relation(rows), window_condition(wide, calendar, rows))
    parts = task.island.parts.items()
    values = {
        name: merging_aggregate(part, tree.column(name, rows)) if merging else raw_aggregate(part, name, rows) for name, part in parts
    }
    return Stage(tree.relation(calendar), [join], [], {**keys, **values}, task.keys, grouped=True)


def own_periods(task: Task, days: Days) -> tuple[Period | None, ...]:
    """The periods whose buckets the island shows: the query's, or the earlier ones where today's days are looked up backwards."""
    query, shifts = task.plan.query, task.island.scope.shifts if days.backward else ()
    return tuple(moved_period(query, period, shifts, task.plan.ruler) for period in query.periods) or (None,)


def merging_aggregate(part: Part, value: exp.Expr) -> exp.Expr:
    return aggregate(Part(MERGED_BY[part.function]), value)


def raw_aggregate(part: Part, name: str, rows: str) -> exp.Expr:
    """Over kept rows: count without an expression counts the rows that passed its condition, kept as ones."""
    return aggregate(Part(part.function, name, fraction=part.fraction), tree.column(name, rows))


def kept_rows(wide: Wide) -> str:
    """The CTE that windows are cut from: sums by bucket or day where parts merge, else the rows themselves."""
    task, reader, day = wide.task, wide.task.reader(), wide.task.day()
    assert day is not None
    reader.where += within_spans(day, upper_bounds(wide))
    common_conditions(task, reader, {})  # members by period and windows do not go together: plan.py refuses them
    first = keyed_first(task) if wide.merging else None
    if first is not None and (first.path or wide.kept_by != "day"):
        stage = in_two_steps(task, first, reader, {DAY: wide.kept(day.copy())}, wide.kept)
        return task.stack.push("kept", stage.select(list(task.island.parts)))
    keys = {DAY: wide.kept(day.copy()), **{name: reader.dimension(name) for name in task.plan.query.group_by}}
    values = cells(task, reader) if wide.merging else raw_values(task, reader)
    stage = Stage(reader.source, reader.joins(), reader.where, {**keys, **values}, tuple(keys), grouped=wide.merging)
    return task.stack.push("kept", stage.select(list(values)))


def upper_bounds(wide: Wide) -> tuple[Span, ...]:
    """One span from the earliest window's start to the latest end: windows of several periods share their rows."""
    starts, ends = [span.start for span in wide.days.spans], [span.end for span in wide.days.spans]
    first = None if None in starts else min(start for start in starts if start is not None)
    last = None if None in ends else max(end for end in ends if end is not None)
    return (Span("", first, last),)


def raw_values(task: Task, reader: Reader) -> dict[str, exp.Expr]:
    own, found = own_conditions(task, reader), {}
    for name, part in task.island.parts.items():
        value = tree.number(1) if part.expression is None else reader.use(scalar(task.plan.catalog, task.root, part.expression))
        condition = own[name]
        found[name] = value if condition is None else exp.Case(ifs=[exp.If(this=condition, true=value)])
    return found


def calendar_of(wide: Wide, rows: str) -> exp.Select:
    """Buckets with the day before which each one's window ends; one calendar for each period."""
    names = [name for name in (PERIOD, TIME, ENDS) if name in (*wide.task.keys, *([] if wide.grows else [ENDS]))]
    return all_of([period_calendar(wide, rows, period) for period in wide.periods], names)


def period_calendar(wide: Wide, rows: str, period: Period | None) -> exp.Select:
    bucket, opened = tree.column(TIME, "buckets"), is_open(period)
    ends = wide.near.after(bucket.copy(), wide.grain)
    if wide.first:
        ends = tree.next_day(first_day(bucket, period))
    limits = [] if period is None or open_end(period) else [tree.literal(period.effective_end)]
    if not wide.by_bucket:
        limits.append(tree.next_day(tree.column("last_day", "buckets")))
    if limits and not wide.by_bucket:
        ends = exp.Least(this=ends, expressions=limits, ignore_nulls=True)  # none is missing
    columns = [tree.named(bucket, TIME), *([] if wide.grows else [tree.named(ends, ENDS)])]
    if PERIOD in wide.task.keys and period is not None:
        original = wide.task.plan.query.periods[wide.periods.index(period)]
        columns.insert(0, tree.named(tree.text(label(original)), PERIOD))
    inner = exp.Subquery(this=bucket_list(wide, rows, None if opened else period), alias=exp.TableAlias(this=tree.identifier("buckets")))
    kept: list[exp.Expr] = [exp.LTE(this=tree.column(TIME, "buckets"), expression=tree.column("last_day", "buckets"))]
    if period is not None and not opened:
        kept += within_data(wide, period)
    if opened and period is not None:
        kept += inside(tree.column(TIME, "buckets"), shown_span(period, wide.grain, wide.days.ruler))
    return tree.select(columns, inner, where=tree.both(kept))


def first_day(bucket: exp.Expr, period: Period | None) -> exp.Expr:
    """The first day of a bucket that the period has."""
    if period is None or open_start(period):
        return bucket.copy()
    return exp.Greatest(this=bucket.copy(), expressions=[tree.literal(period.start)], ignore_nulls=True)


def within_data(wide: Wide, period: Period) -> list[exp.Expr]:
    """That some of the period's days have data, where its buckets alone don't say so."""
    if period.effective_end == period.start:
        return [exp.Boolean(this=False)]
    if wide.days.ruler.start_of(period.start, wide.grain) == period.start:
        return []
    return [exp.GTE(this=tree.column("last_day", "buckets"), expression=tree.literal(period.start))]


def bucket_list(wide: Wide, rows: str, period: Period | None) -> exp.Expr:
    """The buckets of a period by counting from its first; of all data, by counting from the first with data, and those with data."""
    if period is not None:
        return counted_in(wide.task.stack, wide.days.ruler, wide.grain, period, last_day(wide))
    day, ruler = tree.column(DAY, rows), wide.days.ruler
    first: exp.Expr = exp.Min(this=day.copy())
    first = tree.as_date(first) if ruler.interval(wide.grain) is None else ruler.truncated(first, wide.grain)  # days are counted and cut
    found = tree.select([tree.named(first, "first_bucket")], tree.relation(rows))
    with_data = [tree.named(ruler.truncated(day, wide.grain), TIME), tree.named(tree.column("last_day", "bounds"), "last_day")]
    others = tree.select(with_data, tree.relation(rows), [tree.joined(last_day(wide), None, kind="CROSS")])
    everything = counted(wide.task.stack, ruler, wide.grain, exp.Subquery(this=found), last_day(wide))
    if wide.grows and not wide.task.plan.query.group_by:  # those with data join it
        return everything
    return exp.Union(this=everything, expression=others, distinct=True)


def last_day(wide: Wide) -> exp.Subquery:
    """The last day of the data, whatever members are asked for: nothing is shown after it."""
    found, alias = last_of(wide.task), exp.TableAlias(this=tree.identifier("bounds"))
    if wide.days.forward:
        (last,) = found.selects
        found.set("expressions", [tree.named(tree.as_date(wide.days.moved(last.this)), "last_day")])
    return exp.Subquery(this=found, alias=alias)


def window_condition(wide: Wide, calendar: str, rows: str) -> exp.Expr:
    """Which kept rows a bucket takes."""
    day, ends = tree.column(DAY, rows), tree.column(ENDS, calendar)
    before: exp.Expr = exp.LT(this=day, expression=ends)
    match wide.window:
        case AllTime():
            return before
        case Trailing(count, unit):
            whole = not wide.first and aligned(wide.window, wide.grain, wide.days.ruler)
            until = wide.near.after(tree.column(TIME, calendar), wide.grain) if whole and not wide.by_bucket else ends.copy()
            starts = tree.as_date(wide.near.earlier(until, Offset(count, unit)))
        case ToDate(unit):
            starts = to_date_start(exp.Sub(this=ends.copy(), expression=tree.interval(1, "DAY")), unit, wide.days)
    return exp.And(this=before, expression=exp.GTE(this=day.copy(), expression=starts))


def to_date_start(last: exp.Expr, unit: Grain, days: Days) -> exp.Expr:
    """The first day of the unit that holds a window's last day. Earlier rows are read as if later: their unit is that of their own days."""
    if all(keeps_edges(move, unit) for move in days.forward):
        return days.ruler.truncated(last, unit)
    for move in days.forward:
        last = tree.as_date(days.ruler.earlier(last, move))
    return tree.as_date(days.moved(days.ruler.truncated(last, unit)))

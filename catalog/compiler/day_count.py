"""How many days a bucket or period has so far: of the calendar, those with rows, or the workdays among them.

A bucket that the period's edges cut counts the days inside; without a period the data's own first and last day are the edges.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlglot import exp

from catalog.calendar import DATASET
from catalog.compiler import tree
from catalog.compiler.bucket import DayCount, Source
from catalog.compiler.days import Days, days_of, label, moved_period, open_end, open_start
from catalog.compiler.grid import Grid
from catalog.compiler.plan import Scope
from catalog.compiler.reader import Reader, time_keys
from catalog.compiler.ruler import buckets_between
from catalog.compiler.stage import Stage
from catalog.period import Period
from catalog.query import PERIOD, TIME

DAY = "day"
COUNTED = "days"
KNOWN = "days known"  # no metric can be called so


def day_count(grid: Grid, stage: Stage, name: str, fact: DayCount) -> exp.Expr:
    """The count as an expression over the stage's row; days that have to be looked up are joined to the stage."""
    if fact.days == "calendar":
        return calendar_days(grid, stage, fact)
    if fact.days == "workday":
        return workday_count(grid, stage, name, fact)
    return joined_count(grid, stage, name, fact)


def calendar_days(grid: Grid, stage: Stage, fact: DayCount) -> exp.Expr:
    query = grid.plan.query
    if query.grain == "day":
        return dated(stage, tree.number(1)) if not query.periods else tree.number(1)
    periods: list[Period | None] = [moved_period(query, period, fact.shifts, grid.plan.ruler) for period in query.periods]
    periods = periods or [None]
    if query.grain is None and not any(period is None or open_start(period) or open_end(period) for period in periods):
        return by_period(grid, stage, [tree.number((period.effective_end - period.start).days) for period in periods if period is not None])
    if query.grain is not None and all(period is not None and not open_start(period) and not open_end(period) for period in periods):
        listed = listed_days(grid, stage, fact, [period for period in periods if period is not None])
        if listed is not None:
            return listed
    starts = by_period(
        grid, stage, [edge(period, open_start, lambda p: p.start, lambda: grid.first_day(fact.sources)) for period in periods]
    )
    ends = by_period(grid, stage, [edge(period, open_end, lambda p: p.effective_end, lambda: day_after(grid, fact)) for period in periods])
    if query.grain is not None:
        moves = days_of(query, Scope(*fact.sources[0], shifts=fact.shifts), grid.plan.ruler).forward
        ruler = grid.plan.ruler
        first, after = (ruler.first_mapped(day, query.grain, moves) for day in (stage.use(TIME), ruler.after(stage.use(TIME), query.grain)))
        starts = exp.Greatest(this=first, expressions=[starts], ignore_nulls=True)
        ends = exp.Least(this=after, expressions=[ends], ignore_nulls=True)
    found = exp.DateDiff(this=ends, expression=starts, unit=exp.Var(this="DAY"))
    return dated(stage, found) if query.grain is not None and not query.periods else found


def dated(stage: Stage, days: exp.Expr) -> exp.Expr:
    """The days of a bucket; rows without a day, which only an answer over all data has, are in none."""
    return exp.Case(ifs=[exp.If(this=exp.Not(this=exp.Is(this=stage.use(TIME), expression=exp.Null())), true=days)])


def listed_days(grid: Grid, stage: Stage, fact: DayCount, periods: list[Period]) -> exp.Expr | None:
    """The days of each bucket one by one, where the grain or the shift is no interval."""
    query, ruler = grid.plan.query, grid.plan.ruler
    assert query.grain is not None
    forward = days_of(query, Scope(*fact.sources[0], shifts=fact.shifts), ruler).forward
    if ruler.interval(query.grain) is not None and not ruler.uneven(forward):
        return None
    found = list[exp.Expr]()
    for period in periods:
        begins, cases = period.start, list[exp.If]()
        for end, bucket in buckets_between(ruler.calendar, query.grain, forward, period.start, period.effective_end):
            here = exp.EQ(this=stage.use(TIME), expression=tree.literal(bucket))
            cases.append(exp.If(this=here, true=tree.number((end - begins).days)))
            begins = end
        found.append(exp.Case(ifs=cases) if cases else exp.Null())
    return by_period(grid, stage, found)


def edge(period: Period | None, is_open: Callable[[Period], bool], day: Callable[[Period], date], data: Callable[[], exp.Expr]) -> exp.Expr:
    """The period's own edge, or the data's where it has none."""
    return data() if period is None or is_open(period) else tree.literal(day(period))


def day_after(grid: Grid, fact: DayCount) -> exp.Expr:
    return tree.next_day(grid.last_day(fact.sources))


def by_period(grid: Grid, stage: Stage, values: list[exp.Expr]) -> exp.Expr:
    """The value that belongs to the row's period."""
    if len(values) == 1:
        return values[0]
    pairs = zip(grid.plan.query.periods, values, strict=True)
    cases = [exp.If(this=exp.EQ(this=stage.use(PERIOD), expression=tree.text(label(period))), true=value) for period, value in pairs]
    return exp.Case(ifs=cases)


def joined_count(grid: Grid, stage: Stage, name: str, fact: DayCount) -> exp.Expr:
    """The distinct days with rows of any of the datasets, whatever members are asked for, by the keys of time."""
    query = grid.plan.query
    keys = [key for key in (PERIOD, TIME) if key in stage.keys]
    days = days_of(query, Scope(*fact.sources[0], shifts=fact.shifts), grid.plan.ruler)
    made: exp.Select | exp.Union | None = None
    for source in fact.sources:
        part = days_read(grid, source, days, tuple(keys))
        made = part if made is None else exp.Union(this=made, expression=part, distinct=True)
    counted = exp.Count(this=exp.Distinct(expressions=[tree.column(DAY, COUNTED)]), big_int=True)
    columns = [*(tree.named(tree.column(key, COUNTED), key) for key in keys), tree.named(counted, name)]
    below = exp.Subquery(this=made, alias=exp.TableAlias(this=tree.identifier(COUNTED)))
    rows = grid.stack.push("day_count", tree.select(columns, below, grouped=len(keys)))
    join_counts(stage, rows, keys, days)
    return tree.column(name, rows)


def join_counts(stage: Stage, rows: str, keys: list[str], days: Days) -> None:
    on = [tree.same(days.looked_up(stage.use(key)) if key == TIME else stage.use(key), tree.column(key, rows)) for key in keys]
    stage.joins.append(tree.joined(tree.relation(rows), tree.both(on), side="LEFT" if on else "", kind="" if on else "CROSS"))


def workday_count(grid: Grid, stage: Stage, name: str, fact: DayCount) -> exp.Expr:
    """The workdays among the calendar's days, by the serving calendar; NULL where it does not know every one of them."""
    plan, keys = grid.plan, [key for key in (PERIOD, TIME) if key in stage.keys]
    days = days_of(plan.query, Scope(DATASET, DAY, shifts=fact.shifts), plan.ruler)
    reader, day, works = Reader(plan.catalog, DATASET, plan.datasets), tree.column(DAY, DATASET), tree.column("is_workday", DATASET)
    found = time_keys(reader, day, days, plan.query.grain, tuple(keys))
    joins = reader.joins()
    if any(span.start is None or span.end is None for span in days.spans):
        joins.append(tree.joined(grid.bounds, None, kind="CROSS"))
        reader.where.append(exp.GTE(this=day.copy(), expression=grid.first_day(fact.sources)))
        reader.where.append(exp.LTE(this=day.copy(), expression=grid.last_day(fact.sources)))
    worked = exp.Case(ifs=[exp.If(this=works.copy(), true=tree.number(1))], default=tree.number(0))
    columns = [tree.named(value, key) for key, value in found.items()]
    columns += [tree.named(exp.Sum(this=worked), name), tree.named(exp.Count(this=works, big_int=True), KNOWN)]
    rows = grid.stack.push("workdays", tree.select(columns, reader.source, joins, tree.both(reader.where), grouped=len(keys)))
    join_counts(stage, rows, keys, days)
    all_known = exp.EQ(this=tree.column(KNOWN, rows), expression=calendar_days(grid, stage, fact))
    return exp.Case(ifs=[exp.If(this=all_known, true=tree.column(name, rows))])


def days_read(grid: Grid, source: Source, days: Days, keys: tuple[str, ...]) -> exp.Select:
    dataset, time = source
    reader = Reader(grid.plan.catalog, dataset, grid.plan.datasets)
    day = tree.column(time, dataset)
    found = time_keys(reader, day, days, grid.plan.query.grain, keys)
    columns = [*(tree.named(value, key) for key, value in found.items()), tree.named(tree.as_date(day.copy()), DAY)]
    made = tree.select(columns, reader.source, reader.joins(), tree.both(reader.where))
    made.set("distinct", exp.Distinct())
    return made

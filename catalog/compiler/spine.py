"""The time spine: buckets that are counted, not read from rows, so that one without data is there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlglot import exp

from catalog.compiler import tree
from catalog.compiler.days import Span, open_end, open_start
from catalog.compiler.stage import Stack
from catalog.metric import Grain
from catalog.period import Period, buckets, start_of
from catalog.query import TIME

LONGEST: dict[Grain, int] = {
    "day": 10_000,
    "week": 2_000,
    "month": 1_000,
    "quarter": 400,
    "year": 100,
}  # buckets in a calendar without a period
FIRST_DAY = "first_day"
LAST_DAY = "last_day"
BOUNDS = "bounds"  # the alias of one row with the first and the last day of the data


def is_open(period: Period | None) -> bool:
    return period is None or open_start(period) or open_end(period)


def counted(stack: Stack, grain: Grain, first: exp.Expr, steps: int, bounds: exp.Expr, beside: Sequence[str] = (LAST_DAY,)) -> exp.Select:
    """`steps` buckets from the first one on, beside columns of the bounds."""
    numbers = stack.steps(steps)
    moved_on = exp.Mul(this=tree.column("step", numbers), expression=tree.interval(1, grain))
    bucket = tree.as_date(exp.Add(this=first, expression=moved_on))
    columns = [tree.named(bucket, TIME), *(tree.named(tree.column(name, BOUNDS), name) for name in beside)]
    return tree.select(columns, tree.relation(numbers), [tree.joined(bounds, None, kind="CROSS")])


def counted_in(stack: Stack, grain: Grain, period: Period, bounds: exp.Expr, beside: Sequence[str] = (LAST_DAY,)) -> exp.Select:
    """The buckets of a period that has both ends, up to the end of its data."""
    end = max(period.effective_end, period.start + timedelta(days=1))
    first: exp.Expr = tree.literal(start_of(period.start, grain))
    return counted(stack, grain, first, len(buckets(Period(period.start, end), grain)), bounds, beside)


def shown_span(period: Period, grain: Grain) -> Span:
    """The buckets of a period that is open to one side."""
    start = None if open_start(period) else start_of(period.start, grain)
    return Span("", start, None if open_end(period) else period.effective_end)


def all_of(parts: Sequence[exp.Select], names: Sequence[str]) -> exp.Select:
    """The calendars of several periods as one."""
    made: exp.Select | exp.Union = parts[0]
    for part in parts[1:]:
        made = exp.Union(this=made, expression=part, distinct=False)
    if isinstance(made, exp.Select):
        return made
    source = exp.Subquery(this=made, alias=exp.TableAlias(this=tree.identifier("calendars")))
    return tree.select([tree.named(tree.column(name, "calendars"), name) for name in names], source)

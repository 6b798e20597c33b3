"""The time spine: buckets that are counted, not read from rows, so that one without data is there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlglot import exp

from catalog.compiler import tree
from catalog.compiler.days import Span, open_end, open_start
from catalog.compiler.ruler import Ruler
from catalog.compiler.stage import Stack
from catalog.metric import Grain
from catalog.period import Period, buckets
from catalog.query import TIME

DAYS = 10_000  # steps of a spine without a period, where they are days
LONGEST: dict[Grain, int] = {"week": 2_000, "month": 1_000, "quarter": 400, "half_year": 200, "year": 100}
LONGEST |= {"fiscal_month": 1_000, "fiscal_quarter": 400, "fiscal_year": 100}  # where they are buckets
FIRST_DAY = "first_day"
LAST_DAY = "last_day"
COUNTED = "counted"
YEAR = "fiscal_year_begins"
LISTED = "listed"
MOST_LISTED = 60  # buckets of a period that are written down, where their grain is no interval
BOUNDS = "bounds"  # the alias of one row with the first and the last day of the data


def is_open(period: Period | None) -> bool:
    return period is None or open_start(period) or open_end(period)


def counted(
    stack: Stack,
    ruler: Ruler,
    grain: Grain,
    first: exp.Expr,
    bounds: exp.Expr,
    beside: Sequence[str] = (LAST_DAY,),
    steps: int | None = None,
) -> exp.Select:
    """The buckets from the first one on, beside columns of the bounds. Where a grain is no interval, its days are counted and cut."""
    by = ruler.interval(grain)
    step = by or tree.interval(1, "DAY")
    numbers, cut = stack.steps((LONGEST.get(grain, DAYS) if by else DAYS) if steps is None else steps)
    day = tree.as_date(exp.Add(this=first, expression=exp.Mul(this=tree.column("step", numbers), expression=step)))
    kept = [tree.named(tree.column(name, BOUNDS), name) for name in beside]
    made = tree.select([tree.named(day, TIME), *kept], tree.relation(numbers), [tree.joined(bounds, None, kind="CROSS")], cut)
    return made if by else cut_once(made, ruler, grain, beside)


def cut_once(days: exp.Select, ruler: Ruler, grain: Grain, beside: Sequence[str]) -> exp.Select:
    """The buckets of counted days, by the name of the day and of its year: a formula that cuts says them several times."""
    day, kept = tree.column(TIME, COUNTED), [tree.named(tree.column(name, COUNTED), name) for name in beside]
    if ruler.in_two(grain):
        columns = [tree.named(day, TIME), tree.named(ruler.truncated(day.copy(), "fiscal_year"), YEAR), *kept]
        days = tree.select(columns, exp.Subquery(this=days, alias=exp.TableAlias(this=tree.identifier(COUNTED))))
        bucket = ruler.within_year(day.copy(), tree.column(YEAR, COUNTED), grain)
    else:
        bucket = ruler.truncated(day, grain)
    columns = [tree.named(bucket, TIME), *(part.copy() for part in kept)]
    made = tree.select(columns, exp.Subquery(this=days, alias=exp.TableAlias(this=tree.identifier(COUNTED))))
    made.set("distinct", exp.Distinct())
    return made


def counted_in(
    stack: Stack, ruler: Ruler, grain: Grain, period: Period, bounds: exp.Expr, beside: Sequence[str] = (LAST_DAY,)
) -> exp.Select:
    """The buckets of a period that has both ends, up to the end of its data."""
    first, end = ruler.start_of(period.start, grain), max(period.effective_end, period.start + timedelta(days=1))
    by_days = ruler.interval(grain) is None
    found = buckets(Period(period.start, end), grain, ruler.calendar)
    if by_days and len(found) <= MOST_LISTED:
        return listed(found, bounds, beside)
    steps = (end - first).days if by_days else len(found)
    return counted(stack, ruler, grain, tree.literal(first), bounds, beside, steps)


def listed(found: Sequence[date], bounds: exp.Expr, beside: Sequence[str]) -> exp.Select:
    """Buckets that are written down, beside columns of the bounds."""
    rows = [exp.Tuple(expressions=[tree.literal(bucket)]) for bucket in found]
    source = exp.Values(expressions=rows, alias=exp.TableAlias(this=tree.identifier(LISTED), columns=[tree.identifier(TIME)]))
    columns = [tree.named(tree.column(TIME, LISTED), TIME), *(tree.named(tree.column(name, BOUNDS), name) for name in beside)]
    return tree.select(columns, source, [tree.joined(bounds, None, kind="CROSS")])


def shown_span(period: Period, grain: Grain, ruler: Ruler) -> Span:
    """The buckets of a period that is open to one side."""
    start = None if open_start(period) else ruler.start_of(period.start, grain)
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

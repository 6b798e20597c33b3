"""The members that a restricted metric counts: those whose own metric meets a condition, found by a query of its own.

Over the period, a member has to meet it in each period, bucket or earlier side by itself; over all time, once for all. Filters and
groups of the question never change who meets it, so that a group is what its filter gives. Rows without a member never count.
"""

from __future__ import annotations

import operator as compared
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlglot import exp

from catalog.compiler import tree
from catalog.compiler.bucket import Source
from catalog.compiler.days import days_of
from catalog.compiler.formula import Filled, cells
from catalog.compiler.fragments import dimension
from catalog.compiler.plan import Plan, Scope, Shift, plan_query
from catalog.compiler.reader import Reader
from catalog.compiler.stage import Stack
from catalog.metric import MemberCondition, Operator
from catalog.period import Period
from catalog.query import TIME, Having, Measure, MetricQuery

PASS, FAIL = "members that pass", "members that fail"  # no dataset and no role can be called so
MEETS: dict[Operator, Callable[[Any, Any], bool]] = {
    ">": compared.gt,
    ">=": compared.ge,
    "<": compared.lt,
    "<=": compared.le,
    "=": compared.eq,
    "!=": compared.ne,
}
OPPOSITE: dict[Operator, Operator] = {">": "<=", ">=": "<", "<": ">=", "<=": ">", "=": "!=", "!=": "="}


@dataclass(frozen=True)
class Listed:
    """The CTE of a condition's members. `passing` False: it lists those that fail, and one that is not listed passes in the buckets
    that the data of `sources` has: there the metric's fill meets the condition."""

    name: str
    passing: bool
    sources: tuple[Source, ...] = ()


def member_conditions(plan: Plan, scope: Scope, stack: Stack, reader: Reader, keys: Mapping[str, exp.Expr]) -> list[exp.Expr]:
    """What the rows of an island have to meet; `keys` are the time keys of a row."""
    found: list[exp.Expr] = []
    for condition in scope.conditions:
        listed = members_of(plan, scope, stack, condition)
        member = reader.use(dimension(plan.catalog, scope.dataset, condition.dimension))  # one of a row: not beyond a bridge
        pairs: list[exp.Expr] = [exp.EQ(this=tree.column(condition.dimension, listed.name), expression=member)]
        if condition.over == "period":
            pairs += [exp.EQ(this=tree.column(name, listed.name), expression=key.copy()) for name, key in keys.items()]
        select = exp.Select(expressions=[tree.number(1)], from_=exp.From(this=tree.relation(listed.name)))
        select.set("where", exp.Where(this=tree.both(pairs)))
        exists = exp.Exists(this=select)
        if listed.passing:
            found.append(exists)
        else:
            found += [exp.Not(this=exp.Is(this=member.copy(), expression=exp.Null())), exp.Not(this=exists)]
            if condition.over == "period" and TIME in keys:
                found.append(within_data(plan, scope, listed.sources, keys[TIME]))
    return found


def within_data(plan: Plan, scope: Scope, sources: tuple[Source, ...], bucket: exp.Expr) -> exp.Expr:
    """Whether a bucket is not before the data of the condition, nor after it where nobody says how far the data is complete."""
    grain, periods = plan.query.grain, plan.query.periods
    assert grain is not None
    known = bool(periods) and all(period.through is not None for period in periods)
    sides = []
    for dataset, time in sources:
        days = days_of(plan.query, Scope(dataset, time, scope.shifts), plan.ruler)
        first, last = (days.moved(extreme_day(plan, dataset, time, kind)) for kind in (exp.Min, exp.Max))
        begun = exp.GTE(this=bucket.copy(), expression=plan.ruler.truncated(first, grain))
        sides.append(begun if known else exp.And(this=begun, expression=exp.LTE(this=bucket.copy(), expression=tree.as_date(last))))
    return tree.either(sides) or exp.Boolean(this=True)


def extreme_day(plan: Plan, dataset: str, time: str, kind: type[exp.Min] | type[exp.Max]) -> exp.Expr:
    plan.datasets[dataset] = None
    day = tree.as_date(kind(this=tree.column(time, dataset)))
    return exp.Subquery(this=tree.select([tree.named(day, "day")], tree.table(plan.catalog.dataset(dataset), dataset)))


def members_of(plan: Plan, scope: Scope, stack: Stack, condition: MemberCondition) -> Listed:
    """The condition's members, found once for all islands that read the same days."""
    query, shifts, timed = plan.query, scope.shifts, condition.over == "period"
    periods: tuple[Period, ...] = query.periods if timed else ()
    key = (condition, periods, query.grain if timed else None, shifts if timed else (), query.as_of)
    known: Listed | None = stack.members.get(key)
    if known is not None:
        return known
    asked = MetricQuery(
        (Measure(condition.metric),),
        group_by=(condition.dimension,),
        grain=query.grain if timed else None,
        periods=periods,
        as_of=query.as_of,
    )
    found = stack.members[key] = listed(plan, stack, asked, condition, shifts if timed else ())
    return found


def listed(plan: Plan, stack: Stack, asked: MetricQuery, condition: MemberCondition, shifts: tuple[Shift, ...]) -> Listed:
    from catalog.compiler.combine import combined  # the islands of the condition are made like any others
    from catalog.compiler.shape import shaped

    inner = plan_query(asked, plan.catalog, shifts)
    [value] = inner.values.values()
    passing = not (isinstance(value, Filled) and MEETS[condition.operator](value.fill, condition.value))
    operator = condition.operator if passing else OPPOSITE[condition.operator]
    inner.query = replace(asked, having=(Having(condition.metric, operator, condition.value),))
    made, _ = shaped(inner, stack, combined(inner, stack, ()), with_order=False)
    plan.metrics |= inner.metrics
    plan.notes |= inner.notes
    plan.datasets |= inner.datasets
    sources = ((cell.scope.dataset, cell.scope.time) for cell in cells(value))
    known = dict.fromkeys((dataset, time) for dataset, time in sources if time is not None)
    return Listed(stack.push(PASS if passing else FAIL, made), passing, tuple(known))

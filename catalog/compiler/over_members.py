"""Aggregates over members: another metric's value for each member as a query of its own, and one number of those values by the keys.

The values are those that the same question would show split by the members, within its groups, buckets, periods and filters.
"""

from __future__ import annotations

from dataclasses import replace

from sqlglot import exp

from catalog.compiler import tree
from catalog.compiler.check import check_over
from catalog.compiler.days import days_of, open_end, open_start, shifted
from catalog.compiler.facts import facts_of
from catalog.compiler.formula import Value, cells, evaluated
from catalog.compiler.island import Task, aggregate
from catalog.compiler.part import Part
from catalog.compiler.plan import ByMember, Plan, Reach, Scope, Shift, cell, filled, give_all_times, value_of
from catalog.compiler.stage import Stage
from catalog.errors import Unanswerable
from catalog.lineage import datasets_of
from catalog.metric import Metric, OverMembers
from catalog.period import Period
from catalog.query import PERIOD, TIME, Measure, MetricQuery

VALUE = "value of member"  # no dimension can be called so


def over_members(plan: Plan, metric: Metric, formula: OverMembers, reach: Reach) -> Value:
    """One number of a metric's values by member, which never adds up to another."""
    inner, over, catalog = formula.metric, formula.over, plan.catalog
    if reach.window is not None:
        raise Unanswerable("cumulative_over_members", metric=metric.id)
    check_over(catalog, plan.query, over)
    sources = facts_of(catalog, inner, plan.query.as_of)
    dataset, time = sources[0] if sources else (min(datasets_of(catalog, inner)), None)
    values = ByMember(inner, over.of, over.grain, reach.members, reach.own, over.fill)
    scope = Scope(dataset, time, reach.shifts, conditions=reach.conditions, values=values)
    return replace(cell(plan, metric, scope, Part(over.take, fraction=over.fraction)), merge=None)


def over_members_stage(task: Task) -> Stage:
    """The values by member below, and over them the island's aggregates by the query's keys."""
    from catalog.compiler.combine import combined  # the islands of the values are made like any others

    values = task.island.scope.values
    assert values is not None
    inner = values_plan(task, values)
    stage = combined(inner, task.stack, task.chosen)
    stage.columns[VALUE] = evaluated(inner.values[values.metric, False], lambda cell: stage.use(cell.name))
    name = task.stack.push("by_member", stage.select([VALUE]))
    task.plan.metrics |= inner.metrics
    task.plan.notes |= inner.notes
    task.plan.datasets |= inner.datasets
    keys: dict[str, exp.Expr] = {key: tree.column(key, name) for key in task.keys}
    if TIME in keys and inner.query.grain != task.plan.query.grain:
        keys[TIME] = bucket(task, inner, keys[TIME])
    there: list[exp.Expr] = [exp.Not(this=exp.Is(this=tree.column(member, name), expression=exp.Null())) for member in values.of]
    parts = {column: aggregate(part, tree.column(VALUE, name)) for column, part in task.island.parts.items()}
    return Stage(tree.relation(name), [], there, {**keys, **parts}, task.keys, grouped=True)


def values_plan(task: Task, values: ByMember) -> Plan:
    """The plan of the values: the query's own, split by the members too, in the days that the island reads.

    A member is there where it has rows; only buckets of time are filled, where the metric or the question says so.
    """
    periods, shifts = days_read(task)
    asked = asked_for(task.plan.query, values, periods)
    lists = bool(values.of) or shifts != () or task.plan.lists
    inner = Plan(task.plan.catalog, asked, columns={TIME, PERIOD, *asked.group_by}, lists=lists, base=shifts)
    inner.fills = values.fill is not None
    reach = Reach(shifts, values.members, own=values.own, conditions=task.island.scope.conditions)
    value, metric = value_of(inner, values.metric, reach), task.plan.catalog.metric(values.metric)
    if values.fill is not None and metric.fill_nulls_with is None:
        value = filled(inner, metric, values.fill, value, reach)
    inner.values[values.metric, False] = value
    give_all_times(inner)
    if not values.of and lists and replace(inner, lists=False).dense:
        raise Unanswerable("over_filled_earlier", metric=values.metric)
    return inner


def days_read(task: Task) -> tuple[tuple[Period, ...], tuple[Shift, ...]]:
    """The query's periods with the island's shifts; without a grain, a period that is shifted is just another one."""
    query, shifts = task.plan.query, task.island.scope.shifts
    if query.grain is not None or len(query.periods) != 1 or any(open_start(each) or open_end(each) for each in query.periods):
        return query.periods, shifts
    [period] = query.periods
    for shift in shifts:
        period = shifted(period, shift, task.plan.catalog.calendar)
    return (period,), ()


def asked_for(query: MetricQuery, values: ByMember, periods: tuple[Period, ...]) -> MetricQuery:
    return MetricQuery(
        (Measure(values.metric),),
        group_by=tuple(dict.fromkeys((*query.group_by, *values.of))),
        grain=values.grain or query.grain,
        filters=query.filters,
        periods=periods,
        any_of=query.any_of,
        as_of=query.as_of,
    )


def bucket(task: Task, inner: Plan, time: exp.Expr) -> exp.Expr:
    """The query's bucket of a finer one, which stands in its own days where those are looked up backwards."""
    grain, cell = task.plan.query.grain, next(cells(next(iter(inner.values.values()))))
    assert grain is not None
    if days_of(inner.query, replace(cell.scope, shifts=task.island.scope.shifts), inner.ruler).backward:
        return task.days().bucket(time, grain)
    return task.plan.ruler.truncated(time, grain)

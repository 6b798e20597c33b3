"""The plan of a query: islands (one aggregation each, at its own grain) and, for each measure, a value made of their cells.

An island is all that one pass over one dataset can compute: same time column, same shift in time, same window, same way of taking a level.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from catalog.calendar import DATASET, SCHEMA
from catalog.catalog import Catalog
from catalog.compiler.bucket import DayCount, Fill, OfBucket, Source
from catalog.compiler.check import check_metric, resets_of
from catalog.compiler.contradiction import check_contradictions
from catalog.compiler.facts import facts_of
from catalog.compiler.formula import Arithmetic, Cell, Filled, Quotient, Value, arithmetic, cells
from catalog.compiler.fragments import dimension, weighted
from catalog.compiler.known_days import known_days
from catalog.compiler.moved_window import check_moved, check_order
from catalog.compiler.part import MERGED_BY, Part
from catalog.compiler.ruler import Ruler
from catalog.errors import Unanswerable
from catalog.metric import (
    Aggregate,
    AllTime,
    Conversion,
    Cumulative,
    DayKind,
    Derived,
    Grain,
    Input,
    MemberCondition,
    Metric,
    Offset,
    Over,
    OverMembers,
    Percentile,
    PerDay,
    Ratio,
    Restricted,
    SemiAdditive,
    StartOf,
    Take,
    ToDate,
    Trailing,
    WeightedAverage,
)
from catalog.period import Period
from catalog.query import PERIOD, TIME, Attainment, Filter, Measure, MemberFilter, MetricQuery, Plain

Window = AllTime | Trailing | ToDate
Shows = Literal["last", "first", "average"]
Shift = Offset | Period | StartOf


@dataclass(frozen=True)
class ByMember:
    """A metric's values by the members of `of` and in each `grain`, which an island makes one number of; `members` are its filters."""

    metric: str
    of: tuple[str, ...]
    grain: Grain | None
    members: tuple[Filter, ...] = ()
    own: tuple[Filter, ...] = ()
    fill: int | None = None


@dataclass(frozen=True)
class Scope:
    """What an island reads: `shifts` move it to earlier days (or another period), `window` accumulates, `take` chooses of a level (`per`
    columns each by itself), `conditions` choose members."""

    dataset: str
    time: str | None
    shifts: tuple[Shift, ...] = ()
    window: Window | None = None
    take: Take | None = None
    per: tuple[str, ...] = ()
    shows: Shows = "last"  # which day of a bucket a window's value is of
    conditions: tuple[MemberCondition, ...] = ()
    events: Conversion | None = None  # what is counted are the events that the rows are converted by
    values: ByMember | None = None  # what is aggregated are another metric's values
    facts: tuple[Source, ...] = ()  # with whose data a window over several facts ends

    @property
    def by_time(self) -> bool:
        """Whether its rows depend on the bucket or period by more than their day, so that its values do not add up over time."""
        return any(condition.over == "period" for condition in self.conditions)


@dataclass
class Island:
    """A scope and its parts by their column names, which are unique in the whole plan."""

    scope: Scope
    metric: str  # the first that asked for it, to be named where it has no answer
    parts: dict[str, Part] = field(default_factory=dict)


@dataclass(frozen=True)
class Reach:
    """How a metric is reached from the query: through which shifts, filters and window. `own` are the measure's filters among them."""

    shifts: tuple[Shift, ...] = ()
    members: tuple[Filter, ...] = ()
    window: Window | None = None
    shows: Shows = "last"
    own: tuple[Filter, ...] = ()
    conditions: tuple[MemberCondition, ...] = ()
    facts: tuple[Source, ...] = ()


@dataclass
class Plan:
    """Islands in the order of first use, values by (measure's name, is it the earlier side), and everything that was used on the way.

    A plan that only lists members, for another's condition, has no rows for buckets without data; `base` are then that side's shifts.
    """

    catalog: Catalog
    query: MetricQuery
    islands: dict[Scope, Island] = field(default_factory=dict)
    values: dict[tuple[str, bool], Value] = field(default_factory=dict)
    of_buckets: dict[str, OfBucket] = field(default_factory=dict)
    metrics: dict[str, None] = field(default_factory=dict)
    columns: set[str] = field(default_factory=set)
    notes: dict[str, None] = field(default_factory=dict)
    datasets: dict[str, None] = field(default_factory=dict)
    lists: bool = False
    fills: bool = False  # whether every bucket has a value, whatever its metric says
    base: tuple[Shift, ...] = ()

    def earlier(self, island: Island) -> bool:
        """Whether an island reads other days than the query's own."""
        return island.scope.shifts != self.base

    @cached_property
    def ruler(self) -> Ruler:
        """The project's calendar and the days that the query can be about, once it is planned."""
        return Ruler(self.catalog.calendar, known_days(self.query, self.islands))

    @property
    def dense(self) -> bool:
        """Whether a metric that is shown declares a value for every bucket."""
        shown = (self.catalog.metric(measure.metric) for measure in self.query.measures if not isinstance(measure.shown, Over))
        is_filled = self.fills or any(metric.fill_nulls_with is not None for metric in shown)
        return not self.lists and self.query.grain is not None and is_filled


def plan_query(query: MetricQuery, catalog: Catalog, base: tuple[Shift, ...] | None = None) -> Plan:
    """The plan; raises Unknown or Unanswerable with the reason and the nearest possibility."""
    plan = Plan(catalog, query, columns={TIME, PERIOD, *query.group_by}, lists=base is not None, base=base or ())
    for measure in query.measures:
        reach = Reach(plan.base, measure.filters, own=measure.filters)
        plan.values[measure.name, False] = shown_value(plan, measure, reach)
    if query.comparison is not None:
        for measure in compared(query):
            reach = Reach((query.comparison.to,), measure.filters, own=measure.filters)
            plan.values[measure.name, True] = shown_value(plan, measure, reach)
    give_all_times(plan)
    if any(overlapping_keys(plan, value) for value in plan.values.values()):
        plan.notes["members_overlap"] = None
    return plan


def shown_value(plan: Plan, measure: Measure, reach: Reach) -> Value:
    """The measure's value; its attainment is the value over the target's, each with the same filters."""
    if isinstance(measure.shown, Over):
        return value_over_members(plan, plan.catalog.metric(measure.metric), OverMembers(measure.metric, measure.shown), reach)
    value = value_of(plan, measure.metric, reach)
    if not isinstance(measure.shown, Attainment):
        return value
    target = plan.catalog.metric(measure.metric).target
    if target is None:
        raise Unanswerable("no_target", metric=measure.metric)
    return Quotient(value, value_of(plan, target, reach))


def give_all_times(plan: Plan) -> None:
    """With a grain, buckets are those of the query's own days, whatever days are read beside them."""
    for island in [island for island in plan.islands.values() if plan.query.grain is not None and plan.earlier(island)]:
        give_times(plan, island)


def give_times(plan: Plan, earlier: Island) -> None:
    """Every part that is read on earlier days is read on the query's own too: they alone say which buckets it has."""
    scope = replace(earlier.scope, shifts=plan.base)
    own = plan.islands.setdefault(scope, Island(scope, earlier.metric))
    for name, part in earlier.parts.items():
        if part not in own.parts.values():
            own.parts[unused(plan, f"{name}_now")] = part


def overlapping_keys(plan: Plan, value: Value) -> tuple[str, ...]:
    """The keys beyond a bridge, whose members share rows of the value: their parts make more than the whole."""
    roots = {cell.scope.dataset for cell in cells(value)}
    return tuple(name for name in plan.query.group_by if any(dimension(plan.catalog, root, name).bridge for root in roots))


def compared(query: MetricQuery) -> tuple[Measure, ...]:
    """The measures that a comparison shows beside their earlier value."""
    return tuple(measure for measure in query.measures if isinstance(measure.shown, Plain | Over))


def value_of(plan: Plan, name: str, reach: Reach) -> Value:
    metric = plan.catalog.metric(name).at(plan.query.as_of)
    plan.metrics[name] = None
    check_metric(plan.catalog, plan.query, metric, plan.notes, reach.own)
    check_contradictions(plan.catalog, plan.query, metric, reach.own)
    value = formula_value(plan, metric, reach)
    return value if metric.fill_nulls_with is None else filled(plan, metric, metric.fill_nulls_with, value, reach)


def filled(plan: Plan, metric: Metric, fill: int, value: Value, reach: Reach) -> Value:
    """The value with its fill, which with a grain begins with the data."""
    sources = tuple(dict.fromkeys((part.scope.dataset, part.scope.time) for part in cells(value) if part.scope.time is not None))
    if plan.query.grain is None or not sources or (plan.lists and reach.shifts == plan.base):
        return Filled(value, fill)
    return Filled(value, fill, of_bucket(plan, f"{metric.id}_fill", Fill(fill, sources, reach.shifts), "max"))


def per_day(plan: Plan, metric: Metric, value: Value, days: DayKind, reach: Reach) -> Value:
    """The value over the number of its days; what has days of its own (a window) or is of one day (a level) has no such number."""
    parts = tuple(cells(value))
    if reach.window is not None or any(part.scope.window is not None for part in parts):
        raise Unanswerable("cumulative_per_day", metric=metric.id)
    if any(isinstance(shift, StartOf) for shift in reach.shifts):
        raise Unanswerable("start_per_day", metric=metric.id)
    if all(part.scope.take is not None for part in parts):
        raise Unanswerable("level_per_day", metric=metric.id)
    for part in parts:
        dataset = plan.catalog.dataset(part.scope.dataset)
        if part.scope.time is None:
            raise Unanswerable("no_time", metric=metric.id, dataset=dataset.id)
        if days != "calendar" and dataset.time_grain != "day":
            raise Unanswerable("time_too_fine", metric=metric.id, grain="day", finest=dataset.time_grain)
    serving = plan.catalog.datasets.get(DATASET)
    if days == "workday" and (plan.catalog.calendar.holidays is None or serving is None or serving.schema != SCHEMA):
        raise Unanswerable("no_workdays", metric=metric.id)
    sources = tuple(dict.fromkeys((part.scope.dataset, part.scope.time) for part in parts if part.scope.time is not None))
    return Quotient(value, of_bucket(plan, f"{metric.id}_days", DayCount(days, sources, reach.shifts)))


def of_bucket(plan: Plan, wished: str, what: OfBucket, merge: str | None = None) -> Cell:
    """The column that says this of each bucket."""
    scope = Scope(*what.sources[0], what.shifts)
    for name, known in plan.of_buckets.items():
        if known == what:
            return Cell(name, merge, scope)
    name = unused(plan, wished)
    plan.of_buckets[name] = what
    return Cell(name, merge, scope)


def formula_value(plan: Plan, metric: Metric, reach: Reach) -> Value:
    match metric.formula:
        case Aggregate(dataset, "average", expression, filtered, time):
            scope = scope_of(plan, metric, reach, dataset, time)
            total = cell(plan, metric, scope, Part("sum", expression, filtered, reach.members))
            return Quotient(total, cell(plan, metric, scope, Part("count", expression, filtered, reach.members), "_count"))
        case Aggregate(dataset, function, expression, filtered, time):
            assert function != "average"
            return cell(plan, metric, scope_of(plan, metric, reach, dataset, time), Part(function, expression, filtered, reach.members))
        case Percentile(dataset, expression, fraction, filtered, time):
            part = Part("percentile", expression, filtered, reach.members, fraction)
            return cell(plan, metric, scope_of(plan, metric, reach, dataset, time), part)
        case SemiAdditive(dataset, function, take, expression, filtered, time, per):
            if reach.window is not None:
                raise Unanswerable("cumulative_level", metric=metric.id)
            part = Part(function, expression, filtered, reach.members)
            return cell(plan, metric, replace(scope_of(plan, metric, reach, dataset, time), take=take, per=per), part)
        case Ratio(numerator, denominator):
            return Quotient(input_value(plan, numerator, reach), input_value(plan, denominator, reach))
        case Derived(expression, inputs):
            named = tuple((entry.alias, input_value(plan, entry, reach)) for entry in inputs)
            return Arithmetic(arithmetic(plan.catalog, metric.id, expression), named)
        case Cumulative(inner, window, take):
            if reach.window is not None:
                raise Unanswerable("cumulative_of_cumulative", metric=metric.id)
            facts = facts_of(plan.catalog, inner, plan.query.as_of)
            reach = replace(reach, window=window, facts=facts if len(facts) > 1 else ())
            return accumulated(plan, metric, inner, reach, take)
        case WeightedAverage(dataset, expression, weight, filtered, time):
            scope, (product, present) = scope_of(plan, metric, reach, dataset, time), weighted(plan.catalog, expression, weight)
            total = cell(plan, metric, scope, Part("sum", product, filtered, reach.members))
            return Quotient(total, cell(plan, metric, scope, Part("sum", present, filtered, reach.members), "_weight"))
        case Restricted(inner, conditions):
            return value_of(plan, inner, replace(reach, conditions=tuple(dict.fromkeys((*reach.conditions, *conditions)))))
        case Conversion():
            return converted(plan, metric, metric.formula, reach)
        case PerDay(inner, days):
            return per_day(plan, metric, value_of(plan, inner, reach), days, reach)
        case OverMembers():
            return value_over_members(plan, metric, metric.formula, reach)


def value_over_members(plan: Plan, metric: Metric, formula: OverMembers, reach: Reach) -> Value:
    from catalog.compiler.over_members import over_members  # which plans a query of its own

    return over_members(plan, metric, formula, reach)


def converted(plan: Plan, metric: Metric, formula: Conversion, reach: Reach) -> Value:
    """The converting events by their base events, over all base events for a rate: without one, none of them."""
    if reach.window is not None:
        raise Unanswerable("cumulative_conversion", metric=metric.id)
    base, events = formula.base, replace(formula, show="count")
    scope = scope_of(plan, metric, reach, base.dataset, base.time)
    count = cell(plan, metric, replace(scope, events=events), Part(formula.converted.function, members=reach.members))
    if formula.show == "count":
        return count
    return Quotient(Filled(count, 0), cell(plan, metric, scope, Part(base.function, base.expression, base.filter, reach.members), "_base"))


def accumulated(plan: Plan, metric: Metric, inner: str, reach: Reach, take: Shows) -> Value:
    """The inner metric over the window to the last day of each bucket, to its first, or the average of all its days."""
    check_moved(metric.id, reach.window, reach.shifts, plan.query.grain)
    if take == "last" or plan.query.grain == "day":
        return value_of(plan, inner, reach)
    if plan.query.grain is None:
        raise Unanswerable("cumulative_needs_grain", metric=metric.id)
    value = value_of(plan, inner, replace(reach, shows=take))
    if take == "average" and not isinstance(value, Cell):
        raise Unanswerable("cumulative_average", metric=metric.id, inner=inner)  # of a fraction's two sides it would be another number
    return value


def input_value(plan: Plan, entry: Input, reach: Reach) -> Value:
    if isinstance(entry.offset, StartOf):
        check_start(plan, entry.metric, entry.offset)
    check_order(entry, reach.window, "day" if reach.shows == "average" else plan.query.grain)
    shifts = reach.shifts if entry.offset is None else (*reach.shifts, entry.offset)
    if entry.offset is not None and plan.query.grain is None and not plan.query.periods:
        raise Unanswerable("comparison_needs_period", metric=entry.metric)
    members = tuple(MemberFilter(name, values) for name, values in entry.filters)
    return value_of(plan, entry.metric, replace(reach, shifts=shifts, members=reach.members + members))


def check_start(plan: Plan, metric: str, start: StartOf) -> None:
    """The first bucket of a month is one of days, weeks never: what is asked for has to be made of finer, whole buckets."""
    grain = plan.query.grain
    if grain is None:
        raise Unanswerable("start_needs_grain", metric=metric, start=start.grain)
    if start.grain not in resets_of(grain, plan.catalog.calendar):
        raise Unanswerable("start_not_finer", metric=metric, start=start.grain, grain=grain)


def scope_of(plan: Plan, metric: Metric, reach: Reach, dataset: str, time: str | None) -> Scope:
    declared = plan.catalog.dataset(dataset)
    scope = Scope(
        dataset, time or declared.time, reach.shifts, reach.window, shows=reach.shows, conditions=reach.conditions, facts=reach.facts
    )
    if scope.by_time and scope.window is not None:
        raise Unanswerable("cumulative_members", metric=metric.id)
    if plan.base and plan.query.grain is not None and scope.shifts != plan.base:
        raise Unanswerable("members_of_earlier_days", metric=metric.id)
    return scope


def cell(plan: Plan, metric: Metric, scope: Scope, part: Part, suffix: str = "") -> Cell:
    """The column of the island that computes this part; an equal part is computed once."""
    island = plan.islands.setdefault(scope, Island(scope, metric.id))
    for name, known in island.parts.items():
        if known == part:
            return Cell(name, MERGED_BY.get(part.function), scope)
    name = unused(plan, f"{metric.id}{suffix}{'_previous' if scope.shifts else ''}")
    island.parts[name] = part
    return Cell(name, MERGED_BY.get(part.function), scope)


def unused(plan: Plan, wished: str) -> str:
    """A column name that no key, measure or other cell has; a metric's own name is its first cell's."""
    name, count = wished, 2
    while name in plan.columns:
        name, count = f"{wished}_{count}", count + 1
    plan.columns.add(name)
    return name

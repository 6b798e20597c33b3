"""Two figures of one metric whose rows differ by too few people: the second one is not given, for their difference would tell of those few.

What was asked before is read from the person's own journal: a minimum group size holds for one answer, this for one person's answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from assistant.plan import SqlDraft
from assistant.plan_json import planned_from_json
from catalog.catalog import Catalog
from catalog.compiler import compile_query
from catalog.errors import CatalogError, Unanswerable
from catalog.metric import Aggregate, Metric, Operator
from catalog.metric_sql import expand_metric_sql
from catalog.parts import inputs_within, own_rows
from catalog.period import Period
from catalog.query import AnyOf, Filter, Measure, MemberFilter, MetricQuery, RangeFilter

if TYPE_CHECKING:
    from threading import Event

    from assistant.project import Project
    from assistant.question import Sight
    from sql_guard.policy import Policy

MOST = 500  # answers of the journal that are read
COUNTED = "people in the difference"  # no metric can be called so
OPPOSITE: dict[Operator, Operator] = {">": "<=", ">=": "<", "<": ">=", "<=": ">", "=": "!=", "!=": "="}


@dataclass(frozen=True)
class Count:
    """Whom to count in a difference, over which rows, and how many it takes."""

    dataset: str
    entity: str
    filter: str | None
    size: int


def check_differences(queries: tuple[MetricQuery, ...], project: Project, sight: Sight, policy: Policy, cancel: Event | None) -> None:
    """Raises Unanswerable where a query and one that its asker was answered before differ by fewer people than it takes."""
    known = project.catalog_for(sight)
    guarded = [(query, measure) for query in map(bare, queries) for measure in query.measures if tuple(counts(measure.metric, known))]
    for old in asked_before(project, sight, known) if guarded else ():
        for query, measure in guarded:
            if any((each.metric, each.filters) == (measure.metric, measure.filters) for each in old.measures):
                for apart in differences(query, old):
                    check_difference(apart, measure, known, project, policy, cancel, sight.asker.id)


def bare(query: MetricQuery) -> MetricQuery:
    """The query without marks of where the data ends."""
    return replace(query, periods=tuple(Period(period.start, period.end) for period in query.periods))


def counts(metric: str, catalog: Catalog) -> Iterator[Count]:
    """Whom the rows of a metric are about, for each way in which it counts them."""
    for name in (metric, *inputs_within(catalog.metric(metric), catalog)):
        for dataset, condition in own_rows(catalog.metric(name).formula):
            rule = catalog.dataset(dataset).privacy
            if rule is not None:
                yield Count(dataset, rule.entity, condition, rule.size)


def asked_before(project: Project, sight: Sight, catalog: Catalog) -> Iterator[MetricQuery]:
    """What this person was answered in the last days, blocks of governed SQL among it."""
    since = project.now() - timedelta(days=project.file.privacy.days)
    for kept in project.journal.answered(sight.asker.id, since, MOST):
        planned = planned_from_json(kept.body["planned"]) if kept.body.get("planned") else None
        plan = planned.plan if planned else None
        if isinstance(plan, MetricQuery):
            yield bare(plan)
        elif isinstance(plan, SqlDraft):
            try:
                yield from map(bare, expand_metric_sql(plan.text, catalog, sight.catalog).queries)
            except CatalogError:  # the catalog has changed since: it is another metric's number
                continue


def differences(one: MetricQuery, other: MetricQuery) -> Iterator[MetricQuery]:
    """The rows that one query counts and the other does not, where the other's are all among them."""
    if shape(one) != shape(other):
        return
    if one.periods == other.periods:
        for outer, inner in ((one, other), (other, one)):
            extra = [part for part in inner.filters if part not in outer.filters]
            if extra and all(implied(part, inner.filters) for part in outer.filters):
                sides = tuple((side,) for part in extra for side in negated(part))
                yield replace(outer, any_of=(*outer.any_of, AnyOf(sides)))
    elif frozenset(one.filters) == frozenset(other.filters) and len(one.periods) == len(other.periods) == 1:
        yield from (replace(one, periods=(left,)) for left in left_over(one.periods[0], other.periods[0]))


def shape(query: MetricQuery) -> tuple[object, ...]:
    return frozenset(query.group_by), query.grain, frozenset(query.any_of), query.within, query.as_of


def implied(part: Filter, by: tuple[Filter, ...]) -> bool:
    """Whether rows that pass all of `by` pass the part too."""
    for each in by:
        if each == part:
            return True
        if isinstance(part, MemberFilter) and isinstance(each, MemberFilter) and part.dimension == each.dimension:
            mine, theirs = set(part.values), set(each.values)
            if (not part.negated and not each.negated and theirs <= mine) or (part.negated and each.negated and mine <= theirs):
                return True
            if part.negated and not each.negated and mine.isdisjoint(theirs):
                return True
    return False


def negated(part: Filter) -> Iterator[Filter]:
    """The rows that a filter leaves out: either of these."""
    if isinstance(part, MemberFilter):
        yield replace(part, negated=not part.negated)
        return
    yield RangeFilter(part.dimension, OPPOSITE[part.operator], part.value)
    yield MemberFilter(part.dimension, (None,))


def left_over(one: Period, other: Period) -> Iterator[Period]:
    """The days of the longer period beside the shorter one inside it."""
    outer, inner = (one, other) if one.start <= other.start and one.end >= other.end else (other, one)
    if outer.start <= inner.start and outer.end >= inner.end:
        sides = ((outer.start, inner.start), (inner.end, outer.end))
        yield from (Period(start, end) for start, end in sides if start < end)


def check_difference(
    apart: MetricQuery, measure: Measure, known: Catalog, project: Project, policy: Policy, cancel: Event | None, who: str
) -> None:
    from sql_guard.guard import guard

    for count in dict.fromkeys(counts(measure.metric, known)):
        query = plain(apart, measure)
        safe = guard(compile_query(query, counting(known, count, measure.metric)).sql, policy)
        rows = project.engine.run(safe, policy.limits, cancel, who).rows
        if any(0 < (row[-1] or 0) < count.size for row in rows):
            raise Unanswerable("small_difference", metric=measure.metric, size=count.size)


def plain(apart: MetricQuery, measure: Measure) -> MetricQuery:
    """The difference's rows counted in each of its groups, whatever else was shown of them."""
    counted = (Measure(COUNTED, filters=measure.filters),)
    return replace(apart, measures=counted, having=(), comparison=None, order=(), limit=None, only=())


def counting(known: Catalog, count: Count, metric: str) -> Catalog:
    """The catalog with a metric that counts whom the rows are about, and nothing protected: its number is seen by nobody."""
    formula = Aggregate(count.dataset, "count_distinct", count.entity, count.filter)
    made = Metric(COUNTED, known.metric(metric).label, known.metric(metric).description, formula, "", "")
    datasets = {name: replace(dataset, privacy=None) for name, dataset in known.datasets.items()}
    return replace(known, metrics={**known.metrics, COUNTED: made}, datasets=datasets)

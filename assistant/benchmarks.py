"""Benchmarks: a figure over everybody's rows beside one's own, for metrics that are marked for it and roles that may.

Such a metric stands alone, and is neither split nor filtered by what the asker's row rules narrow: everyone's figure, not another's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.compose import Composed
from catalog.access.policies import place_of
from catalog.errors import Unanswerable
from catalog.query import PERIOD, TIME, MetricQuery, Rank, Share
from sql_guard.policy import Policy

if TYPE_CHECKING:
    from assistant.project import Project
    from assistant.question import Sight

NOTE = "benchmark_everyone"


@dataclass(frozen=True)
class Scoped:
    """A compiled plan and the policy that it runs under."""

    composed: Composed
    policy: Policy


def scoped(composed: Composed, sight: Sight, project: Project) -> Scoped:
    """The asker's own policy, or for benchmarks that of their columns without their row rules. Raises Unanswerable for a mixture."""
    own, allowed = project.policy(sight.asker), project.benchmarks(sight.asker)
    queries = tuple(each for query in composed.blocks for each in with_chosen(query)) if allowed else ()
    used = dict.fromkeys(measure.metric for query in queries for measure in query.measures)
    benchmark = next((name for name in used if name in allowed), None)
    if benchmark is None:
        return Scoped(composed, own)
    if any(name not in allowed for name in used):
        raise Unanswerable("benchmark_alone", metric=benchmark)
    for name in (name for query in queries for name in named_in(query)):
        table = own.by_key.get(place_of(project.catalog.dataset(project.catalog.dimension(name).dataset)))
        if table is None or table.rows is not None or table.among:
            raise Unanswerable("benchmark_grouped", metric=benchmark, dimension=name)
    return Scoped(replace(composed, notes=(*composed.notes, NOTE)), project.policy_of_everyone(sight.asker))


def with_chosen(query: MetricQuery) -> Iterator[MetricQuery]:
    """A query and those that choose its members."""
    yield query
    for within in query.within:
        yield from with_chosen(within.query)


def named_in(query: MetricQuery) -> Iterator[str]:
    """Every dimension that a query splits, filters, chooses or counts places by."""
    yield from query.group_by
    yield from (each.dimension for each in (*query.all_filters, *query.only))
    yield from (name for within in query.within for name in within.dimensions)
    of = (name for measure in query.measures if isinstance(measure.shown, Share | Rank) for name in measure.shown.of)
    yield from (name for name in of if name not in (TIME, PERIOD))

"""From a plan to compiled SQL, and back to what a person reads of it: governed SQL, resolved dates, tier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from catalog.metric_sql import expand_metric_sql, to_metric_sql

from assistant.plan import SqlDraft
from assistant.project import Project
from assistant.question import Sight
from catalog.access import check_query
from catalog.catalog import Catalog
from catalog.compiler import Compiled, compile_query, compile_rows
from catalog.lineage import datasets_of
from catalog.period import Period, marked
from catalog.query import MetricQuery, RowList


@dataclass(frozen=True)
class Composed:
    """A plan ready for the guard. `query` is the metric query with its periods marked by what data there is; `governed` its text."""

    plan: MetricQuery | RowList | SqlDraft
    compiled: Compiled
    governed: str
    query: MetricQuery | None = None


def compose(plan: MetricQuery | RowList | SqlDraft, sight: Sight, project: Project) -> Composed:
    """Compiles a plan. Names the asker may not see raise Unknown, exactly as names that do not exist."""
    match plan:
        case MetricQuery():
            check_query(plan, sight.catalog)
            query = with_marked_periods(plan, project.catalog, project.complete_before)
            return Composed(plan, compile_query(query, project.catalog), to_metric_sql(query), query)
        case RowList():
            check_query(plan, sight.catalog)
            return Composed(plan, compile_rows(plan, project.catalog), "")
        case SqlDraft(text):
            expanded = expand_metric_sql(text, project.catalog)
            for query in expanded.queries:
                check_query(query, sight.catalog)
            return Composed(plan, expanded.compiled, text)


def with_marked_periods(query: MetricQuery, catalog: Catalog, complete_before: Mapping[str, date]) -> MetricQuery:
    """The query with each period marked where the data of its metrics ends inside it (the earliest end counts)."""
    counted = {name for measure in query.measures for name in datasets_of(catalog, measure.metric)}
    ends = [complete_before[name] for name in counted if name in complete_before]
    if not ends or not query.periods:
        return query
    first_missing = min(ends)

    def mark(period: Period) -> Period:
        return marked(period, first_missing) if period.start < first_missing else replace(period, through=None)

    return replace(query, periods=tuple(map(mark, query.periods)))

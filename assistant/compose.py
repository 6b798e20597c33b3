"""From a plan to compiled SQL, and back to what a person reads of it: governed SQL, resolved dates, tier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.hidden import without_hidden
from assistant.plan import SqlDraft
from assistant.project import Project
from assistant.question import Sight
from catalog.access import check_query
from catalog.calendar import ISO, Calendar
from catalog.calendar_dataset import known_days
from catalog.catalog import Catalog
from catalog.compiler import OutputColumn, compile_query, compile_rows
from catalog.compiler.check import used_dimensions
from catalog.errors import Unanswerable
from catalog.exploration import NOTE, explored
from catalog.label import Text
from catalog.lineage import coarsest_of, datasets_of
from catalog.metric import Grain
from catalog.metric_sql import expand_metric_sql, to_metric_sql
from catalog.period import Period, add, marked, same_buckets, start_of
from catalog.query import Attainment, Measure, MetricQuery, RowList


@dataclass(frozen=True)
class Composed:
    """A plan ready for the guard: `governed` is its governed SQL, `sql` the compiled one.

    `query` is the metric query with its periods marked by what data there is, `days` that data; None for other plans. `columns` holds
    None where only the engine knows the column. `blocks` are the metric queries inside a plan, whatever its kind.
    """

    plan: MetricQuery | RowList | SqlDraft
    governed: str
    sql: str
    columns: tuple[OutputColumn | None, ...]
    metrics: tuple[str, ...]
    notes: tuple[str, ...] = ()
    compared: tuple[Period, ...] = ()
    query: MetricQuery | None = None
    days: Period | None = None
    blocks: tuple[MetricQuery, ...] = ()


def compose(plan: MetricQuery | RowList | SqlDraft, sight: Sight, project: Project) -> Composed:
    """Compiles a plan. Names the asker may not see raise Unknown, exactly as names that do not exist, and no error offers them."""
    try:
        return composed(plan, sight, project)
    except Unanswerable as error:  # the compiler knows every name
        raise Unanswerable(
            error.code, **without_hidden(error.facts, plan, sight.catalog, project.catalog, project.catalog_for(sight).unnamed)
        ) from None


def composed(plan: MetricQuery | RowList | SqlDraft, sight: Sight, project: Project) -> Composed:
    match plan:
        case MetricQuery():
            check_query(plan, sight.catalog)
            check_data_days(plan, project)
            check_holidays(plan, project)
            check_attainments(plan, project)
            query = with_marked_periods(plan, project.catalog, project.facts.complete_before)
            known = project.catalog_for(sight)
            made = compile_query(query, known)
            metrics = told_in(made.metrics, known)
            days = data_days(query, project)
            return Composed(plan, to_metric_sql(query), made.sql, made.columns, metrics, made.notes, made.compared, query, days, (query,))
        case RowList():
            if not sight.may_list_rows:
                raise Unanswerable("no_detail_rows")
            shown = plan.columns or tuple(column.name for column in sight.catalog.dataset(plan.dataset).columns)
            if not sight.catalog.dataset(plan.dataset).columns:
                raise Unanswerable("rows_not_narrowed")
            check_query(plan, sight.catalog)
            listed = compile_rows(replace(plan, columns=shown), project.catalog_for(sight))
            return Composed(plan, "", listed.sql, listed.columns, listed.metrics, listed.notes)
        case SqlDraft(text, explores=True):
            if not (sight.asker.may("explore") and sight.may_list_rows):
                raise Unanswerable("may_not_explore")
            found = explored(text, sight.catalog, project.catalog_for(sight))
            return Composed(plan, text, found.sql, (), (), (NOTE,))
        case SqlDraft(text):
            known = project.catalog_for(sight)
            expanded = expand_metric_sql(text, known, sight.catalog, lambda block: marked_block(block, sight, project))
            return Composed(
                plan, text, expanded.sql, expanded.columns, told_in(expanded.metrics, known), expanded.notes, blocks=expanded.queries
            )


def told_in(names: tuple[str, ...], catalog: Catalog) -> tuple[str, ...]:
    """The metrics by their ids, where the catalog compiled by has made-up ones."""
    return tuple(catalog.unnamed.get(name, name) for name in names)


def marked_block(block: MetricQuery, sight: Sight, project: Project) -> MetricQuery:
    """A block of governed SQL, checked like any query and marked where its data ends."""
    check_query(block, sight.catalog)
    check_data_days(block, project)
    check_holidays(block, project)
    check_attainments(block, project)
    return with_marked_periods(block, project.catalog, project.facts.complete_before)


def data_days(query: MetricQuery, project: Project) -> Period | None:
    """The days for which every metric of the query has data, None for metrics that no day is kept of."""
    facts = project.facts
    names = datasets_behind(query, project.catalog) & facts.complete_before.keys()
    if not names:
        return None
    first, before = max(facts.first_day[name] for name in names), min(facts.complete_before[name] for name in names)
    return Period(first, before) if first < before else None


def datasets_behind(query: MetricQuery, catalog: Catalog) -> Set[str]:
    """The datasets of the query's metrics, and of the targets that they are shown against."""
    metrics = {measure.metric for measure in query.measures}
    targets = {catalog.metric(measure.metric).target for measure in query.measures if isinstance(measure.shown, Attainment)}
    return {name for metric in (metrics | targets) - {None} for name in datasets_of(catalog, metric or "", query.as_of)}


def check_data_days(query: MetricQuery, project: Project) -> None:
    """Raises Unanswerable for a period in which a metric that was asked for has no data at all: none is not zero."""
    for measure in query.measures:
        known = data_days(replace(query, measures=(measure,)), project)
        for period in query.periods if known else ():
            if known and (period.end <= known.start or period.start >= known.end):
                label = project.catalog.metric(measure.metric).label
                raise Unanswerable(
                    "no_data_in_period",
                    metric=Text(label.zh, label.en),
                    start=period.start,
                    end=last_day(period),
                    first=known.start,
                    last=last_day(known),
                )


def check_attainments(query: MetricQuery, project: Project) -> None:
    """Raises Unanswerable where all data is asked for and a metric and its target are not known for the same days."""
    catalog = project.catalog
    for measure in query.measures if not query.periods and query.grain is None else ():
        target = catalog.metric(measure.metric).target
        if target is None or not isinstance(measure.shown, Attainment):
            continue
        known, aimed = (data_days(MetricQuery((Measure(name),)), project) for name in (measure.metric, target))
        if known and aimed and not same_buckets(known, aimed, coarsest_of(catalog, target), catalog.calendar):
            labels = [catalog.metric(name).label for name in (measure.metric, target)]
            own, aim = (Text(label.zh, label.en) for label in labels)
            raise Unanswerable("attainment_needs_period", metric=own, target=aim)


def check_holidays(query: MetricQuery, project: Project) -> None:
    """Raises Unanswerable where working days or holidays are asked for in days whose official calendar is not published."""
    known = known_days(used_dimensions(query), (measure.metric for measure in query.measures), project.catalog)
    if known is None:
        return
    held = data_days(query, project)
    for period in query.periods or ((held,) if held else ()):
        first = max(period.start, held.start) if held else period.start
        end = min(period.effective_end, held.end) if held else period.effective_end
        if first < known.start or end > known.end:
            raise Unanswerable("holidays_unknown", start=first, end=end - timedelta(days=1), first=known.start, last=last_day(known))


def last_day(period: Period) -> date:
    return period.end - timedelta(days=1)


def with_marked_periods(query: MetricQuery, catalog: Catalog, complete_before: Mapping[str, date]) -> MetricQuery:
    """The query with each period marked where the data of its metrics ends inside it, so that all of them count the same days."""
    counted = [catalog.dataset(name) for name in sorted(datasets_behind(query, catalog))]
    ends = sorted({complete_before[dataset.id] for dataset in counted if dataset.id in complete_before})
    grains = {dataset.time_grain for dataset in counted if dataset.time is not None} - {"day"}
    return replace(query, periods=tuple(marked_period(period, ends, grains, catalog.calendar) for period in query.periods))


def marked_period(period: Period, ends: Sequence[date], coarse: Set[Grain], calendar: Calendar = ISO) -> Period:
    """The period with its end of data. One that runs up to the end of the data ends with a whole grain of the coarsest fact.

    Profit of this year is revenue by day less expenses by month: both are counted to the last month that has expenses.
    """
    for grain in coarse:
        last = start_of(period.end, grain, calendar)
        if start_of(period.start, grain, calendar) == period.start < last < period.end and ends and period.end >= ends[0]:
            whole = replace(period, end=add(last, 1, grain, calendar))
            return marked(whole, min(last, end_of_data(whole, ends, coarse, calendar)))
    return marked(period, end_of_data(period, ends, coarse, calendar))


def end_of_data(period: Period, ends: Sequence[date], coarse: Set[Grain], calendar: Calendar = ISO) -> date:
    """The first day without complete data: the earliest end inside the period, at a whole grain of the coarsest fact if one is left."""
    end = next((day for day in ends if period.start < day < period.end), period.end)
    for grain in coarse if end < period.end else ():
        whole = start_of(end, grain, calendar)
        end = whole if period.start < whole else end
    return end

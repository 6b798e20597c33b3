"""Whether a refusal is right: the catalog's documents say that this query has no answer for that reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from catalog.metric import Aggregate, Conversion, Cumulative, Derived, Formula, Percentile, Restricted, SemiAdditive, StartOf
from catalog.parts import dimensions_of, inputs_within, read_rows, sides_of
from catalog.query import Measure, MetricQuery, Running, Share
from tests.reference.answers import answer, defined
from tests.reference.asked import roots, shown_by
from tests.reference.compared import Case
from tests.reference.tables import Unsupported

NESTED = {"day": ("week", "month", "quarter", "year"), "week": (), "month": ("quarter", "year"), "quarter": ("year",), "year": ()}


def rightly(case: Case, code: str) -> bool:
    """True where the reason given holds for the query or one inside it."""
    queries = (case.query, *(part.query for part in case.query.within))
    return any(holds(query, case, code) for query in queries)


def holds(query: MetricQuery, case: Case, code: str) -> bool:
    case = replace(case, query=query, tables=defined(case.tables, query.as_of))
    metrics = case.tables.catalog.metrics
    names = shown_by(query, case.tables.catalog)
    every = {name for shown in names for name in (shown, *inputs_within(metrics[shown], case.tables.catalog))}
    formulas = [metrics[name].formula for name in every]
    match code:
        case "unreachable_dimension" | "ambiguous_path":
            return not all_reached(query, every, case)
        case "time_too_fine" | "period_too_fine":
            datasets = [case.tables.catalog.datasets[name] for formula in formulas for name, _ in read_rows(formula)]
            return any(dataset.time_grain != "day" for dataset in datasets)
        case "comparison_needs_period":
            moved = query.comparison is not None or any(side.offset for formula in formulas for side in sides_of(formula))
            return not query.periods and moved
        case "start_needs_grain":
            return query.grain is None and starts(formulas) != []
        case "start_not_finer":
            return any(start not in NESTED[query.grain or "year"] for start in starts(formulas))
        case "cumulative_needs_grain":
            return query.grain is None and any(isinstance(formula, Cumulative) and formula.take != "last" for formula in formulas)
        case "cumulative_average":
            return any(
                isinstance(formula, Cumulative) and formula.take == "average" and not one_number(formula, case) for formula in formulas
            )
        case "cumulative_conversion":
            return any(isinstance(formula, Cumulative) and converts(formula.metric, case) for formula in formulas)
        case "comparison_needs_one_period":
            return len(query.periods) > 1 and query.comparison is not None
        case "cumulative_of_cumulative" | "cumulative_level":
            return any(isinstance(formula, Cumulative) and accumulates_what_cannot_be(formula.metric, case) for formula in formulas)
        case "share_not_additive":
            return any(isinstance(shown.shown, Share) and not adds_up(shown.metric, case) for shown in query.measures)
        case "share_overlaps":
            return any(isinstance(shown.shown, Share) and overlaps(shown, query, case) for shown in query.measures)
        case "value_over_bridge":  # who is restricted has to be a value of the row
            return any(
                case.tables.bridged(dataset, part.dimension)
                for formula in formulas
                if isinstance(formula, Restricted)
                for part in formula.conditions
                for name in (formula.metric, part.metric)
                for dataset in case.datasets((Measure(name),))
            )
        case "validity_needs_time":
            return beyond(query, case)
        case "running_not_additive":
            return any(isinstance(shown.shown, Running) and not adds_up(shown.metric, case) for shown in query.measures)
        case "reset_not_nested":
            resets = [shown.shown.reset for shown in query.measures if isinstance(shown.shown, Running) and shown.shown.reset]
            return any(reset not in NESTED[query.grain or "year"] for reset in resets)
        case "filter_excluded":
            return nothing_left(query, case)
    return False


def starts(formulas: Sequence[Formula]) -> list[str]:
    return [side.offset.grain for formula in formulas for side in sides_of(formula) if isinstance(side.offset, StartOf)]


def one_number(formula: Cumulative, case: Case) -> bool:
    """A sum, a count, an extreme …: not what is made of two, as an average is, nor what is filled."""
    metric = case.tables.catalog.metrics[formula.metric]
    if metric.fill_nulls_with is not None:
        return False
    return isinstance(metric.formula, Percentile) or (isinstance(metric.formula, Aggregate) and metric.formula.function != "average")


def converts(name: str, case: Case) -> bool:
    metrics = case.tables.catalog.metrics
    return any(isinstance(metrics[inner].formula, Conversion) for inner in (name, *inputs_within(metrics[name], case.tables.catalog)))


def all_reached(query: MetricQuery, every: set[str], case: Case) -> bool:
    """Whether every dataset that the query reads reaches every dimension that it names."""
    catalog = case.tables.catalog
    named = {*query.group_by, *(part.dimension for part in query.all_filters), *(name for part in query.within for name in part.dimensions)}
    datasets = {dataset for name in every for dataset in roots(replace(catalog.metrics[name], editions=()))}
    try:
        for dataset in datasets:
            for name in named:
                case.tables.path(dataset, catalog.dimensions[name].dataset, catalog.dimensions[name].via)
    except Unsupported:
        return False
    return True


def beyond(query: MetricQuery, case: Case) -> bool:
    """Whether a history is asked for that lies beyond a bridge."""
    named = {*query.group_by, *(part.dimension for part in query.all_filters), *(name for part in query.within for name in part.dimensions)}
    every = {inner for one in query.measures for inner in inputs_within(case.tables.catalog.metrics[one.metric], case.tables.catalog)}
    formulas = [case.tables.catalog.metrics[name].formula for name in (*every, *(one.metric for one in query.measures))]
    named |= {name for formula in formulas for name in dimensions_of(formula)}
    return "rating" in named and any(case.tables.bridged(dataset, "rating") for dataset in case.datasets(query.measures))


def overlaps(measure: Measure, query: MetricQuery, case: Case) -> bool:
    """Whether the parts of a share are by members that share rows."""
    asking = [name for name in query.group_by if isinstance(measure.shown, Share) and name not in measure.shown.of]
    return any(case.tables.bridged(dataset, name) for name in asking for dataset in case.datasets((measure,)))


def accumulates_what_cannot_be(name: str, case: Case) -> bool:
    metrics = case.tables.catalog.metrics
    inner = [metrics[other].formula for other in (name, *inputs_within(metrics[name], case.tables.catalog))]
    return any(isinstance(formula, Cumulative | SemiAdditive) for formula in inner)


def adds_up(name: str, case: Case) -> bool:
    """Sums and counts, and their sums and differences: these have shares and running totals, and must not be refused."""
    metric = case.tables.catalog.metrics[name]
    match metric.formula:
        case Aggregate(_, "sum" | "count"):
            return True
        case Derived("a - b" | "a + b" | "a * 2 - b" | "-a + b", inputs):
            return metric.fill_nulls_with is None and all(side.offset is None and adds_up(side.metric, case) for side in inputs)
    return False


def nothing_left(query: MetricQuery, case: Case) -> bool:
    """Whether a measure has no value but 0 in any row."""
    rows = answer(query, case.tables)
    return any(all(not row[shown.name] for row in rows if shown.name in row) for shown in query.measures)

"""Whether a refusal is right: the catalog's documents say that this query has no answer for that reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from catalog.metric import (
    Aggregate,
    AllTime,
    Conversion,
    Cumulative,
    Derived,
    Formula,
    Offset,
    Percentile,
    PerDay,
    Restricted,
    SemiAdditive,
    StartOf,
    ToDate,
    Trailing,
)
from catalog.parts import dimensions_of, inputs_within, read_rows, sides_of
from catalog.query import Measure, MetricQuery, Plain, Running, Share
from tests.reference.answers import answer, defined
from tests.reference.asked import shown_by
from tests.reference.compared import Case
from tests.reference.invented import roots
from tests.reference.tables import Unsupported

NESTED = {"day": ("week", "month", "quarter", "year"), "week": (), "month": ("quarter", "year"), "quarter": ("year",), "year": ()}


@dataclass(frozen=True)
class Refusal:
    """A query that was refused, with the formulas of every metric that it shows or is made of, as they held on its day."""

    query: MetricQuery
    case: Case
    every: frozenset[str]

    @property
    def formulas(self) -> list[Formula]:
        return [self.case.tables.catalog.metrics[name].formula for name in sorted(self.every)]

    @property
    def accumulated(self) -> list[Cumulative]:
        return [formula for formula in self.formulas if isinstance(formula, Cumulative)]

    @property
    def starts(self) -> list[str]:
        return [side.offset.grain for formula in self.formulas for side in sides_of(formula) if isinstance(side.offset, StartOf)]

    def of(self, kind: type[Share] | type[Running]) -> list[Measure]:
        return [measure for measure in self.query.measures if isinstance(measure.shown, kind)]


def rightly(case: Case, code: str) -> bool:
    """True where the reason given holds for the query or one inside it."""
    queries = (case.query, *(part.query for part in case.query.within))
    return code in RIGHTLY and any(RIGHTLY[code](refusal(query, case)) for query in queries)


def refusal(query: MetricQuery, case: Case) -> Refusal:
    case = replace(case, query=query, tables=defined(case.tables, query.as_of))
    catalog = case.tables.catalog
    names = shown_by(query, catalog)
    return Refusal(query, case, frozenset(name for shown in names for name in (shown, *inputs_within(catalog.metrics[shown], catalog))))


# dimensions


def not_reached(asked: Refusal) -> bool:
    return not all_reached(asked.query, set(asked.every), asked.case)


def members_over_bridge(asked: Refusal) -> bool:
    """Who is restricted has to be a value of the row."""
    return any(
        asked.case.tables.bridged(dataset, part.dimension)
        for formula in asked.formulas
        if isinstance(formula, Restricted)
        for part in formula.conditions
        for name in (formula.metric, part.metric)
        for dataset in asked.case.datasets((Measure(name),))
    )


# days


def by_month(asked: Refusal) -> bool:
    datasets = [asked.case.tables.catalog.datasets[name] for formula in asked.formulas for name, _ in read_rows(formula)]
    return any(dataset.time_grain != "day" for dataset in datasets)


def moved_without_days(asked: Refusal) -> bool:
    moved = asked.query.comparison is not None or any(side.offset for formula in asked.formulas for side in sides_of(formula))
    return not asked.query.periods and moved


def compared_in_several_periods(asked: Refusal) -> bool:
    return len(asked.query.periods) > 1 and asked.query.comparison is not None


def start_without_grain(asked: Refusal) -> bool:
    return asked.query.grain is None and asked.starts != []


def start_not_finer(asked: Refusal) -> bool:
    return any(start not in NESTED[asked.query.grain or "year"] for start in asked.starts)


# what is accumulated and shown


def accumulated_without_grain(asked: Refusal) -> bool:
    return asked.query.grain is None and any(formula.take != "last" for formula in asked.accumulated)


def averaged_of_two(asked: Refusal) -> bool:
    return any(formula.take == "average" and not one_number(formula, asked.case) for formula in asked.accumulated)


def reset_not_nested(asked: Refusal) -> bool:
    resets = [shown.shown.reset for shown in asked.of(Running) if isinstance(shown.shown, Running) and shown.shown.reset]
    return any(reset not in NESTED[asked.query.grain or "year"] for reset in resets)


def contains(name: str, kind: type[PerDay] | type[Cumulative] | type[SemiAdditive], case: Case) -> bool:
    metrics = case.tables.catalog.metrics
    return any(isinstance(metrics[inner].formula, kind) for inner in (name, *inputs_within(metrics[name], case.tables.catalog)))


def counts_days_of(formula: Formula, kind: type[Cumulative] | type[SemiAdditive], case: Case) -> bool:
    """Whether a number per day is of what has days of its own, a window or a level."""
    return isinstance(formula, PerDay) and contains(formula.metric, kind, case)


def started_per_day(formula: Formula, case: Case) -> bool:
    """Whether a number per day is asked for at the start of a grain: of which days it would be is not said."""
    return any(isinstance(side.offset, StartOf) and contains(side.metric, PerDay, case) for side in sides_of(formula))


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


def moved_inside(formula: Cumulative, asked: Refusal) -> bool:
    """Whether a window holds earlier days that the same window on earlier days would not: not since ever, nor days moved by days."""
    metrics = asked.case.tables.catalog.metrics
    every = (formula.metric, *inputs_within(metrics[formula.metric], asked.case.tables.catalog))
    moves = [side.offset for name in every for side in sides_of(metrics[name].formula) if side.offset is not None]
    match formula.window:
        case AllTime():
            return any(isinstance(move, StartOf) for move in moves)
        case Trailing(_, "day" | "week") if asked.query.grain not in ("day", None) and formula.take != "average":
            return any(isinstance(move, StartOf) for move in moves)
        case Trailing(_, "day" | "week"):
            return any(isinstance(move, StartOf) or move.grain not in ("day", "week") for move in moves)
        case ToDate("week"):
            return any(not isinstance(move, Offset) or move not in (Offset(7, "day"), Offset(1, "week")) for move in moves)
    return moves != []


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
    measures = tuple(replace(measure, shown=Plain(), alias=f"value {place}") for place, measure in enumerate(query.measures))
    try:
        rows = answer(replace(query, measures=measures, having=(), order=(), limit=None, comparison=None), case.tables)
    except Unsupported:
        return True  # there is no answer for another reason either
    return any(all(not row[measure.name] for row in rows) for measure in measures)


def trails_by_months(asked: Refusal) -> bool:
    """Days that trail to the end of coarser buckets, beside those of months earlier."""
    moves = [side.offset for formula in asked.formulas for side in sides_of(formula)]
    moves += [asked.query.comparison.to] if asked.query.comparison else []
    trail = [formula for formula in asked.accumulated if isinstance(formula.window, Trailing) and formula.window.grain in ("day", "week")]
    by_months = any(isinstance(move, Offset) and move.grain not in ("day", "week") for move in moves)
    return bool(trail) and by_months and asked.query.grain not in ("day", None)


RIGHTLY: dict[str, Callable[[Refusal], bool]] = {
    "unreachable_dimension": not_reached,
    "ambiguous_path": not_reached,
    "value_over_bridge": members_over_bridge,
    "validity_needs_time": lambda asked: beyond(asked.query, asked.case),
    "time_too_fine": by_month,
    "period_too_fine": by_month,
    "comparison_needs_period": moved_without_days,
    "comparison_needs_one_period": compared_in_several_periods,
    "start_needs_grain": start_without_grain,
    "start_not_finer": start_not_finer,
    "start_per_day": lambda asked: any(started_per_day(formula, asked.case) for formula in asked.formulas),
    "level_per_day": lambda asked: any(counts_days_of(formula, SemiAdditive, asked.case) for formula in asked.formulas),
    "cumulative_per_day": lambda asked: (
        any(counts_days_of(formula, Cumulative, asked.case) for formula in asked.formulas)
        or any(contains(formula.metric, PerDay, asked.case) for formula in asked.accumulated)
    ),
    "cumulative_needs_grain": accumulated_without_grain,
    "cumulative_average": averaged_of_two,
    "cumulative_conversion": lambda asked: any(converts(formula.metric, asked.case) for formula in asked.accumulated),
    "cumulative_of_cumulative": lambda asked: any(accumulates_what_cannot_be(formula.metric, asked.case) for formula in asked.accumulated),
    "trailing_moved": trails_by_months,
    "cumulative_of_earlier": lambda asked: any(moved_inside(formula, asked) for formula in asked.accumulated),
    "cumulative_level": lambda asked: any(accumulates_what_cannot_be(formula.metric, asked.case) for formula in asked.accumulated),
    "share_not_additive": lambda asked: any(not adds_up(shown.metric, asked.case) for shown in asked.of(Share)),
    "share_overlaps": lambda asked: any(overlaps(shown, asked.query, asked.case) for shown in asked.of(Share)),
    "running_not_additive": lambda asked: any(not adds_up(shown.metric, asked.case) for shown in asked.of(Running)),
    "reset_not_nested": reset_not_nested,
    "filter_excluded": lambda asked: nothing_left(asked.query, asked.case),
}

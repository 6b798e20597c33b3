"""What a query may ask of a catalog: known names, published metrics, allowed and required dimensions, keys that exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from catalog.calendar import Calendar
from catalog.catalog import Catalog, nearest
from catalog.errors import Unanswerable, Unknown
from catalog.joins import paths
from catalog.lineage import datasets_of
from catalog.metric import Grain, Metric, Over, PerDay
from catalog.parts import inputs_within
from catalog.period import grains_of, nests
from catalog.query import PERIOD, TIME, Filter, MemberFilter, MetricQuery, Rank, Running, Share


def resets_of(grain: Grain, calendar: Calendar) -> tuple[Grain, ...]:
    """The grains at which a running total over `grain` can start again."""
    return tuple(coarser for coarser in grains_of(calendar) if coarser != grain and nests(grain, coarser, calendar))


def key_names(query: MetricQuery) -> tuple[str, ...]:
    """The key columns in their order: period, time, dimensions."""
    several, time = (PERIOD,) if len(query.periods) > 1 else (), (TIME,) if query.grain else ()
    return (*several, *time, *query.group_by)


def used_dimensions(query: MetricQuery) -> tuple[str, ...]:
    """Every dimension that all metrics of the query are grouped or filtered by."""
    filtered = (part.dimension for part in query.shared_filters)
    chosen = (name for part in query.within for name in part.dimensions)
    return tuple(dict.fromkeys((*query.group_by, *filtered, *chosen)))


def check_query(query: MetricQuery, catalog: Catalog) -> None:
    """Raises Unknown or Unanswerable for what can be seen without looking into the metrics' formulas."""
    if not query.measures:
        raise Unanswerable("no_measures")
    for name in (*used_dimensions(query), *(part.dimension for part in query.all_filters)):
        catalog.dimension(name)
    if any(not side for choice in query.any_of for side in choice.sides) or any(not choice.sides for choice in query.any_of):
        raise Unanswerable("empty_alternative")
    unique([*key_names(query), *(measure.name for measure in query.measures)])
    check_shown(query, catalog)
    if query.limit is not None:
        check_keys(query, query.limit.per)
    check_keys(query, (part.dimension for part in query.only))
    if query.comparison is not None and not query.periods and query.grain is None:
        raise Unanswerable("comparison_needs_period", metric=query.measures[0].metric)
    for part in query.within:
        for name in part.dimensions:
            if name not in part.query.group_by:
                raise Unanswerable("within_without_key", dimension=name, keys=part.query.group_by)


def unique(names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise Unanswerable("same_column_twice", name=name)


def check_shown(query: MetricQuery, catalog: Catalog) -> None:
    for measure in query.measures:
        match measure.shown:
            case Share(of) | Rank(_, of):
                check_keys(query, of)
            case Running(reset):
                if query.grain is None:
                    raise Unanswerable("running_without_grain", metric=measure.metric)
                possible = resets_of(query.grain, catalog.calendar)
                if reset is not None and reset not in possible:
                    raise Unanswerable("reset_not_nested", grain=query.grain, reset=reset, possible=possible)
            case Over():
                check_over(catalog, query, measure.shown)


def check_over(catalog: Catalog, query: MetricQuery, over: Over) -> None:
    """The values of an aggregate over members have members or buckets, and whole ones within each bucket of the query."""
    for name in over.of:
        catalog.dimension(name)
    if not over.of and over.grain is None:
        raise Unanswerable("over_nothing")
    if (over.take == "percentile") != (over.fraction is not None) or not 0 < (over.fraction or 0.5) < 1:
        raise Unanswerable("percentile_fraction", fraction=over.fraction)
    if over.fill is not None and (over.of or over.grain is None):
        raise Unanswerable("over_fill_members")
    if query.grain is not None and over.grain is not None and not nests(over.grain, query.grain, catalog.calendar):
        raise Unanswerable("over_grain_not_nested", grain=query.grain, over=over.grain)


def check_keys(query: MetricQuery, names: Iterable[str]) -> None:
    for name in names:
        if name not in key_names(query):
            raise Unanswerable("not_a_key", name=name, keys=key_names(query))


def check_metric(catalog: Catalog, query: MetricQuery, metric: Metric, notes: dict[str, None], own: tuple[Filter, ...] = ()) -> None:
    """Raises Unanswerable where the metric's card forbids the query or the measure's own filters; notes what an answer has to say."""
    if metric.status == "draft":
        raise Unanswerable("draft_metric", metric=metric.id)
    if metric.status == "deprecated":
        notes["deprecated_metric"] = None
    used = tuple(dict.fromkeys((*used_dimensions(query), *(part.dimension for part in own))))
    if metric.allowed_dimensions is not None:
        for name in used:
            if name not in metric.allowed_dimensions and not catalog.is_of_days(name):
                raise Unanswerable("disallowed_dimension", metric=metric.id, dimension=name, nearest=metric.allowed_dimensions)
    check_days(catalog, metric, used)
    for name in metric.required_dimensions:
        if name not in (*query.group_by, *settled((*query.filters, *own))):
            raise Unanswerable("required_dimension", metric=metric.id, dimension=name)


def check_days(catalog: Catalog, metric: Metric, dimensions: Iterable[str]) -> None:
    """A number per day counts all days of its period: over some of them only, weekdays or holidays, that divisor is wrong."""
    inside = (catalog.insides.get(name) or catalog.metrics.get(name) for name in (metric.id, *inputs_within(metric, catalog)))
    if not any(each is not None and isinstance(each.formula, PerDay) for each in inside):
        return
    for name in dimensions:
        if tells_days(catalog, metric, name):
            raise Unanswerable("per_day_of_some_days", metric=metric.id, dimension=name)


def tells_days(catalog: Catalog, metric: Metric, dimension: str) -> bool:
    """Whether a dimension says something of a row's day: it is looked up by the rows' own time, or made of it."""
    from catalog.expression import columns_in

    declared = catalog.dimension(dimension)
    for home in datasets_of(catalog, metric.id):
        time = catalog.dataset(home).time
        for path in paths(catalog, home, declared.dataset, declared.via) if time else ():
            read = [left for left, _ in path.steps[0].keys] if path.steps else [column for _, column in columns_in(declared.expression)]
            if time in read:
                return True
    return False


def settled(filters: Iterable[Filter]) -> Iterator[str]:
    """Dimensions that a filter holds to one member."""
    for part in filters:
        if isinstance(part, MemberFilter) and not part.negated and len(part.values) == 1:
            yield part.dimension


def check_column(name: str, known: Iterable[str]) -> None:
    if name not in known:
        raise Unknown("unknown_column", name=name, nearest=nearest(name, known) or tuple(known))

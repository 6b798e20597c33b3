"""Whether a metric can be split or filtered by a dimension, and what else could be."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from assistant.question import Sight
from catalog.catalog import Catalog
from catalog.errors import CatalogError
from catalog.joins import paths
from catalog.lineage import counted_datasets_of, datasets_of, inputs_of
from catalog.metric import Aggregate, Cumulative, OverMembers, Percentile, Ratio, SemiAdditive, WeightedAverage

FAR = 99


def reaches(catalog: Catalog, metric: str, dimension: str) -> bool:
    """Whether the card allows it and every dataset of the metric has one path to the dimension's."""
    allowed = catalog.metrics[metric].allowed_dimensions
    if allowed is not None and dimension not in allowed and not catalog.is_of_days(dimension):
        return False
    if catalog.is_of_days(dimension) and not has_time(catalog, metric):
        return False
    target = catalog.dimensions[dimension]
    try:
        return all(len(paths(catalog, dataset, target.dataset, target.via)) == 1 for dataset in counted_datasets_of(catalog, metric))
    except CatalogError:
        return False


def has_time(catalog: Catalog, metric: str) -> bool:
    """Whether everything the metric is made of is dated; what only knows the present state has no last month."""
    formula = catalog.metrics[metric].formula
    if isinstance(formula, Aggregate | SemiAdditive | Percentile | WeightedAverage):
        return bool(formula.time or catalog.datasets[formula.dataset].time)
    return all(has_time(catalog, inner) for inner in inputs_of(catalog, metric) if inner in catalog.metrics)


def nearest_to(catalog: Catalog, metrics: Iterable[str], dimensions: list[str]) -> list[str]:
    """Of dimensions of one name, those with the fewest joins from the metrics' facts: the order's own channel before its member's."""
    metrics = list(metrics)
    if len(dimensions) < 2 or not metrics:
        return dimensions
    steps = {name: sum(distance(catalog, metric, name) for metric in metrics) for name in dimensions}
    return [name for name in dimensions if steps[name] == min(steps.values())]


def distance(catalog: Catalog, metric: str, dimension: str) -> int:
    target = catalog.dimensions[dimension]
    found = [paths(catalog, dataset, target.dataset, target.via) for dataset in counted_datasets_of(catalog, metric)]
    return max((len(each[0].steps) if each else FAR for each in found), default=FAR)


def dimensions_of(catalog: Catalog, metric: str, count: int = 3) -> tuple[str, ...]:
    """Dimensions that the metric can be split by, in the catalog's order."""
    levels = [level for hierarchy in catalog.hierarchies for level in hierarchy.levels[:1]]
    found = (
        name
        for name in dict.fromkeys((*levels, *catalog.dimensions))
        if catalog.dimensions[name].type in ("text", "boolean") and reaches(catalog, metric, name)
    )
    return tuple(name for name, _ in zip(found, range(count), strict=False))


def ends_with_last(catalog: Catalog, metric: str) -> bool:
    """Whether a bucket's value is that of its end, so that 'at the end of the month' says nothing more."""
    formula = catalog.metrics[metric].formula
    return (isinstance(formula, SemiAdditive) and formula.take == "last") or isinstance(formula, Cumulative)


def only_names_rows(catalog: Catalog, noun: str, head: str) -> bool:
    """航班的平均速度: whether the first metric counts the very rows that the second is made of, so that its word adds nothing."""
    counted, measured = catalog.metrics[noun].formula, catalog.metrics[head].formula
    if not isinstance(counted, Aggregate) or not counts_every_row(catalog, counted):
        return False
    same_rows = counted.filter is None or (isinstance(measured, Aggregate) and measured.filter == counted.filter)
    return same_rows and datasets_of(catalog, head) == {counted.dataset}


def counts_rows_of(catalog: Catalog, metric: str, dimension: str) -> bool:
    """Whether the metric adds up rows of the dimension's own table."""
    formula = catalog.metrics[metric].formula
    return isinstance(formula, Aggregate) and formula.dataset == catalog.dimensions[dimension].dataset


def counts_every_row(catalog: Catalog, counted: Aggregate) -> bool:
    """Whether no row is passed over for want of a value: all rows are counted, or those of a key that is never null."""
    if counted.function == "count":
        return counted.expression is None
    return counted.function == "count_distinct" and counted.expression in catalog.datasets[counted.dataset].primary_key


def days_of(sight: Sight, metric: str) -> tuple[date, date] | None:
    """The first day with data and the first without complete data that all of the metric's datasets share; None where not known."""
    known = [sight.days[name] for name in datasets_of(sight.catalog, metric) if name in sight.days]
    return (max(first for first, _ in known), min(before for _, before in known)) if known else None


def is_level(catalog: Catalog, metric: str) -> bool:
    """Whether the metric is a level at a moment (stock, headcount), so that 'latest' means its last day."""
    return isinstance(catalog.metrics[metric].formula, SemiAdditive)


def is_average(catalog: Catalog, metric: str) -> bool:
    """Whether the metric is a rate or an average already, so that its average over the same rows is itself."""
    match catalog.metrics[metric].formula:
        case Ratio() | WeightedAverage():
            return True
        case Aggregate(function=function):
            return function in ("average", "median")
        case SemiAdditive(take=take):
            return take == "average"
        case OverMembers(over=over):
            return over.take in ("average", "median")
    return False

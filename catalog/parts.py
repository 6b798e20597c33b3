"""What a metric is made of: the metrics inside its formula, and the SQL texts that its rows are read by."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.catalog import Catalog
from catalog.metric import (
    Aggregate,
    Conversion,
    Cumulative,
    Derived,
    Formula,
    Input,
    Metric,
    OverMembers,
    Percentile,
    PerDay,
    Ratio,
    Restricted,
    SemiAdditive,
    WeightedAverage,
)


def sides_of(formula: Formula) -> tuple[Input, ...]:
    """The inputs of a ratio or derived formula."""
    match formula:
        case Ratio(numerator, denominator):
            return (numerator, denominator)
        case Derived(_, inputs):
            return inputs
        case _:
            return ()


def inputs_of(formula: Formula) -> tuple[str, ...]:
    """The metrics that a formula names, in order."""
    match formula:
        case Cumulative(metric) | PerDay(metric) | OverMembers(metric):
            return (metric,)
        case Restricted(metric, conditions):
            return (metric, *(condition.metric for condition in conditions))
        case _:
            return tuple(side.metric for side in sides_of(formula))


def counted_in(formula: Formula) -> tuple[str, ...]:
    """The metrics whose rows a formula counts, without those that only choose its members."""
    return (formula.metric,) if isinstance(formula, Restricted) else inputs_of(formula)


def formulas_of(metric: Metric) -> tuple[Formula, ...]:
    """The metric's formula and those of its earlier editions."""
    return (metric.formula, *(edition.formula for edition in metric.editions))


def all_inputs_of(metric: Metric) -> tuple[str, ...]:
    """The metrics that any edition of the metric names."""
    return tuple(dict.fromkeys(name for formula in formulas_of(metric) for name in inputs_of(formula)))


def inputs_within(metric: Metric, catalog: Catalog) -> tuple[str, ...]:
    """Every metric inside a metric, at any depth and in any edition, each once; unknown names are given and not followed."""
    found: dict[str, None] = {}
    waiting = list(all_inputs_of(metric))
    while waiting:
        name = waiting.pop(0)
        if name not in found and name != metric.id:
            found[name] = None
            if name in catalog.metrics:
                waiting.extend(all_inputs_of(catalog.metrics[name]))
    return tuple(found)


def texts_of(metric: Metric, catalog: Catalog) -> Iterator[tuple[str, str]]:
    """(dataset, SQL) of everything that the metric's own formulas read: expressions, filters, time columns, dimensions of conditions."""
    for formula in formulas_of(metric):
        yield from own_texts(formula)
        for name, time in read_rows(formula):
            if name in catalog.datasets and (privacy := catalog.datasets[name].privacy) is not None:
                yield name, privacy.entity  # counted beside it
            dataset_time = time or (catalog.datasets[name].time if name in catalog.datasets else None)
            if dataset_time:
                yield name, quoted(dataset_time)
        for name in dimensions_of(formula):
            if name in catalog.dimensions:
                yield catalog.dimensions[name].dataset, catalog.dimensions[name].expression


def own_texts(formula: Formula) -> Iterator[tuple[str, str]]:
    """(dataset, SQL) of the expressions and filters that a formula writes itself."""
    texts: tuple[str | None, ...]
    match formula:
        case Aggregate(dataset, _, expression, filtered) | Percentile(dataset, expression, _, filtered):
            texts = (expression, filtered)
        case SemiAdditive(dataset, expression=expression, filter=filtered, per=per):
            texts = (expression, filtered, *map(quoted, per))
        case WeightedAverage(dataset, expression, weight, filtered):
            texts = (expression, weight, filtered)
        case Conversion(base, converted, constants=constants):
            for event, side in ((base, 0), (converted, 1)):
                found = (event.entity, event.expression, event.filter, *(pair[side] for pair in constants))
                yield from ((event.dataset, text) for text in found if text)
            return
        case _:
            return
    yield from ((dataset, text) for text in texts if text)


def read_rows(formula: Formula) -> tuple[tuple[str, str | None], ...]:
    """The datasets whose rows a formula reads itself, each with the time column that it names."""
    match formula:
        case Aggregate() | Percentile() | SemiAdditive() | WeightedAverage():
            return ((formula.dataset, formula.time),)
        case Conversion(base, converted):
            return ((base.dataset, base.time), (converted.dataset, converted.time))
        case _:
            return ()


def own_rows(formula: Formula) -> tuple[tuple[str, str | None], ...]:
    """The datasets whose rows a formula reads itself, each with the filter that it sets on them."""
    if isinstance(formula, Conversion):
        return ((formula.base.dataset, formula.base.filter), (formula.converted.dataset, formula.converted.filter))
    return tuple((dataset, getattr(formula, "filter", None)) for dataset, _ in read_rows(formula))


def dimensions_of(formula: Formula) -> tuple[str, ...]:
    """The dimensions that a formula filters by, or whose members it reads its values of."""
    if isinstance(formula, Restricted):
        return tuple(condition.dimension for condition in formula.conditions)
    if isinstance(formula, OverMembers):
        return formula.over.of
    return tuple(name for side in sides_of(formula) for name, _ in side.filters)


def quoted(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'

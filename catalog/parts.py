"""What a metric is made of: the metrics inside its formula, and the SQL texts that its rows are read by."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.catalog import Catalog
from catalog.metric import Aggregate, Cumulative, Derived, Formula, Input, Metric, Percentile, Ratio, SemiAdditive


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
    if isinstance(formula, Cumulative):
        return (formula.metric,)
    return tuple(side.metric for side in sides_of(formula))


def inputs_within(metric: Metric, catalog: Catalog) -> tuple[str, ...]:
    """Every metric inside a metric, at any depth, each once; unknown names are given and not followed."""
    found: dict[str, None] = {}
    waiting = list(inputs_of(metric.formula))
    while waiting:
        name = waiting.pop(0)
        if name not in found and name != metric.id:
            found[name] = None
            if name in catalog.metrics:
                waiting.extend(inputs_of(catalog.metrics[name].formula))
    return tuple(found)


def texts_of(metric: Metric, catalog: Catalog) -> Iterator[tuple[str, str]]:
    """(dataset, SQL) of everything that the metric's own formula reads: expression, filter, time column, its inputs' filter dimensions."""
    formula = metric.formula
    if isinstance(formula, Aggregate | Percentile | SemiAdditive):
        dataset = catalog.datasets.get(formula.dataset)
        time = formula.time or (dataset.time if dataset else None)
        yield from ((formula.dataset, text) for text in (formula.expression, formula.filter) if text)
        if time:
            yield formula.dataset, '"' + time.replace('"', '""') + '"'
    for side in sides_of(formula):
        for name, _ in side.filters:
            if name in catalog.dimensions:
                yield catalog.dimensions[name].dataset, catalog.dimensions[name].expression

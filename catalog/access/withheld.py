"""The columns that tell what was denied: read by denied metrics and dimensions alone, so that detail rows would give them away.

What something visible reads stays, and so do keys and days: they say which row it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from catalog.catalog import Catalog
from catalog.dataset import Dataset, validity_columns
from catalog.dimension import Dimension
from catalog.metric import Aggregate, Metric, Percentile, SemiAdditive, WeightedAverage
from catalog.parts import formulas_of, inputs_within, texts_of

Key = tuple[str, str]  # dataset, folded column


def withheld_columns(
    catalog: Catalog, denied: Iterable[tuple[Metric | Dimension, str]], metrics: Iterable[str], dimensions: Iterable[str]
) -> Mapping[Key, str]:
    """The columns with the rule that denies what they tell; `metrics` and `dimensions` are those that are visible."""
    found = {key: rule for named, rule in denied for home, text in values_of(named) for key in keys_in(home, text)}
    left = {key: rule for key, rule in found.items() if key not in keys_and_days(catalog)}
    named = {column for _, column in left}
    for home, text in dict.fromkeys(texts_read(catalog, metrics, dimensions)) if left else ():
        if any(column in text.casefold() for column in named):  # parsed only where one of them occurs
            for key in keys_in(home, text):
                left.pop(key, None)
    return left


def values_of(named: Metric | Dimension) -> Iterator[tuple[str, str]]:
    """(dataset, SQL) of the values themselves, without what only chooses rows."""
    if isinstance(named, Dimension):
        yield named.dataset, named.expression
        return
    for formula in formulas_of(named):
        match formula:
            case Aggregate() | Percentile() | SemiAdditive() if formula.expression:
                yield formula.dataset, formula.expression
            case WeightedAverage():
                yield from ((formula.dataset, text) for text in (formula.expression, formula.weight))
            case _:
                pass


def keys_in(home: str, text: str) -> Iterator[Key]:
    from catalog.expression import columns_in

    yield from ((dataset or home, column.casefold()) for dataset, column in columns_in(text))


def texts_read(catalog: Catalog, metrics: Iterable[str], dimensions: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(dataset, SQL) of all that visible metrics, at any depth, and visible dimensions read."""
    yield from ((catalog.dimensions[name].dataset, catalog.dimensions[name].expression) for name in dimensions)
    inside = (each for name in metrics for each in (name, *inputs_within(catalog.metrics[name], catalog)))
    for name in dict.fromkeys(inside):
        if name in catalog.metrics:
            yield from texts_of(catalog.metrics[name], catalog)


def keys_and_days(catalog: Catalog) -> set[Key]:
    sides = {(join.left, left) for join in catalog.joins for left, _ in join.keys}
    sides |= {(join.right, right) for join in catalog.joins for _, right in join.keys}
    kept = {(name, column) for name, dataset in catalog.datasets.items() for column in kept_columns(dataset)}
    return {(dataset, column.casefold()) for dataset, column in sides | kept}


def kept_columns(dataset: Dataset) -> tuple[str, ...]:
    return (*dataset.primary_key, *validity_columns(dataset), *([dataset.time] if dataset.time else []))

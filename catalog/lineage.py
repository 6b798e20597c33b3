"""Where a metric comes from: the metrics inside it, and the datasets and columns under them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from catalog import parts
from catalog.catalog import Catalog
from catalog.metric import Aggregate, Conversion, Formula, Percentile, SemiAdditive, WeightedAverage


@dataclass(frozen=True)
class Source:
    """One aggregate at the bottom of a metric: its dataset, the table behind it and the expression that is aggregated (None: the rows)."""

    dataset: str
    table: str
    expression: str | None


def formula_of(catalog: Catalog, metric: str) -> Formula:
    """A metric's formula, also of one that is only inside others and may not be named. Raises Unknown."""
    inside = catalog.insides.get(metric)
    return inside.formula if inside is not None else catalog.metric(metric).formula


def inputs_of(catalog: Catalog, metric: str) -> tuple[str, ...]:
    """The metrics that this one is directly made of; empty for one that is counted from a dataset."""
    return parts.inputs_of(formula_of(catalog, metric))


def sources_of(catalog: Catalog, metric: str) -> Iterator[Source]:
    """Every aggregate that the metric rests on, through all metrics inside it. The catalog has no cycles (checked when it is read)."""
    match formula_of(catalog, metric):
        case Aggregate() | SemiAdditive() | Percentile() | WeightedAverage() as found:
            yield source(catalog, found.dataset, found.expression)
        case Conversion(base, converted):
            yield source(catalog, base.dataset, base.expression)
            yield source(catalog, converted.dataset, converted.expression)
        case _:
            for inner in inputs_of(catalog, metric):
                yield from sources_of(catalog, inner)


def source(catalog: Catalog, name: str, expression: str | None) -> Source:
    dataset = catalog.dataset(name)
    return Source(name, f"{dataset.schema}.{dataset.table}", expression)


def datasets_of(catalog: Catalog, metric: str) -> frozenset[str]:
    """The datasets that the metric rests on."""
    return frozenset(source.dataset for source in sources_of(catalog, metric))


def counted_datasets_of(catalog: Catalog, metric: str) -> frozenset[str]:
    """The datasets whose rows the metric counts, so that its keys and filters have to reach from there."""
    inner = parts.counted_in(formula_of(catalog, metric))
    return frozenset(name for each in inner for name in counted_datasets_of(catalog, each)) if inner else datasets_of(catalog, metric)


def children_of(catalog: Catalog, metric: str | None = None) -> tuple[str, ...]:
    """The metrics right below one in the tree of metrics, in the catalog's order; None: those at the top of it."""
    return tuple(name for name, found in catalog.metrics.items() if (found.parent if found.parent in catalog.metrics else None) == metric)

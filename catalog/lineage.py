"""Where a metric comes from: the metrics inside it, and the datasets and columns under them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import get_args

from catalog import parts
from catalog.catalog import Catalog
from catalog.metric import Aggregate, Conversion, Formula, Grain, Percentile, SemiAdditive, WeightedAverage


@dataclass(frozen=True)
class Source:
    """One aggregate at the bottom of a metric: its dataset, the table behind it and the expression that is aggregated (None: the rows)."""

    dataset: str
    table: str
    expression: str | None


def formula_of(catalog: Catalog, metric: str, day: date | None = None) -> Formula:
    """A metric's formula (as of a day), also of one that is only inside others and may not be named. Raises Unknown."""
    return (catalog.insides.get(metric) or catalog.metric(metric)).at(day).formula


def inputs_of(catalog: Catalog, metric: str, day: date | None = None) -> tuple[str, ...]:
    """The metrics that this one is directly made of; empty for one that is counted from a dataset."""
    return parts.inputs_of(formula_of(catalog, metric, day))


def sources_of(catalog: Catalog, metric: str, day: date | None = None) -> Iterator[Source]:
    """Every aggregate that the metric rests on, through all metrics inside it. The catalog has no cycles (checked when it is read)."""
    match formula_of(catalog, metric, day):
        case Aggregate() | SemiAdditive() | Percentile() | WeightedAverage() as found:
            yield source(catalog, found.dataset, found.expression)
        case Conversion(base, converted):
            yield source(catalog, base.dataset, base.expression)
            yield source(catalog, converted.dataset, converted.expression)
        case _:
            for inner in inputs_of(catalog, metric, day):
                yield from sources_of(catalog, inner, day)


def source(catalog: Catalog, name: str, expression: str | None) -> Source:
    dataset = catalog.dataset(name)
    return Source(name, f"{dataset.schema}.{dataset.table}", expression)


def datasets_of(catalog: Catalog, metric: str, day: date | None = None) -> frozenset[str]:
    """The datasets that the metric rests on, as it was defined on a day."""
    return frozenset(source.dataset for source in sources_of(catalog, metric, day))


def changed_on(catalog: Catalog, metric: str) -> date | None:
    """The first day of today's definition, the metrics inside included; None if there never was another."""
    inside = catalog.insides.get(metric) or catalog.metric(metric)
    found = {edition.until for edition in inside.editions}
    found |= {day for inner in parts.inputs_of(inside.formula) if (day := changed_on(catalog, inner)) is not None}
    return max(found, default=None)


def counted_datasets_of(catalog: Catalog, metric: str) -> frozenset[str]:
    """The datasets whose rows the metric counts (of a conversion, the base events): its keys and filters have to reach from there."""
    formula = formula_of(catalog, metric)
    if isinstance(formula, Conversion):
        return frozenset((formula.base.dataset,))
    inner = parts.counted_in(formula)
    return frozenset(name for each in inner for name in counted_datasets_of(catalog, each)) if inner else datasets_of(catalog, metric)


def coarsest_of(catalog: Catalog, metric: str) -> Grain:
    """The finest grain by which all datasets of a metric are known."""
    grains = [catalog.dataset(name).time_grain for name in sorted(datasets_of(catalog, metric))]
    return max(grains, key=get_args(Grain).index, default="day")


def children_of(catalog: Catalog, metric: str | None = None) -> tuple[str, ...]:
    """The metrics right below one in the tree of metrics, in the catalog's order; None: those at the top of it."""
    return tuple(name for name, found in catalog.metrics.items() if (found.parent if found.parent in catalog.metrics else None) == metric)

"""What a verified question rests on: the definitions under it. A digest changes when a formula does, not when a name or an owner does."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from catalog.catalog import Catalog
from catalog.parts import dimensions_of, formulas_of, inputs_within
from catalog.query import MetricQuery

if TYPE_CHECKING:
    from assistant.verified.book import Template


def digests_of(query: MetricQuery, catalog: Catalog) -> dict[str, str]:
    """A digest of each metric that was asked for, with everything inside it, and of each dimension that the query names."""
    from catalog.compiler.check import used_dimensions

    metrics = dict.fromkeys([measure.metric for measure in query.measures])
    found = {f"metric {name}": metric_digest(name, catalog, query.as_of) for name in metrics if name in catalog.metrics}
    for name in (*used_dimensions(query), *(part.dimension for part in query.all_filters)):
        if name in catalog.dimensions:
            found[f"dimension {name}"] = dimension_digest(name, catalog)
    for part in query.within:
        found |= digests_of(part.query, catalog)
    return found


def metric_digest(name: str, catalog: Catalog, day: date | None = None) -> str:
    metric = catalog.metrics[name]
    names = sorted(each for each in (name, *inputs_within(metric, catalog)) if each in catalog.metrics)
    formulas = [(each, catalog.metrics[each].at(day).formula, catalog.metrics[each].fill_nulls_with) for each in names]
    inside = {each for one in names for formula in formulas_of(catalog.metrics[one]) for each in dimensions_of(formula)}
    return digest([formulas, [dimension_digest(each, catalog) for each in sorted(inside) if each in catalog.dimensions]])


def dimension_digest(name: str, catalog: Catalog) -> str:
    dimension = catalog.dimensions[name]
    return digest([dimension.dataset, dimension.expression, dimension.type, dimension.via])


def digest(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:16]


def drifted(template: Template, catalog: Catalog) -> tuple[str, ...]:
    """The metrics and dimensions whose definition is no longer the verified one."""
    now: Mapping[str, str] = digests_of(template.query, catalog)
    return tuple(name.split(" ", 1)[1] for name, was in template.digests.items() if now.get(name) != was)


def rows_digest(rows: Iterable[Sequence[Any]]) -> str:
    """A digest of a result's values, whatever the order of its rows; doubles to nine digits."""
    return digest(sorted(repr([plain(value) for value in row]) for row in rows))


def plain(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (int, float, Decimal)):
        return f"{float(value):.9g}"
    return str(value)

"""A catalog to compile by for someone who will read the SQL: what it is made of and they may not name has a made-up name there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

from catalog.catalog import Catalog
from catalog.metric import Input, Metric
from catalog.parts import dimensions_of, formulas_of

METRICS: Final = ("metric",)  # the fields of formulas that hold metrics, and dimensions
DIMENSIONS: Final = ("dimension", "of")


def unnamed(whole: Catalog, seen: Catalog) -> Catalog:
    """The whole catalog with new ids for the hidden metrics inside the seen ones and for the hidden dimensions that those filter by.

    `Catalog.unnamed` leads from the new ids to the old ones; the catalog itself where nothing is hidden inside.
    """
    inside = {*seen.metrics, *whole.insides_of(set(seen.metrics))} & whole.metrics.keys()
    used = (name for metric in inside for formula in formulas_of(whole.metrics[metric]) for name in dimensions_of(formula))
    metrics = renamed((name for name in whole.metrics if name in inside - seen.metrics.keys()), "input", whole)
    dimensions = renamed((name for name in dict.fromkeys(used) if name not in seen.dimensions), "key", whole)
    if not metrics and not dimensions:
        return whole
    others = {name: metric for name, metric in whole.metrics.items() if name not in inside}
    made = {metrics.get(name, name): rewritten(whole.metrics[name], metrics, dimensions) for name in sorted(inside)}
    keys = {dimensions.get(name, name): replace(each, id=dimensions.get(name, name)) for name, each in whole.dimensions.items()}
    back = {new: old for names in (metrics, dimensions) for old, new in names.items()}
    return replace(whole, metrics=others | made, dimensions=keys, unnamed=back)


def renamed(names: Iterator[str], kind: str, whole: Catalog) -> dict[str, str]:
    """A new id for each name, that nothing in the catalog has."""
    taken, found, count = {*whole.metrics, *whole.dimensions, *whole.datasets}, dict[str, str](), 0
    for name in names:
        count += 1
        while f"{kind}_{count}" in taken:
            count += 1
        found[name] = f"{kind}_{count}"
    return found


def rewritten(metric: Metric, metrics: Mapping[str, str], dimensions: Mapping[str, str]) -> Metric:
    """The metric with the new ids in it, in all editions; what may be asked of it stays in the old ones."""
    editions = tuple(replace(edition, formula=in_formula(edition.formula, metrics, dimensions)) for edition in metric.editions)
    allowed = metric.allowed_dimensions
    return replace(
        metric,
        id=metrics.get(metric.id, metric.id),
        formula=in_formula(metric.formula, metrics, dimensions),
        editions=editions,
        allowed_dimensions=None if allowed is None else tuple(dimensions.get(name, name) for name in allowed),
        required_dimensions=tuple(dimensions.get(name, name) for name in metric.required_dimensions),
        target=metrics.get(metric.target or "", metric.target),
    )


def in_formula(part: Any, metrics: Mapping[str, str], dimensions: Mapping[str, str], field: str = "") -> Any:
    """A formula, or a part of one under its field's name, with the new ids in it: fields of one name mean one thing in every kind."""
    if isinstance(part, Input):
        filters = tuple((dimensions.get(name, name), values) for name, values in part.filters)
        return replace(part, metric=metrics.get(part.metric, part.metric), filters=filters)
    if isinstance(part, tuple):
        return tuple(in_formula(each, metrics, dimensions, field) for each in part)
    if isinstance(part, str):
        return metrics.get(part, part) if field in METRICS else dimensions.get(part, part) if field in DIMENSIONS else part
    if not is_dataclass(part) or isinstance(part, type):
        return part
    return replace(part, **{each.name: in_formula(getattr(part, each.name), metrics, dimensions, each.name) for each in fields(part)})

"""Dimensions that a metric allows, or whose members its formula names, can be looked up from every dataset that is counted."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.errors import Fault
from catalog.files.build import Written
from catalog.files.rules.formulas import formulas_in
from catalog.joins import reachable
from catalog.metric import Conversion, Formula, OverMembers, Restricted
from catalog.parts import counted_in, read_rows


def reachable_dimensions(written: Written) -> Iterator[Fault]:
    for name, entry in written.metrics.items():
        homes = counted(written, written.catalog.metrics[name].formula)
        for place, dimension in enumerate(entry.value.allowed_dimensions or ()):
            yield from unreached(written, entry.at("allowed_dimensions", place), name, dimension, homes, bridges=True)
    yield from conditions(written)
    yield from members_of_values(written)


def conditions(written: Written) -> Iterator[Fault]:
    """A condition's dimension is looked up, through no bridge, by the restricted metric and by the condition's own, which allows it."""
    metrics = written.catalog.metrics
    for found in formulas_in(written):
        if not isinstance(found.formula, Restricted):
            continue
        homes = counted(written, found.formula)
        for place, condition in enumerate(found.formula.conditions):
            where = found.at("where", place, "dimension")
            yield from unreached(written, where, found.metric, condition.dimension, homes)
            if condition.metric not in metrics:
                continue
            asked = metrics[condition.metric]
            yield from unreached(written, where, asked.id, condition.dimension, counted(written, asked.formula) - homes)
            if asked.allowed_dimensions is not None and condition.dimension not in asked.allowed_dimensions:
                yield Fault(where, "condition_not_allowed", (("dimension", condition.dimension), ("metric", asked.id)))


def members_of_values(written: Written) -> Iterator[Fault]:
    """A metric whose values are aggregated over members can be split by them, and allows it."""
    metrics = written.catalog.metrics
    for found in formulas_in(written):
        if not isinstance(found.formula, OverMembers) or found.formula.metric not in metrics:
            continue
        asked = metrics[found.formula.metric]
        for place, dimension in enumerate(found.formula.over.of):
            where = found.at("of", place)
            yield from unreached(written, where, asked.id, dimension, counted(written, asked.formula), bridges=True)
            if asked.allowed_dimensions is not None and dimension not in asked.allowed_dimensions:
                yield Fault(where, "member_not_allowed", (("dimension", dimension), ("metric", asked.id)))


def unreached(written: Written, where: str, metric: str, dimension: str, homes: frozenset[str], bridges: bool = False) -> Iterator[Fault]:
    catalog = written.catalog
    target = catalog.dimensions[dimension].dataset if dimension in catalog.dimensions else None
    for home in sorted(homes) if target in written.datasets else ():
        if target not in reachable(catalog, home, bridges):
            yield Fault(where, "unreachable_dimension", (("dimension", dimension), ("metric", metric), ("dataset", home)))


def counted(written: Written, formula: Formula) -> frozenset[str]:
    """The datasets whose rows a formula counts, through every metric it is made of; cycles are another rule's matter."""
    metrics, found, done, waiting = written.catalog.metrics, set[str](), set[str](), [formula]
    while waiting:
        each = waiting.pop()
        found.update(home for home, _ in (read_rows(each)[:1] if isinstance(each, Conversion) else read_rows(each)))  # of its base events
        inner = [name for name in counted_in(each) if name in metrics and name not in done]
        done.update(inner)
        waiting += [metrics[name].formula for name in inner]
    return frozenset(found & set(written.datasets))

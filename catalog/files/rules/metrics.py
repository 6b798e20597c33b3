"""Metrics, terms and hierarchies name metrics and dimensions that exist and fit together."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.errors import Fault
from catalog.files.build import Written
from catalog.files.door import CumulativeEntry, DerivedEntry, MetricEntry, RatioEntry, SideEntry
from catalog.files.entries import Entry
from catalog.files.rules.expressions import derived_faults
from catalog.files.rules.tables import unknown
from catalog.joins import reachable
from catalog.metric import Derived
from catalog.parts import inputs_within

Named = tuple[str, str]  # where, name


def metrics_named(entry: Entry[MetricEntry], derived: tuple[str, ...]) -> Iterator[Named]:
    """Every metric id that a metric names, with its place; `derived` are the ids in a derived expression."""
    formula = entry.value.formula
    match formula:
        case RatioEntry():
            for place, side in enumerate(formula.ratio):
                yield side_named(entry, side, "formula", "ratio", place)
        case DerivedEntry():
            for alias, side in formula.inputs.items():
                yield side_named(entry, side, "formula", "inputs", alias)
            yield from ((entry.at("formula", "derived"), name) for name in derived if name not in formula.inputs)
        case CumulativeEntry():
            yield entry.at("formula", "cumulative"), formula.cumulative
    if entry.value.parent is not None:
        yield entry.at("parent"), entry.value.parent
    for place, confusable in enumerate(entry.value.confusable):
        yield entry.at("confusable", place, "metric"), confusable.metric


def side_named(entry: Entry[MetricEntry], side: str | SideEntry, *path: str | int) -> Named:
    return (entry.at(*path), side) if isinstance(side, str) else (entry.at(*path, "metric"), side.metric)


def aliases(formula: object) -> tuple[str, ...]:
    return tuple(each.alias for each in formula.inputs) if isinstance(formula, Derived) else ()


def known_metrics(written: Written) -> Iterator[Fault]:
    for name, entry in written.metrics.items():
        for where, metric in metrics_named(entry, aliases(written.catalog.metrics[name].formula)):
            if not written.knows("metrics", metric):
                yield unknown(where, "unknown_metric", metric, written.metrics)
    for term in written.terms:
        for place, metric in enumerate(term.value.metrics):
            if not written.knows("metrics", metric):
                yield unknown(term.at("metrics", place), "unknown_metric", metric, written.metrics)
        if term.value.default is not None and term.value.default not in term.value.metrics:
            facts = (("default", term.value.default), ("metrics", ", ".join(term.value.metrics)))
            yield Fault(term.at("default"), "default_outside_term", facts)


def dimensions_named(entry: Entry[MetricEntry]) -> Iterator[Named]:
    metric = entry.value
    yield from ((entry.at("allowed_dimensions", place), name) for place, name in enumerate(metric.allowed_dimensions or ()))
    yield from ((entry.at("required_dimensions", place), name) for place, name in enumerate(metric.required_dimensions))
    match metric.formula:
        case RatioEntry():
            for place, side in enumerate(metric.formula.ratio):
                if isinstance(side, SideEntry):
                    yield from ((entry.at("formula", "ratio", place, "filters", name), name) for name in side.filters)
        case DerivedEntry():
            for alias, side in metric.formula.inputs.items():
                if isinstance(side, SideEntry):
                    yield from ((entry.at("formula", "inputs", alias, "filters", name), name) for name in side.filters)


def known_dimensions(written: Written) -> Iterator[Fault]:
    for entry in written.metrics.values():
        for where, name in dimensions_named(entry):
            if not written.knows("dimensions", name):
                yield unknown(where, "unknown_dimension", name, written.dimensions)
        allowed = entry.value.allowed_dimensions
        for place, name in enumerate(entry.value.required_dimensions):
            if allowed is not None and name not in allowed:
                yield Fault(entry.at("required_dimensions", place), "required_not_allowed", (("name", name), ("metric", entry.value.id)))
    for hierarchy in written.hierarchies:
        for place, name in enumerate(hierarchy.value.levels):
            if not written.knows("dimensions", name):
                yield unknown(hierarchy.at("levels", place), "unknown_dimension", name, written.dimensions)


def reachable_dimensions(written: Written) -> Iterator[Fault]:
    """A dimension that a metric allows can be looked up from every dataset that the metric is made of."""
    catalog = written.catalog
    if any(join.cardinality == "many_to_many" for join in catalog.joins):
        return  # bridges reach further than look-ups; the compiler says what it cannot answer
    for name, entry in written.metrics.items():
        homes = sorted(datasets_of(written, name))
        for place, dimension in enumerate(entry.value.allowed_dimensions or ()):
            if dimension not in catalog.dimensions:
                continue
            target = catalog.dimensions[dimension].dataset
            for home in homes:
                if target in written.datasets and target not in reachable(catalog, home):
                    facts = (("dimension", dimension), ("metric", name), ("dataset", home))
                    yield Fault(entry.at("allowed_dimensions", place), "unreachable_dimension", facts)


def datasets_of(written: Written, metric: str) -> set[str]:
    """The datasets of a metric's aggregates, through every metric it is made of."""
    metrics = written.catalog.metrics
    names = (metric, *inputs_within(metrics[metric], written.catalog))
    homes = {getattr(metrics[name].formula, "dataset", "") for name in names if name in metrics}
    return homes & set(written.datasets)


def sound_formulas(written: Written) -> Iterator[Fault]:
    """What only some formulas must hold: derived arithmetic uses its inputs; a semi-additive metric has a time column."""
    for name, entry in written.metrics.items():
        formula = written.catalog.metrics[name].formula
        if isinstance(formula, Derived) and isinstance(entry.value.formula, DerivedEntry):
            yield from derived_faults(formula, entry.at("formula", "derived"), set(entry.value.formula.inputs))
        take = getattr(formula, "take", None)
        dataset = written.catalog.datasets.get(getattr(formula, "dataset", ""))
        if take and dataset is not None and getattr(formula, "time", None) is None and dataset.time is None:
            yield Fault(entry.at("formula", "take"), "take_without_time", (("metric", name), ("dataset", dataset.id)))

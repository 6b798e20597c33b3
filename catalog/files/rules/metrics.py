"""Metrics, terms and hierarchies name metrics and dimensions that exist and fit together."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.errors import Fault
from catalog.files.build import Written
from catalog.files.door import (
    AggregateEntry,
    CumulativeEntry,
    DerivedEntry,
    MetricEntry,
    OverMembersEntry,
    PerDayEntry,
    RatioEntry,
    RestrictedEntry,
    SideEntry,
)
from catalog.files.entries import Entry
from catalog.files.rules.expressions import derived_faults
from catalog.files.rules.formulas import Placed, formulas_in
from catalog.files.rules.tables import unknown
from catalog.metric import Derived, SemiAdditive

Named = tuple[str, str]  # where, name


def metrics_named(found: Placed) -> Iterator[Named]:
    """Every metric id that a formula names, with its place."""
    match found.written:
        case RatioEntry(ratio=sides):
            for place, side in enumerate(sides):
                yield side_named(found, side, "ratio", place)
        case DerivedEntry(inputs=inputs):
            for alias, side in inputs.items():
                yield side_named(found, side, "inputs", alias)
            yield from ((found.at("derived"), name) for name in aliases(found.formula) if name not in inputs)
        case CumulativeEntry(cumulative=name):
            yield found.at("cumulative"), name
        case RestrictedEntry(restricted=name, where=conditions):
            yield found.at("restricted"), name
            yield from ((found.at("where", place, "metric"), each.metric) for place, each in enumerate(conditions))
        case PerDayEntry(per_day=name):
            yield found.at("per_day"), name
        case OverMembersEntry(over_members=name):
            yield found.at("over_members"), name


def metrics_on_card(entry: Entry[MetricEntry]) -> Iterator[Named]:
    """Every metric id that a metric's card names, with its place."""
    for key, name in (("parent", entry.value.parent), ("target", entry.value.target)):
        if name is not None:
            yield entry.at(key), name
    for place, confusable in enumerate(entry.value.confusable):
        yield entry.at("confusable", place, "metric"), confusable.metric


def side_named(found: Placed, side: str | SideEntry, *path: str | int) -> Named:
    return (found.at(*path), side) if isinstance(side, str) else (found.at(*path, "metric"), side.metric)


def aliases(formula: object) -> tuple[str, ...]:
    return tuple(each.alias for each in formula.inputs) if isinstance(formula, Derived) else ()


def known_metrics(written: Written) -> Iterator[Fault]:
    in_formulas = (named for found in formulas_in(written) for named in metrics_named(found))
    on_cards = (named for entry in written.metrics.values() for named in metrics_on_card(entry))
    for where, metric in (*in_formulas, *on_cards):
        if not written.knows("metrics", metric):
            yield unknown(where, "unknown_metric", metric, written.metrics)
    for term in written.terms:
        for place, metric in enumerate(term.value.metrics):
            if not written.knows("metrics", metric):
                yield unknown(term.at("metrics", place), "unknown_metric", metric, written.metrics)
        if term.value.default is not None and term.value.default not in term.value.metrics:
            facts = (("default", term.value.default), ("metrics", ", ".join(term.value.metrics)))
            yield Fault(term.at("default"), "default_outside_term", facts)


def dimensions_named(found: Placed) -> Iterator[Named]:
    """Every dimension that a formula names, with its place."""
    match found.written:
        case RatioEntry(ratio=sides):
            for place, side in enumerate(sides):
                if isinstance(side, SideEntry):
                    yield from ((found.at("ratio", place, "filters", name), name) for name in side.filters)
        case DerivedEntry(inputs=inputs):
            for alias, side in inputs.items():
                if isinstance(side, SideEntry):
                    yield from ((found.at("inputs", alias, "filters", name), name) for name in side.filters)
        case RestrictedEntry(where=conditions):
            yield from ((found.at("where", place, "dimension"), each.dimension) for place, each in enumerate(conditions))
        case OverMembersEntry(of=names):
            yield from ((found.at("of", place), name) for place, name in enumerate(names))


def dimensions_on_card(entry: Entry[MetricEntry]) -> Iterator[Named]:
    metric = entry.value
    yield from ((entry.at("allowed_dimensions", place), name) for place, name in enumerate(metric.allowed_dimensions or ()))
    yield from ((entry.at("required_dimensions", place), name) for place, name in enumerate(metric.required_dimensions))
    for place, play in enumerate(metric.playbook):
        if play.when.dimension is not None:
            yield entry.at("playbook", place, "when", "dimension"), play.when.dimension


def known_dimensions(written: Written) -> Iterator[Fault]:
    in_formulas = (named for found in formulas_in(written) for named in dimensions_named(found))
    on_cards = (named for entry in written.metrics.values() for named in dimensions_on_card(entry))
    for where, name in (*in_formulas, *on_cards):
        if not written.knows("dimensions", name):
            yield unknown(where, "unknown_dimension", name, written.dimensions)
    for entry in written.metrics.values():
        allowed = entry.value.allowed_dimensions
        for place, name in enumerate(entry.value.required_dimensions):
            if allowed is not None and name not in allowed:
                yield Fault(entry.at("required_dimensions", place), "required_not_allowed", (("name", name), ("metric", entry.value.id)))
    for hierarchy in written.hierarchies:
        for place, name in enumerate(hierarchy.value.levels):
            if not written.knows("dimensions", name):
                yield unknown(hierarchy.at("levels", place), "unknown_dimension", name, written.dimensions)


def sound_formulas(written: Written) -> Iterator[Fault]:
    """What only some formulas must hold: derived arithmetic uses its inputs; a semi-additive metric has a time column."""
    for found in formulas_in(written):
        formula = found.formula
        if isinstance(formula, Derived) and isinstance(found.written, DerivedEntry):
            yield from derived_faults(formula, found.at("derived"), set(found.written.inputs))
        if isinstance(formula, SemiAdditive) and formula.time is None:
            dataset = written.catalog.datasets.get(formula.dataset)
            if dataset is not None and dataset.time is None:
                yield Fault(found.at("take"), "take_without_time", (("metric", found.metric), ("dataset", dataset.id)))
        if isinstance(found.written, AggregateEntry) and found.written.per:
            yield from own_days(found, found.written)


def own_days(found: Placed, written: AggregateEntry) -> Iterator[Fault]:
    """Groups have days of their own only of a level; averages (min, max) of groups are added up, which distinct counts cannot be."""
    if written.take is None:
        yield Fault(found.at("per"), "per_without_take", (("metric", found.metric),))
    elif written.count_distinct is not None and written.take not in ("last", "first"):
        yield Fault(found.at("per"), "per_distinct", (("metric", found.metric), ("take", written.take)))


def sound_targets(written: Written) -> Iterator[Fault]:
    """A metric is not its own target."""
    for name, entry in written.metrics.items():
        if entry.value.target == name:
            yield Fault(entry.at("target"), "own_target", (("metric", name),))


def sound_levels(written: Written) -> Iterator[Fault]:
    """In the tree of metrics a level is one below its parent's, and what answers does not hang below what is on its way out."""
    for name, entry in written.metrics.items():
        parent = written.metrics.get(entry.value.parent or "")
        if parent is None or parent is entry:
            continue
        above, level = parent.value.level, entry.value.level
        if above is not None and level is not None and level != above + 1:
            facts = (("metric", name), ("level", str(level)), ("parent", parent.value.id), ("expected", str(above + 1)))
            yield Fault(entry.at("level"), "level_off", facts)
        if parent.value.status == "deprecated" and entry.value.status != "deprecated":
            yield Fault(entry.at("parent"), "deprecated_parent", (("metric", name), ("parent", parent.value.id)))

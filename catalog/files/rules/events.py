"""Conversions: both events are of known datasets, have a time, and read columns that are there."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.errors import Fault
from catalog.files.build import Written
from catalog.files.rules.expressions import expression_faults, filter_faults
from catalog.files.rules.formulas import Placed, formulas_in
from catalog.files.rules.tables import columns_of, unknown
from catalog.metric import Conversion, Event


def sound_events(written: Written) -> Iterator[Fault]:
    for found in formulas_in(written):
        if isinstance(found.formula, Conversion):
            for place, side, event in ((0, "base", found.formula.base), (1, "converted", found.formula.converted)):
                yield from event_faults(written, found, side, event)
                for pair in found.formula.constants:
                    yield from expression_faults(written, found.at("constants", pair[0]), pair[place], event.dataset)


def event_faults(written: Written, found: Placed, side: str, event: Event) -> Iterator[Fault]:
    if event.dataset not in written.datasets:
        if not written.knows("datasets", event.dataset):
            yield unknown(found.at(side, "dataset"), "unknown_dataset", event.dataset, written.datasets)
        return
    yield from expression_faults(written, found.at(side, "entity"), event.entity, event.dataset)
    if event.expression is not None:
        yield from expression_faults(written, found.at(side, event.function), event.expression, event.dataset)
    if event.filter is not None:
        yield from filter_faults(written, found.at(side, "filter"), event.filter, event.dataset)
    columns = columns_of(written, event.dataset)
    if event.time is not None and event.time not in columns:
        yield unknown(found.at(side, "time"), "unknown_column", event.time, columns, dataset=event.dataset)
    elif event.time is None and written.catalog.datasets[event.dataset].time is None:
        yield Fault(found.at(side, "dataset"), "event_without_time", (("metric", found.metric), ("dataset", event.dataset)))

"""Conversions by their documented rules: each converting event looks for its entity's last base event, over all base events there are."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from catalog.metric import Conversion, Event, Trailing
from catalog.period import add
from tests.reference.numbers import aggregate, quotient

if TYPE_CHECKING:
    from tests.reference.cell import Cell
    from tests.reference.metrics import Metrics


def converted(metrics: Metrics, formula: Conversion, cell: Cell) -> Any:
    """How many converting events (values, or their sum) the cell's base events have; for a rate over all its base events."""
    base, events = formula.base, formula.converted
    rows = set(metrics.rows(base, cell))
    found = [at for at, owner in owners(metrics, formula).items() if owner in rows]
    if not rows and cell.keyed:
        return None
    count = aggregate(events.function, metrics.values(events.dataset, found, events.expression))
    if formula.show == "count":
        return count
    return quotient(count or 0, aggregate(base.function, metrics.values(base.dataset, sorted(rows), base.expression)))


def owners(metrics: Metrics, formula: Conversion) -> dict[int, int]:
    """The base event that each converting event belongs to."""
    key = ("owners", formula)
    found = metrics.tables.found
    if key not in found:
        bases = events_of(metrics, formula.base, tuple(base for base, _ in formula.constants))
        later = events_of(metrics, formula.converted, tuple(other for _, other in formula.constants))
        found[key] = {}
        for at, entity, moment in later:
            before = [(time, place) for place, its, time in bases if its == entity and time <= moment]
            if before and within(max(before)[0], moment, formula.window):
                found[key][at] = max(before)[1]
    return found[key]  # type: ignore[no-any-return]


def events_of(metrics: Metrics, event: Event, constants: tuple[str, ...]) -> list[tuple[int, tuple[Any, ...], datetime]]:
    """(row, entity and constants, moment) of the events that have all of these; rows lie by primary key."""
    found = []
    for at, day, _ in metrics.passing(event, (), ()):
        read = [metrics.tables.read(event.dataset, at, text, event.time) for text in (event.entity, *constants)]
        if day is not None and None not in read:
            found.append((at, tuple(read), moment_of(metrics.tables.rows[event.dataset][at][event.time or "happened"])))
    return found


def moment_of(value: date | datetime) -> datetime:
    return value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)


def within(base: datetime, moment: datetime, window: Trailing | None) -> bool:
    """Before base event + window."""
    if window is None:
        return True
    day = add(base.date(), window.count, window.grain)
    return moment < datetime(day.year, day.month, day.day) + timedelta(seconds=base.hour * 3600 + base.minute * 60 + base.second)

"""What an answer says of definitions that have changed: which one was used, until when it held, and since when today's does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from assistant.compose import Composed
from assistant.wording import say
from catalog.catalog import Catalog
from catalog.label import Language
from catalog.lineage import changed_on
from catalog.query import MetricQuery


def definition_notes(composed: Composed, catalog: Catalog, language: Language) -> tuple[str, ...]:
    """The notes of every metric that was asked for, each once; inputs are told by the metric that they are in."""
    said = (note for block in composed.blocks for note in notes_of(block, composed, catalog, language))
    return tuple(dict.fromkeys(said))


def notes_of(query: MetricQuery, composed: Composed, catalog: Catalog, language: Language) -> Iterator[str]:
    for name in dict.fromkeys(measure.metric for measure in query.measures):
        metric, changed = catalog.metric(name), changed_on(catalog, name)
        label, day = metric.label.in_language(language), query.as_of
        if day is not None and (changed is None or day >= changed):
            yield say(language, "note.definition_same", name=label, day=day, since=changed)
        elif day is not None:
            yield say(language, "note.definition_as_of", name=label, day=day, version=metric.at(day).version)
        elif changed is not None and (first := first_day(query, composed)) is not None and first < changed:
            yield say(language, "note.definition_changed", name=label, since=changed, before=changed - timedelta(days=1))


def first_day(query: MetricQuery, composed: Composed) -> date | None:
    """The first day that the query's figures are of, those compared with included."""
    days = [period.start for period in (*query.periods, *composed.compared)]
    return min(days) if days else composed.days.start if composed.days else date.min

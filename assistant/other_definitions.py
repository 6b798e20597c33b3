"""The other definitions of a word that was read as the asker's department defines it, with their values, where the asker may see them."""

from __future__ import annotations

from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING

from assistant.benchmarks import scoped
from assistant.compose import compose
from assistant.figures import write
from assistant.record import Answer
from assistant.wording import say
from catalog.access import Asker
from catalog.errors import CatalogError
from catalog.label import Language
from catalog.query import Measure, MetricQuery, Plain
from sql_guard.errors import Cancelled, GuardError
from sql_guard.guard import guard

if TYPE_CHECKING:
    from assistant.project import Project
    from assistant.question import Sight

CODE = "department_definition"
MOST, SECONDS = 3, 2.0  # definitions told, and how long they may be counted


def with_other_definitions(found: Answer, project: Project, sight: Sight, asker: Asker, cancel: Event) -> Answer:
    """The answer with a note of what the others count, where it is one figure; one query more, which nothing waits long for."""
    planned = found.planned
    if planned is None or not isinstance(planned.plan, MetricQuery) or all(code != CODE for code, _ in planned.notes):
        return found
    query = planned.plan
    others = others_of(query, sight)
    if not others or not is_one_figure(query):
        return found
    values = counted(replace(query, measures=tuple(map(Measure, others)), order=()), project, sight, asker, cancel, found.language)
    told = [
        say(found.language, "answer.other_definition", name=sight.catalog.metric(name).label.in_language(found.language), value=value)
        for name, value in zip(others, values or [""] * len(others), strict=True)
    ]
    return replace(found, notes=(*found.notes, say(found.language, "answer.other_definitions", told=told)))


def others_of(query: MetricQuery, sight: Sight) -> list[str]:
    """The other definitions that the asker's own catalog has for the word."""
    asked = query.measures[0].metric
    terms = [term for term in sight.catalog.terms if asked in term.metrics]
    closest = min(terms, key=lambda term: len(term.metrics), default=None)
    return [name for name in closest.metrics if name != asked][:MOST] if closest else []


def is_one_figure(query: MetricQuery) -> bool:
    has_rows = query.group_by or query.grain or len(query.periods) > 1 or query.comparison or query.having or query.limit
    return not has_rows and len(query.measures) == 1 and isinstance(query.measures[0].shown, Plain)


def counted(query: MetricQuery, project: Project, sight: Sight, asker: Asker, cancel: Event, language: Language) -> list[str] | None:
    """The values as they are written; None where they cannot be had, or where figures beside each other would tell of small groups."""
    if project.protects_groups:
        return None
    try:
        scope = scoped(compose(query, sight, project), sight, project)
        limits = replace(scope.policy.limits, seconds=min(SECONDS, scope.policy.limits.seconds))
        rows = project.engine.run(guard(scope.composed.sql, scope.policy), limits, cancel, asker.id)
    except Cancelled:
        raise
    except (CatalogError, GuardError):
        return None
    columns = [column for column in scope.composed.columns if column is not None]
    if len(rows.rows) != 1 or len(columns) != len(query.measures):
        return None
    return [write(value, column, language, short=True) for value, column in zip(rows.rows[0], columns, strict=True)]

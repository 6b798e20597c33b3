"""A question with several readings is asked back only where they give different numbers: where all give the same rows, it is answered.

Equal numbers here do not make two definitions equal, so the answer says which one it shows and that the others give the same, and is
not marked as verified. Readings run as the asker, through the guard, and only briefly; whatever goes wrong leads to the question back.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Any

from assistant.benchmarks import scoped
from assistant.compose import Composed, compose
from assistant.plan import Choice, Clarify, Planned
from assistant.wording import say
from catalog.access import Asker
from catalog.compiler import OutputColumn
from catalog.errors import CatalogError
from catalog.query import MetricQuery
from sql_guard.errors import Cancelled, GuardError
from sql_guard.guard import guard

if TYPE_CHECKING:
    from assistant.project import Project
    from assistant.question import Question, Sight

MOST_READINGS = 3
SECONDS = 2.0  # that all readings together may run
CHOSEN = ("settled", "settled_member")  # notes of a choice that the asker made, and has not made here
DIGITS = 12  # that two computed numbers must share
Shape = tuple[tuple[str, str, str], ...]
Result = tuple[Shape, Counter[tuple[Any, ...]]]  # what the columns hold, and the rows in any order


def settled_by_rows(planned: Planned, question: Question, sight: Sight, project: Project, asker: Asker, cancel: Event) -> Planned:
    """The first reading with a note where all readings of a question back give the same rows; else the question back as it is."""
    plan, ends = planned.plan, monotonic() + SECONDS
    if not isinstance(plan, Clarify) or not 2 <= len(plan.choices) <= MOST_READINGS:
        return planned
    first: Planned | None = None
    shown: Result | None = None
    for choice in plan.choices:
        read = reading_of(choice, planned, question, sight, project)
        rows = rows_of(read.plan, sight, project, asker, cancel, ends) if read and isinstance(read.plan, MetricQuery) else None
        if read is None or rows is None or (shown is not None and rows != shown):
            return planned
        first, shown = first or read, rows
    assert first is not None  # there are two choices at least
    joint = say(planned.language, "answer.joined")
    note = (("shown", plan.choices[0].label), ("others", joint.join(choice.label for choice in plan.choices[1:])))
    return replace(
        first,
        language=planned.language,
        reading=planned.reading,
        notes=(*(part for part in first.notes if part[0] not in CHOSEN), ("same_either_way", note)),
        caveats=tuple(dict.fromkeys((*planned.caveats, *first.caveats, "same_either_way"))),
        written=planned.written,
    )


def reading_of(choice: Choice, planned: Planned, question: Question, sight: Sight, project: Project) -> Planned | None:
    """The choice as a plan of its own; None where its words do not make one query."""
    if choice.query is not None:
        return replace(planned, plan=choice.query)
    found = project.offline.plan(replace(question, text=choice.question), sight)
    return found if isinstance(found.plan, MetricQuery) and choice.question else None


def rows_of(plan: MetricQuery, sight: Sight, project: Project, asker: Asker, cancel: Event, ends: float) -> Result | None:
    """What the asker would see, whatever its order; None where there is no number among them or they cannot be had before `ends`."""
    try:
        scope = scoped(compose(plan, sight, project), sight, project)
        composed, policy = scope.composed, scope.policy
        limits = replace(policy.limits, seconds=min(ends - monotonic(), policy.limits.seconds))
        rows = project.engine.run(guard(composed.sql, policy), limits, cancel, asker.id)
    except Cancelled:
        raise
    except (CatalogError, GuardError):
        return None
    if rows.truncated or not has_numbers(composed, rows.rows):
        return None
    return tuple(map(kind_of, composed.columns)), Counter(tuple(map(plain, row)) for row in rows.rows)


def kind_of(column: OutputColumn | None) -> tuple[str, str, str]:
    """No refunds and no money paid back are both nought, and not the same."""
    if column is None or column.format is None:
        return (column.role if column else "", "", "")
    return (column.role, column.format.style, column.format.unit.en or column.format.unit.zh)


def has_numbers(composed: Composed, rows: Sequence[Sequence[Any]]) -> bool:
    keys = ("dimension", "time", "period")
    places = [place for place, column in enumerate(composed.columns) if column is None or column.role not in keys]
    return any(row[place] is not None for row in rows for place in places)


def plain(value: Any) -> Any:
    """Numbers by their value, not by their type or the last digits of a division."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return value
    number = float(value)
    return f"{number:.{DIGITS}g}" if math.isfinite(number) else str(number)

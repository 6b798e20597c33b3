"""The book of wrong answers: what was corrected, grouped by cause, the most frequent first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from assistant.desk.acts import Act, acts_of_kind
from assistant.desk.correction import CAUSES, Cause
from assistant.desk.entrance import admitted
from assistant.desk.queue import name_of
from assistant.desk.sharing import Viewer
from catalog.access import Asker
from catalog.store.tables import answers, queue

if TYPE_CHECKING:
    from assistant.project import Project


@dataclass(frozen=True)
class Wrong:
    """One wrong answer: its question (empty where its words are withheld), who corrected it, the right answer and the case, if any.

    `verified`: the right answer is taught; `reason` says why not."""

    answer: str
    question: str
    department: str
    by: str
    at: datetime
    comment: str
    right: str | None
    case: str | None
    verified: bool
    reason: str


@dataclass(frozen=True)
class Group:
    """The wrong answers of one cause, newest first."""

    cause: Cause
    wrong: tuple[Wrong, ...]


def book(project: Project, asker: Asker, since: datetime | None = None) -> tuple[Group, ...]:
    """The corrections since a moment by cause. Raises NotAllowed."""
    viewer = Viewer(project, admitted(project, asker))
    found: dict[str, list[Wrong]] = {}
    for act in acts_of_kind(project, "corrected", since):
        found.setdefault(act.facts["cause"], []).append(wrong(act, viewer))
    groups = (Group(cause, tuple(found[cause])) for cause in CAUSES if cause in found)
    return tuple(sorted(groups, key=lambda group: -len(group.wrong)))


def wrong(act: Act, viewer: Viewer) -> Wrong:
    query = select(answers.c.question, queue.c.department).join(queue, queue.c.answer == answers.c.id).where(answers.c.id == act.answer)
    with viewer.project.journal.store.engine.connect() as connection:
        row = connection.execute(query).one()
    readable = viewer.may_read(row.question)
    right = act.facts["right"]
    return Wrong(
        answer=act.answer,
        question=row.question if readable else "",
        department=row.department,
        by=name_of(act.by, viewer.project.access),
        at=act.at,
        comment=act.text if readable and viewer.may_read(act.text) else "",
        right=right,
        case=act.facts["case"],
        verified=right is not None and not act.facts["reason"],
        reason=act.facts["reason"],
    )

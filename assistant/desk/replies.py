"""What an analyst tells and decides about an answer: a reply to its asker, that nothing is to be done, that the catalog lacks something.

The asker reads replies, and that their answer was corrected, under the answer in the chat and at the next command.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Row, Select, select, update

from assistant.desk.acts import Kind, act_of, record
from assistant.desk.entrance import Action, NotAllowed, admitted
from assistant.desk.queue import name_of
from assistant.desk.sharing import Viewer
from catalog.access import Asker
from catalog.errors import CatalogError
from catalog.store.tables import acts, answers

if TYPE_CHECKING:
    from assistant.project import Project

LONGEST = 2000
TOLD: tuple[Kind, ...] = ("replied", "corrected")


class NotSaid(CatalogError):
    """Why words are not kept: reply_empty, reply_too_long."""


@dataclass(frozen=True)
class Notice:
    """What the asker is told about an answer of theirs. `by` is the analyst's name; a correction has its cause."""

    id: int
    answer: str
    question: str
    kind: Literal["replied", "corrected"]
    by: str
    at: datetime
    text: str
    cause: str = ""
    seen: bool = False


def reply(project: Project, asker: Asker, answer_id: str, text: str) -> None:
    """Tells the asker of an answer something. Raises NotAllowed, NotFound, NotSaid."""
    if not text.strip():
        raise NotSaid("reply_empty")
    act(project, asker, "reply", answer_id, "replied", text.strip())


def dismiss(project: Project, asker: Asker, answer_id: str, reason: str = "") -> None:
    """Takes an answer off the queue: nothing is to be done about it. Raises NotAllowed, NotFound, NotSaid."""
    act(project, asker, "dismiss", answer_id, "dismissed", reason.strip())


def open_gap(project: Project, asker: Asker, answer_id: str, missing: str = "", comment: str = "") -> None:
    """Notes that the catalog lacks something; without words of one's own it is the question. Raises NotAllowed, NotFound, NotSaid."""
    act(project, asker, "gap", answer_id, "gap", comment.strip(), {"missing": checked(missing.strip())})


def act(
    project: Project, asker: Asker, action: Action, answer_id: str, kind: Kind, text: str, facts: Mapping[str, str] | None = None
) -> None:
    """One act on an answer whose question the analyst may read."""
    analyst = admitted(project, asker, action)
    kept = project.journal.find(answer_id, None)
    if kept.asker != analyst.id and not Viewer(project, analyst).may_read(kept.question):
        raise NotAllowed("withheld_answer")
    with project.journal.store.engine.begin() as connection:
        record(connection, kind, kept.id, analyst, project.now(), checked(text), facts)


def checked(text: str) -> str:
    if len(text) > LONGEST:
        raise NotSaid("reply_too_long", most=LONGEST, length=len(text))
    return text


def notices(project: Project, asker: Asker, answer_ids: Iterable[str]) -> Mapping[str, tuple[Notice, ...]]:
    """What the asker was told about these answers of theirs, oldest first, by answer; others' answers are left out."""
    found: dict[str, tuple[Notice, ...]] = {}
    wanted = list(answer_ids)
    with project.journal.store.engine.connect() as connection:
        for row in connection.execute(told_to(asker).where(acts.c.answer.in_(wanted))):
            notice = notice_of(row, project)
            found[notice.answer] = (*found.get(notice.answer, ()), notice)
    return found


def unseen(project: Project, asker: Asker, count: int = 20) -> Sequence[Notice]:
    """What the asker has been told and has not seen yet, oldest first."""
    with project.journal.store.engine.connect() as connection:
        return [notice_of(row, project) for row in connection.execute(told_to(asker).where(acts.c.seen_at.is_(None)).limit(count))]


def mark_seen(project: Project, asker: Asker, told: Iterable[Notice]) -> None:
    """Notes that the asker has seen these; the first time stays."""
    numbers = [notice.id for notice in told]
    own = select(answers.c.id).where(answers.c.asker == asker.id)
    fresh = update(acts).where(acts.c.id.in_(numbers), acts.c.seen_at.is_(None), acts.c.answer.in_(own))
    with project.journal.store.engine.begin() as connection:
        connection.execute(fresh.values(seen_at=project.now()))


def told_to(asker: Asker) -> Select[Any]:
    joined = select(acts, answers.c.question).join(answers, answers.c.id == acts.c.answer)
    return joined.where(answers.c.asker == asker.id, acts.c.kind.in_(TOLD), acts.c.by != "").order_by(acts.c.id)


def notice_of(row: Row[Any], project: Project) -> Notice:
    found = act_of(row)
    kind: Literal["replied", "corrected"] = "corrected" if found.kind == "corrected" else "replied"
    text = found.text if kind == "replied" else ""  # a correction's comment is for analysts
    by, cause = name_of(found.by, project.access), str(found.facts.get("cause", ""))
    return Notice(found.id, found.answer, str(row.question), kind, by, found.at, text, cause, found.seen_at is not None)

"""One answer on the desk: everything about it in one value, as far as the analyst's own rights reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import select

from assistant.answer import answer
from assistant.desk.acts import Act, acts_of
from assistant.desk.entrance import admitted
from assistant.desk.queue import State, name_of
from assistant.desk.sharing import Viewer
from assistant.journal import Kept
from assistant.plan import Clarify, Decline
from assistant.question import Question
from assistant.recall import may_name, withheld, without_notes
from assistant.record import Answer
from assistant.record_json import from_json
from assistant.verified.book import entry_of
from assistant.verified.digests import drifted
from catalog.access import Asker
from catalog.query import MetricQuery
from catalog.query_json import to_dict
from catalog.store.chain import Event
from catalog.store.tables import feedback, queue, verified
from retrieval.matches import Match

if TYPE_CHECKING:
    from assistant.project import Project

Shown = Literal["kept", "again", "withheld"]


@dataclass(frozen=True)
class Judgement:
    """What the asker thought of the answer."""

    value: str
    at: datetime
    comment: str


@dataclass(frozen=True)
class Vouched:
    """Who verified the answer, and why that no longer counts, if so (codes: definition, reading, result, shape, data, person)."""

    by: str
    at: datetime
    comment: str
    lowered_at: datetime | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Opened:
    """An answer as the analyst may see it. `shown`: `kept` as its asker got it, run `again` under the analyst's own rights because
    it held more than they may see, or `withheld` with nothing left but who asked and when."""

    id: str
    asker: str
    name: str
    department: str
    state: State
    shown: Shown
    answer: Answer
    matches: tuple[Match, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    acts: tuple[Act, ...] = ()
    vouched: Vouched | None = None

    @property
    def query(self) -> Mapping[str, Any] | None:
        """The metric query as the form shows it, where the answer has one."""
        planned = self.answer.planned
        return to_dict(planned.plan) if planned is not None and isinstance(planned.plan, MetricQuery) else None


def opened(project: Project, asker: Asker, answer_id: str) -> Opened:
    """The answer with this id; that it was looked at is in the audit log. Raises NotAllowed, NotFound."""
    analyst = admitted(project, asker)
    kept = project.journal.find(answer_id, None)
    shown, found = shown_to(kept, project, analyst)
    if kept.asker != analyst.id:
        project.journal.tell(Event("opened", analyst.id, project.now(), kept.id, {"shown": shown}))
    state, department = listed(project, kept.id)
    told = told_about(kept.id, Viewer(project, analyst)) if shown != "withheld" else Told()
    return Opened(
        id=kept.id,
        asker=kept.asker,
        name=name_of(kept.asker, project.access),
        department=department,
        state=state,
        shown=shown,
        answer=found,
        matches=matches_of(kept, found, shown, project, analyst),
        judgements=told.judgements,
        acts=told.acts,
        vouched=told.vouched,
    )


@dataclass(frozen=True)
class Told:
    """What people said of an answer."""

    judgements: tuple[Judgement, ...] = ()
    acts: tuple[Act, ...] = ()
    vouched: Vouched | None = None


def told_about(answer_id: str, viewer: Viewer) -> Told:
    """What was said of an answer, without words that name something hidden from the viewer."""
    project = viewer.project

    def readable(text: str) -> str:
        return text if viewer.may_read(text) else ""

    found = vouched(project, answer_id)
    return Told(
        tuple(replace(each, comment=readable(each.comment)) for each in judgements(project, answer_id)),
        tuple(replace(each, text=readable(each.text)) for each in acts_of(project, answer_id)),
        replace(found, comment=readable(found.comment)) if found else None,
    )


def shown_to(kept: Kept, project: Project, analyst: Asker) -> tuple[Shown, Answer]:
    """The kept answer where the analyst's rights cover it, else its plan run under their own, else nothing of it."""
    stored, viewer = from_json(kept.body), Viewer(project, analyst)
    if (shared := viewer.share(stored)) is not None:
        return "kept", shared
    if not viewer.may_read(stored.question):
        return "withheld", withheld(stored, analyst)
    planned = stored.planned
    if planned is not None and (isinstance(planned.plan, Clarify | Decline) or not may_name(planned.plan, project, analyst)):
        planned = None  # what it says may not be said to them: the question is read anew
    question = Question(stored.question, language=stored.language)
    again = answer(question, project, analyst, planned=without_notes(planned) if planned else None)
    return "again", replace(again, id=stored.id, asker=stored.asker, asked_at=stored.asked_at, conversation="")


def matches_of(kept: Kept, found: Answer, shown: Shown, project: Project, analyst: Asker) -> tuple[Match, ...]:
    """What the question's words were matched with, of that what the analyst may see."""
    if shown != "kept":
        return found.matches
    finder = project.sight(analyst).finder
    own = {(match.kind, match.id, match.value) for match in finder.names(found.question)}
    return tuple(match for each in kept.body["matches"] if ((match := Match(**each)).kind, match.id, match.value) in own)


def listed(project: Project, answer_id: str) -> tuple[State, str]:
    with project.journal.store.engine.connect() as connection:
        row = connection.execute(select(queue.c.state, queue.c.department).where(queue.c.answer == answer_id)).one()
    return row.state, row.department


def judgements(project: Project, answer_id: str) -> Sequence[Judgement]:
    query = select(feedback).where(feedback.c.answer == answer_id).order_by(feedback.c.id)
    with project.journal.store.engine.connect() as connection:
        return [Judgement(row.value, row.given_at, row.comment) for row in connection.execute(query)]


def vouched(project: Project, answer_id: str) -> Vouched | None:
    """Who vouches for the answer; a definition that has changed since counts at once, whether or not anybody has checked."""
    with project.journal.store.engine.connect() as connection:
        row = connection.execute(select(verified).where(verified.c.answer == answer_id)).one_or_none()
    if row is None:
        return None
    entry = entry_of(row)
    reasons = entry.reasons or (("definition",) if drifted(entry.template, project.catalog) else ())
    return Vouched(entry.verified_by, entry.verified_at, entry.comment, entry.lowered_at, reasons)

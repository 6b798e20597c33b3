"""Correcting an answer: the right one is kept, taught as a verified question and written down as an evaluation case, under a cause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from assistant.answer import answer
from assistant.desk.acts import record
from assistant.desk.case_file import case_of, write_case
from assistant.desk.draft import Draft
from assistant.desk.entrance import NotAllowed, admitted_to
from assistant.desk.listed import mark
from assistant.desk.opened import shown_to
from assistant.desk.trial import drafted, on_its_day
from assistant.desk.vouching import reader_of
from assistant.offline.patterns import pattern_of
from assistant.question import Question
from assistant.record import Answer
from assistant.record_json import from_json
from assistant.verified.book import Book
from assistant.verified.verify import NotVerifiable, verify
from catalog.access import Asker, check_query
from catalog.errors import CatalogError
from catalog.query import MetricQuery

if TYPE_CHECKING:
    from assistant.journal import Kept
    from assistant.project import Project

Cause = Literal[
    "wrong_metric",
    "wrong_period",
    "wrong_member",
    "wrong_grouping",
    "definition",
    "data",
    "should_have_asked",
    "should_have_declined",
    "other",
]
CAUSES: tuple[Cause, ...] = get_args(Cause)
MISREAD: tuple[Cause, ...] = ("wrong_metric", "wrong_period", "wrong_member", "wrong_grouping")  # these need the right answer
SILENT: Mapping[Cause, str] = {"should_have_asked": "clarify", "should_have_declined": "decline"}


class NotCorrectable(CatalogError):
    """Why a correction cannot be saved: unknown_cause, draft_missing, draft_not_answered, case_file_unreadable, cases_not_writable."""


@dataclass(frozen=True)
class Corrected:
    """What came of a correction: the right answer, whether it is verified or the code of why not, and the case with its file.

    `holds`: the question, asked again now, is already answered so."""

    answer: Answer | None
    verified: bool
    reason: str
    case: str | None
    file: str | None
    holds: bool


def correct(project: Project, asker: Asker, answer_id: str, cause: str, draft: Draft | None = None, comment: str = "") -> Corrected:
    """Marks an answer as wrong, with the right one where there is one. Raises NotAllowed, NotFound, NotCorrectable, and as `plan_of`."""
    kept = project.journal.find(answer_id, None)
    analyst = admitted_to(project, asker, "correct", kept.asker)
    if shown_to(kept, project, analyst)[0] == "withheld":
        raise NotAllowed("withheld_answer")
    found, then = cause_of(cause), on_its_day(kept, project)
    if draft is None and found in MISREAD:
        raise NotCorrectable("draft_missing", cause=found)
    right = None if draft is None else answered(kept, draft, project, analyst)
    untaught(kept, then, analyst)
    reason = taught(kept, right, then, analyst, comment) if right is not None else ""
    who = examinee(kept, right, project, analyst)
    holds = holds_now(kept, right, SILENT.get(found), then, who)
    case = case_of(kept, right, SILENT.get(found), found, holds, who.id if who.id in project.access.people else None)
    place = write_case(project.file.folder, case) if case is not None else None
    facts: dict[str, Any] = {"cause": found, "right": right.id if right else None, "case": place.id if place else None, "reason": reason}
    with project.journal.store.engine.begin() as connection:
        if right is not None and reason:
            mark(connection, right.id, "dismissed")  # nobody has to look at it again
        record(connection, "corrected", kept.id, analyst, project.now(), comment, facts)
    return Corrected(right, right is not None and not reason, reason, place.id if place else None, place.file if place else None, holds)


def cause_of(text: str) -> Cause:
    for cause in CAUSES:
        if cause == text:
            return cause
    raise NotCorrectable("unknown_cause", name=text, known=CAUSES)


def answered(kept: Kept, draft: Draft, project: Project, analyst: Asker) -> Answer:
    """The right answer, kept in the journal under the analyst's name."""
    found = drafted(kept, draft, project, analyst)
    if found.status != "answered":
        raise NotCorrectable("draft_not_answered", why=found.headline)
    project.journal.keep(found)
    return found


def taught(kept: Kept, right: Answer, project: Project, analyst: Asker, comment: str) -> str:
    """Verifies the right answer in the place of a wrong one; empty, or the code of why it cannot be asked again as it is."""
    wrong = from_json(kept.body)
    if wrong.planned is not None and any(span.kind == "carried" for span in wrong.planned.reading):
        return "is_follow_up"
    try:
        reader = reader_of(kept, project, analyst)
        verify(right, project, analyst, comment, kept.body.get("department", ""), reader)
    except NotVerifiable as error:
        return error.code
    return ""


def untaught(kept: Kept, project: Project, analyst: Asker) -> None:
    """What is wrong is verified no longer, nor are the verified questions that it was answered by."""
    book, planned = Book(project.journal.store), kept.body["planned"]
    answers = [kept.id]
    if planned and planned["planner"] == "verified":
        pattern = pattern_of(kept.question, project.sight(reader_of(kept, project, analyst)), project.offline)
        answers += [entry.answer for entry in book.alike(pattern)]
    for answer_id in dict.fromkeys(answers):
        book.withdraw(answer_id, analyst.id, project.now())


def examinee(kept: Kept, right: Answer | None, project: Project, analyst: Asker) -> Asker:
    """As whom the question is asked again: who asked it, where they may see the right answer, else the analyst."""
    try:
        asker = project.asker(kept.asker)
        if right is not None and right.planned is not None and isinstance(right.planned.plan, MetricQuery):
            check_query(right.planned.plan, project.sight(asker).catalog)
    except CatalogError:
        return analyst
    return asker


def holds_now(kept: Kept, right: Answer | None, silent: str | None, project: Project, asker: Asker) -> bool:
    """Whether the question is answered rightly when it is asked again at once, on the day that it was asked on."""
    again = answer(Question(kept.question, language=kept.body["language"]), project, asker)
    if right is None or right.planned is None:
        return silent is not None and again.status == {"clarify": "clarify", "decline": "declined"}[silent]
    return again.status == "answered" and again.planned is not None and again.planned.plan == right.planned.plan

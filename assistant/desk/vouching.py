"""Vouching for an answer from the desk, with the project's rule about one's own answers; and taking that back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.desk.entrance import NotAllowed, admitted_to
from assistant.desk.opened import shown_to
from assistant.desk.sharing import Viewer
from assistant.record_json import from_json
from assistant.verified.book import Book
from assistant.verified.verify import verify
from catalog.access import Asker
from catalog.errors import Unknown

if TYPE_CHECKING:
    from assistant.journal import Kept
    from assistant.project import Project


def vouch(project: Project, asker: Asker, answer_id: str, comment: str = "") -> str:
    """Verifies an answer of anybody's, as far as the analyst's rights cover it, and returns its question.

    Raises NotAllowed, NotFound, NotVerifiable."""
    kept = project.journal.find(answer_id, None)
    analyst = admitted_to(project, asker, "verify", kept.asker)
    if shown_to(kept, project, analyst)[0] != "kept":
        raise NotAllowed("withheld_answer")
    verify(from_json(kept.body), project, analyst, comment, reader=reader_of(kept, project, analyst))
    return kept.question


def reader_of(kept: Kept, project: Project, analyst: Asker) -> Asker:
    """As whose words a question is read: its asker's, where the access file still names them."""
    try:
        return project.asker(kept.asker)
    except Unknown:
        return analyst


def withdraw(project: Project, asker: Asker, answer_id: str) -> bool:
    """Takes back that an answer was verified; whether it was. Raises NotAllowed, NotFound."""
    kept = project.journal.find(answer_id, None)
    analyst = admitted_to(project, asker, "verify", kept.asker)
    if not Viewer(project, analyst).may_read(kept.question):
        raise NotAllowed("withheld_answer")
    return Book(project.journal.store).withdraw(kept.id, analyst.id, project.now())

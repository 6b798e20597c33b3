"""What would another person see? Their question, planned and run under their rights, for who may read everybody's journal.

It widens nobody's rights: where the other sees what the viewer may not, only how it ended is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.answer import answer
from assistant.desk.entrance import NotAllowed, admitted
from assistant.desk.opened import shown_to
from assistant.desk.sharing import Viewer
from assistant.question import Question
from assistant.recall import withheld
from assistant.record import Answer
from catalog.access import Asker
from catalog.store.chain import Event

if TYPE_CHECKING:
    from assistant.project import Project


@dataclass(frozen=True)
class SeenAs:
    """The other person's answer; `withheld` where it holds more than the viewer may see, and then only its status and tier are true."""

    user: str
    answer: Answer
    withheld: bool


def asked_as(project: Project, asker: Asker, user: str, question: str) -> SeenAs:
    """A question asked as somebody of the access file; not kept as theirs, and in the audit log as the viewer's.

    Raises NotAllowed, and Unknown for who is not in the file."""
    viewer = admitted(project, asker, "ask_as")
    other = project.asker(user)
    found = answer(Question(question), project, other)
    facts = {"as": other.id, "question": found.question, "status": found.status, "tier": found.tier, "rows": len(found.rows)}
    project.journal.tell(Event("asked_as", viewer.id, project.now(), "", facts))
    shared = Viewer(project, viewer).share(found)
    if shared is not None:
        return SeenAs(other.id, replace(shared, matches=()), False)
    return SeenAs(
        other.id, replace(withheld(found, viewer), status=found.status, tier=found.tier, question=found.question, choices=()), True
    )


def answered_as(project: Project, asker: Asker, user: str, answer_id: str) -> SeenAs:
    """As `asked_as`, with the question of a kept answer. Raises NotFound too."""
    viewer = admitted(project, asker, "ask_as")
    kept = project.journal.find(answer_id, None)
    if shown_to(kept, project, viewer)[0] == "withheld":
        raise NotAllowed("withheld_answer")
    return asked_as(project, viewer, user, kept.question)

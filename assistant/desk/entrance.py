"""Who may work at the desk: the feature `verify`, and `audit` to ask as somebody else. Looked up in the access file as it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from catalog.access import Asker
from catalog.errors import CatalogError

if TYPE_CHECKING:
    from assistant.project import Project

Action = Literal["read", "verify", "correct", "synonym", "gap", "reply", "dismiss", "ask_as"]
NEEDS: dict[Action, str] = {
    "read": "verify",
    "verify": "verify",
    "correct": "verify",
    "synonym": "verify",
    "gap": "verify",
    "reply": "verify",
    "dismiss": "verify",
    "ask_as": "audit",
}


class NotAllowed(CatalogError):
    """An act at the desk that this person may not do: may_not_use_desk, may_not_ask_as, own_answer."""


def admitted(project: Project, asker: Asker, action: Action = "read") -> Asker:
    """The person with today's rights, on the catalog as it is now. Raises NotAllowed unless they may do this."""
    if project.root is None:
        project.follow()
    found = project.current(asker)
    if not found.may(NEEDS[action]):
        raise NotAllowed("may_not_ask_as" if action == "ask_as" else "may_not_use_desk")
    return found


def admitted_to(project: Project, asker: Asker, action: Action, asked_by: str) -> Asker:
    """As `admitted`, for an act on a person's answer: where the project says so, nobody judges their own."""
    found = admitted(project, asker, action)
    if found.id == asked_by and not project.file.own_answers:
        raise NotAllowed("own_answer")
    return found

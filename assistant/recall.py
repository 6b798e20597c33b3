"""A kept answer as its asker may see it today. What was shown under wider rights is not shown again: only the question is left."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.compose import compose
from assistant.plan import CatalogQuestion, Choice, Clarify, Decline, Planned
from assistant.record import Answer, Trouble
from assistant.wording import say
from catalog.access import Asker
from catalog.errors import CatalogError
from sql_guard.errors import GuardError
from sql_guard.guard import guard

if TYPE_CHECKING:
    from assistant.project import Project

WITHHELD = "access_changed"


def scope_of(project: Project, asker: Asker) -> str:
    """A digest of all that an asker may see: rows and columns, metrics and dimensions."""
    seen = project.sight(asker).catalog
    names = "\n".join([project.policy(asker).scope, *sorted(seen.metrics), "", *sorted(seen.dimensions)])
    return hashlib.sha256(names.encode()).hexdigest()[:16]


def recalled(kept: Answer, project: Project, asker: Asker) -> Answer:
    """The kept answer whole where its asker's rights are as they were, without its notes where they changed elsewhere, else withheld."""
    if kept.planned is None or (kept.versions is not None and kept.versions.scope == scope_of(project, asker)):
        return kept
    if kept.working.executed and runs_alike(kept, kept.planned, project, asker):
        return replace(kept, notes=(), planned=without_notes(kept.planned))
    return withheld(kept)


def runs_alike(kept: Answer, planned: Planned, project: Project, asker: Asker) -> bool:
    """Whether the asker still sees every name of the plan, and the guard would let the very same SQL run."""
    if isinstance(planned.plan, CatalogQuestion | Clarify | Decline):
        return False
    try:
        compose(planned.plan, project.sight(asker), project)
        return guard(kept.working.compiled, project.policy(asker)).text == kept.working.executed
    except (CatalogError, GuardError):
        return False


def without_notes(planned: Planned) -> Planned:
    """The plan without what was said of other definitions and names."""
    return replace(planned, notes=())


def withheld(kept: Answer) -> Answer:
    """The question alone, with the offer to ask it again."""
    return Answer(
        id=kept.id,
        question=kept.question,
        language=kept.language,
        asker=kept.asker,
        asked_at=kept.asked_at,
        today=kept.today,
        status="declined",
        tier="declined",
        headline=say(kept.language, "decline.access_changed"),
        choices=(Choice(kept.question, kept.question),),
        trouble=Trouble(WITHHELD),
        conversation=kept.conversation,
    )


def is_withheld(shown: Answer) -> bool:
    return shown.trouble is not None and shown.trouble.code == WITHHELD

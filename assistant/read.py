"""Who reads a question: the offline planner, and a language model where one is configured and words alone do not settle it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.plan import Clarify, Decline, Planned
from assistant.question import Question, Sight

if TYPE_CHECKING:
    from assistant.project import Project

SETTLED = ("write_request", "personal_data", "off_topic", "injection")  # declined by code; a model is never asked


def read(question: Question, sight: Sight, project: Project) -> Planned:
    """The plan for a question. With a model configured both read it; where they differ the difference is asked about."""
    planned = project.offline.plan(question, sight)
    if project.model is None or (isinstance(planned.plan, Decline) and planned.plan.code in SETTLED):
        return planned
    from assistant.agreement import agreed

    if isinstance(planned.plan, Clarify):
        return planned
    if not isinstance(planned.plan, Decline) and not project.settings.two_readers:
        return planned
    return agreed(planned, project.model.plan(question, sight), sight)

"""Who reads a question: what is verified first, then the offline planner, and a language model where words alone do not settle it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.plan import Decline, Planned
from assistant.question import Question, Sight

if TYPE_CHECKING:
    from assistant.project import Project
    from assistant.watch import Watch


def read(question: Question, sight: Sight, project: Project, watch: Watch) -> Planned:
    """The plan for a question. With a model configured both planners read it; where they differ the difference is asked about."""
    verified = project.verified(question, sight)
    if verified is not None:
        return verified
    planned = project.offline.plan(question, sight)
    if project.model is None:
        return planned
    from assistant.agreement import agreed, is_open, standing

    is_read = not isinstance(planned.plan, Decline)
    if not is_open(planned.plan) or (is_read and (is_choice(planned, question) or not project.settings.two_readers)):
        return planned
    second = project.model.plan(question, sight, watch)
    usage = replace(second.usage, second=standing(planned, second, sight)) if second.usage else None
    return replace(agreed(planned, second, sight), usage=usage)


def is_choice(planned: Planned, question: Question) -> bool:
    """Whether the asker has chosen among what was offered: then the plan was read from the choice, not from these words."""
    return not planned.reading or any(question.text[span.start : span.end] != span.text for span in planned.reading)

"""A metric that someone may not see and may know of: a question that names it is told so, and whom to ask, instead of unknown words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.plan import Decline, Planned

if TYPE_CHECKING:
    from assistant.project import Project
    from assistant.question import Question, Sight

NOT_PERMITTED = "metric_not_permitted"


def told_of(planned: Planned, question: Question, sight: Sight, project: Project) -> Planned:
    """The plan, or where it declines a question that names a hidden metric marked `discoverable`, that it exists and who answers for it."""
    if not isinstance(planned.plan, Decline):
        return planned
    hidden = {name for name, metric in project.catalog.metrics.items() if metric.discoverable and name not in sight.catalog.metrics}
    named = [match for match in project.finder.names(question.text) if match.kind == "metric" and match.id in hidden] if hidden else []
    if not named:
        return planned
    metric = project.catalog.metric(max(named, key=lambda match: match.end - match.start).id)
    facts = (("metric", metric.label.in_language(planned.language)), ("owner", metric.owner), ("department", metric.department))
    return replace(planned, plan=Decline(NOT_PERMITTED, facts, planned.plan.nearest))

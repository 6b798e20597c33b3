"""A project as it stood on an earlier day: what "today" means, and how far the data went. Definitions and rights are today's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from catalog.period import add

if TYPE_CHECKING:
    from assistant.project import Project

SHARED = ("journal", "finder", "offline", "model")  # what does not depend on the day


def past(project: Project, today: date, data_to: date | None = None) -> Project:
    """The same open project on that day; close only the one that it came from. `data_to` is the last day that its data had then."""
    facts = project.facts
    if data_to is not None:
        end, tomorrow = add(data_to, 1, "day"), add(project.local_day(), 1, "day")
        known = {name: day if day > tomorrow else min(day, end) for name, day in facts.complete_before.items()}  # a plan lies ahead
        facts = replace(facts, complete_before=known)
    found = replace(project, fixed_today=today, facts=facts)
    found.__dict__.update({name: project.__dict__[name] for name in SHARED if name in project.__dict__})
    found.access_stamp, found.access_read = project.access_stamp, project.access_read
    return found

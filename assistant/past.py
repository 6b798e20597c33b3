"""A project as it stood on an earlier day: what "today" means, and how far the data went. Definitions and rights are today's."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from catalog.period import add

if TYPE_CHECKING:
    from assistant.project import Project


def past(project: Project, today: date, data_to: date | None = None) -> Project:
    """The project on that day; close only the one that it came from. `data_to` is the last day that its data had then."""
    found = copy(project.pinned())
    found.fixed_today = today
    if data_to is None:
        return found
    edition, end, tomorrow = found.edition, add(data_to, 1, "day"), add(project.local_day(), 1, "day")
    known = {name: day if day > tomorrow else min(day, end) for name, day in edition.facts.complete_before.items()}  # a plan lies ahead
    found.edition = replace(edition, facts=replace(edition.facts, complete_before=known))
    found.edition.__dict__.update({name: edition.__dict__[name] for name in ("finder", "members") if name in edition.__dict__})
    return found

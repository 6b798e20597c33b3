"""Usage by metric: how often each is asked, by whom, how often it was corrected, and which nobody asks for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from assistant.desk.entrance import admitted
from catalog.access import Asker
from catalog.store.tables import asked_metrics, queue

if TYPE_CHECKING:
    from assistant.project import Project


@dataclass
class Use:
    """One metric's questions in a span of time. `people` are how many asked; `departments` how often each did."""

    metric: str
    asked: int = 0
    people: int = 0
    corrected: int = 0
    complaints: int = 0
    last: datetime | None = None
    departments: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Usage:
    """Of every metric that the reader may see, the most asked first; `unused` are those that nobody asked for."""

    uses: tuple[Use, ...]

    @property
    def unused(self) -> tuple[str, ...]:
        return tuple(use.metric for use in self.uses if not use.asked)

    @property
    def most_corrected(self) -> tuple[Use, ...]:
        return tuple(sorted((use for use in self.uses if use.corrected), key=lambda use: -use.corrected))


def usage(
    project: Project, asker: Asker, since: datetime | None = None, until: datetime | None = None, department: str | None = None
) -> Usage:
    """The usage of each metric in [since, until), of one department or of all. Raises NotAllowed."""
    analyst = admitted(project, asker)
    bounds = [queue.c.asked_at >= since] if since is not None else []
    bounds += [queue.c.asked_at < until] if until is not None else []
    bounds += [queue.c.department == department] if department is not None else []
    key = (asked_metrics.c.metric, queue.c.asker, queue.c.department, queue.c.state, queue.c.feedback)
    columns = (*key, func.count().label("asked"), func.max(queue.c.asked_at).label("last"))
    source = select(*columns).join(queue, queue.c.answer == asked_metrics.c.answer).where(*bounds).group_by(*key)
    uses = {name: Use(name) for name in project.sight(analyst).catalog.metrics}
    people: dict[str, set[str]] = {name: set() for name in uses}
    with project.journal.store.engine.connect() as connection:
        for row in connection.execute(source):
            if row.metric in uses:
                add(uses[row.metric], row.department, row.state, row.feedback, row.asked, row.last)
                people[row.metric].add(row.asker)
    for name, use in uses.items():
        use.people = len(people[name])
        use.departments = dict(Counter(use.departments).most_common())
    return Usage(tuple(sorted(uses.values(), key=lambda use: (-use.asked, use.metric))))


def add(use: Use, department: str, state: str, feedback: str, asked: int, last: datetime) -> None:
    use.asked += asked
    use.corrected += asked if state == "corrected" else 0
    use.complaints += asked if feedback not in ("", "good") else 0
    use.last = last if use.last is None else max(use.last, last)
    use.departments[department] = use.departments.get(department, 0) + asked

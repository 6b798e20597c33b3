"""Taking an answer away: only its asker, only with the right to, only what they may see today; and the audit log is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.audit import exported
from assistant.chart.drawings import Drawings
from assistant.journal import NotFound
from assistant.recall import is_withheld, recalled
from assistant.record import Answer
from assistant.record_json import from_json
from catalog.access import Asker
from catalog.errors import Unanswerable

if TYPE_CHECKING:
    from assistant.project import Project


def to_take(answer: str, project: Project, asker: Asker) -> Answer:
    """The asker's own answer with the chart that they chose. Raises Unanswerable without the right, NotFound for what is not theirs."""
    now = project.current(asker)
    if not now.may("export"):
        raise Unanswerable("may_not_export")
    shown = recalled(from_json(project.journal.find(answer, now.id).body), project, now)
    if is_withheld(shown):
        raise NotFound("unknown_answer", name=answer)
    return Drawings(project.journal.store).redrawn([shown], project.catalog)[0]


def took(answer: Answer, form: str, project: Project, asker: Asker) -> None:
    """Keeps in the audit log that the asker took an answer away."""
    project.journal.tell(exported(answer.id, asker.id, project.now(), form, len(answer.rows)))

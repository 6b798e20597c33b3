"""Runs a journaled answer's plan again and says what changed: the definition, the data, the access or the result."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from assistant.answer import answer
from assistant.journal import Kept
from assistant.plan import Clarify, Decline
from assistant.plan_json import planned_from_json
from assistant.project import Project
from assistant.question import Question
from assistant.recall import may_name, scope_of, withheld, without_notes
from assistant.record import Answer
from assistant.record_json import as_json, from_json
from catalog.access import Asker

RECEIPT = ("catalog", "data", "scope", "product")
UNRUN = ("failed", "timeout", "cancelled")


@dataclass(frozen=True)
class Replayed:
    """The new answer, and what differs from the kept one: `receipt` parts, `status`, `sql`, `rows`, `causes`; empty when identical."""

    answer: Answer
    changed: tuple[str, ...]
    was: Mapping[str, Any]

    @property
    def ran(self) -> bool:
        """Whether there is something to compare: an engine that is gone, or that took too long, says nothing of the result."""
        return self.answer.status not in UNRUN or self.answer.status == self.was["status"]

    @property
    def identical(self) -> bool:
        return self.ran and not {"status", "sql", "rows", "causes"} & set(self.changed)


def replay(kept: Kept, project: Project, asker: Asker) -> Replayed:
    """The kept plan run for the viewer under today's definitions, data and access. Nothing of the old rows is shown to a new viewer."""
    project = project.pinned()
    planned = planned_from_json(kept.body["planned"]) if kept.body["planned"] else None
    if planned is not None and (kept.body["receipt"] or {}).get("scope") != scope_of(project, asker):
        named = not isinstance(planned.plan, Clarify | Decline) and may_name(planned.plan, project, asker)
        if not named and kept.asker != asker.id:
            return Replayed(withheld(from_json(kept.body), asker), ("scope", "status"), kept.body)
        planned = without_notes(planned) if named else None  # what is hidden now is not named again: the question is read anew
    again = answer(Question(kept.question, language=kept.body["language"], heavy=True), project, asker, planned=planned)
    was, now = kept.body, as_json(again)
    changed = [part for part in RECEIPT if (was["receipt"] or {}).get(part) != (now["receipt"] or {}).get(part)]
    found = Replayed(again, tuple(changed), was)
    if not found.ran:
        return found
    changed += [part for part in ("status", "sql") if was[part] != now[part]]
    if not same_rows(was, now):
        changed.append("rows")
    if not same_figures(was.get("causes"), now["causes"]):
        changed.append("causes")
    return replace(found, changed=tuple(changed))


def same_rows(was: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Equal columns and equal rows; the order counts only where the query orders."""
    if [column["name"] for column in was["columns"]] != [column["name"] for column in now["columns"]]:
        return False
    if was["rows"] == now["rows"]:
        return True
    ordered = bool((was["metric_query"] or {}).get("order"))
    return not ordered and sorted(map(repr, was["rows"])) == sorted(map(repr, now["rows"]))


def same_figures(was: Any, now: Any) -> bool:
    """Equal causes; sums of floats may differ in their last digits, and how often the engine was asked is no result."""
    if isinstance(was, Mapping) and isinstance(now, Mapping):
        return was.keys() == now.keys() and all(key == "queries" or same_figures(was[key], now[key]) for key in was)
    if isinstance(was, list) and isinstance(now, list):
        return len(was) == len(now) and all(map(same_figures, was, now))
    if isinstance(was, float) or isinstance(now, float):
        return was is not None and now is not None and math.isclose(was, now, rel_tol=1e-9, abs_tol=1e-9)
    return bool(was == now)

"""A draft run beside the answer that it would correct: both results, and what differs between them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from assistant.answer import answer
from assistant.desk.draft import Draft, SqlText, plan_of
from assistant.desk.entrance import NotAllowed, admitted
from assistant.desk.opened import shown_to
from assistant.past import past
from assistant.plan import Planned
from assistant.question import Question
from assistant.record import Answer
from assistant.record_json import as_json
from assistant.replay import same_rows
from catalog.access import Asker
from catalog.store.chain import Event, digest_of

if TYPE_CHECKING:
    from assistant.journal import Kept
    from assistant.project import Project

KEYS = ("period", "time", "dimension")
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Pair:
    """The rows of one key in both results; None where a result has none."""

    was: Row | None
    now: Row | None

    @property
    def differs(self) -> bool:
        return self.was != self.now


@dataclass(frozen=True)
class Trial:
    """The answer as it was and as the draft gives it. `changed` says what differs: status, columns, rows.

    `pairs` puts the rows of equal keys beside each other where both results have the same columns; else it is empty."""

    was: Answer
    now: Answer
    changed: tuple[str, ...]
    pairs: tuple[Pair, ...] = ()

    @property
    def same(self) -> bool:
        return not self.changed


def tried(project: Project, asker: Asker, answer_id: str, draft: Draft) -> Trial:
    """Runs a draft under the analyst's own rights; it is not kept as an answer, and the audit log says that it ran.

    Raises NotAllowed, NotFound, and what `plan_of` raises; what else is wrong with the draft is in the new answer."""
    analyst = admitted(project, asker, "correct")
    kept = project.journal.find(answer_id, None)
    shown, was = shown_to(kept, project, analyst)
    if shown == "withheld":
        raise NotAllowed("withheld_answer")
    now = drafted(kept, draft, project, analyst)
    facts = {"status": now.status, "rows": len(now.rows), "sql": digest_of(now.working.executed) if now.working.executed else None}
    project.journal.tell(Event("tried", analyst.id, project.now(), kept.id, facts))
    return compared(was, now)


def on_its_day(kept: Kept, project: Project) -> Project:
    """The project as it stood when a kept question was asked: its words mean the days that they meant then."""
    known = kept.body.get("data_as_of")
    return past(project, date.fromisoformat(kept.body["today"]), date.fromisoformat(known) if known else None)


def drafted(kept: Kept, draft: Draft, project: Project, analyst: Asker) -> Answer:
    """The kept question answered by a draft, as of the day on which it was asked."""
    then = on_its_day(kept, project)
    plan = plan_of(draft, then.sight(analyst))
    written = draft.text if isinstance(draft, SqlText) else json.dumps(draft.body, ensure_ascii=False)
    language = kept.body["language"]
    return answer(Question(kept.question, language=language), then, analyst, planned=Planned(plan, "person", language, written=written))


def compared(was: Answer, now: Answer) -> Trial:
    """What differs between two answers."""
    before, after = as_json(was), as_json(now)
    columns = [column["name"] for column in before["columns"]] == [column["name"] for column in after["columns"]]
    changed = [name for name, same in (("status", was.status == now.status), ("columns", columns)) if not same]
    if not same_rows(before, after):
        changed.append("rows")
    return Trial(was, now, tuple(changed), tuple(paired(was, now)) if columns else ())


def paired(was: Answer, now: Answer) -> Iterator[Pair]:
    """Rows by their keys, in the order of the new result, then what is only in the old one."""
    places = [place for place, column in enumerate(now.columns) if column.role in KEYS]

    def by_key(found: Answer) -> Mapping[str, Row]:
        return {repr([str(row[place]) for place in places]): tuple(row) for row in found.rows}

    before, after = by_key(was), by_key(now)
    yield from (Pair(before.get(key), row) for key, row in after.items())
    yield from (Pair(row, None) for key, row in before.items() if key not in after)

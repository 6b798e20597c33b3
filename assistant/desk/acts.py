"""What was done about answers: each act with who, when and the words written, kept in one transaction with its entry in the audit log."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Connection, Row, insert, select

from assistant.desk.listed import mark
from catalog.store.chain import Event, append
from catalog.store.tables import acts

if TYPE_CHECKING:
    from assistant.project import Project
    from catalog.access import Asker

Kind = Literal["corrected", "dismissed", "replied", "gap", "synonym"]
MARKS: Mapping[Kind, str] = {"corrected": "corrected", "dismissed": "dismissed", "replied": "replied"}  # the acts that handle an answer


@dataclass(frozen=True)
class Act:
    """One thing done about an answer. `facts` by kind: cause, right answer and case of a correction, word of a synonym."""

    id: int
    answer: str
    kind: Kind
    by: str
    at: datetime
    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    seen_at: datetime | None = None


def record(
    connection: Connection, kind: Kind, answer: str, by: Asker, at: datetime, text: str = "", facts: Mapping[str, Any] | None = None
) -> int:
    """Writes an act, its mark in the queue and its audit entry in the caller's transaction; returns its number."""
    told = facts or {}
    row = {"answer": answer, "kind": kind, "by": by.id, "at": at, "text": text, "body": json.dumps(told, ensure_ascii=False)}
    [number] = connection.execute(insert(acts).values(**row)).inserted_primary_key or (0,)
    if kind in MARKS:
        mark(connection, answer, MARKS[kind])
    append(connection, Event(kind, by.id, at, answer, {**told, "comment": text}))
    return int(number)


def acts_of(project: Project, answer: str) -> Sequence[Act]:
    """What was done about one answer, oldest first."""
    with project.journal.store.engine.connect() as connection:
        return [act_of(row) for row in connection.execute(select(acts).where(acts.c.answer == answer).order_by(acts.c.id))]


def acts_of_kind(project: Project, kind: Kind, since: datetime | None = None) -> Sequence[Act]:
    """Every act of a kind, newest first; those whose contents were erased are left out."""
    query = select(acts).where(acts.c.kind == kind, acts.c.by != "")
    if since is not None:
        query = query.where(acts.c.at >= since)
    with project.journal.store.engine.connect() as connection:
        return [act_of(row) for row in connection.execute(query.order_by(acts.c.id.desc()))]


def act_of(row: Row[Any]) -> Act:
    return Act(row.id, row.answer, row.kind, row.by, row.at, row.text, json.loads(row.body), row.seen_at)

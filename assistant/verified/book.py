"""The verified questions of a project, in the store: each an answer that someone vouches for, as a template that can be asked again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from assistant import audit
from assistant.desk.listed import mark
from assistant.offline.patterns import MemberSlot, NumberSlot, Pattern, PeriodSlot, Slot
from catalog.period import Period
from catalog.query import MetricQuery
from catalog.query_json import from_dict, to_dict
from catalog.store import Store
from catalog.store.chain import append
from catalog.store.tables import verified


@dataclass(frozen=True)
class Template:
    """What is matched and run again. `digests` are the definitions it rests on, `columns` the result's shape, `rows` a digest of its values
    where all of its periods were complete. `reread` ones have slots that only the planner can put in place."""

    pattern: Pattern
    query: MetricQuery
    reread: bool
    digests: Mapping[str, str]
    columns: tuple[tuple[str, str], ...]
    rows: str | None = None
    department: str = ""  # whose question was corrected: there this goes before what a word with several definitions means otherwise
    reader: str = ""  # as whose words the question was read; empty: the verifier's


@dataclass(frozen=True)
class Entry:
    """A verified question: who vouches for it since when, and why it no longer counts, if so."""

    id: int
    answer: str
    question: str
    verified_by: str
    verified_at: datetime
    comment: str
    template: Template
    lowered_at: datetime | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Book:
    """Reads and writes verified questions. Writes return only when they are on disk."""

    store: Store

    def entries(self) -> Sequence[Entry]:
        """All of them, newest first."""
        with self.store.engine.connect() as connection:
            rows = connection.execute(select(verified).order_by(verified.c.verified_at.desc(), verified.c.id.desc())).all()
        return [entry_of(row) for row in rows]

    def is_empty(self) -> bool:
        with self.store.engine.connect() as connection:
            return connection.execute(select(verified.c.id).limit(1)).one_or_none() is None

    def alike(self, pattern: Pattern) -> Sequence[Entry]:
        """Those of the same pattern that still count, newest first, so that a later one wins."""
        query = select(verified).where(verified.c.pattern == pattern_key(pattern), verified.c.lowered_at.is_(None))
        with self.store.engine.connect() as connection:
            rows = connection.execute(query.order_by(verified.c.verified_at.desc(), verified.c.id.desc())).all()
        return [entry for entry in map(entry_of, rows) if entry.template.pattern.items == pattern.items]

    def add(self, answer: str, question: str, by: str, at: datetime, template: Template, comment: str = "") -> None:
        """Verifies an answer, or verifies it anew."""
        values = {
            "question": question,
            "verified_by": by,
            "verified_at": at,
            "comment": comment,
            "pattern": pattern_key(template.pattern),
            "body": json.dumps(template_as_json(template), ensure_ascii=False),
            "lowered_at": None,
            "reasons": "",
        }
        with self.store.engine.begin() as connection:
            done = connection.execute(update(verified).where(verified.c.answer == answer).values(**values))
            if not done.rowcount:
                connection.execute(insert(verified).values(answer=answer, **values))
            mark(connection, answer, "verified")
            append(connection, audit.verified(answer, by, at, comment))

    def lower(self, entry: int, at: datetime, reasons: Sequence[str]) -> None:
        """Says why an entry no longer counts as verified, and puts its answer back into the queue; the first time stays."""
        with self.store.engine.begin() as connection:
            fresh = update(verified).where(verified.c.id == entry, verified.c.lowered_at.is_(None))
            lowered = fresh.values(lowered_at=at, reasons="\n".join(reasons)).returning(verified.c.answer)
            for answer in connection.execute(lowered).scalars().all():
                mark(connection, answer, "open")  # somebody has to look at it again

    def withdraw(self, answer: str, by: str, at: datetime) -> bool:
        """Forgets that an answer was verified; whether it was."""
        with self.store.engine.begin() as connection:
            was = bool(connection.execute(delete(verified).where(verified.c.answer == answer)).rowcount)
            if was:
                mark(connection, answer, "open")
                append(connection, audit.withdrawn(answer, by, at))
            return was


def pattern_key(pattern: Pattern) -> str:
    return hashlib.sha256("\n".join(pattern.items).encode()).hexdigest()[:32]


def entry_of(row: Row[Any]) -> Entry:
    template = template_from_json(json.loads(row.body))
    reasons = tuple(row.reasons.splitlines())
    return Entry(row.id, row.answer, row.question, row.verified_by, row.verified_at, row.comment, template, row.lowered_at, reasons)


def template_as_json(template: Template) -> dict[str, Any]:
    return {
        "items": list(template.pattern.items),
        "slots": [slot_as_json(slot) for slot in template.pattern.slots],
        "query": to_dict(template.query),
        "reread": template.reread,
        "digests": dict(template.digests),
        "columns": [list(column) for column in template.columns],
        "rows": template.rows,
        "department": template.department,
        "reader": template.reader,
    }


def template_from_json(body: Mapping[str, Any]) -> Template:
    query = from_dict(body["query"])
    assert isinstance(query, MetricQuery)
    return Template(
        Pattern(tuple(body["items"]), tuple(slot_from_json(slot) for slot in body["slots"])),
        query,
        body["reread"],
        body["digests"],
        tuple((name, kind) for name, kind in body["columns"]),
        body["rows"],
        body.get("department", ""),
        body.get("reader", ""),
    )


def slot_as_json(slot: Slot) -> dict[str, Any]:
    match slot:
        case PeriodSlot(period):
            return {"period": [period.start.isoformat(), period.end.isoformat()]}
        case MemberSlot(members):
            return {"members": [[dimension, value] for dimension, value in members]}
        case NumberSlot(number):
            return {"number": str(number)}


def slot_from_json(body: Mapping[str, Any]) -> Slot:
    if "period" in body:
        start, end = map(date.fromisoformat, body["period"])
        return PeriodSlot(Period(start, end))
    if "members" in body:
        return MemberSlot(tuple((dimension, value) for dimension, value in body["members"]))
    return NumberSlot(Decimal(body["number"]))

"""The audit log: an entry for everything that was asked, shown, judged, vouched for or taken away, each sealed with the one before.

An entry is written in the transaction of what it tells of. Its payload may be erased later; its digests stay, and the chain still holds.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from catalog.store.tables import answers, audit, audit_head

START = "0" * 64
BATCH = 1000


@dataclass(frozen=True)
class Event:
    """Something that happened: its kind, whose doing it was, when, to what (an answer's id, or ""), and the facts as JSON values."""

    kind: str
    asker: str
    at: datetime
    subject: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Entry:
    """An event in the log under its number. `event` has no asker, subject or facts once they were erased."""

    seq: int
    event: Event
    digest: str
    erased: bool


@dataclass(frozen=True)
class Broken:
    """Where the log does not hold, and how: entry_missing, entry_changed, payload_changed, answer_changed, answer_missing,
    answer_without_entry, head_differs, checkpoint_differs, bad_signature."""

    seq: int
    code: str


@dataclass(frozen=True)
class Checked:
    """What a check of the whole chain found. `before` is the number of answers that are older than the log."""

    entries: int
    erased: int
    before: int
    head: str
    broken: tuple[Broken, ...]


def append(connection: Connection, event: Event) -> int:
    """Adds an event in the caller's transaction and returns its number. Writing the head first makes other writers wait."""
    step = update(audit_head).values(seq=audit_head.c.seq + 1).returning(audit_head.c.seq, audit_head.c.digest)
    seq, previous = connection.execute(step).one()
    at = event.at.astimezone(UTC).isoformat()
    body = {"asker": event.asker, "subject": event.subject, "facts": event.facts, "salt": secrets.token_hex(16)}
    payload = json.dumps(body, ensure_ascii=False, sort_keys=True)
    sealed = digest_of(payload)
    digest = link(previous, seq, at, event.kind, sealed)
    row = {"seq": seq, "at": at, "kind": event.kind, "asker": event.asker, "subject": event.subject}
    connection.execute(insert(audit).values(**row, payload=payload, payload_digest=sealed, previous=previous, digest=digest))
    connection.execute(update(audit_head).values(digest=digest))
    return int(seq)


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


def link(previous: str, seq: int, at: str, kind: str, payload_digest: str) -> str:
    """The digest that seals an entry: of the one before it, and of all in it that is never erased."""
    return digest_of("\n".join([previous, str(seq), at, kind, payload_digest]))


def entries(
    connection: Connection, start: datetime | None = None, end: datetime | None = None, asker: str | None = None
) -> Iterator[Entry]:
    """The entries of [start, end) in order, of one asker or of everybody."""
    for row in rows(connection):
        at = datetime.fromisoformat(row.at)
        if (start is not None and at < start) or (end is not None and at >= end) or (asker is not None and row.asker != asker):
            continue
        facts = json.loads(row.payload)["facts"] if row.payload is not None else {}
        yield Entry(row.seq, Event(row.kind, row.asker, at, row.subject, facts), row.digest, row.payload is None)


def rows(connection: Connection) -> Iterator[Row[Any]]:
    """All entries in order, a batch at a time, so that a log of any length fits."""
    after = 0
    while found := connection.execute(select(audit).where(audit.c.seq > after).order_by(audit.c.seq).limit(BATCH)).all():
        yield from found
        after = found[-1].seq


def check(connection: Connection) -> Checked:
    """Recomputes every digest, in one consistent reading, and compares what is kept of the answers with what was sealed."""
    broken: list[Broken] = []
    seq, previous, erased, before = 0, START, 0, 0
    for row in rows(connection):
        if row.seq != seq + 1:
            broken.append(Broken(seq + 1, "entry_missing"))
        elif row.previous != previous or row.digest != link(row.previous, row.seq, row.at, row.kind, row.payload_digest):
            broken.append(Broken(row.seq, "entry_changed"))
        if row.payload is None:
            erased += 1
        elif not payload_holds(row):
            broken.append(Broken(row.seq, "payload_changed"))
        elif row.kind == "begun":
            before = json.loads(row.payload)["facts"]["answers"]
        elif row.kind == "answered":
            broken += answer_faults(connection, row)
        seq, previous = row.seq, row.digest
    head = connection.execute(select(audit_head.c.seq, audit_head.c.digest)).one()
    if (head.seq, head.digest) != (seq, previous):
        broken.append(Broken(max(head.seq, seq), "head_differs"))
    if untold(connection) > before:
        broken.append(Broken(seq, "answer_without_entry"))
    return Checked(seq, erased, before, previous, tuple(broken))


def untold(connection: Connection) -> int:
    """How many answers have no entry."""
    told = select(audit.c.subject).where(audit.c.kind == "answered")
    query = select(func.count()).select_from(answers).where(answers.c.body != "", answers.c.id.not_in(told))
    return int(connection.execute(query).scalar_one())


def payload_holds(row: Row[Any]) -> bool:
    """Whether a payload is what was sealed, and the columns that are searched say the same."""
    if digest_of(row.payload) != row.payload_digest:
        return False
    body = json.loads(row.payload)
    return bool(body["asker"] == row.asker and body["subject"] == row.subject)


def answer_faults(connection: Connection, row: Row[Any]) -> Iterator[Broken]:
    """An answer that is not as it was when it was told, or not there any more although nobody erased it."""
    body = connection.execute(select(answers.c.body).where(answers.c.id == row.subject)).scalar_one_or_none()
    if body is None or body == "":
        yield Broken(row.seq, "answer_missing")
    elif digest_of(body) != json.loads(row.payload)["facts"]["body"]:
        yield Broken(row.seq, "answer_changed")

"""Signed checkpoints of the audit log: kept elsewhere, they show that nobody cut or rewrote it, not even who can write the store.

The key is a secret of the environment; without it a checkpoint can neither be made nor checked.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import Connection, insert, select

from catalog.errors import StoreError
from catalog.store.chain import Broken
from catalog.store.tables import audit, audit_checkpoints, audit_head

LEAST_KEY = 32  # characters


@dataclass(frozen=True)
class Checkpoint:
    """The log's state at one moment: its last entry, that entry's digest, and the signature of these by HMAC-SHA256, in hex."""

    seq: int
    at: str
    digest: str
    signature: str


def sign(seq: int, at: str, digest: str, key: str) -> str:
    """Raises StoreError when there is no key, or one that is too short."""
    if len(key) < LEAST_KEY:
        raise StoreError("no_audit_key", least=LEAST_KEY)
    return hmac.new(key.encode(), f"{seq}\n{at}\n{digest}".encode(), sha256).hexdigest()


def mark(connection: Connection, at: datetime, key: str) -> Checkpoint:
    """Signs the log as it is now and keeps the checkpoint; where nothing was added since the last one, that one."""
    head = connection.execute(select(audit_head.c.seq, audit_head.c.digest)).one()
    last = connection.execute(select(audit_checkpoints).where(audit_checkpoints.c.seq == head.seq)).one_or_none()
    if last is not None:
        return Checkpoint(last.seq, last.at, last.digest, last.signature)
    said = at.astimezone(UTC).isoformat()
    made = Checkpoint(head.seq, said, head.digest, sign(head.seq, said, head.digest, key))
    connection.execute(insert(audit_checkpoints).values(**asdict(made)))
    return made


def marks(connection: Connection) -> list[Checkpoint]:
    """The checkpoints in the store, oldest first."""
    found = connection.execute(select(audit_checkpoints).order_by(audit_checkpoints.c.seq))
    return [Checkpoint(row.seq, row.at, row.digest, row.signature) for row in found]


def faults(connection: Connection, kept: Iterable[Checkpoint], key: str) -> Iterator[Broken]:
    """Checkpoints that somebody else signed, and those that the log does not agree with any more."""
    for each in kept:
        if not hmac.compare_digest(each.signature, sign(each.seq, each.at, each.digest, key)):
            yield Broken(each.seq, "bad_signature")
            continue
        now = connection.execute(select(audit.c.digest).where(audit.c.seq == each.seq)).scalar_one_or_none()
        if now != each.digest:
            yield Broken(each.seq, "checkpoint_differs")


def read_marks(text: str, file: str) -> list[Checkpoint]:
    """Checkpoints from lines of JSON. Raises StoreError for a line that is none."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                body = json.loads(line)
                found.append(Checkpoint(int(body["seq"]), str(body["at"]), str(body["digest"]), str(body["signature"])))
            except (ValueError, KeyError, TypeError) as error:
                raise StoreError("bad_checkpoint", file=file, line=number) from error
    return found

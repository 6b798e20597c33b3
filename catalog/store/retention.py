"""Erasing what is older than a project keeps: questions, answers, comments and the payloads of the audit log. Its digests stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, select, update
from sqlalchemy import text as sql_text

from catalog.store.chain import Event, append
from catalog.store.store import Store
from catalog.store.tables import acts, answers, asked_metrics, audit, conclusions, conversations, drawn, feedback, queue


@dataclass(frozen=True)
class Erased:
    """How many answers and entries of the log lost their contents."""

    answers: int
    entries: int


def erase(store: Store, before: datetime, asker: str, at: datetime) -> Erased:
    """Erases what happened before a moment, and writes into the log who did it. Freed pages of a SQLite store are overwritten."""
    with store.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA secure_delete=ON")
        connection.rollback()
        with connection.begin():
            done = erased(connection, before)
            if done.answers or done.entries:
                facts = {"before": before.isoformat(), "answers": done.answers, "entries": done.entries}
                append(connection, Event("erased", asker, at, "", facts))
        if connection.dialect.name == "sqlite":
            connection.execute(sql_text("PRAGMA wal_checkpoint(TRUNCATE)")).all()
            connection.exec_driver_sql("PRAGMA secure_delete=OFF")
    return done


def erased(connection: Connection, before: datetime) -> Erased:
    """Answers are found by their entries; those older than the log by their own time. A conversation goes with its last answer."""
    old = audit.c.at < before.astimezone(UTC).isoformat()
    told = select(audit.c.subject).where(audit.c.kind == "answered")
    untold = answers.c.id.not_in(told) & (answers.c.asked_at < before)
    gone = (answers.c.id.in_(told.where(old)) | untold) & (answers.c.body != "")
    connection.execute(update(feedback).where(feedback.c.answer.in_(select(answers.c.id).where(gone))).values(comment="", asker=""))
    names = select(answers.c.id).where(gone)
    connection.execute(update(acts).where(acts.c.answer.in_(names)).values(text="", body="{}", by=""))
    for table in (queue, asked_metrics, drawn, conclusions):
        connection.execute(delete(table).where(table.c.answer.in_(names)))
    emptied = connection.execute(update(answers).where(gone).values(body="", question="", asker=""))
    spoken = select(answers.c.conversation).where(answers.c.body != "")
    connection.execute(delete(conversations).where(conversations.c.id.not_in(spoken), conversations.c.started_at < before))
    entries = connection.execute(update(audit).where(old, audit.c.payload.is_not(None)).values(payload=None, asker="", subject=""))
    return Erased(emptied.rowcount, entries.rowcount)

"""The rows of the queue: one for each kept answer, written in the transaction that keeps it."""

from __future__ import annotations

from sqlalchemy import Connection, insert, update

from assistant.record import Answer
from catalog.store.tables import asked_metrics, queue


def enlist(connection: Connection, answer: Answer) -> None:
    """Puts a kept answer into the queue, under the metrics that it tells of."""
    told = {"answer": answer.id, "asked_at": answer.asked_at, "asker": answer.asker, "department": answer.department}
    connection.execute(insert(queue).values(**told, status=answer.status, tier=answer.tier, feedback="", state="open"))
    for name in dict.fromkeys(each.metric for each in answer.definitions):
        connection.execute(insert(asked_metrics).values(answer=answer.id, metric=name, asked_at=answer.asked_at))


def mark(connection: Connection, answer: str, state: str) -> None:
    """Says how an answer was handled; `open` when that was taken back."""
    connection.execute(update(queue).where(queue.c.answer == answer).values(state=state))


def mark_judged(connection: Connection, answer: str, value: str) -> None:
    connection.execute(update(queue).where(queue.c.answer == answer).values(feedback=value))

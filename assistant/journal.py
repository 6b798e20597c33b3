"""The journal: every answer whole, who asked it and what they thought of it.

An answer belongs to its asker; others do not see that it exists.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from assistant.plan_json import planned_from_json
from assistant.question import Turn
from assistant.record import Answer
from assistant.record_json import as_json
from catalog.errors import CatalogError
from catalog.store import Store
from catalog.store.tables import answers, conversations, feedback


class NotFound(CatalogError):
    """No such answer or conversation, or not the asker's own (the two read the same): unknown_answer, unknown_conversation."""


@dataclass(frozen=True)
class Kept:
    """A journaled answer: its JSON as it was written, with who and when."""

    id: str
    asker: str
    asked_at: datetime
    question: str
    status: str
    body: Mapping[str, Any]


@dataclass(frozen=True)
class Journal:
    """Reads and writes answers. `keep` returns only when the answer is on disk."""

    store: Store

    def keep(self, answer: Answer) -> None:
        row = {
            "id": answer.id,
            "conversation": answer.conversation,
            "asker": answer.asker,
            "asked_at": answer.asked_at,
            "question": answer.question,
            "status": answer.status,
            "tier": answer.tier,
            "body": json.dumps(as_json(answer), ensure_ascii=False),
        }
        with self.store.engine.begin() as connection:
            connection.execute(insert(answers).values(**row))

    def find(self, answer: str, asker: str | None) -> Kept:
        """The answer with this id if it is the asker's (None: any asker, for those who may). Raises NotFound."""
        query = select(answers).where(answers.c.id == answer)
        if asker is not None:
            query = query.where(answers.c.asker == asker)
        with self.store.engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise NotFound("unknown_answer", name=answer)
        return Kept(row.id, row.asker, row.asked_at, row.question, row.status, json.loads(row.body))

    def latest(self, asker: str, count: int = 20) -> Sequence[Kept]:
        """The asker's newest answers, newest first."""
        query = select(answers).where(answers.c.asker == asker).order_by(answers.c.asked_at.desc(), answers.c.id).limit(count)
        with self.store.engine.connect() as connection:
            rows = connection.execute(query).all()
        return [Kept(row.id, row.asker, row.asked_at, row.question, row.status, json.loads(row.body)) for row in rows]

    def start(self, conversation: str, asker: str, at: datetime) -> None:
        """Opens a conversation for its asker."""
        with self.store.engine.begin() as connection:
            connection.execute(insert(conversations).values(id=conversation, asker=asker, started_at=at))

    def turns(self, conversation: str, asker: str, count: int = 10) -> tuple[Turn, ...]:
        """The conversation's last turns, oldest first. Raises NotFound for another asker's conversation."""
        owner = select(conversations.c.asker).where(conversations.c.id == conversation)
        query = select(answers.c.question, answers.c.body).where(answers.c.conversation == conversation)
        with self.store.engine.connect() as connection:
            if connection.execute(owner).scalar_one_or_none() != asker:
                raise NotFound("unknown_conversation", name=conversation)
            rows = connection.execute(query.order_by(answers.c.asked_at.desc()).limit(count)).all()
        bodies = [(row.question, json.loads(row.body)["planned"]) for row in reversed(rows)]
        return tuple(Turn(question, planned_from_json(planned)) for question, planned in bodies if planned)

    def judge(self, answer: str, asker: str, value: str, at: datetime, comment: str = "") -> None:
        """Keeps the asker's feedback on their own answer. Raises NotFound."""
        self.find(answer, asker)
        with self.store.engine.begin() as connection:
            connection.execute(insert(feedback).values(answer=answer, asker=asker, given_at=at, value=value, comment=comment))

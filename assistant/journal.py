"""The journal: every answer whole, who asked it and what they thought of it; what is done to one is in the audit log too.

An answer belongs to its asker; others do not see that it exists. One whose contents were erased is as good as none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, insert, or_, select

from assistant import audit
from assistant.desk.listed import enlist, mark_judged
from assistant.plan_json import planned_from_json
from assistant.question import SETTLED, Turn
from assistant.record import Answer
from assistant.record_json import as_json
from catalog.errors import CatalogError
from catalog.store import Store
from catalog.store.chain import Event, append
from catalog.store.tables import answers, conversations, feedback

KEPT = answers.c.body != ""


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
class Talk:
    """A conversation as its asker's list shows it: its first question, and when it was last spoken in."""

    id: str
    title: str
    spoken_at: datetime


@dataclass(frozen=True)
class Journal:
    """Reads and writes answers. `keep` returns only when the answer is on disk."""

    store: Store

    def keep(self, answer: Answer) -> None:
        body = json.dumps(as_json(answer), ensure_ascii=False)
        row = {
            "id": answer.id,
            "conversation": answer.conversation,
            "asker": answer.asker,
            "asked_at": answer.asked_at,
            "question": answer.question,
            "status": answer.status,
            "tier": answer.tier,
            "body": body,
        }
        with self.store.engine.begin() as connection:
            connection.execute(insert(answers).values(**row))
            enlist(connection, answer)
            append(connection, audit.answered(answer, body))

    def tell(self, event: Event) -> None:
        """Writes into the audit log what left no trace elsewhere; returns when it is on disk."""
        with self.store.engine.begin() as connection:
            append(connection, event)

    def find(self, answer: str, asker: str | None) -> Kept:
        """The answer with this id if it is the asker's (None: any asker, for those who may). Raises NotFound."""
        query = select(answers).where(answers.c.id == answer, KEPT)
        if asker is not None:
            query = query.where(answers.c.asker == asker)
        with self.store.engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise NotFound("unknown_answer", name=answer)
        return Kept(row.id, row.asker, row.asked_at, row.question, row.status, json.loads(row.body))

    def latest(self, asker: str, count: int = 20) -> Sequence[Kept]:
        """The asker's newest answers, newest first."""
        query = select(answers).where(answers.c.asker == asker, KEPT).order_by(answers.c.asked_at.desc(), answers.c.id).limit(count)
        with self.store.engine.connect() as connection:
            rows = connection.execute(query).all()
        return [Kept(row.id, row.asker, row.asked_at, row.question, row.status, json.loads(row.body)) for row in rows]

    def answered(self, asker: str, since: datetime, count: int) -> Sequence[Kept]:
        """The asker's newest answers with a result since a moment, newest first."""
        query = select(answers).where(answers.c.asker == asker, answers.c.status == "answered", answers.c.asked_at >= since, KEPT)
        with self.store.engine.connect() as connection:
            rows = connection.execute(query.order_by(answers.c.asked_at.desc(), answers.c.id).limit(count)).all()
        return [Kept(row.id, row.asker, row.asked_at, row.question, row.status, json.loads(row.body)) for row in rows]

    def declined(self, asker: str | None, count: int) -> Sequence[Kept]:
        """The newest refusals of an asker (None: of everybody, for those who may), newest first."""
        query = select(answers).where(answers.c.status == "declined", KEPT)
        if asker is not None:
            query = query.where(answers.c.asker == asker)
        with self.store.engine.connect() as connection:
            rows = connection.execute(query.order_by(answers.c.asked_at.desc(), answers.c.id).limit(count)).all()
        return [Kept(row.id, row.asker, row.asked_at, row.question, row.status, json.loads(row.body)) for row in rows]

    def start(self, conversation: str, asker: str, at: datetime) -> None:
        """Opens a conversation for its asker."""
        with self.store.engine.begin() as connection:
            connection.execute(insert(conversations).values(id=conversation, asker=asker, started_at=at))

    def has(self, conversation: str) -> bool:
        """Whether anyone has opened this conversation."""
        query = select(conversations.c.id).where(conversations.c.id == conversation)
        with self.store.engine.connect() as connection:
            return connection.execute(query).one_or_none() is not None

    def talks(self, asker: str, count: int = 30) -> Sequence[Talk]:
        """The asker's conversations that have answers, the last spoken in first."""
        spoken = (
            select(answers.c.conversation, func.min(answers.c.asked_at).label("first"), func.max(answers.c.asked_at).label("last"))
            .where(answers.c.asker == asker, answers.c.conversation != "")
            .group_by(answers.c.conversation)
            .subquery()
        )
        opening = (answers.c.conversation == spoken.c.conversation) & (answers.c.asked_at == spoken.c.first)
        query = select(spoken.c.conversation, spoken.c.last, answers.c.question).join(answers, opening).order_by(spoken.c.last.desc())
        with self.store.engine.connect() as connection:
            rows = connection.execute(query.where(answers.c.asker == asker).limit(count)).all()
        return [Talk(row.conversation, row.question, row.last) for row in rows]

    def history(self, conversation: str, asker: str, count: int = 30) -> Sequence[Kept]:
        """The conversation's last answers, oldest first. Raises NotFound for another asker's conversation."""
        self.check_owner(conversation, asker)
        query = select(answers).where(answers.c.conversation == conversation, answers.c.asker == asker)
        with self.store.engine.connect() as connection:
            rows = connection.execute(query.order_by(answers.c.asked_at.desc()).limit(count)).all()
        return [Kept(row.id, row.asker, row.asked_at, row.question, row.status, json.loads(row.body)) for row in reversed(rows)]

    def check_owner(self, conversation: str, asker: str) -> None:
        """Raises NotFound unless the conversation is the asker's."""
        owner = select(conversations.c.asker).where(conversations.c.id == conversation)
        with self.store.engine.connect() as connection:
            if connection.execute(owner).scalar_one_or_none() != asker:
                raise NotFound("unknown_conversation", name=conversation)

    def turns(self, conversation: str, asker: str, count: int = 10) -> tuple[Turn, ...]:
        """The conversation's last turns, oldest first. Raises NotFound for another asker's conversation."""
        return self.turns_of(conversation, asker, count)

    def attributed(self, conversation: str, asker: str, count: int = 20) -> Sequence[Mapping[str, Any]]:
        """The conversation's last answers with causes, newest first, as they were kept. Raises NotFound as `turns`."""
        self.check_owner(conversation, asker)
        within = or_(answers.c.conversation == conversation, answers.c.id == conversation)
        query = select(answers.c.body).where(within, answers.c.asker == asker, answers.c.body.contains('"causes": {'))
        with self.store.engine.connect() as connection:
            rows = connection.execute(query.order_by(answers.c.asked_at.desc()).limit(count)).all()
        return [json.loads(row.body) for row in rows]

    def choices(self, conversation: str, asker: str, count: int = 200) -> tuple[Turn, ...]:
        """The turns of the whole conversation in which its asker chose what a word means, oldest first. Raises NotFound as `turns`."""
        chose = or_(*(answers.c.body.contains(json.dumps(code), autoescape=True) for code in SETTLED))
        return self.turns_of(conversation, asker, count, chose)

    def turns_of(self, conversation: str, asker: str, count: int, *having: ColumnElement[bool]) -> tuple[Turn, ...]:
        """An answer that was asked by itself is the first turn of the conversation that has its id."""
        self.check_owner(conversation, asker)
        within = or_(answers.c.conversation == conversation, answers.c.id == conversation)
        query = select(answers.c.question, answers.c.body).where(within, answers.c.asker == asker, KEPT, *having)
        with self.store.engine.connect() as connection:
            rows = connection.execute(query.order_by(answers.c.asked_at.desc()).limit(count)).all()
        bodies = [(row.question, json.loads(row.body)["planned"]) for row in reversed(rows)]
        return tuple(Turn(question, planned_from_json(planned)) for question, planned in bodies if planned)

    def judge(self, answer: str, asker: str, value: str, at: datetime, comment: str = "") -> None:
        """Keeps the asker's feedback on their own answer. Raises NotFound."""
        self.find(answer, asker)
        with self.store.engine.begin() as connection:
            connection.execute(insert(feedback).values(answer=answer, asker=asker, given_at=at, value=value, comment=comment))
            mark_judged(connection, answer, value)
            append(connection, audit.judged(answer, asker, at, value, comment))

    def judged(self, conversation: str, asker: str) -> Mapping[str, str]:
        """The asker's last judgement of each answer of a conversation, by answer id."""
        query = (
            select(feedback.c.answer, feedback.c.value)
            .join(answers, answers.c.id == feedback.c.answer)
            .where(answers.c.conversation == conversation, feedback.c.asker == asker)
            .order_by(feedback.c.id)
        )
        with self.store.engine.connect() as connection:
            return {row.answer: row.value for row in connection.execute(query)}

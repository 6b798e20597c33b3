"""A store from before the desk is upgraded: what was asked, judged and verified in it is in the queue."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import create_engine, insert, select
from sqlalchemy import text as sql_text

from catalog.store import open_store
from catalog.store.store import alembic_config
from catalog.store.tables import answers, asked_metrics, feedback, queue, verified


def older(url: str) -> None:
    """A store as it stood before the desk, with one verified answer, one with a complaint and one that was erased."""
    from alembic import command

    engine, at = create_engine(url), datetime(2026, 5, 1, tzinfo=UTC)
    config = alembic_config(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0005")
        shared = {"conversation": "", "asker": "boss", "asked_at": at, "status": "answered", "tier": "governed"}
        body = json.dumps({"definitions": [{"metric": "orders"}, {"metric": "销售额"}]})
        for name, held in (("a", body), ("b", json.dumps({"definitions": []})), ("c", "")):
            connection.execute(insert(answers).values(id=name, question="问", body=held, **shared))
        connection.execute(insert(verified).values(answer="a", question="问", verified_by="boss", verified_at=at, pattern="p", body="{}"))
        for value in ("good", "misread"):
            connection.execute(insert(feedback).values(answer="b", asker="boss", given_at=at, value=value))
    engine.dispose()


def test_what_was_asked_before_is_in_the_queue(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    older(url)
    with open_store(url).engine.connect() as connection:
        rows = connection.execute(select(queue.c.answer, queue.c.state, queue.c.feedback, queue.c.asked_at).order_by(queue.c.answer)).all()
        names = connection.execute(select(asked_metrics.c.metric).order_by(asked_metrics.c.metric)).scalars().all()
        at = connection.execute(select(answers.c.asked_at).limit(1)).scalar_one()
        assert connection.execute(sql_text("SELECT count(*) FROM acts")).scalar_one() == 0
    assert [tuple(row) for row in rows] == [("a", "verified", "", at), ("b", "open", "misread", at)]
    assert names == ["orders", "销售额"]

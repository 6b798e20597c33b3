"""Whoever writes the journal may be killed at any moment: what was acknowledged is there, and the audit log holds."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy import text as sql_text

from catalog.store import open_store
from catalog.store.chain import check
from catalog.store.tables import answers, feedback, verified

WRITER = """
import sys, uuid
from datetime import UTC, datetime
from sqlalchemy import insert
from catalog.store import open_store
from catalog.store.chain import Event, append, digest_of
from catalog.store.tables import answers, feedback, verified
store = open_store(sys.argv[1])
while True:
    name, now, body = uuid.uuid4().hex, datetime.now(UTC), "x" * 20_000
    row = {"id": name, "conversation": "", "asker": "a", "asked_at": now, "question": "q", "status": "answered", "tier": "verified"}
    with store.engine.begin() as connection:
        connection.execute(insert(answers).values(**row, body=body))
        append(connection, Event("answered", "a", now, name, {"body": digest_of(body)}))
    print("answer", name, flush=True)
    with store.engine.begin() as connection:
        connection.execute(insert(feedback).values(answer=name, asker="a", given_at=now, value="good", comment=""))
        append(connection, Event("judged", "a", now, name, {"value": "good"}))
    print("feedback", name, flush=True)
    with store.engine.begin() as connection:
        connection.execute(insert(verified).values(answer=name, question="q", verified_by="a", verified_at=now, pattern="p", body="{}"))
        append(connection, Event("verified", "a", now, name, {}))
    print("verified", name, flush=True)
"""


def killed_writer(url: str, after: float) -> list[str]:
    """Two processes write; both are killed some seconds after the first acknowledgement. Returns all acknowledgements."""
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, url], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said: list[str] = []
    for writer in writers:
        assert writer.stdout is not None
        said.append(writer.stdout.readline())
    time.sleep(after)
    for writer in writers:
        writer.kill()
    for writer in writers:
        assert writer.stdout is not None
        said += [line for line in writer.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
        writer.wait()
        writer.stdout.close()
    return said


def lost(url: str, said: list[str]) -> tuple[set[str], tuple[object, ...], str]:
    """What was acknowledged and is not there, where the log does not hold, and what the database says of itself."""
    store = open_store(url)
    tables = {"answer": answers.c.id, "feedback": feedback.c.answer, "verified": verified.c.answer}
    with store.engine.connect() as connection:
        there = {f"{kind} {name}\n" for kind, column in tables.items() for name in connection.execute(select(column)).scalars()}
        sound = connection.execute(sql_text("PRAGMA integrity_check(1)")).scalar_one()
        found = set(said) - there, check(connection).broken, str(sound)
    store.close()
    return found


def test_nothing_acknowledged_is_lost_when_writers_are_killed(tmp_path: Path, seed: int) -> None:
    kill(tmp_path, seed, times=2)


@pytest.mark.prove
def test_nothing_acknowledged_is_lost_in_two_hundred_kills(tmp_path: Path, seed: int) -> None:
    kill(tmp_path, seed, times=200)


def kill(folder: Path, seed: int, times: int) -> None:
    """A new store every 25 kills: the old ones only make the check slow."""
    chance = random.Random(seed)
    for number in range(times):
        url = f"sqlite:///{folder / f'store-{number // 25}.sqlite'}"
        said = killed_writer(url, chance.uniform(0, 0.3))
        assert lost(url, said) == (set(), (), "ok"), number

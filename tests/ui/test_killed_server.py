"""The server, its workers and a process that verifies are killed while people ask: nothing acknowledged is lost, all goes on."""

from __future__ import annotations

import http.client
import json
import os
import random
import shutil
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy import text as sql_text

from catalog.store import open_store
from catalog.store.chain import check
from catalog.store.tables import answers, feedback, verified
from tests.conftest import AS_OF
from tests.ui.killable import Started, started

QUESTIONS = ("上个月的销售额", "sales by region last month", "上个月各大区的销售额", "orders last month")
PROGRAMS = 3
PER_STORE = 20  # kills of one store: an old one only makes the check slow


@dataclass
class Acknowledged:
    """What was told to be kept."""

    answers: set[str] = field(default_factory=set)
    feedback: set[str] = field(default_factory=set)
    verified: set[str] = field(default_factory=set)


def post(server: Started, path: str, body: Any) -> tuple[int, Any]:
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    try:
        line.request("POST", path, json.dumps(body), {"authorization": f"Bearer {server.token}"})
        reply = line.getresponse()
        return reply.status, json.loads(reply.read())
    finally:
        line.close()


def program(server: Started, kept: Acknowledged, number: int, stop: threading.Event) -> None:
    """Asks, judges and has verified, until it is told to stop; what fails because something was killed is asked again."""
    while not stop.is_set():
        with suppress(OSError, http.client.HTTPException, ValueError):
            number += 1
            status, told = post(server, "/api/ask", {"question": QUESTIONS[number % len(QUESTIONS)]})
            if status != 200:
                continue
            kept.answers.add(told["id"])
            if post(server, f"/api/answers/{told['id']}/feedback", {"value": "good"}) == (200, {"status": "kept"}):
                kept.feedback.add(told["id"])
            if told["status"] == "answered" and post(server, f"/api/verify/{told['id']}", {}) == (200, {"status": "verified"}):
                kept.verified.add(told["id"])


def works(server: Started, kept: Acknowledged) -> None:
    """A question is answered, and can be fetched again."""
    status, told = post(server, "/api/ask", {"question": QUESTIONS[0]})
    assert (status, told["status"]) == (200, "answered"), told
    kept.answers.add(told["id"])


def killed(server: Started, kept: Acknowledged, after: float, how: Callable[[Started], None]) -> None:
    """People ask for some seconds; then something is killed while they go on."""
    stop = threading.Event()
    threads = [threading.Thread(target=program, args=(server, kept, number, stop)) for number in range(PROGRAMS)]
    for thread in threads:
        thread.start()
    time.sleep(after)
    how(server)
    stop.set()
    for thread in threads:
        thread.join()


def the_server(server: Started) -> None:
    workers = server.workers()
    server.kill()
    assert gone(workers), "a worker outlived its server"


def a_worker(server: Started) -> None:
    """Once while it may run a query, and its successor once while that may be starting."""
    for _ in range(2):
        for worker in server.workers()[:1]:
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
        time.sleep(0.05)


def gone(pids: list[int]) -> bool:
    ends = time.monotonic() + 10
    while any(is_running(pid) for pid in pids) and time.monotonic() < ends:
        time.sleep(0.02)
    return not any(is_running(pid) for pid in pids)


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def check_store(project: Path, kept: Acknowledged) -> None:
    """Everything acknowledged is there, the database is sound and the audit log holds."""
    store = open_store(f"sqlite:///{project / '.wenshu' / 'store.sqlite'}")
    with store.engine.connect() as connection:
        assert kept.answers <= set(connection.execute(select(answers.c.id)).scalars())
        assert kept.feedback <= set(connection.execute(select(feedback.c.answer)).scalars())
        assert kept.verified <= set(connection.execute(select(verified.c.answer)).scalars())
        assert connection.execute(sql_text("PRAGMA integrity_check(1)")).scalar_one() == "ok"
        assert check(connection).broken == ()
    store.close()


def kill(shop: Path, folder: Path, seed: int, times: int) -> Acknowledged:
    """By turns a worker, whose server goes on and answers, and the server, which is started again and answers."""
    chance, everything, kept, server = random.Random(seed), Acknowledged(), Acknowledged(), None
    for number in range(times):
        if number % PER_STORE == 0:
            project, kept = folder / f"shop-{number}", Acknowledged()
            shutil.copytree(shop, project, symlinks=True)
        if server is None:
            server = started(project, AS_OF)
        works(server, kept)
        killed(server, kept, chance.uniform(0, 0.8), (a_worker, the_server)[number % 2])
        server = None if number % 2 else server
        check_store(project, kept)
        everything.answers |= kept.answers
        everything.feedback |= kept.feedback
        everything.verified |= kept.verified
    if server is not None:
        works(server, kept)
        server.kill()
    return everything


def test_nothing_acknowledged_is_lost_when_the_server_or_a_worker_is_killed(shop: Path, tmp_path: Path, seed: int) -> None:
    kept = kill(shop, tmp_path, seed, 3)
    assert kept.answers and kept.feedback


@pytest.mark.prove
def test_nothing_acknowledged_is_lost_in_two_hundred_kills_of_the_server(
    shop: Path, tmp_path: Path, seed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    began = time.monotonic()
    kept = kill(shop, tmp_path, seed, 200)
    with capsys.disabled():
        counts = f"{len(kept.answers)} answers, {len(kept.feedback)} judgements, {len(kept.verified)} verifications"
        print(f"\n200 kills in {time.monotonic() - began:.0f} s: {counts} acknowledged, none lost")
    assert min(map(len, (kept.answers, kept.feedback, kept.verified))) >= 200

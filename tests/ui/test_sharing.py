"""One person's heavy questions, many questions and hang-ups cost nobody else anything."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from starlette.testclient import TestClient

from assistant.journal import Journal
from assistant.project import Project, open_project
from assistant.turnstile import TooManyQuestions, Turnstile
from catalog.files.sharing import Sharing
from catalog.store import open_store
from sql_guard.errors import GuardError
from sql_guard.policy import Limits
from tests.conftest import AS_OF
from tests.sql_guard.duckdb_engine.served import HOG, is_gone, sealed
from ui.sign_in.tokens import Tokens
from ui.web.app import build_app, server_settings
from ui.web.room import Room


@pytest.fixture
def shop(retail: Path, tmp_path: Path) -> Iterator[Project]:
    """The retail project with a journal of its own and a turnstile that lets few through."""
    with open_project(retail, today=AS_OF, build=False, env={}) as project:
        project.journal = Journal(open_store(f"sqlite:///{tmp_path / 'store.sqlite'}"))  # type: ignore[misc]
        yield project


@contextmanager
def heavy(project: Project, who: str, count: int = 2, seconds: float = 6.0) -> Iterator[list[threading.Thread]]:
    """Queries of one person that do not end by themselves."""
    cancel = threading.Event()

    def run() -> None:
        with pytest.raises(GuardError):
            project.engine.run(sealed(HOG), Limits(seconds=seconds), cancel, who)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    yield threads
    cancel.set()
    for thread in threads:
        thread.join()


def ask(project: Project, who: str) -> str:
    room = Room(project, project.asker(who))
    talk = room.new_talk()
    asking = room.ask(talk, "上个月各大区的销售额", "zh")
    assert asking.done.wait(20) and asking.answer is not None
    room.ended(talk, asking)
    return asking.answer.status


def test_a_persons_heavy_queries_leave_a_worker_to_others(shop: Project) -> None:
    ask(shop, "boss")
    with heavy(shop, "manager_east") as running:
        began = time.monotonic()
        assert [ask(shop, "boss") for _ in range(3)] == ["answered"] * 3
        assert time.monotonic() - began < 10
        assert all(thread.is_alive() for thread in running)


def test_programs_hear_429_and_when_to_come_again(shop: Project) -> None:
    shop.turnstile = Turnstile(Sharing(a_minute=1), time.monotonic)
    tokens = Tokens(shop.journal.store)
    with TestClient(build_app(shop, None), base_url="http://127.0.0.1:8000") as client:

        def asked(who: str) -> tuple[int, str, str]:
            bearer = {"authorization": f"Bearer {tokens.make(who, 'x', 1, shop.now())}"}
            told = client.post("/api/ask", json={"question": "上个月的销售额", "language": "en"}, headers=bearer)
            return told.status_code, told.headers.get("retry-after", ""), told.json().get("code", "")

        assert asked("boss")[0] == 200
        status, wait, code = asked("boss")
        assert (status, code) == (429, "too_many_a_minute") and 50 <= int(wait) <= 60
        assert asked("manager_east")[0] == 200


def test_a_turned_away_question_begins_no_conversation(shop: Project) -> None:
    shop.turnstile = Turnstile(Sharing(a_minute=1), time.monotonic)
    ask(shop, "boss")
    room = Room(shop, shop.asker("boss"))
    talk = room.new_talk()
    with pytest.raises(TooManyQuestions):
        room.ask(talk, "上个月的销售额", "zh")
    assert not room.has_begun(talk) and not room.running


def test_what_could_not_start_is_not_counted(shop: Project) -> None:
    mine, theirs = Room(shop, shop.asker("boss")), Room(shop, shop.asker("manager_east"))
    talk = mine.new_talk()
    asking = mine.ask(talk, "上个月的销售额", "zh")
    assert asking.done.wait(20)
    with pytest.raises(Exception, match="unknown_conversation"):
        theirs.ask(talk, "上个月的销售额", "zh")
    assert {person.running for person in shop.turnstile.people.values()} == {0}


def until(found: Callable[[], bool], seconds: float = 5.0) -> bool:
    ends = time.monotonic() + seconds
    while not found() and time.monotonic() < ends:
        time.sleep(0.02)
    return found()


def test_a_program_that_hangs_up_ends_its_question(shop: Project) -> None:
    ask(shop, "boss")
    server = uvicorn.Server(server_settings(build_app(shop, None), "127.0.0.1", 0))
    thread = threading.Thread(target=server.run)
    thread.start()
    assert until(lambda: server.started, 20)
    address = server.servers[0].sockets[0].getsockname()
    body = json.dumps({"question": "上个月各大区的毛利率"}).encode()
    token = Tokens(shop.journal.store).make("boss", "x", 1, shop.now())
    head = f"POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1:{address[1]}\r\nAuthorization: Bearer {token}\r\nContent-Length: {len(body)}\r\n\r\n"
    with heavy(shop, ""):  # nobody's query can start
        with socket.create_connection(address) as line:
            line.sendall(head.encode() + body)
            assert until(lambda: any(person.running for person in shop.turnstile.people.values()))
        assert until(lambda: not any(person.running for person in shop.turnstile.people.values()), 2.0)
    latest = shop.journal.latest("boss", 1)[0]
    assert (latest.question, latest.status) == ("上个月各大区的毛利率", "cancelled")
    server.should_exit = True
    thread.join(10)


HEAVY = """WITH a AS (SELECT product, metric_time, MEASURE(sales_ops) AS s FROM metrics GROUP BY ALL)
SELECT x.product FROM a x, a y, a z ORDER BY x.s * y.s * z.s DESC LIMIT 1"""


def children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_ctrl_c_at_the_command_line_ends_the_query_and_its_worker(retail: Path) -> None:
    program = "import sys; from ui.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", program, "sql", HEAVY, "--heavy", "--project", str(retail)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert until(lambda: bool(children(process.pid)), 20)
    workers = children(process.pid)
    time.sleep(1.0)  # the query runs
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=10)
    assert (process.returncode, out, err) == (130, b"", b"")
    assert time.monotonic() - began < 6.0
    assert all(is_gone(pid) for pid in workers)


def test_a_question_that_is_stopped_ends_in_the_worker(shop: Project) -> None:
    """The page's stop and a closed page set this event."""
    ask(shop, "boss")
    cancel = threading.Event()
    before = {worker.pid for worker in shop.engine.idle}  # type: ignore[attr-defined]  # a DuckDB engine
    threading.Timer(0.3, cancel.set).start()
    began = time.monotonic()
    with pytest.raises(GuardError) as caught:
        shop.engine.run(sealed(HOG), Limits(), cancel, "boss")
    assert caught.value.code == "cancelled" and time.monotonic() - began < 4.0
    assert not any(Path(f"/proc/{pid}").exists() for pid in before)

"""Many ask at once, workers start and end, and new data takes the place of old."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sql_guard.duckdb_engine import DuckDbEngine
from sql_guard.engine import Rows
from sql_guard.errors import Cancelled, TookTooLong
from sql_guard.policy import Limits
from sql_guard.worker_process import WorkerSettings
from tests.sql_guard.duckdb_engine.served import HOG, answer, failure, is_gone, sealed, serve


def in_threads(calls: list[Callable[[], object]]) -> list[object]:
    """Run all calls at once; each result is what the call returned or raised."""
    results: list[object] = [None] * len(calls)

    def one(place: int) -> None:
        try:
            results[place] = calls[place]()
        except Exception as error:  # the test looks at whatever came
            results[place] = error

    threads = [threading.Thread(target=one, args=(place,)) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_a_heavy_query_does_not_hold_up_the_others(engine: DuckDbEngine) -> None:
    def quick() -> float:
        time.sleep(0.3)
        began = time.monotonic()
        for _ in range(20):
            answer(engine, "SELECT sum(n) FROM serving.main.numbers")
        return time.monotonic() - began

    heavy, quick_seconds = in_threads([lambda: answer(engine, HOG, Limits(seconds=2.0)), quick])
    assert isinstance(heavy, TookTooLong)
    assert isinstance(quick_seconds, float) and quick_seconds < 1.5


def test_many_threads_each_get_their_own_answer(engine: DuckDbEngine) -> None:
    def ask(n: int) -> Callable[[], object]:
        return lambda: [answer(engine, f"SELECT name FROM serving.main.numbers WHERE n = {n}") for _ in range(20)]

    assert in_threads([ask(n) for n in range(12)]) == [[[(f"n{n}",)]] * 20 for n in range(12)]
    assert len(engine.idle) <= 2 and not engine.busy


def test_who_waits_too_long_for_a_worker_is_told_so(state: Path) -> None:
    engine = DuckDbEngine(state, workers=1)
    answer(engine, "SELECT 1")

    def late() -> object:
        time.sleep(0.1)
        return answer(engine, "SELECT 1", Limits(seconds=0.2))

    heavy, waited = in_threads([lambda: answer(engine, HOG, Limits(seconds=0.8)), late])
    assert isinstance(heavy, TookTooLong)
    assert isinstance(waited, TookTooLong) and waited.code == "engine_busy"
    engine.close()


def test_a_swap_serves_new_queries_from_the_new_data_and_lets_running_ones_finish(tmp_path: Path) -> None:
    state = tmp_path / "state"
    serve(state, 10)
    engine = DuckDbEngine(state)
    before = engine.run(sealed("SELECT max(n) FROM serving.main.numbers"), Limits())

    def slow() -> Rows:
        return engine.run(sealed("SELECT max(n), levenshtein(repeat('a', 20000), repeat('b', 20000)) FROM serving.main.numbers"), Limits())

    def swap() -> Rows:
        time.sleep(0.2)
        serve(state, 20)
        return engine.run(sealed("SELECT max(n) FROM serving.main.numbers"), Limits())

    running, after = in_threads([slow, swap])
    assert isinstance(running, Rows) and isinstance(after, Rows)
    assert (before.rows[0][0], running.rows[0][0], after.rows[0][0]) == (10, 10, 20)
    assert before.data_version == running.data_version != after.data_version
    assert engine.run(sealed("SELECT max(n) FROM serving.main.numbers"), Limits()).data_version == after.data_version
    engine.close()


def test_warm_returns_at_once_and_the_first_query_uses_that_worker(state: Path) -> None:
    engine = DuckDbEngine(state, workers=1)
    engine.warm()
    assert not engine.idle[0].is_ready
    pid = engine.idle[0].pid
    assert answer(engine, "SELECT 1") == [(1,)]
    engine.warm()
    assert [worker.pid for worker in engine.idle] == [pid]
    engine.close()


def test_close_ends_workers_and_what_they_run(state: Path) -> None:
    engine = DuckDbEngine(state)
    answer(engine, "SELECT 1")
    threading.Timer(0.3, engine.close).start()
    pids = [worker.pid for worker in engine.idle]
    error = failure(lambda: answer(engine, HOG))
    assert (type(error), error.code) == (Cancelled, "engine_closed")
    assert all(is_gone(pid) for pid in pids)
    assert failure(lambda: answer(engine, "SELECT 1")).code == "engine_closed"


PARENT = """
import sys, threading, time
from pathlib import Path
from sql_guard.duckdb_engine import DuckDbEngine
from sql_guard.engine import SEAL, SafeSql
from sql_guard.policy import Limits
engine = DuckDbEngine(Path(sys.argv[1]))
ask = lambda text: engine.run(SafeSql(text, text, (), (), "", 10, SEAL), Limits())
ask("SELECT 1")
print(engine.idle[0].pid, flush=True)
if sys.argv[2] == "busy":
    ask(sys.argv[3])
time.sleep(60)
"""


@pytest.mark.parametrize("doing", ["idle", "busy"])
def test_workers_end_with_a_parent_that_was_killed(state: Path, doing: str) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(state), doing, HOG], stdout=subprocess.PIPE)
    assert parent.stdout
    pid = int(parent.stdout.readline())
    time.sleep(0.3)
    parent.kill()
    parent.wait()
    for _ in range(200):
        if not is_running(pid):
            return
        time.sleep(0.01)
    os.kill(pid, signal.SIGKILL)
    pytest.fail("the worker outlived its parent")


def is_running(pid: int) -> bool:
    """Whether a process runs (a zombie waits only for its adopter)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_nobody_holds_every_worker(state: Path) -> None:
    engine = DuckDbEngine(state, workers=2)
    cancel = threading.Event()
    heavy = [lambda: engine.run(sealed(HOG), Limits(seconds=1.5), cancel, "greedy") for _ in range(3)]

    def others() -> list[float]:
        time.sleep(0.4)
        times = []
        for who in ("someone", "another", ""):
            began = time.monotonic()
            assert engine.run(sealed("SELECT 1"), Limits(seconds=5), None, who).rows == ((1,),)
            times.append(time.monotonic() - began)
        return times

    *greedy, waited = in_threads([*heavy, others])
    assert sorted(getattr(each, "code", str(each)) for each in greedy) == ["engine_busy", "engine_busy", "over_time"]
    assert isinstance(waited, list) and max(waited) < 1.0
    engine.close()


def test_waiting_and_running_share_one_limit(state: Path) -> None:
    engine = DuckDbEngine(state, workers=1)
    answer(engine, "SELECT 1")

    def second() -> float:
        time.sleep(0.1)
        began = time.monotonic()
        failure(lambda: answer(engine, HOG, Limits(seconds=1.2)))
        return time.monotonic() - began

    _, waited = in_threads([lambda: answer(engine, HOG, Limits(seconds=0.8)), second])
    assert isinstance(waited, float) and 1.2 <= waited < 2.2
    engine.close()


def test_a_worker_is_replaced_after_its_share_of_queries(state: Path) -> None:
    engine = DuckDbEngine(state, workers=1, settings=WorkerSettings(queries=3))
    pids = []
    for n in range(7):
        assert answer(engine, f"SELECT {n}") == [(n,)]
        pids.append(engine.idle[0].pid)
    assert len(set(pids)) == 3 and pids[0] == pids[1] and pids[2] == pids[4] and pids[5] == pids[6]
    assert is_gone(pids[0])
    engine.close()


def test_a_worker_that_keeps_much_memory_is_replaced(state: Path) -> None:
    engine = DuckDbEngine(state, workers=1)
    answer(engine, "SELECT 1")
    worker = engine.idle[0]
    assert not worker.is_worn()
    worker.settings = WorkerSettings(memory_mib=10)  # what it holds now is more than three quarters of that
    answer(engine, "SELECT 1")
    assert is_gone(worker.pid) and engine.idle[0].pid != worker.pid
    engine.close()


def test_questions_get_the_old_or_the_new_data_while_it_is_built_anew(tmp_path: Path) -> None:
    """Three people ask without a pause while three builds take each other's place."""
    state = tmp_path / "state"
    serve(state, 10)
    engine, over, seen = DuckDbEngine(state), threading.Event(), list[tuple[str, int, int]]()

    def ask(who: str) -> Callable[[], object]:
        def asking() -> None:
            while not over.is_set():
                rows = engine.run(sealed("SELECT count(*), max(n) FROM serving.main.numbers"), Limits(), None, who)
                seen.append((rows.data_version, *rows.rows[0]))  # type: ignore[arg-type]  # two numbers

        return asking

    def build() -> None:
        for last in (20, 30, 40):
            time.sleep(0.3)
            serve(state, last)
        time.sleep(0.5)
        over.set()

    assert in_threads([build, ask("a"), ask("b"), ask("c")]) == [None] * 4
    assert {(count, most) for _, count, most in seen} == {(11, 10), (21, 20), (31, 30), (41, 40)}
    assert len({version for version, _, _ in seen}) == 4 == len(set(seen))
    assert seen[-1][2] == 40
    assert [path.name for path in state.glob("serving-*.duckdb")].count(engine.serving().file.name) == 1
    engine.close()

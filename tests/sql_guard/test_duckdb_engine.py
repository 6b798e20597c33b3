"""The engine with no guard before it: whatever SQL arrives, it reads one database and nothing else, in time, and serves the next."""

from __future__ import annotations

import math
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from datetime import time as day_time
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import duckdb
import pytest

from sql_guard.duckdb_engine import DuckDbEngine
from sql_guard.engine import SEAL, Rows, SafeSql
from sql_guard.errors import Cancelled, EngineFailed, GuardError, NotReady, TookTooLong
from sql_guard.load import build_serving
from sql_guard.policy import Limits
from sql_guard.serving import GovernedTable, ServingSpec
from sql_guard.worker import NotHardened, harden
from sql_guard.worker_process import WorkerSettings

HOG = "SELECT levenshtein(repeat('a', 200000), repeat('b', 200000))"  # one scalar call of a minute: no limit inside the engine stops it


def sealed(text: str, cap: int = 10_000) -> SafeSql:
    """What no code but the guard's may make; here it stands for a guard with a hole."""
    return SafeSql(text, text, (), (), "test", cap, SEAL)


def serve(state: Path, last: int) -> None:
    """A serving database whose only table counts from 0 to `last`."""
    source = state.parent / f"{state.name}-{last}.duckdb"
    with duckdb.connect(str(source)) as connection:
        connection.execute(f"CREATE TABLE numbers AS SELECT range AS n, 'n' || range AS name FROM range({last + 1})")
    build_serving(ServingSpec(source, (GovernedTable("main", "numbers", ("n", "name")),)), state, "2026-06-01T08:00:00")


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("engine") / "state"
    serve(folder, 99_999)
    return folder


@pytest.fixture(scope="module")
def engine(state: Path) -> Iterator[DuckDbEngine]:
    engine = DuckDbEngine(state, settings=WorkerSettings(threads=2))
    yield engine
    engine.close()


def answer(engine: DuckDbEngine, text: str, limits: Limits | None = None, cap: int = 10_000) -> list[tuple[object, ...]]:
    return list(engine.run(sealed(text, cap), limits or Limits()).rows)


def failure(call: Callable[[], object]) -> GuardError:
    with pytest.raises(GuardError) as caught:
        call()
    return caught.value


def is_gone(pid: int) -> bool:
    """Whether a process has ended and was reaped, within two seconds."""
    for _ in range(200):
        if not Path(f"/proc/{pid}").exists():
            return True
        time.sleep(0.01)
    return False


# what comes back


def test_every_type_arrives_as_its_python_value(engine: DuckDbEngine) -> None:
    values = {
        "12345678901234567.89::DECIMAL(19,2)": Decimal("12345678901234567.89"),
        "170141183460469231731687303715884105727::HUGEINT": 2**127 - 1,
        "DATE '2024-02-29'": date(2024, 2, 29),
        "TIMESTAMP '2024-02-29 23:59:59.000001'": datetime(2024, 2, 29, 23, 59, 59, 1),
        "TIMESTAMPTZ '2024-03-01 00:00:00+08'": datetime(2024, 2, 29, 16, tzinfo=UTC),
        "TIME '01:02:03.5'": day_time(1, 2, 3, 500_000),
        "INTERVAL '36 hours'": timedelta(hours=36),
        "true": True,
        "NULL": None,
        "0.1::DOUBLE": 0.1,
        "'inf'::DOUBLE": math.inf,
        "'大区 \"x\" 🎉' || chr(10) || chr(0)": '大区 "x" 🎉\n\0',
        "'\\x00\\xFF'::BLOB": b"\x00\xff",
        "'c1f1ad45-6ba4-4bd1-9b2c-2b8d4f5b7a11'::UUID": UUID("c1f1ad45-6ba4-4bd1-9b2c-2b8d4f5b7a11"),
        "[1.5::DECIMAL(4,2), NULL]": [Decimal("1.50"), None],
        "{'a': DATE '2024-01-01', 'b': [1]}": {"a": date(2024, 1, 1), "b": [1]},
        "MAP {'k': 1::HUGEINT}": {"k": 1},
        "'b'::ENUM('a', 'b')": "b",
    }
    (row,) = answer(engine, f"SELECT {', '.join(values)}")
    assert row == tuple(values.values())
    assert [type(value) for value in row] == [type(value) for value in values.values()]
    assert math.isnan(answer(engine, "SELECT 'nan'::DOUBLE")[0][0])  # type: ignore[arg-type]  # a float


def test_columns_carry_their_names_and_engine_types(engine: DuckDbEngine) -> None:
    rows = engine.run(sealed("SELECT 1.50::DECIMAL(18,2) AS 金额, n AS x, n AS x FROM serving.main.numbers WHERE n < 0"), Limits())
    assert [(column.name, column.type) for column in rows.columns] == [("金额", "DECIMAL(18,2)"), ("x", "BIGINT"), ("x", "BIGINT")]
    assert (rows.rows, rows.truncated) == ((), False)


def test_a_long_result_arrives_whole_and_in_order(engine: DuckDbEngine) -> None:
    assert answer(engine, "SELECT n, name FROM serving.main.numbers ORDER BY n LIMIT 9999") == [(n, f"n{n}") for n in range(9999)]


@pytest.mark.parametrize(
    ("rows", "kept", "truncated"), [(0, 0, False), (99, 99, False), (100, 100, False), (101, 100, True), (5000, 100, True)]
)
def test_the_row_cap_cuts_and_says_so(engine: DuckDbEngine, rows: int, kept: int, truncated: bool) -> None:
    result = engine.run(sealed(f"SELECT n FROM serving.main.numbers LIMIT {rows}", cap=100), Limits())
    assert (len(result.rows), result.truncated) == (kept, truncated)


def test_the_lower_of_the_two_row_caps_holds(engine: DuckDbEngine) -> None:
    assert len(engine.run(sealed("SELECT n FROM serving.main.numbers", cap=9000), Limits(rows=7)).rows) == 7


def test_a_result_over_the_byte_cap_is_stopped(engine: DuckDbEngine) -> None:
    error = failure(lambda: answer(engine, "SELECT repeat('x', 1000) FROM serving.main.numbers", Limits(bytes=1_000_000)))
    assert (type(error), error.code, error.facts) == (TookTooLong, "over_bytes", {"bytes": 1_000_000})
    assert answer(engine, "SELECT 1") == [(1,)]


# who may ask


@pytest.mark.parametrize("query", ["SELECT 1", None, 1, b"SELECT 1", ("SELECT 1",)])
def test_only_sealed_sql_runs(engine: DuckDbEngine, query: object) -> None:
    with pytest.raises(TypeError):
        engine.run(query, Limits())  # type: ignore[arg-type]  # the point of the test


def test_a_forged_seal_does_not_run(engine: DuckDbEngine) -> None:
    forged = object.__new__(SafeSql)
    for name, value in (("text", "SELECT 1"), ("row_cap", 1), ("seal", object())):
        object.__setattr__(forged, name, value)
    with pytest.raises(TypeError):
        engine.run(forged, Limits())


# what cannot be reached

FORBIDDEN = [
    "SELECT * FROM read_text('/etc/hostname')",
    "SELECT * FROM read_csv('{file}')",
    "SELECT * FROM read_blob('{file}')",
    "SELECT * FROM '{file}'",
    "SELECT * FROM glob('/*')",
    "SELECT * FROM parquet_metadata('{file}')",
    "SELECT * FROM read_json('{file}')",
    "SELECT * FROM read_duckdb('{file}')",
    "COPY (SELECT 1) TO '{new}'",
    "WITH w AS (COPY serving.main.numbers TO '{new}') SELECT 1",
    "EXPORT DATABASE '{new}'",
    "ATTACH '{new}'",
    "ATTACH '{database}' AS again",
    "ATTACH ':memory:' AS m; COPY (SELECT 1) TO '{new}'",
    "INSTALL httpfs",
    "INSTALL '{file}'",
    "LOAD httpfs",
    "LOAD '{file}'",
    "SET enable_external_access = true",
    "SET disabled_filesystems = ''",
    "SET lock_configuration = false",
    "SET memory_limit = '20GB'",
    "SET python_enable_replacements = true",
    "RESET disabled_filesystems",
    "PRAGMA enable_profiling; SET profiling_output = '{new}'",
    "INSERT INTO serving.main.numbers VALUES (1, 'x')",
    "WITH w AS (DELETE FROM serving.main.numbers RETURNING n) SELECT * FROM w",
    "UPDATE serving.main.numbers SET n = 0",
    "DROP TABLE serving.main.numbers",
    "CREATE TABLE serving.main.t AS SELECT 1",
    "CREATE TABLE t AS SELECT 1",
    "CREATE TABLE memory.main.t AS SELECT 1",
    "CREATE PERSISTENT SECRET s (TYPE http)",
    "SELECT * FROM connection",  # the name of a variable of the worker's own frames
    "SELECT * FROM request",
    "SELECT getenv('PATH')",
]


@pytest.mark.parametrize("text", FORBIDDEN)
def test_nothing_outside_the_database_can_be_read_or_written(engine: DuckDbEngine, state: Path, tmp_path: Path, text: str) -> None:
    (tmp_path / "file.csv").write_text("a\n1\n")
    names = {"file": tmp_path / "file.csv", "new": tmp_path / "new", "database": next(state.glob("*.duckdb"))}
    error = failure(lambda: answer(engine, text.format(**names)))
    assert (type(error), error.code) == (EngineFailed, "engine_error")
    assert not (tmp_path / "new").exists()
    assert answer(engine, "SELECT count(*), max(n) FROM serving.main.numbers") == [(100_000, 99_999)]


def test_what_a_query_sets_aside_is_gone_for_the_next(state: Path) -> None:
    engine = DuckDbEngine(state, workers=1)
    answer(engine, "CREATE TEMP TABLE kept AS SELECT 'salary' AS x")
    answer(engine, "SET VARIABLE kept = 'salary'")
    answer(engine, "CREATE TEMP MACRO kept_macro() AS 'salary'")
    assert answer(engine, "SELECT getvariable('kept')") == [(None,)]
    assert failure(lambda: answer(engine, "SELECT * FROM kept")).code == "engine_error"
    assert failure(lambda: answer(engine, "SELECT kept_macro()")).code == "engine_error"
    engine.close()


def test_a_worker_inherits_no_secret_and_lives_within_limits(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENSHU_SECRET", "hunter2")
    engine = DuckDbEngine(state)
    answer(engine, "SELECT 1")
    (worker,) = engine.idle
    assert b"hunter2" not in Path(f"/proc/{worker.pid}/environ").read_bytes()
    assert resource.prlimit(worker.pid, resource.RLIMIT_AS) == (2**31, 2**31)
    assert resource.prlimit(worker.pid, resource.RLIMIT_FSIZE) == (0, 0)
    assert resource.prlimit(worker.pid, resource.RLIMIT_CORE) == (0, 0)
    assert resource.prlimit(worker.pid, resource.RLIMIT_NOFILE)[1] < 20
    assert os.getsid(worker.pid) == worker.pid
    engine.close()


# what is stopped


@pytest.mark.parametrize("text", [HOG, "SELECT list_sum(range(500000000))"])
def test_a_scalar_call_that_nothing_inside_stops_is_stopped(engine: DuckDbEngine, text: str) -> None:
    began = time.monotonic()
    error = failure(lambda: answer(engine, text, Limits(seconds=0.5)))
    assert time.monotonic() - began < 1.5
    assert (type(error), error.code) in [(TookTooLong, "over_time"), (TookTooLong, "over_memory")]
    assert answer(engine, "SELECT 1") == [(1,)]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT count(*) FROM range(100000000) a, range(100000000) b WHERE hash(a.range, b.range) = 0",
        "SELECT a.range FROM range(100000000) a, range(100000000) b WHERE hash(a.range, b.range) % 1000 = 0",  # slow while it is fetched
        "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n FROM r) SELECT count(*) FROM r",
    ],
)
def test_the_clock_covers_running_and_fetching(engine: DuckDbEngine, text: str) -> None:
    began = time.monotonic()
    error = failure(lambda: answer(engine, text, Limits(seconds=0.4, rows=10**9), cap=10**9))
    assert time.monotonic() - began < 1.4
    assert (type(error), error.code, error.facts) == (TookTooLong, "over_time", {"seconds": 0.4})


@pytest.mark.parametrize(
    "text",
    [
        "SELECT length(repeat('x', 4000000000))",
        "SELECT list(range) FROM range(1000000000)",
        "SELECT repeat('x', 900000000)",
        "SELECT string_agg(repeat('y', 1000), '') FROM range(10000000)",
    ],
)
def test_memory_is_bounded_and_the_next_query_works(engine: DuckDbEngine, text: str) -> None:
    error = failure(lambda: answer(engine, text, Limits(seconds=20)))
    assert isinstance(error, TookTooLong | EngineFailed)
    assert answer(engine, "SELECT 1") == [(1,)]


def test_cancel_stops_a_query_at_once(engine: DuckDbEngine) -> None:
    cancel = threading.Event()
    threading.Timer(0.4, cancel.set).start()
    began = time.monotonic()
    error = failure(lambda: engine.run(sealed(HOG), Limits(), cancel))
    assert (type(error), error.code) == (Cancelled, "cancelled")
    assert time.monotonic() - began < 0.4 + 0.5  # 0.05 s on a quiet machine


def test_what_was_cancelled_before_does_not_start(engine: DuckDbEngine) -> None:
    cancel = threading.Event()
    cancel.set()
    assert isinstance(failure(lambda: engine.run(sealed("SELECT 1"), Limits(), cancel)), Cancelled)


# what breaks


def test_a_worker_killed_in_the_middle_fails_that_query_only(state: Path, caplog: pytest.LogCaptureFixture) -> None:
    engine = DuckDbEngine(state, workers=1)
    answer(engine, "SELECT 1")
    (worker,) = engine.idle
    threading.Timer(0.3, os.kill, (worker.pid, signal.SIGKILL)).start()
    error = failure(lambda: answer(engine, HOG))
    assert (type(error), error.code) == (EngineFailed, "engine_crashed")
    assert f"[{error.facts['id']}]" in caplog.text and "SIGKILL" in caplog.text
    assert answer(engine, "SELECT 1") == [(1,)]
    assert is_gone(worker.pid)
    engine.close()


def test_a_worker_that_died_while_idle_costs_nobody_an_answer(state: Path) -> None:
    engine = DuckDbEngine(state, workers=1)
    answer(engine, "SELECT 1")
    os.kill(engine.idle[0].pid, signal.SIGKILL)
    time.sleep(0.05)
    assert answer(engine, "SELECT 2") == [(2,)]
    engine.close()


def test_the_engines_words_are_logged_and_not_shown(engine: DuckDbEngine, caplog: pytest.LogCaptureFixture) -> None:
    error = failure(lambda: answer(engine, "SELECT CAST(name AS INT) FROM serving.main.numbers"))
    assert (error.code, error.facts["kind"]) == ("engine_error", "ConversionException")
    assert "n0" not in str(error)
    assert f"[{error.facts['id']}]" in caplog.text and "Could not convert" in caplog.text


def test_an_error_of_a_value_keeps_the_worker(state: Path) -> None:
    engine = DuckDbEngine(state, workers=1)
    answer(engine, "SELECT 1")
    pid = engine.idle[0].pid
    failure(lambda: answer(engine, "SELECT 'x'::INT"))
    answer(engine, "SELECT 1")
    assert engine.idle[0].pid == pid
    engine.close()


def test_without_a_serving_database_it_is_not_ready(tmp_path: Path) -> None:
    error = failure(lambda: answer(DuckDbEngine(tmp_path), "SELECT 1"))
    assert (type(error), error.code) == (NotReady, "no_serving_data")


def test_a_broken_serving_file_is_not_ready(tmp_path: Path) -> None:
    serve(tmp_path / "state", 9)
    next((tmp_path / "state").glob("*.duckdb")).write_bytes(b"no database" * 4096)
    engine = DuckDbEngine(tmp_path / "state")
    error = failure(lambda: answer(engine, "SELECT 1"))
    assert (type(error), error.code) == (NotReady, "serving_unreadable")
    assert not engine.idle and not engine.busy
    engine.close()


def test_a_worker_whose_settings_do_not_hold_refuses_to_start(state: Path) -> None:
    engine = DuckDbEngine(state, settings=WorkerSettings(threads=0))
    error = failure(lambda: answer(engine, "SELECT 1"))
    assert (type(error), error.code, error.facts["setting"]) == (NotReady, "hardening_differs", "threads")
    engine.close()


def test_an_instance_that_is_locked_before_it_is_hardened_is_refused() -> None:
    with duckdb.connect(":memory:") as connection:
        connection.execute("SET lock_configuration = true")
        with pytest.raises(NotHardened):
            harden(connection, 1024, 2)


def test_too_little_memory_to_start_is_said(state: Path) -> None:
    engine = DuckDbEngine(state, settings=WorkerSettings(memory_mib=64))
    assert isinstance(failure(lambda: answer(engine, "SELECT 1")), NotReady)
    engine.close()


# many at once


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


# starting and ending


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

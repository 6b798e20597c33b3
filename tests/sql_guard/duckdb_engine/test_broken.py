"""What breaks fails one query, or says why nothing can be asked; the engine's own words stay in the log."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import duckdb
import pytest

from sql_guard.duckdb_engine import DuckDbEngine
from sql_guard.errors import EngineFailed, NotReady
from sql_guard.worker import NotHardened, harden
from sql_guard.worker_process import WorkerSettings
from tests.sql_guard.duckdb_engine.served import HOG, answer, failure, is_gone, serve


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
    assert failure(engine.check).code == "hardening_differs"
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


def test_a_check_leaves_a_worker_that_the_first_query_uses(state: Path) -> None:
    engine = DuckDbEngine(state)
    engine.check()
    pids = [worker.pid for worker in engine.idle]
    assert answer(engine, "SELECT 1") == [(1,)]
    assert [worker.pid for worker in engine.idle] == pids
    engine.close()

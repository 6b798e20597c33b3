"""Whatever SQL arrives, with no guard before it, reads one database and nothing else."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest

from sql_guard.duckdb_engine import DuckDbEngine
from sql_guard.errors import EngineFailed
from tests.sql_guard.duckdb_engine.served import answer, failure

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
    assert resource.prlimit(worker.pid, resource.RLIMIT_AS) == (2**30, 2**30)
    assert resource.prlimit(worker.pid, resource.RLIMIT_FSIZE) == (0, 0)
    assert resource.prlimit(worker.pid, resource.RLIMIT_CORE) == (0, 0)
    assert resource.prlimit(worker.pid, resource.RLIMIT_NOFILE)[1] < 20
    assert os.getsid(worker.pid) == worker.pid
    engine.close()

"""Each barrier by itself: the guard before an engine that may do anything, the hardened engine without guard and without limits of its
process, and the limited process with an engine that nobody hardened."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from sql_guard.errors import Cancelled, EngineFailed, GuardError, Refused, TookTooLong
from sql_guard.guard import guard
from sql_guard.policy import Limits
from sql_guard.worker import connect, harden
from sql_guard.worker_process import BOOT, Clock, Serving, WorkerProcess, WorkerSettings
from tests.sql_guard.duckdb_engine.served import HOG, is_gone
from tests.sql_guard.duckdb_engine.test_walls import FORBIDDEN
from tests.sql_guard.pairs import pairs
from tests.sql_guard.world import POLICY, full_database

BEYOND = [  # further ways out of a database, for the engine alone
    "SELECT * FROM duckdb_secrets()",
    "CREATE SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')",
    "SELECT * FROM 'https://127.0.0.1:9/x.parquet'",
    "SELECT * FROM read_csv('http://127.0.0.1:9/x.csv')",
    "ATTACH 'http://127.0.0.1:9/x.duckdb' AS r",
    "IMPORT DATABASE '{new}'",
    "COPY serving.main.numbers FROM '{file}'",
    "COPY (SELECT 1) TO '/dev/stdout'",
    "CREATE VIEW serving.main.v AS SELECT 1",
    "CREATE INDEX i ON serving.main.numbers (n)",
    "ALTER TABLE serving.main.numbers ADD COLUMN x INT",
    "SET home_directory = '/root'",
    "SET extension_directory = '{new}'",
    "SET custom_extension_repository = 'http://127.0.0.1:9'",
    "SET log_query_path = '{new}'",
    "SET secret_directory = '{new}'",
    "SET temp_directory = '{new}'",
    "SET threads = 64",
    "SET GLOBAL TimeZone = 'Asia/Shanghai'",
    "FORCE INSTALL json",
    "UPDATE EXTENSIONS",
]


@pytest.fixture
def hardened(state: Path) -> Iterator[Any]:
    """The engine in this very process, which no limit binds."""
    connection = connect(str(next(state.glob("serving-*.duckdb"))), "serving")
    harden(connection, 512, 1)
    yield connection
    connection.close()


def test_the_guard_alone_lets_nothing_through_that_an_open_engine_would_do(tmp_path: Path) -> None:
    names = {"file": "/etc/hostname", "new": tmp_path / "new", "database": tmp_path / "x.duckdb"}
    engine, passed = full_database(), []
    for text in (*(each.format(**names) for each in (*FORBIDDEN, *BEYOND)), *(written for written, _ in pairs("refused.sql"))):
        try:
            passed.append((text, engine.execute(guard(text, POLICY).text).fetchall()))
        except Refused:
            continue
    assert passed == []
    assert list(tmp_path.iterdir()) == []
    engine.close()


@pytest.mark.parametrize("text", [*FORBIDDEN, *BEYOND])
def test_the_engine_alone_reaches_nothing_but_its_database(hardened: Any, state: Path, tmp_path: Path, text: str) -> None:
    (tmp_path / "file.csv").write_text("a\n1\n")
    names = {"file": tmp_path / "file.csv", "new": tmp_path / "new", "database": next(state.glob("*.duckdb"))}
    cursor = hardened.cursor()
    try:
        assert cursor.execute(text.format(**names)).fetchall() == []  # a list of secrets that is empty
        assert text == BEYOND[0]
    except duckdb.Error:
        assert text != BEYOND[0]
    assert [path.name for path in tmp_path.iterdir()] == ["file.csv"]
    assert hardened.execute("SELECT count(*), max(n) FROM serving.main.numbers").fetchall() == [(100_000, 99_999)]


class Open(WorkerProcess):
    """A worker whose engine is left as it comes: it may read and write files, if its process can."""

    boot = BOOT.replace(
        "from sql_guard.worker import main; main()",
        "import sql_guard.worker as worker; worker.harden = lambda *_: None; worker.main()",
    )


SORTED = "SELECT max(n) FROM (SELECT row_number() OVER (ORDER BY hash(range)) AS n FROM range(3000000000))"
BOMBS = [
    ("memory at once", "SELECT length(repeat('x', 4000000000))"),
    ("memory bit by bit", "SELECT list(range) FROM range(1000000000)"),
    ("memory of texts", "SELECT string_agg(repeat('y', 100000), '') FROM range(10000000)"),
    ("memory of groups", "SELECT range, count(*) FROM range(1000000000) GROUP BY 1 ORDER BY 2 LIMIT 1"),
    ("memory on disk", f"SET temp_directory = '/tmp/wenshu-spill'; {SORTED}"),
    ("time in one call", HOG),
    ("time in a join", "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE hash(a.range, b.range) = 0"),
    ("time without end", "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n FROM r) SELECT count(*) FROM r"),
    ("rows without end", "SELECT range FROM range(100000000000)"),
    ("output of wide cells", "SELECT repeat('x', 100000) FROM range(1000000)"),
    ("output of many columns", f"SELECT {', '.join(f'range AS c{n}' for n in range(3000))} FROM range(1000000)"),
    ("files", "COPY (SELECT range FROM range(100000000)) TO '/tmp/wenshu-bomb.csv'"),
]  # fmt: skip


@pytest.mark.parametrize("text", [text for _, text in BOMBS], ids=[name for name, _ in BOMBS])
def test_the_process_alone_ends_a_bomb_within_its_limit(state: Path, text: str) -> None:
    worker = Open(Serving(next(state.glob("serving-*.duckdb")), "v"), WorkerSettings(threads=1))
    worker.wait_until_ready(None)
    began = time.monotonic()
    with pytest.raises((TookTooLong, EngineFailed)):
        worker.run(text, 10**12, Limits(rows=10**12, bytes=8 * 2**20, seconds=1.0), Clock(1.0, None))
    worker.kill()
    assert time.monotonic() - began < 4.0  # its limit, and what a busy machine adds
    assert is_gone(worker.pid)
    assert not Path("/tmp/wenshu-bomb.csv").exists() and not Path("/tmp/wenshu-spill").exists()


def test_an_engine_that_nobody_hardened_opens_no_file_in_its_process(state: Path) -> None:
    worker = Open(Serving(next(state.glob("serving-*.duckdb")), "v"), WorkerSettings(threads=1))
    worker.wait_until_ready(None)
    with pytest.raises(GuardError) as caught:
        worker.run("SELECT * FROM read_text('/etc/hostname')", 10, Limits(), Clock(5.0, None))
    assert not isinstance(caught.value, TookTooLong | Cancelled)
    worker.kill()

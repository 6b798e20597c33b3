"""A serving database that counts, sealed SQL that no guard has seen, and what comes of running it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from sql_guard.duckdb_engine import DuckDbEngine
from sql_guard.engine import SEAL, SafeSql
from sql_guard.errors import GuardError
from sql_guard.load import build_serving
from sql_guard.policy import Limits
from sql_guard.serving import GovernedTable, ServingSpec

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

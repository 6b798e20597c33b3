"""The serving database and its engine, one for each file of tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sql_guard.duckdb_engine import DuckDbEngine
from sql_guard.worker_process import WorkerSettings
from tests.sql_guard.duckdb_engine.served import serve


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

"""The nine benchmark queries compile, and their hand-written SQL is complete; equality on the full world is part of `bench execute`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from catalog.compiler import compile_query
from evals.bench.nine import QUERIES, nine_catalog, written_by_hand
from sql_guard.worlds import build_retail


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("world") / "retail.duckdb"
    build_retail(path, date(2026, 11, 18), orders_scale=0.02)
    return path


def comparable(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    numbers = (int, float, Decimal)
    return sorted((tuple(f"{float(cell):.9g}" if isinstance(cell, numbers) else cell for cell in row) for row in rows), key=repr)


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_compiled_and_hand_written_sql_give_the_same_rows(name: str, world: Path) -> None:
    with duckdb.connect(str(world), read_only=True) as connection:
        compiled = comparable(connection.execute(compile_query(QUERIES[name], nine_catalog()).sql).fetchall())
        written = written_by_hand()[name]
        assert compiled == comparable(connection.execute(written.naive).fetchall())
        assert compiled == comparable(connection.execute(written.tuned).fetchall())

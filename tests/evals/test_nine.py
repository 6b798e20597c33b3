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


@pytest.fixture(scope="module")
def world_with_gaps(world: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Without a completed sale in a January, in a May, and at the end."""
    path = tmp_path_factory.mktemp("gaps") / "retail.duckdb"
    path.write_bytes(world.read_bytes())
    with duckdb.connect(str(path)) as connection:
        connection.execute("DELETE FROM order_lines WHERE order_date BETWEEN '2026-01-01' AND '2026-01-31'")
        connection.execute("UPDATE order_lines SET status = '已取消' WHERE order_date BETWEEN '2026-05-01' AND '2026-05-31'")
        connection.execute("UPDATE order_lines SET status = '已取消' WHERE order_date >= '2026-10-15'")
    return path


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_compiled_and_hand_written_sql_give_the_same_rows(name: str, world: Path) -> None:
    with duckdb.connect(str(world), read_only=True) as connection:
        compiled = comparable(connection.execute(compile_query(QUERIES[name], nine_catalog()).sql).fetchall())
        written = written_by_hand()[name]
        assert compiled == comparable(connection.execute(written.naive).fetchall())
        assert compiled == comparable(connection.execute(written.tuned).fetchall())


def test_a_year_to_date_has_the_same_months_by_hand_where_some_have_no_sale(world_with_gaps: Path) -> None:
    written, name = written_by_hand()["year_to_date_by_month"], "year_to_date_by_month"
    with duckdb.connect(str(world_with_gaps), read_only=True) as connection:
        compiled = connection.execute(compile_query(QUERIES[name], nine_catalog()).sql).fetchall()
        by_hand = [connection.execute(text).fetchall() for text in (written.naive, written.tuned)]
    months = [row[0] for row in compiled if row[0].year == 2026]
    assert months == [date(2026, month, 1) for month in range(2, 12)]
    assert all(comparable(rows) == comparable(compiled) for rows in by_hand)

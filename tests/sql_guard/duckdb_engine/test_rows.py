"""What comes back from the engine, and what it does not run: whatever is not sealed."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from datetime import time as day_time
from decimal import Decimal
from uuid import UUID

import pytest

from sql_guard.duckdb_engine import DuckDbEngine
from sql_guard.engine import SafeSql
from sql_guard.errors import TookTooLong
from sql_guard.policy import Limits
from tests.sql_guard.duckdb_engine.served import answer, failure, sealed


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


@pytest.mark.parametrize(
    "text",
    [
        "SELECT repeat('x', 40000000) AS cell",  # one huge cell
        "SELECT list(name) OVER () AS cell FROM serving.main.numbers LIMIT 100",  # a few huge lists
        f"SELECT {', '.join(f'name AS c{n}' for n in range(400))} FROM serving.main.numbers LIMIT 2000",  # many columns
        f"SELECT 1 AS {'c' * 2_000_000}",  # a huge name
    ],
)
def test_a_result_is_measured_in_bytes_however_few_rows_it_has(engine: DuckDbEngine, text: str) -> None:
    error = failure(lambda: answer(engine, text, Limits(bytes=1_000_000, seconds=10)))
    assert isinstance(error, TookTooLong) and error.code in ("over_bytes", "over_memory")
    assert answer(engine, "SELECT 1") == [(1,)]

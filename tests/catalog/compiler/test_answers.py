"""Every case of cases*.yaml: the compiled SQL gives what a person's SQL gives, and reads as the golden file says."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
import sqlglot
import yaml

from catalog.calendar import ISO, Calendar, FiscalMonths, FiscalWeeks
from catalog.catalog import Catalog
from catalog.compiler import Compiled, compile_query
from catalog.query import MetricQuery
from catalog.query_json import from_dict
from tests.catalog.world import database, shop

HERE = Path(__file__).parent
CASES = [case for path in sorted(HERE.glob("cases*.yaml")) for case in yaml.safe_load(path.read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return shop()


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    return database()


CALENDARS = {
    "sunday": Calendar("sunday"),
    "february": Calendar(fiscal=FiscalMonths(2, "start")),
    "retail": Calendar("sunday", FiscalWeeks("4-5-4", 1, "nearest", "start")),
    "china": Calendar(holidays="CN"),
}


def compiled(case: dict[str, Any], catalog: Catalog) -> Compiled:
    query = from_dict(case["query"])
    assert isinstance(query, MetricQuery)
    return compile_query(query, replace(catalog, calendar=CALENDARS.get(case.get("calendar"), ISO)))


def comparable(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Rows in one order, numbers to nine digits."""
    rounded = [
        tuple(f"{float(cell):.9g}" if isinstance(cell, int | float | Decimal) and cell is not True else cell for cell in row)
        for row in rows
    ]
    return sorted(rounded, key=repr)


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_the_answer_is_what_a_person_would_have_computed(
    case: dict[str, Any], catalog: Catalog, connection: duckdb.DuckDBPyConnection
) -> None:
    result = compiled(case, catalog)
    cursor = connection.execute(result.sql)
    assert [column[0] for column in cursor.description] == [column.name for column in result.columns]
    assert comparable(cursor.fetchall()) == comparable(connection.execute(case["sql"]).fetchall())


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_the_sql_is_the_golden_one(case: dict[str, Any], catalog: Catalog) -> None:
    """Run with GOLDEN=write after reading the difference."""
    written = sqlglot.parse_one(compiled(case, catalog).sql, dialect="duckdb").sql("duckdb", pretty=True) + "\n"
    path = HERE / "golden" / (re.sub(r"\W+", "_", case["case"]) + ".sql")
    if os.environ.get("GOLDEN") == "write":
        path.write_text(written, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == written

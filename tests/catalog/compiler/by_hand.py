"""A case of a cases file against what a person wrote, and against its golden file."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import duckdb
import sqlglot
import yaml

from catalog.catalog import Catalog
from tests.catalog.compiler.test_answers import comparable, compiled

HERE = Path(__file__).parent


def cases_of(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return cases


def name_of(case: dict[str, Any]) -> str:
    return str(case["case"])


def check_answer(case: dict[str, Any], catalog: Catalog, connection: duckdb.DuckDBPyConnection) -> None:
    result = compiled(case, catalog)
    cursor = connection.execute(result.sql)
    assert [column[0] for column in cursor.description] == [column.name for column in result.columns]
    assert comparable(cursor.fetchall()) == comparable(connection.execute(case["sql"]).fetchall())


def check_golden(case: dict[str, Any], catalog: Catalog) -> None:
    """Run with GOLDEN=write after reading the difference."""
    written = sqlglot.parse_one(compiled(case, catalog).sql, dialect="duckdb").sql("duckdb", pretty=True) + "\n"
    path = HERE / "golden" / (re.sub(r"\W+", "_", name_of(case)) + ".sql")
    if os.environ.get("GOLDEN") == "write":
        path.write_text(written, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == written

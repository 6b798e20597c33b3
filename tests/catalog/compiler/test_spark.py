"""Every case of cases.yaml on Spark: its SQL reads as the golden file says, and gives DuckDB's rows on Sail."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
import sqlglot

from catalog.catalog import Catalog
from sql_guard.guard import guard
from sql_guard.spark.render import Tables, render, tables_of
from tests.catalog.compiler.test_answers import CASES, HERE, compiled
from tests.catalog.world import database, shop
from tests.spark_server import agree, sail
from tests.sql_guard.spark.shop import Shop, shapes, shop_on

GOLDEN = HERE / "golden" / "spark"
NAMES = [case["case"] for case in CASES]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return shop()


@pytest.fixture(scope="module")
def tables() -> Tables:
    return tables_of({table.key: {column.name: column.type for column in table.columns} for table in shapes(database())})


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    pytest.importorskip("pysail", reason="needs the [spark] extra")
    with sail() as port:
        made = shop_on(port, tmp_path_factory.mktemp("shop"))
        yield made
        made.spark.close()


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_the_spark_sql_is_the_golden_one(case: dict[str, Any], catalog: Catalog, tables: Tables) -> None:
    """Run with GOLDEN=write after reading the difference."""
    written = sqlglot.parse_one(render(compiled(case, catalog).sql, tables), dialect="spark").sql("spark", pretty=True) + "\n"
    path = GOLDEN / (re.sub(r"\W+", "_", case["case"]) + ".sql")
    if os.environ.get("GOLDEN") == "write":
        path.write_text(written, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == written


@pytest.mark.spark
@pytest.mark.xdist_group("spark")
@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_both_engines_give_the_same_rows(case: dict[str, Any], catalog: Catalog, both: Shop) -> None:
    sql = compiled(case, catalog).sql
    rows = both.spark.run(guard(sql, both.policy), both.policy.limits)
    cursor = both.duckdb.execute(sql)
    assert [column.name for column in rows.columns] == [column[0] for column in cursor.description or ()]
    expected = cursor.fetchall()
    assert agree(rows.rows, expected), f"{rows.rows[:3]} instead of {expected[:3]}"

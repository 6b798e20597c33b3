"""Constants in a block's SELECT come back as columns, and are nothing else: no key, no order, no part of a metric query."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from catalog.errors import CatalogError
from catalog.metric_sql import expand_metric_sql, from_metric_sql
from tests.catalog.world import database, shop

SHOP = shop()
FIRST = "SELECT MEASURE(sales) AS v, channel AS c, 'x''y' AS label FROM metrics GROUP BY channel ORDER BY v DESC LIMIT 1"


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    return database()


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("SELECT '全部' AS label, MEASURE(sales) FROM metrics", [("全部", Decimal("541.00"))]),
        (FIRST, [(Decimal("296.00"), "线上", "x'y")]),
        (
            "SELECT -2.5 AS n, MEASURE(sales) AS s, DATE '2026-01-31' AS d FROM metrics",
            [(Decimal("-2.5"), Decimal("541.00"), date(2026, 1, 31))],
        ),
        ("SELECT NULL AS a, TRUE AS b, MEASURE(sales) FROM metrics", [(None, True, Decimal("541.00"))]),
        (
            "SELECT 'z' AS l, channel, MEASURE(sales) AS s FROM metrics WHERE channel <> '团购' GROUP BY 1, 2 ORDER BY 3",
            [("z", "门店", Decimal("205.00")), ("z", "线上", Decimal("296.00"))],
        ),
        (
            "SELECT channel, 1 AS n, MEASURE(sales) AS s FROM metrics GROUP BY n, channel ORDER BY s LIMIT 1",
            [("团购", 1, Decimal("40.00"))],
        ),
        (
            """SELECT 'a' AS l, MEASURE(sales) AS s FROM metrics UNION ALL
               SELECT 'b', s FROM (SELECT 'b' AS m, MEASURE(sales) AS s FROM metrics WHERE city = '上海')""",
            [("a", Decimal("541.00")), ("b", Decimal("310.00"))],
        ),
        (
            "SELECT SUM(s) FROM (SELECT channel, 'x' AS l, MEASURE(sales) AS s FROM metrics GROUP BY channel)",
            [(Decimal("541.00"),)],
        ),
    ],
)
def test_a_constant_is_a_column_of_every_row(text: str, rows: list[tuple[Any, ...]], connection: duckdb.DuckDBPyConnection) -> None:
    assert connection.execute(expand_metric_sql(text, SHOP).sql).fetchall() == rows


def test_a_constant_has_no_meaning_of_a_block_s_column_and_the_others_keep_theirs() -> None:
    columns = expand_metric_sql("SELECT 'x' AS l, channel, 1 AS n, MEASURE(sales) FROM metrics GROUP BY channel", SHOP).columns
    assert [column and column.name for column in columns] == [None, "channel", None, "sales"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SELECT 'x', MEASURE(sales) FROM metrics", "select_item"),
        ("SELECT 1 + 1 AS n, MEASURE(sales) FROM metrics", "select_item"),
        ("SELECT 'x' AS l FROM metrics", "no_measures"),
        ("SELECT 'x' AS l, MEASURE(sales) FROM metrics ORDER BY l", "constant_used"),
        ("SELECT 'x' AS l, MEASURE(sales) FROM metrics ORDER BY 1", "constant_used"),
        ("SELECT 3 AS l, MEASURE(sales) FROM metrics HAVING l > 2", "constant_used"),
        ("SELECT 'x' AS Sales, MEASURE(sales) AS sales FROM metrics", "same_column_twice"),
        ("SELECT SUM(n) FROM (SELECT 3 AS n, MEASURE(sales) AS s FROM metrics)", "aggregate_outside"),
        ("SELECT MEASURE(sales) FROM metrics WHERE store IN (SELECT 'A' AS store, MEASURE(sales) FROM metrics)", "within_columns"),
    ],
)
def test_what_a_constant_cannot_be(text: str, code: str) -> None:
    with pytest.raises(CatalogError) as error:
        expand_metric_sql(text, SHOP)
    assert error.value.code == code


def test_a_metric_query_has_no_constants() -> None:
    with pytest.raises(CatalogError) as error:
        from_metric_sql(FIRST, SHOP)
    assert error.value.code == "constant_in_query"

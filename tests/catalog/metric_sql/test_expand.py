"""SQL around governed blocks: what it gives, and what it refuses, with the place and the nearest name."""

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
BY_STORE = "SELECT store, MEASURE(sales) AS s FROM metrics GROUP BY store"


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    return database()


ANSWERS = [
    (
        """WITH m AS (SELECT region, MEASURE(sales) AS revenue, MEASURE(refunded) AS back FROM metrics
           WHERE metric_time >= DATE '2025-01-01' GROUP BY region)
           SELECT *, revenue - back AS gap FROM m WHERE region IS NOT NULL QUALIFY rank() OVER (ORDER BY revenue - back) <= 5""",
        [('North "N"', None, None, None), ("华东", Decimal("160.00"), Decimal("7.50"), Decimal("152.50"))],
    ),
    ("SELECT MEASURE(sales) AS v, channel AS c FROM metrics GROUP BY channel ORDER BY v DESC LIMIT 1", [(Decimal("296.00"), "线上")]),
    (f"SELECT SUM(s) AS total FROM ({BY_STORE}) AS m", [(Decimal("541.00"),)]),
    (f"WITH m AS ({BY_STORE}), n AS (SELECT s AS t FROM m) SELECT SUM(t) FROM n", [(Decimal("541.00"),)]),
    (f"SELECT store, s / SUM(s) OVER () AS part FROM ({BY_STORE}) WHERE store = 'B'", [("B", 1.0)]),
    (
        """SELECT a.store, a.s - b.s AS gap
           FROM (SELECT store, MEASURE(sales) s FROM metrics WHERE YEAR(metric_time) = 2025 GROUP BY store) a
           JOIN (SELECT store, MEASURE(sales) s FROM metrics WHERE YEAR(metric_time) = 2024 GROUP BY store) b USING (store)""",
        [("A", Decimal("10.00")), ("O'Neil", None)],
    ),
    (
        """SELECT channel, MEASURE(sales) FROM metrics GROUP BY channel
           UNION ALL SELECT city, MEASURE(sales) FROM metrics WHERE city = '上海' GROUP BY city""",
        [("上海", Decimal("310.00")), ("团购", Decimal("40.00")), ("线上", Decimal("296.00")), ("门店", Decimal("205.00"))],
    ),
    (
        """SELECT level, MEASURE(sales) FROM metrics
           WHERE store IN (SELECT store FROM metrics GROUP BY store ORDER BY MEASURE(sales) DESC LIMIT 1) GROUP BY ALL""",
        [("金", Decimal("260.00")), ("银", Decimal("50.00"))],
    ),
]


@pytest.mark.parametrize(("text", "rows"), ANSWERS)
def test_blocks_are_compiled_and_the_rest_stays(text: str, rows: list[tuple[Any, ...]], connection: duckdb.DuckDBPyConnection) -> None:
    assert sorted(connection.execute(expand_metric_sql(text, SHOP).sql).fetchall(), key=repr) == sorted(rows, key=repr)


def test_columns_that_come_straight_from_a_block_keep_their_meaning() -> None:
    expanded = expand_metric_sql(f"WITH m AS ({BY_STORE}) SELECT *, s * 2 AS twice, s AS sold, store FROM m", SHOP)
    assert [column and (column.role, column.of) for column in expanded.columns[1:]] == [None, ("measure", "sales"), ("dimension", "store")]


ONLINE = "FILTER (WHERE channel = '线上')"
READ = [
    ("SELECT Region, measure(SALES) FROM Metrics GROUP BY REGION", "SELECT region, MEASURE(sales) FROM metrics GROUP BY region"),
    (
        "SELECT m.region, MEASURE(sales) AS v FROM metrics m GROUP BY 1 ORDER BY V",
        "SELECT region, MEASURE(sales) AS v FROM metrics GROUP BY ALL ORDER BY 2",
    ),
    (
        "SELECT MEASURE(sales) FROM metrics WHERE NOT (region = 'x' OR area > 5)",
        "SELECT MEASURE(sales) FROM metrics WHERE region <> 'x' AND area <= 5",
    ),
    (
        "SELECT MEASURE(sales) FROM metrics WHERE (region = 'x' OR channel = 'y') AND NOT (city = 'a' AND NOT area BETWEEN 1 AND 2)",
        "SELECT MEASURE(sales) FROM metrics WHERE ((region = 'x') OR (channel = 'y')) AND ((city <> 'a') OR (area BETWEEN 1 AND 2))",
    ),
    (
        "SELECT MEASURE(sales) FROM metrics WHERE DATE '2025-01-01' <= metric_time",
        "SELECT MEASURE(sales) FROM metrics WHERE metric_time >= '2025-01-01'",
    ),
    (
        "SELECT MEASURE(sales) FROM metrics WHERE DATE_TRUNC('month', metric_time) IN (DATE '2025-01-01', DATE '2025-02-01')",
        "SELECT MEASURE(sales) FROM metrics WHERE metric_time BETWEEN DATE '2025-01-01' AND DATE '2025-02-28'",
    ),
    (
        "SELECT MEASURE(sales) FROM metrics WHERE DATE_TRUNC('quarter', metric_time) <= DATE '2025-01-01'",
        "SELECT MEASURE(sales) FROM metrics WHERE metric_time < DATE '2025-04-01'",
    ),
    (
        "SELECT store, MEASURE(sales) v FROM metrics GROUP BY 1 HAVING v BETWEEN 1 AND 5 AND 7 > v",
        "SELECT store, MEASURE(sales) v FROM metrics GROUP BY 1 HAVING MEASURE(sales) >= 1 AND v <= 5 AND v < 7",
    ),
    ("SELECT DISTINCT store, MEASURE(sales) FROM metrics GROUP BY store", "SELECT store, MEASURE(sales) FROM metrics GROUP BY store"),
    (
        f"SELECT MEASURE(sales) {ONLINE} AS a, MEASURE(sales, 'change', '1 year') {ONLINE} b FROM metrics WHERE YEAR(metric_time) = 2025",
        f"SELECT MEASURE(sales) {ONLINE} AS a, MEASURE(sales, 'change', '1 year') FILTER (WHERE channel IN ('线上')) AS c FROM metrics "
        "WHERE metric_time BETWEEN '2025-01-01' AND '2025-12-31'",
    ),
]


@pytest.mark.parametrize(("text", "same"), READ)
def test_what_means_the_same_reads_the_same(text: str, same: str) -> None:
    assert from_metric_sql(text, SHOP) == from_metric_sql(same, SHOP)


def test_a_day_of_definitions_is_read() -> None:
    found = from_metric_sql("SELECT MEASURE(sales) FROM metrics WHERE definition_date = DATE '2025-03-31'", SHOP)
    assert (found.as_of, found.filters, found.periods) == (date(2025, 3, 31), (), ())


REFUSED = [
    ("SELECT MEASURE(sales) FROM metrics WHERE region = ?", "parameter"),
    ("SELECT MEASURE(sales) FROM metrics WHERE region = $1", "parameter"),
    ("SELECT MEASURE(sales) FROM metrics WHERE region = :name", "parameter"),
    ("SELECT MEASUR(sales) FROM metrics", "unknown_call"),
    ('SELECT "Region", MEASURE(sales) FROM metrics GROUP BY 1', "unknown_dimension"),
    ("SELECT MEASURE(sales) FROM metrics WHERE region = NULL", "null_member"),
    ("SELECT MEASURE(sales) FROM metrics WHERE region IN ('x', NULL)", "null_member"),
    ("SELECT MEASURE(sales) FROM metrics WHERE metric_time < TIMESTAMP '2025-01-31 23:59:59'", "not_a_date"),
    ("SELECT MEASURE(sales) FROM metrics WHERE DATE_TRUNC('month', metric_time) = DATE '2025-01-15'", "not_a_start"),
    ("SELECT MEASURE(sales) FROM metrics WHERE metric_time IN (DATE '2025-01-01', DATE '2025-03-01')", "periods_without_key"),
    ("SELECT MEASURE(sales) FROM metrics WHERE definition_date >= DATE '2025-01-01'", "definition_date"),
    ("SELECT MEASURE(sales) FROM metrics WHERE definition_date = DATE '2025-01-01' OR region = 'x'", "definition_date"),
    ("SELECT MEASURE(sales) FILTER (WHERE metric_time > DATE '2025-01-01') FROM metrics", "filter_members"),
    ("SELECT MEASURE(sales) FILTER (WHERE region = 'x' OR channel = 'y') FROM metrics", "filter_alternatives"),
    (
        "SELECT MEASURE(sales) FROM metrics WHERE " + " AND ".join(f"(area > {n} OR region = '{n}')" for n in range(7)) + " OR city = 'x'",
        "too_many_sides",
    ),
    (f"SELECT (SELECT MEASURE(sales) FROM metrics WHERE o.store = 'A') FROM ({BY_STORE}) o", "outer_column"),
    (f"SELECT (SELECT MEASURE(sales) FROM metrics WHERE store = o.store) FROM ({BY_STORE}) o", "outer_column"),
    ("SELECT DISTINCT store, MEASURE(sales) FROM metrics GROUP BY store, channel", "unknown_clause"),
    ("SELECT store, MEASURE(sales) FROM metrics GROUP BY 1 LIMIT 10 PERCENT", "limit"),
    ("SELECT store, MEASURE(sales) FROM metrics GROUP BY 1 ORDER BY 2 NULLS FIRST", "order"),
    ("SELECT store, MEASURE(sales) FROM metrics GROUP BY 1 QUALIFY ROW_NUMBER() OVER (ORDER BY store) <= 2", "qualify"),
    ("SELECT * FROM orders", "only_metrics"),
    ("SELECT * FROM main.metrics", "only_metrics"),
    ("SELECT 1", "only_metrics"),
    ("SELECT s FROM (SELECT MEASURE(sales) AS s FROM metrics), orders", "only_metrics"),
    ("WITH orders AS (SELECT * FROM orders) SELECT MEASURE(sales) FROM metrics", "only_metrics"),
    ("WITH metrics AS (SELECT 1 AS a) SELECT a FROM metrics", "hides_metrics"),
    ("SELECT MEASURE(sales) FROM metrics, metrics AS other", "metrics_alone"),
    ("DELETE FROM metrics", "not_a_query"),
    ("SELECT FROM WHERE", "not_sql"),
    ("SELECT MEASURE(salse) FROM metrics", "unknown_metric"),
    ("SELECT regoin, MEASURE(sales) FROM metrics GROUP BY 1", "unknown_dimension"),
    ("SELECT MEASURE(sales, 'cumulative') FROM metrics", "measure_option"),
    ("SELECT MEASURE(sales + cost) FROM metrics", "measure_name"),
    ("SELECT region, SUM(amount) FROM metrics GROUP BY region", "select_item"),
    ("SELECT UPPER(region), MEASURE(sales) FROM metrics GROUP BY region", "select_item"),
    ("SELECT MEASURE(sales) FROM metrics WHERE LOWER(region) = 'x'", "filter"),
    ("SELECT MEASURE(sales) FROM metrics WHERE region = 'x' OR metric_time >= DATE '2025-01-01'", "or_with_time"),
    ("SELECT MEASURE(sales) FROM metrics WHERE region = city", "not_a_literal"),
    ("SELECT MEASURE(sales) FROM metrics WHERE metric_time > now()", "not_a_date"),
    ("SELECT MEASURE(sales) FROM metrics WHERE metric_time > '2025-01-01' AND metric_time < '2024-01-01'", "empty_period"),
    ("SELECT DATE_TRUNC('decade', metric_time), MEASURE(sales) FROM metrics GROUP BY 1", "unknown_grain"),
    ("SELECT region, city, MEASURE(sales) FROM metrics GROUP BY region", "not_grouped"),
    ("SELECT region FROM metrics GROUP BY region", "no_measures"),
    ("SELECT MEASURE(sales) FROM metrics LIMIT 3 OFFSET 2", "offset"),
    (
        "SELECT MEASURE(sales), MEASURE(cost), MEASURE(cost, 'previous', '1 year') FROM metrics WHERE YEAR(metric_time) = 2025",
        "uneven_comparison",
    ),
    ("SELECT store, MEASURE(sales) s FROM metrics GROUP BY 1 HAVING s > 1 OR s < 0", "having"),
    (f"SELECT AVG(s) FROM ({BY_STORE})", "aggregate_outside"),
    (f"SELECT COUNT(*) FROM ({BY_STORE})", "aggregate_outside"),
    (f"SELECT fsum(s) FROM ({BY_STORE})", "aggregate_outside"),
    (f"SELECT SUM(s + 1) FROM ({BY_STORE})", "aggregate_outside"),
    (f"SELECT SUM(a.s) FROM ({BY_STORE}) a JOIN ({BY_STORE}) b ON TRUE", "aggregate_outside"),
    ("SELECT SUM(m) FROM (SELECT store, MEASURE(margin) AS m FROM metrics GROUP BY store)", "aggregate_outside"),
    ("SELECT SUM(n) FROM (SELECT store, MEASURE(buyers) AS n FROM metrics GROUP BY store)", "aggregate_outside"),
    ("SELECT SUM(n) FROM (SELECT metric_time, MEASURE(stock_end) AS n FROM metrics GROUP BY metric_time)", "aggregate_outside"),
    ("SELECT SUM(n) FROM (SELECT metric_time, MEASURE(total_sales) AS n FROM metrics GROUP BY metric_time)", "aggregate_outside"),
    (f"SELECT MEASURE(sales) FROM ({BY_STORE})", "measure_outside"),
    ("SELECT MEASURE(visitors) FROM metrics WHERE channel = 'x'", "unreachable_dimension"),
    (f"SELECT * FROM ({BY_STORE}), read_csv('/etc/passwd')", "only_metrics"),
    (f"SELECT * FROM ({BY_STORE}) a, query('SELECT 1') b", "only_metrics"),
    (f"SELECT * FROM ({BY_STORE}) a, ({BY_STORE}) a", "not_sql"),
    ("SELECT MEASURE(sales) FROM metrics TABLESAMPLE 10%", "unknown_clause"),
    ("SELECT MEASURE(sales) FROM metrics AT (VERSION => 1)", "unknown_clause"),
    ("SELECT MEASURE(sales, 'previous', '99999999 year') FROM metrics WHERE metric_time >= DATE '2026-01-01'", "comparison"),
]


@pytest.mark.parametrize(("text", "code"), REFUSED)
def test_what_is_not_governed_is_refused(text: str, code: str) -> None:
    with pytest.raises(CatalogError) as refused:
        expand_metric_sql(text, SHOP)
    assert refused.value.code == code


def test_a_refusal_says_where_and_what_is_nearest() -> None:
    with pytest.raises(CatalogError) as refused:
        expand_metric_sql("SELECT channel,\n  MEASURE(salse)\nFROM metrics GROUP BY channel", SHOP)
    assert (refused.value.facts["line"], refused.value.facts["name"]) == (2, "salse")
    assert "sales" in str(refused.value.facts["nearest"])


def test_deep_nesting_is_refused_and_not_an_accident() -> None:
    with pytest.raises(CatalogError):
        expand_metric_sql("SELECT " + "(" * 3000 + "1" + ")" * 3000 + " FROM metrics", SHOP)


def test_an_unknown_function_is_told_with_its_place_and_the_nearest() -> None:
    with pytest.raises(CatalogError) as refused:
        expand_metric_sql(f"SELECT\n  rond(s, 1)\nFROM ({BY_STORE})", SHOP)
    facts = refused.value.facts
    assert (refused.value.code, facts["line"], facts["name"]) == ("unknown_call", 2, "rond")
    assert "round" in str(facts["nearest"])

"""Around the blocks only SUM may aggregate, and only where it gives the governed number; attempts to get round that are refused."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import duckdb
import pytest

from catalog.errors import CatalogError
from catalog.metric_sql import expand_metric_sql
from tests.catalog.world import database, shop

SHOP = shop()
M = "m AS (SELECT store, channel, MEASURE(sales) AS s, MEASURE(margin) AS r, MEASURE(cost) AS c FROM metrics GROUP BY store, channel)"
OVERLAPPING = "metric_time < '2025-01-01' OR metric_time < '2025-03-01'"
STOCK = "m AS (SELECT metric_time, store, MEASURE(stock_end) AS q FROM metrics GROUP BY metric_time, store)"

REFUSED = [
    f"WITH {M} SELECT SUM(r) FROM m",
    f"WITH {M} SELECT SUM(x.r) FROM (SELECT * FROM m) x",
    f"WITH {M} SELECT SUM(DISTINCT s) FROM m",
    f"WITH {M} SELECT SUM(s * s) FROM m",
    f"WITH {M} SELECT SUM(s / c) FROM m",
    f"WITH {M} SELECT SUM(s + 1) FROM m",
    f"WITH {M} SELECT SUM(s - c) FROM m",
    f"WITH {M} SELECT SUM(ABS(s)) FROM m",
    f"WITH {M} SELECT SUM(CASE WHEN s > 0 THEN s END) FROM m",
    f"WITH {M} SELECT channel, AVG(s) FROM m GROUP BY channel",
    f"WITH {M} SELECT channel, AVG(s) FROM m GROUP BY ALL",
    f"WITH {M} SELECT MAX(s) FROM m",
    f"WITH {M} SELECT histogram(s) FROM m",
    f"WITH RECURSIVE {M}, n AS (SELECT 1 AS i, r AS v FROM m UNION ALL SELECT i + 1, v FROM n WHERE i < 2) SELECT SUM(v) FROM n",
    f"WITH {M} SELECT s FROM m QUALIFY AVG(s) OVER () > 1",
    f"WITH {M} SELECT SUM(r) OVER w FROM m WINDOW w AS (PARTITION BY store)",
    f"WITH {M} SELECT SUM(t.s) FROM (SELECT * RENAME (r AS s, s AS x) FROM m) t",
    f"WITH {M} SELECT SUM(m.s) FROM m, UNNEST([1, 2]) AS u(x)",
    f"WITH {M} SELECT SUM(s) FROM LATERAL (SELECT * FROM m)",
    f"WITH {M} SELECT store, AVG(s) OVER (PARTITION BY channel ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) FROM m",
    f"WITH {M} SELECT list_avg(list(s)) FROM m",
    f"WITH {M} SELECT list_avg(ARRAY(SELECT s FROM m))",
    f"WITH {M} SELECT list_avg(array_agg(s)) FROM m",
    f"WITH {M} SELECT SUM(s) FROM (SELECT DISTINCT s FROM m)",
    f"WITH {M} SELECT SUM(s) FROM (SELECT s, UNNEST([1, 2]) AS n FROM m)",
    f"WITH {M} SELECT SUM(s) FROM m, m AS other",
    f"WITH {M} SELECT SUM(s) FROM m JOIN (SELECT 1 AS one) ON TRUE",
    f"WITH {M} SELECT SUM(s) FROM (SELECT s FROM m UNION ALL SELECT s FROM m)",
    f"WITH {M} SELECT SUM(s) FROM (SELECT * REPLACE (r AS s) FROM m)",
    f"WITH {M} SELECT SUM(s) FROM (SELECT *, r AS s FROM m)",
    f"WITH {M} SELECT SUM(s) FROM (SELECT r AS s FROM m)",
    f"WITH {M} SELECT SUM(s) FROM (SELECT r AS s, s AS r FROM m)",
    f"WITH {M}, n AS (SELECT r AS s FROM m) SELECT SUM(s) FROM n",
    f"WITH {M}, n AS (WITH m AS (SELECT 1 AS s) SELECT s FROM m) SELECT SUM(s) FROM n",
    f"WITH {M} SELECT SUM(s) FROM (SELECT store, s * 2 + 1 AS s FROM m)",
    f"WITH {M} SELECT r AS t, SUM(t) OVER () FROM m",
    f"WITH {M} SELECT (SELECT SUM(o.s)) FROM m AS o",
    f"WITH {M} SELECT (SELECT SUM(o.r + s) FROM m) FROM m AS o",
    f"WITH {M} SELECT SUM(s) FROM m AS t(store, channel, x, s, c)",
    "WITH m(store, s) AS (SELECT store, MEASURE(margin) AS a, MEASURE(sales) AS s FROM metrics GROUP BY store) SELECT SUM(s) FROM m",
    f"WITH {M} SELECT SUM(COLUMNS('s')) FROM m",
    f"WITH {M} SELECT SUM(COLUMNS(*)) FROM m",
    f"WITH {M} PIVOT m ON channel USING SUM(s)",
    f"WITH {M} SELECT * FROM (PIVOT m ON channel USING FIRST(r))",
    f"WITH {M} SELECT SUM(t) FROM (SELECT channel, SUM(s) AS t FROM m GROUP BY channel UNION ALL SELECT 'x', 1)",
    f"WITH {M} SELECT SUM(t) FROM (SELECT AVG(s) AS t FROM m)",
    f"WITH {STOCK} SELECT SUM(q) FROM m",
    f"WITH {STOCK} SELECT store, SUM(q) FROM m GROUP BY store",
    f"WITH {STOCK} SELECT store AS metric_time, SUM(q) FROM m GROUP BY metric_time",
    f"WITH {STOCK} SELECT SUM(q) FROM m GROUP BY ROLLUP (metric_time)",
    f"WITH {STOCK} SELECT SUM(q) FROM m GROUP BY YEAR(metric_time)",
    "SELECT SUM(n) FROM (SELECT store, MEASURE(buyers) AS n FROM metrics GROUP BY store)",
    "SELECT SUM(n) FROM (SELECT store, MEASURE(sales, 'share') AS n FROM metrics GROUP BY store)",
    "SELECT SUM(n) FROM (SELECT store, MEASURE(sales, 'rank') AS n FROM metrics GROUP BY store)",
    f"SELECT SUM(s) FROM (SELECT period, MEASURE(sales) AS s FROM metrics WHERE {OVERLAPPING} GROUP BY period)",
]


@pytest.mark.parametrize("text", REFUSED)
def test_a_governed_number_is_not_aggregated_into_another(text: str) -> None:
    with pytest.raises(CatalogError):
        expand_metric_sql(text, SHOP)


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    return database()


SALES = Decimal("541.00")
Rows = list[tuple[Any, ...]]
ANSWERS: list[tuple[str, Rows]] = [
    (f"WITH {M} SELECT SUM(s) FROM m", [(SALES,)]),
    (f"WITH {M} SELECT SUM(x.S) FROM (SELECT s FROM m) x", [(SALES,)]),
    (f"WITH {M}, n AS (SELECT channel, SUM(s) AS t FROM m GROUP BY 1), o AS (SELECT t AS u FROM n) SELECT SUM(u) FROM o", [(SALES,)]),
    (f"WITH {M}, n AS (SELECT store, -s * 2 AS t FROM m) SELECT SUM(t / 2) FROM n", [(-541.0,)]),
    (f"WITH {M} SELECT SUM(COALESCE(s, 0) - COALESCE(c, 0)) FROM m", [(Decimal("285.00"),)]),
    (f"WITH {M} SELECT SUM(s) - SUM(c) FROM m", [(Decimal("285.00"),)]),
    (f"WITH {M} SELECT channel, SUM(s) FROM m WHERE channel = '团购' GROUP BY ALL", [("团购", Decimal("40.00"))]),
    (f"WITH {M} SELECT SUM(s) FILTER (WHERE channel = '团购') FROM m", [(Decimal("40.00"),)]),
    (f"WITH {STOCK} SELECT SUM(q) FROM m WHERE metric_time = DATE '2025-01-31' GROUP BY metric_time", [(11,)]),
    (f"WITH {STOCK} SELECT SUM(q) OVER (PARTITION BY metric_time) FROM m WHERE metric_time = DATE '2025-03-31'", [(4,), (4,)]),
    (f"WITH {M} SELECT store, channel, SUM(r) FROM m WHERE channel = '团购' GROUP BY store, channel", [("A", "团购", 0.75)]),
]


@pytest.mark.parametrize(("text", "rows"), ANSWERS)
def test_a_sum_of_what_adds_up_is_the_governed_number(text: str, rows: Rows, connection: duckdb.DuckDBPyConnection) -> None:
    assert connection.execute(expand_metric_sql(text, SHOP).sql).fetchall() == rows

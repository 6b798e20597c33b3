"""A small shop with nasty data: missing keys, orphans, months without a row, zero denominators, snapshots with holes, a leap year."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import duckdb

from catalog.catalog import Catalog
from catalog.dataset import Cardinality, Dataset, DatasetColumn, Join
from catalog.dimension import Dimension, DimensionType
from catalog.label import Label, Text
from catalog.metric import (
    Aggregate,
    AllTime,
    Cumulative,
    Derived,
    Format,
    Formula,
    Input,
    MemberCondition,
    Metric,
    Offset,
    Operator,
    Over,
    OverMembers,
    Percentile,
    PerDay,
    Ratio,
    Restricted,
    SemiAdditive,
    StartOf,
    Style,
    ToDate,
    Trailing,
    WeightedAverage,
)

TABLES = """
CREATE TABLE regions (region_id INTEGER, region VARCHAR);
INSERT INTO regions VALUES (1, '华东'), (2, 'North "N"'), (3, NULL);
CREATE TABLE stores (store_id INTEGER, store VARCHAR, region_id INTEGER, city VARCHAR, is_open BOOLEAN, area DOUBLE, opened_on DATE);
INSERT INTO stores VALUES
  (1, 'A', 1, '上海', TRUE, 100, '2020-01-01'), (2, 'B', 1, '杭州', TRUE, 50.5, '2021-06-01'),
  (3, 'O''Neil', 2, '北京', FALSE, NULL, '2024-02-29'),
  (4, 'D', NULL, NULL, NULL, 70, NULL), (5, 'E', 3, '广州', TRUE, 10, '2022-02-02');
CREATE TABLE customers (customer_id INTEGER, level VARCHAR, home_store INTEGER, joined_on DATE);
INSERT INTO customers VALUES
  (1, '金', 1, DATE '2024-01-05'), (2, '银', 3, DATE '2024-02-29'), (3, NULL, NULL, DATE '2025-01-01'), (4, '银', 99, DATE '2025-03-31');
CREATE TABLE customer_notes (customer_id INTEGER, note VARCHAR);
INSERT INTO customer_notes VALUES (1, 'x'), (2, 'y');
CREATE TABLE tags (store_id INTEGER, tag VARCHAR);
INSERT INTO tags VALUES (1, 'new'), (1, 'big'), (2, 'new');
CREATE TABLE orders (order_id INTEGER, ordered_at TIMESTAMP, shipped_on DATE, store_id INTEGER, customer_id INTEGER, channel VARCHAR,
                     status VARCHAR, amount DECIMAL(10,2), cost DECIMAL(10,2), quantity INTEGER);
INSERT INTO orders VALUES
  (1, '2024-01-31 23:59:59', '2024-02-01', 1, 1, '线上', 'done', 100.00, 60.00, 1),
  (2, '2024-02-28 00:00:00', '2024-02-29', 1, 2, '门店', 'done', 50.00, 20.00, 2),
  (3, '2024-02-29 12:00:00', '2024-03-01', 2, 2, '门店', 'done', 70.00, 0.00, 1),
  (4, '2024-02-29 13:00:00', NULL, 3, NULL, NULL, 'cancelled', 30.00, 10.00, 1),
  (5, '2024-03-31 08:00:00', '2024-04-01', 3, 3, '线上', 'done', 80.00, 30.00, 4),
  (6, '2024-05-15 08:00:00', '2024-05-16', 77, 1, '线上', 'done', 11.00, 1.00, 1),
  (7, '2024-12-31 23:00:00', '2025-01-02', 4, 4, '门店', 'done', 25.00, 25.00, 0),
  (8, '2025-01-15 09:00:00', '2025-01-15', 1, 1, '线上', 'done', 120.00, 70.00, 3),
  (9, '2025-02-28 10:00:00', '2025-03-01', NULL, 2, '门店', 'done', 60.00, 40.00, 2),
  (10, '2025-02-28 11:00:00', NULL, 2, 2, NULL, 'cancelled', 90.00, 10.00, 1),
  (11, '2025-03-10 12:00:00', '2025-03-11', 3, 4, '线上', 'done', NULL, 5.00, 1),
  (12, '2025-03-12 12:00:00', '2025-03-13', 1, 1, '团购', 'done', 40.00, 10.00, 1),
  (13, '2025-03-30 12:00:00', '2025-03-31', 5, 3, '线上', 'done', -15.00, -5.00, 1),
  (14, '2025-03-31 12:00:00', NULL, 2, 3, '门店', 'returned', 33.00, 11.00, 1);
CREATE TABLE refunds (refund_id INTEGER, refunded_on DATE, store_id INTEGER, amount DECIMAL(10,2));
INSERT INTO refunds VALUES
  (1, '2024-02-10', 1, 10.00), (2, '2024-03-05', 3, 5.00), (3, '2025-03-11', 1, 7.50), (4, '2025-03-20', 88, 1.00),
  (5, '2025-02-02', NULL, 2.00);
CREATE TABLE visits (visited_on DATE, store_id INTEGER, visitors INTEGER);
INSERT INTO visits VALUES
  ('2024-02-28', 1, 10), ('2024-02-29', 1, 0), ('2025-03-10', 1, 20), ('2025-03-10', 3, 0), ('2025-03-12', 1, 5), ('2025-03-12', 4, 8);
CREATE TABLE stock (snapshot_on DATE, store_id INTEGER, category VARCHAR, qty INTEGER);
INSERT INTO stock VALUES
  ('2025-01-30', 1, 'a', 10), ('2025-01-30', 2, 'a', 4), ('2025-01-31', 1, 'a', 9), ('2025-01-31', 1, 'b', 2),
  ('2025-02-27', 1, 'a', 7), ('2025-02-27', 2, 'a', 6), ('2025-03-15', 1, 'a', 5), ('2025-03-15', 2, 'a', NULL),
  ('2025-03-31', 2, 'a', 3), ('2025-03-31', 3, 'a', 1);
CREATE TABLE targets (month DATE, store_id INTEGER, target DECIMAL(10,2));
INSERT INTO targets VALUES
  ('2025-01-01', 1, 100), ('2025-02-01', 1, 0), ('2025-03-01', 1, 50), ('2025-03-01', 2, 20), ('2025-04-01', 1, 999);
"""

COLUMNS = {
    "regions": "region_id region",
    "stores": "store_id store region_id city is_open area opened_on",
    "customers": "customer_id level home_store joined_on",
    "customer_notes": "customer_id note",
    "tags": "store_id tag",
    "orders": "order_id ordered_at shipped_on store_id customer_id channel status amount cost quantity",
    "refunds": "refund_id refunded_on store_id amount",
    "visits": "visited_on store_id visitors",
    "stock": "snapshot_on store_id category qty",
    "targets": "month store_id target",
}
TIMES = {
    "orders": "ordered_at",
    "refunds": "refunded_on",
    "visits": "visited_on",
    "stock": "snapshot_on",
    "targets": "month",
    "customers": "joined_on",
}


def dataset(name: str) -> Dataset:
    columns = tuple(DatasetColumn(column) for column in COLUMNS[name].split())
    grain = "month" if name == "targets" else "day"
    key = ("order_id",) if name == "orders" else ()
    return Dataset(name, Label(name, name), "main", name, columns, key, TIMES.get(name), time_grain=grain)  # type: ignore[arg-type]


def join(left: str, right: str, key: str, other: str | None = None, how: Cardinality = "many_to_one", role: str | None = None) -> Join:
    return Join(left, right, ((key, other or key),), how, role)


JOINS = (
    join("orders", "stores", "store_id"),
    join("orders", "customers", "customer_id"),
    join("refunds", "stores", "store_id"),
    join("visits", "stores", "store_id"),
    join("stock", "stores", "store_id"),
    join("targets", "stores", "store_id"),
    join("stores", "regions", "region_id"),
    join("customers", "stores", "home_store", "store_id", role="home"),
    join("customers", "customer_notes", "customer_id", how="one_to_one"),
    join("stores", "tags", "store_id", how="one_to_many"),
)


def dimension(name: str, on: str, expression: str | None = None, kind: DimensionType = "text", via: tuple[str, ...] = ()) -> Dimension:
    return Dimension(name, Label(name, name), on, expression or name, kind, via=via)


DIMENSIONS = (
    dimension("region", "regions"),
    dimension("store", "stores"),
    dimension("city", "stores"),
    dimension("is_open", "stores", kind="boolean"),
    dimension("area", "stores", kind="number"),
    dimension("opened_on", "stores", kind="date"),
    dimension("level", "customers"),
    dimension("note", "customer_notes"),
    dimension("home_city", "stores", "city", via=("home",)),
    dimension("home_region", "regions", "region", via=("home",)),
    dimension("channel", "orders"),
    dimension("status", "orders"),
    dimension("customer", "orders", "customer_id", "number"),
    dimension("big_order", "orders", "amount >= 70", "boolean"),
    dimension("shipped_on", "orders", kind="date"),
    dimension("category", "stock"),
    dimension("tag", "tags"),
)
DONE = "status = 'done'"


def metric(name: str, formula: Formula, style: Style = "number", **card: Any) -> Metric:
    return Metric(name, Label(name, name), Text(), formula, "owner", "sales", format=Format(style), **card)


def over(metric: str, dimension: str, operator: Operator, value: float, span: Literal["period", "all_time"] = "period") -> MemberCondition:
    return MemberCondition(metric, dimension, operator, value, span)


METRICS = (
    metric("sales", Aggregate("orders", "sum", "amount", DONE), "currency", target="targeted"),
    metric("cost", Aggregate("orders", "sum", "cost", DONE), "currency"),
    metric("cancelled", Aggregate("orders", "sum", "amount", "status = 'cancelled'")),
    metric("order_count", Aggregate("orders", "count", None, DONE), "integer"),
    metric("paid_orders", Aggregate("orders", "count", "amount"), "integer"),
    metric("buyers", Aggregate("orders", "count_distinct", "customer_id", DONE), "integer"),
    metric("largest", Aggregate("orders", "max", "amount", DONE)),
    metric("smallest", Aggregate("orders", "min", "amount", DONE)),
    metric("mean_amount", Aggregate("orders", "average", "amount", DONE)),
    metric("median_amount", Aggregate("orders", "median", "amount")),
    metric("p90_amount", Percentile("orders", "amount", 0.9, DONE)),
    metric("unit_price", WeightedAverage("orders", "amount / NULLIF(quantity, 0)", "quantity", DONE)),
    metric("unit_price_3m", Cumulative("unit_price", Trailing(3, "month"))),
    metric("area_price", WeightedAverage("orders", "amount", "stores.area")),
    metric("shipped", Aggregate("orders", "sum", "amount", DONE, time="shipped_on")),
    metric("east_sales", Aggregate("orders", "sum", "amount", f"{DONE} AND regions.region = '华东'")),
    metric("sales_per_area", Aggregate("orders", "sum", "amount / stores.area", DONE)),
    metric("refunded", Aggregate("refunds", "sum", "amount")),
    metric("refund_count", Aggregate("refunds", "count"), "integer", fill_nulls_with=0),
    metric("visitors", Aggregate("visits", "sum", "visitors"), "integer"),
    metric("store_count", Aggregate("stores", "count"), "integer"),
    metric("targeted", Aggregate("targets", "sum", "target")),
    metric("profit", Derived("sales - cost", (Input("sales", "sales"), Input("cost", "cost")))),
    metric("margin", Ratio(Input("profit", "n"), Input("sales", "d")), "percent"),
    metric("conversion", Ratio(Input("order_count", "n"), Input("visitors", "d")), "percent"),
    metric("online_rate", Ratio(Input("sales", "n", filters=(("channel", ("线上",)),)), Input("sales", "d")), "percent"),
    metric("achievement", Ratio(Input("sales", "n"), Input("targeted", "d")), "percent"),
    metric("buyers_last_year", Derived("before", (Input("buyers", "before", offset=Offset(1, "year")),)), target="buyers"),
    metric("net_sales", Derived("sales - refunded", (Input("sales", "sales"), Input("refunded", "refunded")))),
    metric("growth", Derived("now / before - 1", (Input("sales", "now"), Input("sales", "before", offset=Offset(1, "month")))), "percent"),
    metric(
        "more_refunds", Derived("now - before", (Input("refund_count", "now"), Input("refund_count", "before", offset=Offset(1, "month"))))
    ),
    metric("sales_a_day", PerDay("sales")),
    metric("sales_an_open_day", PerDay("sales", "with_data")),
    metric("net_a_day", PerDay("net_sales", "with_data")),
    metric("net_a_calendar_day", PerDay("net_sales")),
    metric("day_share", Ratio(Input("sales_a_day", "n"), Input("sales_an_open_day", "d"))),
    metric("last_year", Derived("before", (Input("sales", "before", offset=Offset(1, "year")),))),
    metric("last_month", Derived("before", (Input("sales", "before", offset=Offset(1, "month")),))),
    metric(
        "online_moves",
        Derived(
            "east - before",
            (
                Input("online_rate", "east", filters=(("region", ("华东",)),)),
                Input("online_rate", "before", offset=Offset(1, "month")),
            ),
        ),
    ),
    metric("online_two_months_ago", Derived("b", (Input("last_month", "b", (("channel", ("线上",)),), Offset(1, "month")),))),
    metric(
        "regulars_online",
        Ratio(Input("regular_sales", "n", (("channel", ("门店",)),), Offset(1, "month")), Input("sales", "d")),
        "percent",
    ),
    metric("shipped_index", Ratio(Input("shipped", "n"), Input("shipped", "d", offset=StartOf("month"))), "percent"),
    metric("since_quarter", Derived("now - first", (Input("sales", "now"), Input("sales", "first", offset=StartOf("quarter"))))),
    metric("of_year_start", Ratio(Input("sales", "n"), Input("sales", "d", offset=StartOf("year")))),
    metric("ytd_index", Ratio(Input("sales_ytd", "n"), Input("sales_ytd", "d", offset=StartOf("quarter")))),
    metric("year_start_before", Derived("b", (Input("of_year_start", "b", offset=Offset(1, "year")),))),
    metric("before_year_start", Derived("b", (Input("last_year", "b", offset=StartOf("year")),))),
    metric("stock_index", Ratio(Input("stock_end", "n"), Input("stock_end", "d", offset=StartOf("quarter")))),
    metric("target_index", Ratio(Input("targeted", "n"), Input("targeted", "d", offset=StartOf("year")))),
    metric("week_orders", Derived("now + first", (Input("order_count", "now"), Input("order_count", "first", offset=StartOf("week"))))),
    metric(
        "refunds_at_start",
        Derived("now * 10 + first", (Input("refund_count", "now"), Input("refund_count", "first", offset=StartOf("quarter")))),
    ),
    metric("total_sales", Cumulative("sales", AllTime())),
    metric("sales_7d", Cumulative("sales", Trailing(7, "day"))),
    metric("sales_3m", Cumulative("sales", Trailing(3, "month"))),
    metric("sales_mtd", Cumulative("sales", ToDate("month"))),
    metric("sales_ytd", Cumulative("sales", ToDate("year"))),
    metric("sales_fytd", Cumulative("sales", ToDate("fiscal_year"))),
    metric("sales_3fm", Cumulative("sales", Trailing(3, "fiscal_month"))),
    metric("sales_wtd", Cumulative("sales", ToDate("week"))),
    metric("buyers_ytd", Cumulative("buyers", ToDate("year")), "integer"),
    metric("mean_3m", Cumulative("mean_amount", Trailing(3, "month"))),
    metric("sales_mtd_first", Cumulative("sales", ToDate("month"), "first")),
    metric("total_first", Cumulative("sales", AllTime(), "first")),
    metric("total_mean", Cumulative("sales", AllTime(), "average")),
    metric("buyers_ytd_mean", Cumulative("buyers", ToDate("year"), "average")),
    metric("mean_3m_first", Cumulative("mean_amount", Trailing(3, "month"), "first")),
    metric("stock_end", SemiAdditive("stock", "sum", "last", "qty"), "integer"),
    metric("stock_start", SemiAdditive("stock", "sum", "first", "qty"), "integer"),
    metric("own_stock_end", SemiAdditive("stock", "sum", "last", "qty", per=("store_id",)), "integer"),
    metric("own_stock_start", SemiAdditive("stock", "sum", "first", "qty", per=("store_id", "category")), "integer"),
    metric("own_stock_mean", SemiAdditive("stock", "sum", "average", "qty", per=("store_id",))),
    metric("own_stock_low", SemiAdditive("stock", "sum", "min", "qty", per=("store_id",))),
    metric("own_stock_high", SemiAdditive("stock", "sum", "max", "qty", per=("store_id",))),
    metric("own_stores", SemiAdditive("stock", "count_distinct", "last", "store_id", per=("store_id",)), "integer"),
    metric("stock_mean", SemiAdditive("stock", "sum", "average", "qty")),
    metric("stock_low", SemiAdditive("stock", "sum", "min", "qty")),
    metric("stock_high", SemiAdditive("stock", "sum", "max", "qty")),
    metric("turnover", Ratio(Input("cost", "n"), Input("stock_mean", "d"))),
    metric("regular_sales", Restricted("sales", (over("order_count", "customer", ">=", 2),))),
    metric("regulars", Restricted("buyers", (over("order_count", "customer", ">=", 3, "all_time"),)), "integer"),
    metric("sales_of_ever", Restricted("sales", (over("sales", "customer", ">", 50.5, "all_time"),))),
    metric("regular_share", Ratio(Input("regular_sales", "n"), Input("sales", "d")), "percent"),
    metric("regular_growth", Ratio(Input("regular_sales", "n"), Input("regular_sales", "d", offset=Offset(1, "year"))), "percent"),
    metric("sales_without_refund", Restricted("sales", (over("refund_count", "store", "=", 0),))),
    metric("sales_at_margin", Restricted("sales", (over("margin", "store", ">", 0.5), over("sales", "store", "<", 200)))),
    metric("regular_sales_at_margin", Restricted("regular_sales", (over("margin", "store", "!=", 1, "all_time"),))),
    metric("sales_at_regulars", Restricted("sales", (over("regular_sales", "store", "<=", 150),))),
    metric("stock_where_sold", Restricted("stock_end", (over("sales", "store", ">", 0),)), "integer"),
    metric("regular_total", Cumulative("regulars", AllTime()), "integer"),
    metric("sales_at_growth", Restricted("sales", (over("growth", "store", "<", 0),))),
    metric("mean_store", OverMembers("sales", Over("average", ("store",)))),
    metric("median_spend", OverMembers("sales", Over("median", ("customer",)))),
    metric("p90_spend", OverMembers("sales", Over("percentile", ("customer",), None, 0.9))),
    metric("best_month", OverMembers("sales", Over("max", (), "month"))),
    metric("refunds_a_month", OverMembers("refund_count", Over("average", (), "month"))),
    metric("mean_regular", Restricted("mean_store", (over("order_count", "customer", ">=", 2),))),
    metric("over_mean", Ratio(Input("largest", "n"), Input("mean_store", "d"))),
    metric("mean_region_median", OverMembers("median_spend", Over("average", ("region",)))),
    metric("draft_sales", Aggregate("orders", "sum", "amount"), status="draft"),
    metric("old_sales", Aggregate("orders", "sum", "amount"), status="deprecated"),
    metric("by_store_only", Aggregate("orders", "sum", "amount"), allowed_dimensions=("store", "city")),
    metric("per_channel", Aggregate("orders", "sum", "amount"), required_dimensions=("channel",)),
)


def indexed(things: Iterable[Any]) -> dict[str, Any]:
    return {thing.id: thing for thing in things}


def shop(extra: Iterable[Metric] = ()) -> Catalog:
    datasets = indexed(dataset(name) for name in COLUMNS)
    return Catalog(datasets, JOINS, indexed(DIMENSIONS), indexed((*METRICS, *extra)))


def database() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for statement in TABLES.split(";\n"):
        if statement.strip():
            connection.execute(statement)
    return connection

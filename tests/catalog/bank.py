"""A small bank with nasty links: joint accounts, links that repeat, that lead nowhere or to nothing; orders with several tags or none."""

from __future__ import annotations

import duckdb

from catalog.catalog import Catalog
from catalog.dataset import Dataset, DatasetColumn, Join, Validity
from catalog.dimension import Dimension, DimensionType
from catalog.label import Label, Text
from catalog.metric import (
    Aggregate,
    AllTime,
    Cumulative,
    Derived,
    Formula,
    Input,
    Metric,
    Percentile,
    Ratio,
    SemiAdditive,
    ToDate,
)

TABLES = """
CREATE TABLE cities (city_id INTEGER, city VARCHAR);
INSERT INTO cities VALUES (1, '上海'), (2, '北京'), (3, NULL);
CREATE TABLE customers (customer_id INTEGER, name VARCHAR, age INTEGER, city_id INTEGER);
INSERT INTO customers VALUES (1, '甲', 30, 1), (2, '乙', 40, 1), (3, 'O''Neil', NULL, 2), (4, '丁', 70, 9), (5, '戊', 20, 3);
CREATE TABLE accounts (account_id INTEGER, branch VARCHAR);
INSERT INTO accounts VALUES (10, 'A'), (11, 'A'), (12, 'B'), (13, 'B'), (14, NULL);
CREATE TABLE holders (account_id INTEGER, customer_id INTEGER, part VARCHAR);
INSERT INTO holders VALUES
  (10, 1, 'main'), (10, 2, 'joint'), (10, 2, 'proxy'), (11, 2, 'main'), (11, 2, 'main'), (12, 3, 'main'), (12, 1, 'joint'),
  (12, 99, 'proxy'), (13, NULL, 'main'), (NULL, 1, 'main'), (77, 4, 'main');
CREATE TABLE payments (payment_id INTEGER, paid_on DATE, account_id INTEGER, kind VARCHAR, amount DECIMAL(10,2));
INSERT INTO payments VALUES
  (1, '2025-01-05', 10, 'card', 100), (2, '2025-01-05', 10, 'card', 100), (3, '2025-01-20', 11, 'cash', 50),
  (4, '2025-02-03', 12, 'card', 70),
  (5, '2025-02-14', 13, 'cash', 30), (6, '2025-02-28', 14, 'card', 20),
  (7, '2025-03-01', NULL, 'cash', 10), (8, '2025-03-09', 10, 'cash', 5),
  (9, '2024-02-03', 12, 'card', 8),
  (10, '2024-01-05', 10, 'card', 40), (11, '2025-03-31', 88, NULL, 1), (12, '2025-03-31', 11, 'card', NULL);
CREATE TABLE payment_tags (payment_id INTEGER, tag VARCHAR);
INSERT INTO payment_tags VALUES (1, 'x'), (1, 'y'), (1, 'x'), (2, 'y'), (3, 'x'), (4, NULL), (4, 'x'), (6, NULL),
  (8, 'z'), (10, 'x'), (500, 'q');
CREATE TABLE balances (day DATE, account_id INTEGER, balance INTEGER);
INSERT INTO balances VALUES
  ('2025-01-31', 10, 1000), ('2025-01-31', 11, 500), ('2025-01-31', 12, 300), ('2025-02-28', 10, 900), ('2025-02-28', 12, 350),
  ('2025-02-28', 14, 7), ('2025-02-15', 11, 450);
CREATE TABLE levels (customer_id INTEGER, level VARCHAR, since DATE, until DATE, city_id INTEGER);
INSERT INTO levels VALUES
  (1, 'new', '2024-01-01', '2025-01-02', 1), (1, 'gold', '2025-01-02', '2025-01-09', 2), (1, 'top', '2025-01-09', NULL, 1),
  (2, 'new', '2025-01-10', NULL, 1), (4, 'gold', '2024-01-01', '2025-02-11', 1), (4, 'void', '2025-02-11', '2025-02-11', 2),
  (4, 'top', '2025-02-11', NULL, 2);
CREATE TABLE logins (customer_id INTEGER, login_at TIMESTAMP);
CREATE TABLE calls (called_on DATE, customer_id INTEGER, minutes INTEGER);
INSERT INTO calls VALUES
  ('2025-01-08', 1, 3), ('2024-02-11', 4, 8), ('2025-01-02', 1, 10), ('2025-01-09', 2, 5), ('2025-02-11', 4, 20), ('2025-02-12', NULL, 1);
"""
COLUMNS = {
    "cities": "city_id city",
    "customers": "customer_id name age city_id",
    "accounts": "account_id branch",
    "holders": "account_id customer_id part",
    "payments": "payment_id paid_on account_id kind amount",
    "payment_tags": "payment_id tag",
    "balances": "day account_id balance",
    "levels": "customer_id level since until city_id",
    "logins": "customer_id login_at",
    "calls": "called_on customer_id minutes",
}
TIMES = {"payments": "paid_on", "balances": "day", "calls": "called_on"}
VALIDITY = {"levels": Validity("since", "until")}
JOINS = (
    Join("payments", "accounts", (("account_id", "account_id"),), "many_to_one"),
    Join("balances", "accounts", (("account_id", "account_id"),), "many_to_one"),
    Join("holders", "accounts", (("account_id", "account_id"),), "many_to_one"),
    Join("holders", "customers", (("customer_id", "customer_id"),), "many_to_one"),
    Join("customers", "cities", (("city_id", "city_id"),), "many_to_one"),
    Join("calls", "customers", (("customer_id", "customer_id"),), "many_to_one"),
    Join("calls", "levels", (("customer_id", "customer_id"),), "many_to_one"),
    Join("levels", "cities", (("city_id", "city_id"),), "many_to_one", "then"),
    Join("logins", "levels", (("customer_id", "customer_id"),), "many_to_one"),
    Join("payments", "payment_tags", (("payment_id", "payment_id"),), "many_to_many"),
)


def dataset(name: str) -> Dataset:
    columns = tuple(DatasetColumn(column) for column in COLUMNS[name].split())
    return Dataset(
        name, Label(name, name), "main", name, columns, time=TIMES.get(name), bridge=name == "holders", validity=VALIDITY.get(name)
    )


def dimension(name: str, on: str, kind: DimensionType = "text", expression: str | None = None, via: tuple[str, ...] = ()) -> Dimension:
    return Dimension(name, Label(name, name), on, expression or name, kind, via=via)


DIMENSIONS = (
    dimension("branch", "accounts"),
    dimension("kind", "payments"),
    dimension("part", "holders"),
    dimension("holder", "customers", expression="name"),
    dimension("age", "customers", "number"),
    dimension("city", "cities"),
    dimension("tag", "payment_tags"),
    dimension("level", "levels"),
    dimension("city_then", "cities", expression="city", via=("then",)),
)


def metric(name: str, formula: Formula) -> Metric:
    return Metric(name, Label(name, name), Text(), formula, "owner", "bank")


METRICS = (
    metric("paid", Aggregate("payments", "sum", "amount")),
    metric("payments", Aggregate("payments", "count")),
    metric("payers", Aggregate("payments", "count_distinct", "account_id")),
    metric("mean_paid", Aggregate("payments", "average", "amount")),
    metric("median_paid", Percentile("payments", "amount", 0.5)),
    metric("card_paid", Aggregate("payments", "sum", "amount", "kind = 'card'")),
    metric("x_paid", Aggregate("payments", "sum", "amount", "kind = 'card' AND payment_tags.tag = 'x'")),
    metric("untagged_paid", Aggregate("payments", "sum", "amount", "payment_tags.tag IS NULL")),
    metric("shanghai_rate", Ratio(Input("paid", "n", filters=(("city", ("上海",)),)), Input("paid", "d"))),
    metric("paid_so_far", Cumulative("paid", AllTime())),
    metric("payers_ytd", Cumulative("payers", ToDate("year"))),
    metric("balance_end", SemiAdditive("balances", "sum", "last", "balance")),
    metric("balance_mean", SemiAdditive("balances", "sum", "average", "balance")),
    metric("called", Aggregate("calls", "sum", "minutes")),
    metric("paid_a_minute", Ratio(Input("paid", "n"), Input("called", "d"))),
    metric("paid_less_called", Derived("paid - called", (Input("paid", "paid"), Input("called", "called")))),
    metric("gold_called", Aggregate("calls", "sum", "minutes", "levels.level = 'gold'")),
    metric("called_so_far", Cumulative("called", AllTime())),
    metric("logins", Aggregate("logins", "count")),
    metric("accounts", Aggregate("accounts", "count")),
    metric("customers", Aggregate("customers", "count")),
    metric("broken", Aggregate("payments", "sum", "amount", "payment_tags.tag = 'x' OR kind = 'card'")),
    metric("by_age", Aggregate("payments", "sum", "amount * customers.age")),
)


def bank() -> Catalog:
    datasets = {name: dataset(name) for name in COLUMNS}
    return Catalog(datasets, JOINS, {each.id: each for each in DIMENSIONS}, {each.id: each for each in METRICS})


def database() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for statement in TABLES.split(";\n"):
        if statement.strip():
            connection.execute(statement)
    return connection

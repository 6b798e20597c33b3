"""A small world for the guard's tests: the full database, the policy of one asker, and a database that holds only what they may see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from sql_guard.policy import Column, Limits, Policy, Table

SHOPS = Table(
    "main",
    "shops",
    (Column("shop_id", "INTEGER"), Column("city", "VARCHAR"), Column("region", "VARCHAR"), Column("opened", "DATE")),
    rows="region = '华东'",
    hidden=(Column("rent", "DECIMAL(10,2)"),),
)
PEOPLE = Table(
    "main",
    "people",
    (
        Column("person_id", "INTEGER"),
        Column("name", "VARCHAR"),
        Column("phone", "VARCHAR", mask="left(phone, 3) || '****'"),
        Column("level", "VARCHAR"),
    ),
    hidden=(Column("email", "VARCHAR"),),
)
ORDERS = Table(
    "main",
    "orders",
    (
        Column("order_id", "BIGINT"),
        Column("day", "DATE"),
        Column("paid", "TIMESTAMP"),
        Column("shop_id", "INTEGER"),
        Column("person_id", "INTEGER"),
        Column("channel", "VARCHAR"),
        Column("amount", "DECIMAL(12,2)"),
        Column("note", "VARCHAR"),
    ),
    rows="area = '华东' OR area IS NULL",
    hidden=(Column("area", "VARCHAR"),),
)
WEATHER = Table("main", "天气", (Column("日期", "DATE"), Column("气温", "INTEGER")))
BUDGET = Table("plan", "budget", (Column("month", "DATE"), Column("amount", "DECIMAL(12,2)")))
POLICY = Policy((SHOPS, PEOPLE, ORDERS, WEATHER, BUDGET), Limits(rows=1000), database="serving")

FULL = """
CREATE SCHEMA serving.plan;
CREATE SCHEMA serving.hr;
CREATE TABLE serving.main.shops AS SELECT i AS shop_id, ['上海','杭州','北京','广州'][1 + i % 4] AS city,
  ['华东','华东','华北','华南'][1 + i % 4] AS region, DATE '2020-01-01' + i::INTEGER AS opened, (i * 10)::DECIMAL(10,2) AS rent
  FROM range(1, 13) t(i);
CREATE TABLE serving.main.people AS SELECT i AS person_id, 'p' || i AS name, '138' || (10000000 + i) AS phone,
  ['gold','silver'][1 + i % 2] AS level, 'p' || i || '@example.com' AS email FROM range(1, 31) t(i);
CREATE TABLE serving.main.orders AS SELECT i AS order_id, DATE '2026-01-01' + (i % 90)::INTEGER AS day,
  TIMESTAMP '2026-01-01 08:00:00' + to_hours((i % 2000)::INTEGER) AS paid, (1 + i % 12)::INTEGER AS shop_id,
  (1 + i % 30)::INTEGER AS person_id, ['线上','门店','团购'][1 + i % 3] AS channel,
  CASE WHEN i % 17 = 0 THEN NULL ELSE (10 + i * 37 % 500)::DECIMAL(12,2) END AS amount, 'note ' || i AS note,
  CASE WHEN i % 23 = 0 THEN NULL ELSE ['华东','华北','华南'][1 + i % 3] END AS area FROM range(1, 601) t(i);
CREATE TABLE serving.main."天气" AS SELECT DATE '2026-01-01' + i::INTEGER AS "日期", (i % 30)::INTEGER AS "气温" FROM range(0, 60) t(i);
CREATE TABLE serving.plan.budget AS SELECT DATE '2026-01-01' + to_months(i::INTEGER) AS "month", (1000 * i)::DECIMAL(12,2) AS amount
  FROM range(0, 3) t(i);
CREATE TABLE serving.main.tokens AS SELECT 'secret' AS token;
CREATE TABLE serving.hr.pay AS SELECT 1 AS person_id, 99 AS pay;
"""


def full_database(name: str = "serving") -> duckdb.DuckDBPyConnection:
    engine = duckdb.connect()
    engine.execute(f"ATTACH ':memory:' AS {name}")
    engine.execute(FULL.replace("serving.", f"{name}."))
    return engine


def filtered_database(policy: Policy = POLICY) -> duckdb.DuckDBPyConnection:
    """Only the permitted tables, columns (masked) and rows, made by plain SQL from the full database."""
    engine = full_database("source")
    engine.execute("ATTACH ':memory:' AS serving")
    for table in policy.tables:
        columns = ", ".join(f'{column.mask or chr(34) + column.name + chr(34)} AS "{column.name}"' for column in table.columns)
        engine.execute(f'CREATE SCHEMA IF NOT EXISTS serving."{table.schema}"')
        where = f"WHERE {table.rows}" if table.rows else ""
        place = f'"{table.schema}"."{table.name}"'
        engine.execute(f"CREATE TABLE serving.{place} AS SELECT {columns} FROM source.{place} {where}")
    engine.execute("USE serving")
    engine.execute("DETACH source")
    return engine


@contextmanager
def both_databases() -> Iterator[tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection]]:
    full, filtered = full_database(), filtered_database()
    try:
        yield full, filtered
    finally:
        full.close()
        filtered.close()


def rows_of(engine: duckdb.DuckDBPyConnection, sql: str) -> list[str]:
    """The rows in a form that two databases can be compared by: any order, floats to nine digits."""
    return sorted(repr([round(value, 9) if isinstance(value, float) else value for value in row]) for row in engine.execute(sql).fetchall())

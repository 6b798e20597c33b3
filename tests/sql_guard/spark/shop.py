"""The small worlds of the catalog's tests on both engines: DuckDB in memory, and Spark over the same tables."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from sql_guard.guard import guard
from sql_guard.policy import Column, Policy, Table
from sql_guard.spark.engine import SparkEngine
from sql_guard.spark.render import tables_of
from sql_guard.spark.session import Address
from tests.catalog.world import database
from tests.spark_server import load, session_of

SHAPES = """
    SELECT schema_name, table_name, column_name, data_type FROM duckdb_columns()
    WHERE NOT internal ORDER BY schema_name, table_name, column_index
"""


@dataclass(frozen=True)
class Shop:
    """Both engines over equal data."""

    duckdb: duckdb.DuckDBPyConnection
    spark: SparkEngine
    policy: Policy

    def both(self, sql: str, policy: Policy | None = None) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
        """The guarded query's rows on Spark and the written one's on DuckDB."""
        policy = policy or self.policy
        return list(self.spark.run(guard(sql, policy), policy.limits).rows), self.duckdb.execute(sql).fetchall()


def shapes(connection: duckdb.DuckDBPyConnection) -> tuple[Table, ...]:
    found: dict[tuple[str, str], list[Column]] = {}
    for schema, table, column, kind in connection.execute(SHAPES).fetchall():
        found.setdefault((schema, table), []).append(Column(column, kind))
    return tuple(Table(schema, name, tuple(columns)) for (schema, name), columns in found.items())


def shop_on(port: int, folder: Path, connection: duckdb.DuckDBPyConnection | None = None) -> Shop:
    """The shop, or another small world, loaded into a session of its own on the server."""
    connection, url = connection or database(), session_of(port)
    tables = shapes(connection)
    load(url, connection, [(table.schema, table.name) for table in tables], folder)
    columns = tables_of({table.key: {column.name: column.type for column in table.columns} for table in tables})
    return Shop(connection, SparkEngine(Address(url), columns, version="v1"), Policy(tables))

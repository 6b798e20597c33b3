"""What a Spark catalog holds of the governed tables: columns, rows, last days. Nothing is copied; the manifest only remembers it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sql_guard.errors import NotReady
from sql_guard.guard import guard
from sql_guard.policy import Column, Limits, Policy, Table
from sql_guard.serving import GovernedTable, Manifest, ServedTable, ServingSpec, digest, spec_digest
from sql_guard.spark.engine import SparkEngine
from sql_guard.spark.kinds import kind_of
from sql_guard.spark.render import tables_of
from sql_guard.spark.session import Address, logged

TYPES: Final = {  # Spark's type names to DuckDB's; columns of other types are not served
    "tinyint": "TINYINT",
    "smallint": "SMALLINT",
    "int": "INTEGER",
    "bigint": "BIGINT",
    "float": "FLOAT",
    "double": "DOUBLE",
    "string": "VARCHAR",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",  # the session's zone is UTC
    "timestamp_ntz": "TIMESTAMP",
}
SECONDS: Final = 600.0  # for one look at a table while building


def duckdb_type(spark_type: str) -> str | None:
    """The DuckDB type of a Spark type as it writes itself, or None where there is none."""
    if spark_type.startswith("decimal("):
        return spark_type.upper()
    return "VARCHAR" if spark_type.startswith(("varchar(", "char(")) else TYPES.get(spark_type)


def place_digest(address: Address, prefix: tuple[str, ...]) -> str:
    """What the manifest remembers of where it was looked."""
    return digest([list(map(str, address.place)), list(prefix)])


def look(address: Address, prefix: tuple[str, ...], spec: ServingSpec, built_at: str, salt: str = "") -> Manifest:
    """A manifest of the governed tables as they are now. Its version changes with columns, numbers of rows, last times and `salt`."""
    for table in spec.tables:
        for column, _ in table.zones:
            raise NotReady("spark_time_zone", table=table.key, column=column)  # a copy is turned to the project's zone; this is none
    engine = SparkEngine(address, {}, prefix, made=spec.made)
    try:
        shapes = [shape(engine, table) for table in spec.tables]
        shapes += [ServedTable(table.schema, table.name, table.columns, 0) for table in spec.made]
        engine.tables = tables_of({table.key: {column.name: column.type for column in table.columns} for table in shapes})
        policy = Policy(tuple(Table(table.schema, table.name, table.columns) for table in shapes), Limits(seconds=SECONDS))
        measured = [measure(engine, policy, table) for table in shapes]
    finally:
        engine.close()
    tables = tuple(table for table, _ in measured)
    version = digest([[table.key, table.rows, *(column.type for column in table.columns), *last] for table, last in measured] + [[salt]])
    return Manifest("", version[:16], place_digest(address, prefix), spec_digest(spec), tables, built_at)


def shape(engine: SparkEngine, table: GovernedTable) -> ServedTable:
    """The governed columns that the table has, as the catalog spells them."""
    try:
        found = engine.line.opened().columns((*engine.prefix, table.schema, table.name))
    except NotReady:
        raise
    except Exception as error:  # the client raises its own and gRPC's errors; all mean that the table cannot be read
        raise NotReady("spark_table_unreadable", table=table.key, id=logged(error)) from error
    there = {name.casefold(): kind for name, spark_type in found if (kind := duckdb_type(spark_type.simpleString())) is not None}
    return ServedTable(table.schema, table.name, tuple(served(table, there)), 0)


def served(table: GovernedTable, there: dict[str, str]) -> Iterator[Column]:
    for name in table.columns:
        if kind := there.get(name.casefold()):
            yield Column(name, kind)


def measure(engine: SparkEngine, policy: Policy, table: ServedTable) -> tuple[ServedTable, list[str]]:
    """The table with its number of rows, and the last value of each of its times."""
    from sqlglot import exp

    times = [column.name for column in table.columns if kind_of(column.type) in ("date", "timestamp")]
    asked: list[exp.Expr] = [exp.alias_(exp.Count(this=exp.Star()), "rows_")]
    asked += [exp.alias_(exp.Max(this=exp.column(name, quoted=True)), f"last_{place}") for place, name in enumerate(times)]
    query = exp.select(*asked).from_(exp.table_(table.name, db=table.schema, quoted=True))
    row: tuple[Any, ...] = engine.run(guard(query.sql("duckdb"), policy), policy.limits).rows[0]
    return ServedTable(table.schema, table.name, table.columns, row[0]), [str(value) for value in row[1:]]

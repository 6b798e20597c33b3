"""An empty, hardened, in-memory DuckDB with the shape of the serving database: its parser and binder are the second opinion."""

from __future__ import annotations

import atexit
import json
from collections import defaultdict
from threading import local
from typing import Any

from sql_guard.engine import ResultColumn
from sql_guard.memo import Memo
from sql_guard.policy import Policy
from sql_guard.quoting import literal, quoted
from sql_guard.worker import import_engine

HARDENING = (
    "SET temp_directory = ''",
    "SET memory_limit = '256MB'",
    "SET threads = 1",
    "PRAGMA disable_optimizer",
    "SET max_expression_depth = 600",
    "SET python_enable_replacements = false",
    "SET python_scan_all_frames = false",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)
CLONES: Memo[tuple[str, ...], Clone] = Memo(size=8)
CLONE_OF_SCOPE: Memo[str, Clone] = Memo(size=256)


class Readers(local):
    """One thread's cursor for reading texts, and for how many at once it is prepared. Texts are literals to it: it plans none of them."""

    def __init__(self, engine: Any) -> None:
        self.cursor = engine.cursor()
        self.prepared: set[int] = set()


class Clone:
    """Holds no row. Every statement is planned by a fresh cursor, so that nothing of one is left for the next."""

    def __init__(self, policy: Policy) -> None:
        self.engine = import_engine().connect(":memory:")
        for statement in (*shape(policy), *HARDENING):
            self.engine.execute(statement)
        self.readers = Readers(self.engine)

    @property
    def failure(self) -> type[Exception]:
        failure: type[Exception] = import_engine().Error
        return failure

    def read(self, *texts: str) -> list[dict[str, Any]]:
        """DuckDB's own parse of each text, as its JSON: {"error": bool, "statements": [...]}."""
        mine, many = self.readers, len(texts)
        if many not in mine.prepared:  # to prepare it once saves a third of the time
            asked = ", ".join(f"json_serialize_sql(${place}::VARCHAR)" for place in range(1, many + 1))
            mine.cursor.execute(f"PREPARE read_{many} AS SELECT {asked}")
            mine.prepared.add(many)
        row = fetched(mine.cursor, f"EXECUTE read_{many}({', '.join(map(literal, texts))})")[0]
        return [json.loads(each) for each in row]

    def bind(self, sql: str) -> tuple[ResultColumn, ...]:
        """Plan a SELECT without running it: its columns and their types. Raises `failure`."""
        cursor = self.engine.cursor()
        try:
            return tuple(ResultColumn(row[0], row[1]) for row in fetched(cursor, f"DESCRIBE {sql}"))
        finally:
            cursor.close()


def fetched(cursor: Any, sql: str) -> list[tuple[Any, ...]]:
    engine = import_engine()
    try:
        found: list[tuple[Any, ...]] = cursor.execute(sql).fetchall()
        return found
    except (engine.InternalException, engine.FatalException):
        forget_clones()  # such an error spoils the whole instance for whoever comes next
        raise
    except UnicodeDecodeError as error:  # an error that quotes half a character: %\xa0Y as a date format
        raise engine.InvalidInputException("the engine's words cannot be read") from error


@atexit.register
def forget_clones() -> None:
    """Before the interpreter takes its modules apart: an engine that outlives them complains on standard error."""
    CLONE_OF_SCOPE.values.clear()
    CLONES.values.clear()


def clone_of(policy: Policy) -> Clone:
    """The clone for a policy; askers whose tables have the same shape share it."""

    def shared() -> Clone:
        return CLONES.find(shape(policy), lambda: Clone(policy))

    return CLONE_OF_SCOPE.find(policy.scope, shared)


def shape(policy: Policy) -> tuple[str, ...]:
    """The statements that make the empty database; policies of the same shape are equal here."""
    database = quoted(policy.database)
    schemas: dict[str, list[str]] = defaultdict(list)
    for table in policy.tables:
        columns = ", ".join(f"{quoted(column.name)} {column.type}" for column in (*table.columns, *table.hidden))
        schemas[table.schema].append(f"CREATE TABLE {database}.{quoted(table.schema)}.{quoted(table.name)} ({columns})")
    return (
        f"ATTACH ':memory:' AS {database}",
        *(f"CREATE SCHEMA IF NOT EXISTS {database}.{quoted(schema)}" for schema in schemas),
        *(create for creates in schemas.values() for create in creates),
    )

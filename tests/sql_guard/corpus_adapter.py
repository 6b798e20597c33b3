"""The guard behind the one-function interface of run_corpus.py: a policy made from the corpus's own schema and grants."""

from __future__ import annotations

import importlib
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from sql_guard.guard import guard
from sql_guard.policy import Column, Limits, Policy, Table

CORPUS = Path(__file__).parents[3] / "shared" / "guard_corpus"


@cache
def policy() -> Policy:
    """What the corpus's analyst may see; columns that the grants leave out are the hidden ones."""
    grants = importlib.import_module("policy").POLICY
    engine = duckdb.connect()
    engine.execute((CORPUS / "schema.sql").read_text(encoding="utf8"))
    return Policy(tuple(table(engine, name, grant) for name, grant in grants.items()), Limits(rows=10_000), database="u")


def table(engine: duckdb.DuckDBPyConnection, name: str, grant: dict[str, Any]) -> Table:
    types = {row[0]: row[1] for row in engine.execute(f'DESCRIBE "{name}"').fetchall()}
    granted = [each if isinstance(each, tuple) else (each, None) for each in grant["cols"]]
    columns = tuple(Column(column, types[column], mask) for column, mask in granted)
    shown = {column.name for column in columns}
    hidden = tuple(Column(column, kind) for column, kind in types.items() if column not in shown)
    return Table("main", name, columns, grant["row"], hidden)


def check(sql: str) -> str:
    """The SQL to execute, or Refused."""
    return guard(sql, policy()).text

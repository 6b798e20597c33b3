"""Runs the SQL that a person wrote into an evaluation suite, on the project's source, to know the expected rows.

It is the independent path that answers are checked against: no guard, no serving database, and no way to it from a question.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sql_guard.source import opened


class DoesNotRun(Exception):
    """A hand-written query that the engine cannot run, in the engine's own words."""


class Oracle:
    """Expected rows by hand-written SQL; read-only."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of one hand-written query. Raises DoesNotRun, which whoever wrote the SQL reads."""
        import duckdb

        cursor = self.connection.cursor()
        cursor.execute("USE source")
        try:
            return [tuple(row) for row in cursor.execute(sql).fetchall()]
        except duckdb.Error as error:
            raise DoesNotRun(" ".join(str(error).split())) from error


@contextmanager
def oracle(source: Path) -> Iterator[Oracle]:
    """An oracle over a DuckDB file or a folder of Parquet and CSV."""
    with opened(source) as connection:
        yield Oracle(connection)

"""A Spark Connect server for tests: Sail on a loopback port, in a process of its own, ended by its id. Tables come as Parquet files."""

from __future__ import annotations

import math
import subprocess
import sys
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest

from sql_guard.spark.session import in_a_named_program

SERVE = """
import sys
from pysail.spark import SparkConnectServer
server = SparkConnectServer("127.0.0.1", 0)
server.start(background=True)
print(server.listening_address[1], flush=True)
sys.stdin.read()
server.stop()
"""


@contextmanager
def sail() -> Iterator[int]:
    """A running server's port; the server leaves when its standard input closes, or with a signal after that."""
    pytest.importorskip("pysail", reason="needs the [spark] extra")
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        yield int(process.stdout.readline())
    finally:
        assert process.stdin is not None
        process.stdin.close()
        try:
            process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def session_of(port: int) -> str:
    """The address of a session of its own: Sail's tables belong to a session, which whoever names it shares."""
    return f"sc://127.0.0.1:{port}/;session_id={uuid.uuid4()}"


def load(url: str, connection: duckdb.DuckDBPyConnection, tables: Iterable[tuple[str, str]], folder: Path) -> None:
    """Copies tables (schema, name) of a DuckDB connection into the session's catalog, through Parquet files in the folder."""
    with in_a_named_program():
        from pyspark.sql.connect.session import SparkSession

    folder.mkdir(parents=True, exist_ok=True)
    spark = SparkSession.builder.remote(url).create()
    for schema, name in tables:
        file = folder / f"{schema}.{name}.parquet"
        if not file.exists():
            connection.execute(f"COPY (SELECT * FROM {schema}.\"{name}\") TO '{file}' (FORMAT parquet)")
        spark.sql(f"CREATE DATABASE IF NOT EXISTS `{schema}`").toArrow()
        spark.sql(f"CREATE TABLE `{schema}`.`{name}` USING parquet LOCATION '{file}'").toArrow()
    spark.client.close()


def agree(found: Sequence[Sequence[Any]], expected: Sequence[Sequence[Any]]) -> bool:
    """The same rows in any order: DOUBLEs to 1e-9, everything else exactly and of the same Python type."""
    left, right = sorted(found, key=rough), sorted(expected, key=rough)
    return len(left) == len(right) and all(
        len(one) == len(other) and all(map(same_cell, one, other)) for one, other in zip(left, right, strict=True)
    )


def rough(row: Sequence[Any]) -> tuple[str, ...]:
    """An order in which two nearly equal DOUBLEs do not part their rows."""
    exact = tuple("" if isinstance(cell, float) else repr(cell) for cell in row)
    return (*exact, *(f"{cell:+.6e}" if isinstance(cell, float) else "" for cell in row))


def same_cell(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12) or (math.isnan(one) and math.isnan(other))
    return type(one) is type(other) and bool(one == other)

"""Where development suites lie: beside the checkout, also when this is one of its worktrees. Nothing of them is in the repository."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).resolve().parents[2]


def checkout() -> Path:
    """The folder of the main checkout; a worktree's .git is a file that names it."""
    git = ROOT / ".git"
    if not git.is_file():
        return ROOT
    return Path(git.read_text("utf-8").removeprefix("gitdir:").strip()).parents[2]


def suite(name: str) -> Path:
    """The suite's folder; skips the test where it is not there."""
    found = checkout().parent / "shared" / "suites" / name
    if not found.is_dir():
        pytest.skip(f"no development suite {name} beside the checkout")
    return found


def loaded(data: Path) -> duckdb.DuckDBPyConnection:
    """The suite's tables in a database called suite; a folder is a schema."""
    connection = duckdb.connect()
    connection.execute("ATTACH ':memory:' AS suite")
    connection.execute("USE suite")
    for file in sorted(data.rglob("*.parquet")):
        *schema, table = file.relative_to(data).with_suffix("").parts
        for name in schema:
            connection.execute(f'CREATE SCHEMA IF NOT EXISTS "{name}"')
        place = ".".join(f'"{part}"' for part in (*schema, table))
        connection.execute(f"CREATE TABLE {place} AS SELECT * FROM read_parquet('{file}')")
    return connection

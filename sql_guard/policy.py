"""What one asker may read, as plain data: tables, columns, masks, row predicates and limits.

A policy lists what is allowed; everything else does not exist. It is hashable by `scope`, so that caches never mix two askers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class Column:
    """A readable column. `mask` is a DuckDB expression over the table's physical columns that replaces the value, or None."""

    name: str
    type: str
    mask: str | None = None


@dataclass(frozen=True)
class Among:
    """Only rows whose `keys` (own column, other's column) are found in those rows of another permitted table that pass `rows` and `among`.

    A predicate that is inherited over a join: the orders of the permitted stores. A missing key is never found.
    """

    keys: tuple[tuple[str, str], ...]
    table: str  # schema.name
    rows: str | None = None
    among: tuple[Among, ...] = ()


@dataclass(frozen=True)
class Table:
    """A readable table of the serving database: its columns in order, and the predicate that every scan carries.

    `rows` is a DuckDB boolean expression over the table's physical columns (also hidden ones), or None for all rows.
    """

    schema: str
    name: str
    columns: tuple[Column, ...]
    rows: str | None = None
    hidden: tuple[Column, ...] = ()  # physical columns that `rows`, `among` and masks may use but no query may name
    among: tuple[Among, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.schema}.{self.name}"


@dataclass(frozen=True)
class Limits:
    """What one query may cost: rows and bytes returned, wall-clock seconds including the fetch, characters of SQL text."""

    rows: int = 10_000
    bytes: int = 64 * 1024 * 1024
    seconds: float = 30.0
    text: int = 100_000


@dataclass(frozen=True)
class Policy:
    """Everything one asker may read. `database` is the catalog name under which the engine attaches the serving database."""

    tables: tuple[Table, ...]
    limits: Limits = field(default_factory=Limits)
    database: str = "serving"
    default_schema: str = "main"

    @cached_property
    def scope(self) -> str:
        """A digest of all that is allowed; equal scopes see equal data."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]

    @cached_property
    def by_key(self) -> Mapping[str, Table]:
        return {table.key.casefold(): table for table in self.tables}

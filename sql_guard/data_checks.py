"""Fixed questions to the served tables for `catalog check`: is a key unique, does a join find its rows, which days are there.

Asked while a catalog is built or checked, never by a question; SQL from outside comes in only as SafeSql.
"""
# ruff: noqa: S608  # every name is looked up in the manifest and quoted

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sql_guard.engine import SafeSql
from sql_guard.errors import NotReady
from sql_guard.nearest import nearest_or_first
from sql_guard.quoting import literal, quoted
from sql_guard.serving import Manifest, ServedTable, read_manifest
from sql_guard.source import first_line


@dataclass(frozen=True)
class KeyCheck:
    """How a declared key holds: rows, different whole keys, rows with a NULL in the key, and one key that occurs twice."""

    rows: int
    keys: int
    nulls: int
    example: tuple[Any, ...] | None

    @property
    def is_unique(self) -> bool:
        return self.rows == self.keys


@dataclass(frozen=True)
class JoinCheck:
    """How a join holds: rows of the many side, those with a NULL key, those whose key the one side lacks, and one such key."""

    rows: int
    nulls: int
    orphans: int
    example: tuple[Any, ...] | None

    @property
    def orphan_rate(self) -> float:
        return self.orphans / self.rows if self.rows else 0.0


@dataclass(frozen=True)
class Sampled:
    """Of a large table only these rows were read to check a key, always the same ones."""

    table: str
    key: tuple[str, ...]
    rows: int
    of: int


@dataclass(frozen=True)
class OverlapCheck:
    """Rows that begin to hold before an earlier row of their key has ended, and one such key with the day on which it begins."""

    overlaps: int
    example: tuple[Any, ...] | None


@dataclass(frozen=True)
class Span:
    """The first and last value of a column, None when it has none."""

    first: Any
    last: Any


class DataChecks:
    """The questions; tables by `schema.name`, columns by name, in any case. NotReady names what does not exist.

    With `sample`, about that many rows are read of a larger table. Whether a key repeats is asked of all rows of some keys, chosen by
    their hash; whether rows find their partner, of every n-th row. `sampled` says what was read so.
    """

    def __init__(self, ask: Callable[[str], list[tuple[Any, ...]]], manifest: Manifest, sample: int | None = None) -> None:
        """`ask` runs one SELECT in DuckDB's dialect over `serving.schema.table`."""
        self.ask, self.sample = ask, sample
        self.sampled: dict[tuple[str, tuple[str, ...], bool], Sampled] = {}
        self.tables = {table.key.casefold(): table for table in manifest.tables}

    def key(self, table: str, columns: Sequence[str]) -> KeyCheck:
        """Whether these columns together name one row."""
        place, names = self.read(table, columns)
        key, whole = ", ".join(names), " AND ".join(f"{name} IS NOT NULL" for name in names)
        grouped = f"SELECT {key}, count(*) AS times FROM {place} WHERE {whole} GROUP BY ALL"
        ((rows, with_key),) = self.ask(f"SELECT count(*), count(*) FILTER (WHERE {whole}) FROM {place}")
        ((keys,),) = self.ask(f"SELECT count(*) FROM ({grouped})")
        twice = self.ask(f"SELECT {key} FROM ({grouped}) WHERE times > 1 ORDER BY ALL LIMIT 1") if keys < with_key else []
        return KeyCheck(rows, keys, rows - with_key, twice[0] if twice else None)

    def join(self, many: str, many_columns: Sequence[str], one: str, one_columns: Sequence[str]) -> JoinCheck:
        """Whether every key of the many side exists on the one side. A NULL key is counted apart: it joins nothing."""
        many_place, many_names = self.read(many, many_columns, by_key=False)
        one_place, one_names = self.resolved(one, one_columns)
        whole = " AND ".join(f"m.{name} IS NOT NULL" for name in many_names)
        match = " AND ".join(f"m.{left} = o.{right}" for left, right in zip(many_names, one_names, strict=True))
        lonely = f"FROM {many_place} m WHERE {whole} AND NOT EXISTS (SELECT 1 FROM {one_place} o WHERE {match})"
        ((rows, with_key),) = self.ask(f"SELECT count(*), count(*) FILTER (WHERE {whole}) FROM {many_place} m")
        ((orphans,),) = self.ask(f"SELECT count(*) {lonely}")
        example = self.ask(f"SELECT {', '.join(f'm.{name}' for name in many_names)} {lonely} ORDER BY ALL LIMIT 1") if orphans else []
        return JoinCheck(rows, rows - with_key, orphans, example[0] if example else None)

    def overlaps(self, table: str, columns: Sequence[str], start: str, end: str) -> OverlapCheck:
        """Whether rows of one key hold on the same day: each from `start` to before `end` (NULL: still). Empty spans hold on none."""
        place, names = self.read(table, columns)
        _, (since, until) = self.resolved(table, (start, end))
        key = ", ".join(names)
        spans = f"SELECT {key}, {since} AS since, lead({since}) OVER (PARTITION BY {key} ORDER BY {since}) AS then_since, {until} AS until"
        whole = " AND ".join(f"{name} IS NOT NULL" for name in (*names, since))
        held = f"{spans} FROM {place} WHERE {whole} AND ({until} IS NULL OR {until} > {since})"
        both = f"FROM ({held}) WHERE then_since IS NOT NULL AND (until IS NULL OR then_since < until)"
        ((count,),) = self.ask(f"SELECT count(*) {both}")
        example = self.ask(f"SELECT {key}, then_since {both} ORDER BY ALL LIMIT 1") if count else []
        return OverlapCheck(count, example[0] if example else None)

    def span(self, table: str, column: str) -> Span:
        """The first and last value of a column: how far a time column reaches."""
        place, (name,) = self.resolved(table, (column,))
        ((first, last),) = self.ask(f"SELECT min({name}), max({name}) FROM {place}")
        return Span(first, last)

    def rows(self, query: SafeSql) -> list[tuple[Any, ...]]:
        """The rows of a checked query: how a dimension's members are looked up."""
        return self.ask(query.text)

    def read(self, table: str, columns: Sequence[str], by_key: bool = True) -> tuple[str, list[str]]:
        """What is read of a table to check a key, and the key's quoted names: all rows, or those of the sampled keys, or every n-th row."""
        place, names = self.resolved(table, columns)
        found = self.tables[table.casefold()]
        if self.sample is None or found.rows <= self.sample:
            return place, names
        chosen = f"hash({', '.join(names)})" if by_key else "rowid"
        part = f"(SELECT * FROM {place} WHERE {chosen} % {-(-found.rows // self.sample)} = 0)"
        known = (found.key, tuple(columns), by_key)
        if known not in self.sampled:
            ((rows,),) = self.ask(f"SELECT count(*) FROM {part}")
            self.sampled[known] = Sampled(found.key, tuple(columns), rows, found.rows)
        return part, names

    def resolved(self, table: str, columns: Sequence[str]) -> tuple[str, list[str]]:
        """The quoted names of a served table and its columns."""
        found = self.tables.get(table.casefold())
        if found is None:
            raise NotReady(
                "source_table_unknown", table=table, nearest=nearest_or_first(table, (known.key for known in self.tables.values()))
            )
        return f"serving.{quoted(found.schema)}.{quoted(found.name)}", [self.column(found, name) for name in columns]

    def column(self, table: ServedTable, name: str) -> str:
        by_name = {column.name.casefold(): column.name for column in table.columns}
        if name.casefold() not in by_name:
            raise NotReady("source_column_unknown", table=table.key, column=name, nearest=nearest_or_first(name, by_name.values()))
        return quoted(by_name[name.casefold()])


@contextmanager
def data_checks(state: Path, sample: int | None = None, manifest: Manifest | None = None) -> Iterator[DataChecks]:
    """The checks on a serving database of a state folder, opened read-only: a build's, or the current one."""
    import duckdb

    manifest = manifest or read_manifest(state)
    connection = duckdb.connect(":memory:")
    try:
        connection.execute(f"ATTACH {literal(str(state / manifest.file))} AS serving (READ_ONLY)")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET TimeZone = 'UTC'")
    except duckdb.Error as error:
        connection.close()
        raise NotReady("serving_unreadable", file=str(state / manifest.file), reason=first_line(error)) from error
    try:
        yield DataChecks(lambda sql: list(connection.execute(sql).fetchall()), manifest, sample)
    finally:
        connection.close()

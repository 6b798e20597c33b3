"""Builds the serving database: a copy of the governed tables and columns, and of nothing else. The only writer of data.

A build happens aside, is checked, and becomes current in one step; a process that dies on the way leaves the old one serving.
"""
# ruff: noqa: S608  # names are quoted, texts are literals; DDL takes no parameters

from __future__ import annotations

import csv
import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sql_guard.errors import NotReady
from sql_guard.nearest import nearest_or_first
from sql_guard.policy import Column
from sql_guard.quoting import literal, quoted
from sql_guard.serving import (
    FORMAT,
    GovernedTable,
    MadeTable,
    Manifest,
    ServedTable,
    ServingSpec,
    digest,
    is_stale,
    read_manifest,
    source_digest,
    spec_digest,
    write_manifest,
)
from sql_guard.source import SourceTable, first_line, opened, source_tables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LOCK = "build.lock"
Plan = tuple[GovernedTable, tuple[Column, ...]]


def no_more(manifest: Manifest) -> None:
    """Nothing else belongs to a build."""


def build_serving(spec: ServingSpec, target: Path, built_at: str, finish: Callable[[Manifest], None] = no_more) -> Manifest:
    """Build the serving database of a spec in the state folder `target` and make it current.

    `built_at` is the caller's clock, ISO. `finish` checks the build and makes what belongs to it before it becomes current; it stays aside
    where that raises. A second builder waits, and takes over what the first has just built if that is what it wanted.
    NotReady names what is wrong: source, table, column, disk.
    """
    with locked(target) as waited:
        if waited and (fresh := fresh_manifest(spec, target)):
            return fresh
        remove_leftovers(target)
        before = source_digest(spec.source)
        aside = target / f"building-{os.getpid()}.duckdb"
        try:
            tables, version = copy_tables(spec, aside)
        except OSError as error:
            raise cannot_write(target, error) from error
        manifest = Manifest(f"serving-{version}.duckdb", version, before, spec_digest(spec), tables, built_at)
        previous = current_file(target)
        aside.replace(target / manifest.file)
        try:
            finish(manifest)
        except BaseException:  # a build that nobody will use must not fill the disk; raised again
            if manifest.file != previous:
                (target / manifest.file).unlink()
            raise
        write_manifest(target, manifest)
        remove_unused(target, keep={manifest.file, previous})
        return manifest


@contextmanager
def locked(target: Path) -> Iterator[bool]:
    """Hold the state folder against other builders; the value says whether another one had it first."""
    try:
        target.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(target / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise cannot_write(target, error) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            waited = False
        except BlockingIOError:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            waited = True
        yield waited
    finally:
        os.close(descriptor)


def fresh_manifest(spec: ServingSpec, target: Path) -> Manifest | None:
    try:
        manifest = read_manifest(target)
    except NotReady:
        return None
    return None if is_stale(manifest, spec) else manifest


def current_file(target: Path) -> str | None:
    try:
        return read_manifest(target).file
    except NotReady:
        return None


def copy_tables(spec: ServingSpec, aside: Path) -> tuple[tuple[ServedTable, ...], str]:
    """Copy the governed columns into a new database file and check it. Returns its tables and the version of their data."""
    with opened(spec.source, scratch=aside.parent) as connection:
        plans = [(table, resolved(table, source_tables(connection))) for table in spec.tables]
        try:
            connection.execute(f"ATTACH {literal(str(aside))} AS serving")
            copied = [copy(connection, table, columns) for table, columns in plans]
            for made in spec.made:
                copied.append(make(connection, made, aside.parent))
                plans.append((GovernedTable(made.schema, made.name, tuple(column.name for column in made.columns)), made.columns))
            connection.execute("CHECKPOINT serving")
            connection.execute("DETACH serving")
            connection.execute(f"ATTACH {literal(str(aside))} AS serving (READ_ONLY)")
            tables, version = served(connection, plans)
        except Exception as error:  # the engine raises one class for a broken source and for a full disk
            raise build_failure(aside.parent, spec.source, error) from error
    if [table.rows for table in tables] != copied:
        raise NotReady("build_differs", source=str(spec.source))
    return tables, version


def resolved(table: GovernedTable, found: tuple[SourceTable, ...]) -> tuple[Column, ...]:
    """The source's columns for a governed table, in the order of the spec and the spelling of the source."""
    source = next((candidate for candidate in found if candidate.key.casefold() == table.key.casefold()), None)
    if source is None:
        raise NotReady("source_table_unknown", table=table.key, nearest=nearest_or_first(table.key, (candidate.key for candidate in found)))
    by_name = {column.name.casefold(): column for column in source.columns}
    for name in (*table.columns, *table.order_by):
        if name.casefold() not in by_name:
            names = [column.name for column in source.columns]
            raise NotReady("source_column_unknown", table=table.key, column=name, nearest=nearest_or_first(name, names))
    for name, _ in table.zones:
        if not (column := by_name[name.casefold()]).type.startswith("TIMESTAMP"):
            raise NotReady("zone_without_time", table=table.key, column=column.name, type=column.type)
    return tuple(by_name[name.casefold()] for name in table.columns)


def copy(connection: DuckDBPyConnection, table: GovernedTable, columns: tuple[Column, ...]) -> int:
    """Copy one table; returns how many rows the source gave."""
    place = f"{quoted(table.schema)}.{quoted(table.name)}"
    order = f" ORDER BY {', '.join(map(quoted, table.order_by))}" if table.order_by else ""
    names = ", ".join(local(table, column) for column in columns)
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS serving.{quoted(table.schema)}")
    return int(connection.execute(f"CREATE TABLE serving.{place} AS SELECT {names} FROM source.{place}{order}").fetchall()[0][0])


def local(table: GovernedTable, column: Column) -> str:
    """A column as it is served: an instant, or a time on another zone's clock, as a time on the project's."""
    name = quoted(column.name)
    zone = next((zone for named, zone in table.zones if named.casefold() == column.name.casefold()), None)
    if table.time_zone is None or not (zone or column.type == "TIMESTAMP WITH TIME ZONE"):
        return name
    instant = name if column.type == "TIMESTAMP WITH TIME ZONE" else f"{name} AT TIME ZONE {literal(zone or '')}"
    return f"{instant} AT TIME ZONE {literal(table.time_zone)} AS {name}"


def make(connection: DuckDBPyConnection, table: MadeTable, scratch: Path) -> int:
    """Write a made table through a file, which the engine reads much faster than rows one by one; returns how many rows there were."""
    place = f"serving.{quoted(table.schema)}.{quoted(table.name)}"
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS serving.{quoted(table.schema)}")
    columns = ", ".join(f"{quoted(column.name)} {column.type}" for column in table.columns)
    connection.execute(f"CREATE TABLE {place} ({columns})")
    with tempfile.NamedTemporaryFile("w", dir=scratch, prefix="building-", suffix=".csv", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(table.rows())
        file.flush()
        connection.execute(f"COPY {place} FROM {literal(file.name)} (FORMAT csv, HEADER false)")
    return int(connection.execute(f"SELECT count(*) FROM {place}").fetchall()[0][0])


def served(connection: DuckDBPyConnection, plans: list[Plan]) -> tuple[tuple[ServedTable, ...], str]:
    """What the finished file holds, read back from it, and the version of its data: equal content, equal version."""
    tables, content = [], []
    for table, columns in plans:
        place = f"{quoted(table.schema)}.{quoted(table.name)}"
        names = ", ".join(quoted(column.name) for column in columns)
        rows, checksum = connection.execute(f"SELECT count(*), sum(hash({names})::HUGEINT)::VARCHAR FROM serving.{place}").fetchall()[0]
        types = [row[1] for row in connection.execute(f"DESCRIBE serving.{place}").fetchall()]
        held = tuple(Column(column.name, type_name) for column, type_name in zip(columns, types, strict=True))
        tables.append(ServedTable(table.schema, table.name, held, rows))
        content.append([table.key, [[column.name, column.type] for column in held], table.order_by, rows, checksum])
    return tuple(tables), digest([FORMAT, *content])[:16]


def remove_leftovers(target: Path) -> None:
    """What a builder that died left behind; the lock says that none is at work."""
    for path in [*target.glob("building-*"), *target.glob("scratch-*"), *target.glob("CURRENT.json.*")]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def remove_unused(target: Path, keep: set[str | None]) -> None:
    """Drop serving files that are neither current nor previous nor open in a worker."""
    for path in target.glob("serving-*.duckdb"):
        if path.name not in keep and not is_open(path):
            path.unlink()


def is_open(path: Path) -> bool:
    """Whether a process reads this file: the engine holds a shared lock while it does."""
    with path.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def build_failure(target: Path, source: Path, error: Exception) -> NotReady:
    text = str(error)
    if any(os.strerror(number) in text for number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)):
        return cannot_write(target, OSError(errno.ENOSPC, first_line(error)))
    return NotReady("build_failed", source=str(source), reason=first_line(error))


def cannot_write(target: Path, error: OSError) -> NotReady:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return NotReady("disk_full", folder=str(target), free_mib=shutil.disk_usage(target).free // 2**20)
    return NotReady("state_unwritable", folder=str(target), reason=error.strerror or first_line(error))

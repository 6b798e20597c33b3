"""Where a project's numbers are computed: a serving database copied from its source (DuckDB), or Spark's own tables, where they lie."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, Protocol

from catalog.calendar import DATASET, SCHEMA, Calendar
from catalog.calendar_dataset import COLUMNS, calendar_rows, is_made, version
from catalog.catalog import Catalog
from catalog.files.project_file import ProjectFile, SparkSource
from catalog.files.sharing import Sharing
from sql_guard.data_checks import DataChecks, data_checks
from sql_guard.duckdb_engine import DuckDbEngine
from sql_guard.engine import Engine
from sql_guard.errors import NotReady
from sql_guard.guard import guard
from sql_guard.load import build_serving
from sql_guard.policy import Column, Limits, Policy, Table
from sql_guard.serving import GovernedTable, MadeTable, Manifest, ServingSpec, is_stale, read_manifest, spec_digest, write_manifest
from sql_guard.worker_process import WorkerSettings

BuildStep = Literal["building_world", "extending_world", "building_serving", "reading_tables", "looking_up_members", "indexing"]
Told = Callable[[BuildStep], None]
Finish = Callable[[Manifest], None]
MOST_MEMBERS = 200_000  # of one dimension; a larger one is not offered by name
MOST_THREADS = 4  # of one worker


@dataclass(frozen=True)
class Refreshed:
    """A build, and whether it differs from the last."""

    manifest: Manifest
    changed: bool


class Warehouse(Protocol):
    """What a build makes and a question is answered from. `last` raises NotReady when there is none.

    `refresh` hands a new build to `finish` before it becomes the current one; where that raises, the old one stays.
    """

    def last(self) -> Manifest: ...

    def is_stale(self, manifest: Manifest) -> bool: ...

    def refresh(self, now: str, force: bool, told: Told, finish: Finish) -> Refreshed: ...

    def engine(self, manifest: Manifest, workers: int | None = None) -> Engine: ...

    def checks(self, manifest: Manifest, sample: int | None = None) -> AbstractContextManager[DataChecks]: ...


def warehouse_of(file: ProjectFile, catalog: Catalog, token: str = "") -> Warehouse:
    """The project's warehouse; `token` is what its Spark server asks for."""
    state = file.state / "serving"
    match file.source:
        case SparkSource(url, prefix):
            return InPlace(url, (prefix,) if prefix else (), serving_spec(catalog, Path()), state, token)
        case _:
            return Copied(serving_spec(catalog, file.source_path), state, file.sharing)


def serving_spec(catalog: Catalog, source: Path) -> ServingSpec:
    """Only governed tables and columns; two datasets over one table share it."""
    tables: dict[tuple[str, str], GovernedTable] = {}
    made: tuple[MadeTable, ...] = ()
    for dataset in catalog.datasets.values():
        if is_made(dataset):
            made = (calendar_table(catalog.calendar),)
            continue
        key = (dataset.schema, dataset.table)
        columns = tuple(column.name for column in dataset.columns)
        before = tables.get(key)
        merged = tuple(dict.fromkeys((*(before.columns if before else ()), *columns)))
        order = (dataset.order_by,) if dataset.order_by else (before.order_by if before else ())
        zones = {column.name: column.time_zone for column in dataset.columns if column.time_zone is not None}
        zones = dict(before.zones if before else ()) | zones
        tables[key] = GovernedTable(*key, merged, order, tuple(sorted(zones.items())), catalog.calendar.time_zone)
    return ServingSpec(source, tuple(tables.values()), made)


def calendar_table(calendar: Calendar) -> MadeTable:
    """The days of the project's calendar, one row each."""
    columns = tuple(Column(name, kind) for name, kind in COLUMNS.items())
    return MadeTable(SCHEMA, DATASET, columns, version(calendar), lambda: calendar_rows(calendar))


def whole_policy(manifest: Manifest, seconds: float = 120) -> Policy:
    """Everything that is served; used only while building, never for a question."""
    tables = tuple(Table(table.schema, table.name, table.columns) for table in manifest.tables)
    return Policy(tables, Limits(rows=MOST_MEMBERS, seconds=seconds))


@dataclass(frozen=True)
class Copied:
    """A serving database that physically holds only what is governed, in a hardened process."""

    spec: ServingSpec
    state: Path
    sharing: Sharing = Sharing()

    def last(self) -> Manifest:
        return read_manifest(self.state)

    def is_stale(self, manifest: Manifest) -> bool:
        return is_stale(manifest, self.spec)

    def refresh(self, now: str, force: bool, told: Told, finish: Finish) -> Refreshed:
        known = known_manifest(self.state)
        if known is not None and not force and not self.is_stale(known):
            return Refreshed(known, False)
        told("building_serving")
        return Refreshed(build_serving(self.spec, self.state, now, finish), True)

    def engine(self, manifest: Manifest, workers: int | None = None) -> Engine:
        settings = WorkerSettings(threads=min(os.cpu_count() or 1, MOST_THREADS), memory_mib=self.sharing.memory_mib)
        return DuckDbEngine(self.state, workers=workers or self.sharing.workers, settings=settings)

    def checks(self, manifest: Manifest, sample: int | None = None) -> AbstractContextManager[DataChecks]:
        return data_checks(self.state, sample, manifest)


@dataclass(frozen=True)
class InPlace:
    """Tables of a Spark catalog. Nothing is copied: a build looks up columns, numbers of rows and last days, and keeps those."""

    url: str
    prefix: tuple[str, ...]
    spec: ServingSpec
    state: Path
    token: str = field(repr=False)

    def last(self) -> Manifest:
        return read_manifest(self.state)

    def is_stale(self, manifest: Manifest) -> bool:
        """Whether another server or other tables are meant than at the last build; that their rows changed only a build can tell."""
        from sql_guard.spark.tables import place_digest

        return (manifest.source, manifest.spec) != (place_digest(self.address(), self.prefix), spec_digest(self.spec))

    def refresh(self, now: str, force: bool, told: Told, finish: Finish) -> Refreshed:
        from sql_guard.spark.tables import look

        told("reading_tables")
        known = known_manifest(self.state)
        found = look(self.address(), self.prefix, self.spec, now, salt=now if force else "")
        if known is not None and replace(found, built_at=known.built_at) == known:
            return Refreshed(known, False)
        self.state.mkdir(parents=True, exist_ok=True)
        finish(found)
        write_manifest(self.state, found)
        return Refreshed(found, True)

    def engine(self, manifest: Manifest, workers: int | None = None) -> Engine:
        from sql_guard.spark.engine import SparkEngine, tables_in

        return SparkEngine(self.address(), tables_in(manifest), self.prefix, manifest.version, self.spec.made)

    @contextmanager
    def checks(self, manifest: Manifest, sample: int | None = None) -> Iterator[DataChecks]:
        """Always of all rows: the ways to choose some of them are DuckDB's own."""
        engine, policy = self.engine(manifest), whole_policy(manifest, seconds=600)

        def ask(sql: str) -> list[tuple[Any, ...]]:
            return list(engine.run(guard(sql, policy), policy.limits).rows)

        try:
            yield DataChecks(ask, manifest)
        finally:
            engine.close()

    def address(self) -> Any:
        from sql_guard.spark.session import Address

        return Address(self.url, self.token)


def known_manifest(state: Path) -> Manifest | None:
    try:
        return read_manifest(state)
    except NotReady:
        return None

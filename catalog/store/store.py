"""Opening, upgrading and backing up the store. Several processes may write at once; a commit that returned is on disk."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, event, inspect, select
from sqlalchemy import text as sql_text
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import DatabaseError

from catalog.errors import StoreError
from catalog.store.tables import REVISION

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"


@dataclass(frozen=True)
class Store:
    """An open store; `engine` is SQLAlchemy's."""

    engine: Engine

    def close(self) -> None:
        self.engine.dispose()

    def backup(self, target: Path) -> None:
        """A consistent copy of a SQLite store while others write. Raises StoreError for other databases (use their own tools)."""
        if self.engine.dialect.name != "sqlite":
            raise StoreError("store_backup_elsewhere", database=self.engine.dialect.name)
        aside = target.with_suffix(target.suffix + ".part")
        with closing(sqlite3.connect(str(self.engine.url.database))) as source, closing(sqlite3.connect(aside)) as copy:
            source.backup(copy)
        shutil.move(aside, target)


def restore(copy: Path, target: Path) -> Path | None:
    """Puts a backup in the place of a SQLite store, also while others have it open. Returns where the old one now lies, if there was one.

    Raises StoreError for a file that is no whole store; the old one then stays as it is.
    """
    check_copy(copy)
    kept = None
    if target.exists():
        kept = target.with_name(f"{target.stem}-before-{datetime.now(UTC):%Y%m%dT%H%M%S%f}{target.suffix}")
        with closing(sqlite3.connect(target)) as old, closing(sqlite3.connect(kept)) as aside:
            old.backup(aside)
    target.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(copy)) as source, closing(sqlite3.connect(target)) as live:
        live.execute("PRAGMA busy_timeout=15000")
        source.backup(live)
    return kept


def check_copy(copy: Path) -> None:
    """Raises StoreError unless the file is a store that is whole and of a version that we know."""
    if not copy.is_file():
        raise StoreError("no_backup", file=str(copy))
    try:
        with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)) as found:
            [(sound,)] = found.execute("PRAGMA integrity_check(1)").fetchall()
            at = [name for (name,) in found.execute("SELECT version_num FROM alembic_version")]
    except (sqlite3.Error, ValueError) as error:
        raise StoreError("store_unreadable", reason=str(error)) from error
    if sound != "ok":
        raise StoreError("store_unreadable", reason=sound)
    if not at or at[0] not in revisions():
        raise StoreError("store_newer", revision=", ".join(at))


def revisions() -> frozenset[str]:
    """The versions of a store that this product can open."""
    from alembic.script import ScriptDirectory

    return frozenset(script.revision for script in ScriptDirectory.from_config(alembic_config("sqlite://")).walk_revisions())


def open_store(url: str) -> Store:
    """Opens the store at a SQLAlchemy URL and upgrades its tables. Raises StoreError."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:"):
        Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, hide_parameters=True, pool_pre_ping=parsed.get_backend_name() != "sqlite")
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", prepare_sqlite)
    try:
        if revision(engine) != REVISION:
            upgrade(engine, url)
    except DatabaseError as error:
        raise StoreError("store_unreadable", reason=str(error.orig)) from error
    return Store(engine)


def prepare_sqlite(connection: sqlite3.Connection, record: object) -> None:
    """Write-ahead log, so that readers and writers do not block each other; a full sync, so that an acknowledged commit survives a kill."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA busy_timeout=15000")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def revision(engine: Engine) -> str | None:
    """The migration that the store stands at, or None for a new one."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(select(sql_text("version_num")).select_from(sql_text("alembic_version"))).scalar_one_or_none()


def upgrade(engine: Engine, url: str) -> None:
    """Runs the missing migrations in one transaction, one process at a time; alembic is imported only here."""
    from alembic import command

    config = alembic_config(url)
    at = revision(engine)
    if at is not None and at not in revisions():
        raise StoreError("store_newer", revision=at)
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def alembic_config(url: str) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config

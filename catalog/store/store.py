"""Opening, upgrading and backing up the store. Several processes may write at once; a commit that returned is on disk."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
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
    from alembic.script import ScriptDirectory

    config = alembic_config(url)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    at = revision(engine)
    if at is not None and at not in known:
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

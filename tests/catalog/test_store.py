"""The store on real SQLite files: made, upgraded, written by several processes, backed up."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy import text as sql_text

from catalog.store import open_store
from catalog.store.store import StoreError, revision
from catalog.store.tables import REVISION, conversations, metadata

WRITER = """
import sys
from datetime import UTC, datetime
from sqlalchemy import insert
from catalog.store import open_store
from catalog.store.tables import conversations
store = open_store(sys.argv[1])
for number in range(20):
    with store.engine.begin() as connection:
        connection.execute(insert(conversations).values(id=f"{sys.argv[2]}-{number}", asker="a", started_at=datetime.now(UTC)))
"""


def url(folder: Path) -> str:
    return f"sqlite:///{folder / 'store.sqlite'}"


def test_a_new_store_stands_at_the_newest_migration(tmp_path: Path) -> None:
    store = open_store(url(tmp_path))
    assert revision(store.engine) == REVISION


def test_the_migrations_make_the_declared_tables(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    store = open_store(url(tmp_path))
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_store_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    store = open_store(url(tmp_path))
    with store.engine.begin() as connection:
        connection.execute(sql_text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="store_newer"):
        open_store(url(tmp_path))


def test_several_processes_make_and_write_one_new_store_without_losing_a_row(tmp_path: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, url(tmp_path), str(number)]) for number in range(3)]
    assert [writer.wait(timeout=60) for writer in writers] == [0, 0, 0]
    with open_store(url(tmp_path)).engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(conversations)).scalar_one() == 60


def test_a_backup_made_while_the_store_is_open_holds_every_committed_row(tmp_path: Path) -> None:
    store = open_store(url(tmp_path))
    with store.engine.begin() as connection:
        connection.execute(insert(conversations).values(id="c", asker="甲", started_at=datetime.now(UTC)))
    store.backup(tmp_path / "copy.sqlite")
    copy = open_store(f"sqlite:///{tmp_path / 'copy.sqlite'}")
    with copy.engine.connect() as connection:
        assert connection.execute(select(conversations.c.asker)).scalar_one() == "甲"


def test_a_file_that_is_not_a_store_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    path.write_text("not a database, but somebody's notes" * 40)
    with pytest.raises(StoreError, match="store_unreadable"):
        open_store(url(tmp_path))
    assert path.read_text().startswith("not a database")

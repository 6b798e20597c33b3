"""The audit log on real SQLite files: it holds, and shows every way of tampering with it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from catalog.store import Store, open_store
from catalog.store.chain import Checked, Event, append, check, digest_of, entries
from catalog.store.checkpoint import Checkpoint, StoreError, faults, mark
from catalog.store.retention import erase
from catalog.store.tables import answers, conversations, feedback

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
KEY = "a-key-that-is-long-enough-for-this"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.sqlite"


@pytest.fixture
def store(path: Path) -> Store:
    """Three answers, a day apart, each with a judgement."""
    store = open_store(f"sqlite:///{path}")
    for number in range(3):
        keep(store, f"answer-{number}", AT + timedelta(days=number))
    return store


def keep(store: Store, name: str, at: datetime, told: bool = True) -> None:
    body = json.dumps({"rows": [[name]]})
    row = {"id": name, "conversation": f"talk-{name}", "asker": "王倩", "asked_at": at, "question": f"问 {name}", "status": "answered"}
    with store.engine.begin() as connection:
        connection.execute(insert(answers).values(**row, tier="verified", body=body))
        connection.execute(insert(conversations).values(id=f"talk-{name}", asker="王倩", started_at=at))
        connection.execute(insert(feedback).values(answer=name, asker="王倩", given_at=at, value="bad", comment="私人备注"))
        if told:
            append(connection, Event("answered", "王倩", at, name, {"question": f"问 {name}", "body": digest_of(body)}))


def checked(store: Store) -> Checked:
    with store.engine.connect() as connection:
        return check(connection)


def codes(store: Store) -> set[str]:
    return {each.code for each in checked(store).broken}


def tamper(path: Path, *statements: str) -> None:
    """Changes the file as somebody could who may write it: without triggers."""
    with closing(sqlite3.connect(path)) as connection:
        for name in ("audit_kept", "audit_sealed"):
            connection.execute(f"DROP TRIGGER IF EXISTS {name}")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_an_untouched_log_holds_and_begins_with_what_was_there_before(store: Store) -> None:
    found = checked(store)
    assert (found.entries, found.erased, found.before, found.broken) == (4, 0, 0, ())


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE audit SET payload = replace(payload, '王倩', '李雷') WHERE seq = 3", "payload_changed"),
        ("UPDATE audit SET asker = '李雷' WHERE seq = 3", "payload_changed"),
        ("UPDATE audit SET at = '2026-01-01T00:00:00+00:00' WHERE seq = 3", "entry_changed"),
        ("UPDATE audit SET kind = 'exported' WHERE seq = 3", "entry_changed"),
        ("UPDATE audit SET payload_digest = digest WHERE seq = 3", "entry_changed"),
        ("DELETE FROM audit WHERE seq = 3", "entry_missing"),
        ("DELETE FROM audit WHERE seq = 4", "head_differs"),
        ("UPDATE answers SET body = '{\"rows\": [[0]]}' WHERE id = 'answer-1'", "answer_changed"),
        ("UPDATE answers SET body = '' WHERE id = 'answer-1'", "answer_missing"),
        ("UPDATE answers SET id = 'another' WHERE id = 'answer-1'", "answer_without_entry"),
    ],
)
def test_every_change_behind_the_log_is_found(store: Store, path: Path, statement: str, code: str) -> None:
    tamper(path, statement)
    assert code in codes(store)


@pytest.mark.parametrize(
    "statement", ["DELETE FROM audit WHERE seq = 2", "UPDATE audit SET kind = 'x' WHERE seq = 2", "UPDATE audit SET asker = 'x'"]
)
def test_the_database_itself_refuses_to_change_an_entry(store: Store, path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, pytest.raises(sqlite3.IntegrityError, match="only added to"):
        connection.execute(statement)


def test_a_log_that_was_rewritten_whole_differs_from_a_checkpoint_kept_elsewhere(store: Store, path: Path, tmp_path: Path) -> None:
    with store.engine.begin() as connection:
        kept = mark(connection, AT, KEY)
    other = open_store(f"sqlite:///{tmp_path / 'rewritten.sqlite'}")
    for number in range(4):
        keep(other, f"answer-{number}", AT)
    assert codes(other) == set()
    with other.engine.connect() as connection:
        assert [each.code for each in faults(connection, [kept], KEY)] == ["checkpoint_differs"]


def test_a_checkpoint_that_somebody_else_signed_is_told_from_ours(store: Store) -> None:
    with store.engine.begin() as connection:
        kept = mark(connection, AT, KEY)
        forged = Checkpoint(kept.seq, kept.at, "0" * 64, kept.signature)
        assert list(faults(connection, [kept], KEY)) == []
        assert [each.code for each in faults(connection, [forged], KEY)] == ["bad_signature"]
        with pytest.raises(StoreError, match="no_audit_key"):
            list(faults(connection, [kept], "short"))


def test_erasing_takes_the_contents_and_leaves_a_chain_that_holds(store: Store, path: Path) -> None:
    done = erase(store, AT + timedelta(days=2), "auditor", AT + timedelta(days=9))
    found = checked(store)
    assert (done.answers, done.entries) == (2, 2)
    assert (found.entries, found.erased, found.broken) == (5, 2, ())
    with store.engine.connect() as connection:
        kept = [(entry.event.kind, entry.event.subject, entry.erased) for entry in entries(connection)]
    assert kept[1:] == [("answered", "", True), ("answered", "", True), ("answered", "answer-2", False), ("erased", "", False)]


def test_nothing_of_what_was_erased_is_left_in_the_files(store: Store, path: Path) -> None:
    erase(store, AT + timedelta(days=30), "auditor", AT + timedelta(days=31))
    store.close()
    left = b"".join(file.read_bytes() for file in path.parent.glob("store.sqlite*"))
    assert "私人备注".encode() not in left and "王倩".encode() not in left and "问 answer".encode() not in left


def test_erasing_takes_answers_that_are_older_than_the_log(store: Store) -> None:
    keep(store, "before-the-log", AT - timedelta(days=400), told=False)
    assert codes(store) == {"answer_without_entry"}
    assert erase(store, AT, "auditor", AT).answers == 1
    assert codes(store) == set()


def test_entries_are_chosen_by_day_and_by_person(store: Store) -> None:
    with store.engine.connect() as connection:
        assert [each.event.subject for each in entries(connection, AT + timedelta(days=1), AT + timedelta(days=2))] == ["answer-1"]
        assert list(entries(connection, asker="nobody")) == []


def test_an_event_that_is_rolled_back_leaves_no_gap(store: Store) -> None:
    with store.engine.connect() as connection:
        append(connection, Event("exported", "a", AT, "answer-1", {}))
        connection.rollback()
    keep(store, "answer-3", AT)
    assert (checked(store).entries, codes(store)) == (5, set())

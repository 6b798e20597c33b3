"""A signed-in person's requests do not each read the password file and the store; what is ended or taken back is so at once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import event

from catalog.store import Store, open_store
from ui.sign_in.passwords import PasswordFile
from ui.sign_in.remembered import Remembered
from ui.sign_in.session import Sessions
from ui.sign_in.tokens import Tokens

OPENED: list[str] = []
sys.addaudithook(lambda name, arguments: OPENED.append(str(arguments[0])) if name == "open" else None)
NOW = datetime(2026, 11, 18, tzinfo=UTC)


@contextmanager
def statements(store: Store) -> Iterator[list[str]]:
    """What is asked of the store meanwhile."""
    found: list[str] = []

    def asked(connection: object, cursor: object, statement: str, *rest: object) -> None:
        found.append(statement)

    event.listen(store.engine, "before_cursor_execute", asked)
    yield found
    event.remove(store.engine, "before_cursor_execute", asked)


def sessions_in(folder: Path, clock: list[float]) -> Sessions:
    file = PasswordFile(folder / "passwords")
    file.put("boss", "correct horse battery")
    store = open_store(f"sqlite:///{folder / 'store.sqlite'}")
    return Sessions(store, file, "k" * 64, 12, lambda: 1000.0, Remembered(clock=lambda: clock[0]))


def test_fifty_requests_of_a_session_read_its_file_and_the_store_once(tmp_path: Path) -> None:
    sessions = sessions_in(tmp_path, [0.0])
    cookie = {"wenshu_session": sessions.begin("boss")}
    OPENED.clear()
    with statements(sessions.store) as asked:
        assert all(sessions.read(cookie) for _ in range(50))
    assert len(asked) == 1 and OPENED.count(str(tmp_path / "passwords")) == 0  # read when it began


def test_a_session_that_ends_here_is_over_at_the_next_request_and_elsewhere_a_second_later(tmp_path: Path) -> None:
    clock = [0.0]
    sessions = sessions_in(tmp_path, clock)
    here, there = ({"wenshu_session": sessions.begin("boss")} for _ in range(2))
    first, second = sessions.read(here), sessions.read(there)
    assert first and second
    sessions.end(first)
    assert sessions.read(here) is None
    Sessions(sessions.store, sessions.passwords, sessions.key, 12, sessions.clock).end(second)  # as another process does
    clock[0] = 0.9
    assert sessions.read(there)
    clock[0] = 1.0
    assert sessions.read(there) is None


def test_a_password_that_changes_counts_at_once(tmp_path: Path) -> None:
    sessions = sessions_in(tmp_path, [0.0])
    cookie = {"wenshu_session": sessions.begin("boss")}
    assert sessions.read(cookie)
    PasswordFile(sessions.passwords.path).put("boss", "another long password")
    assert sessions.read(cookie) is None


def test_a_token_that_is_taken_back_is_nobodys_at_once(tmp_path: Path) -> None:
    tokens = Tokens(open_store(f"sqlite:///{tmp_path / 'store.sqlite'}"))
    text = tokens.make("boss", "x", 1, NOW)
    with statements(tokens.store) as asked:
        assert [tokens.user_of(text, NOW) for _ in range(50)] == ["boss"] * 50
        assert tokens.user_of(text + "x", NOW) is None
    assert len(asked) == 1
    assert tokens.revoke(text.split("_")[1], "boss", NOW)
    assert tokens.user_of(text, NOW) is None


def test_what_is_forgotten_while_it_is_looked_up_is_not_kept() -> None:
    remembered: Remembered[bool] = Remembered()

    def ended_meanwhile(key: str) -> bool:
        remembered.forget(key)
        return True

    assert remembered.of("a", ended_meanwhile) is True
    assert remembered.of("a", lambda key: None) is None

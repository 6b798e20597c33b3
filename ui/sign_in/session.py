"""Sessions: a signed cookie that names the person, until its time is over, its owner signs out or the password changes.

The signing key lies in the state folder, readable by its owner only, or comes from the environment.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import delete, insert, select

from catalog.store import Store
from catalog.store.tables import ended_sessions
from ui.sign_in.passwords import PasswordFile
from ui.sign_in.remembered import Remembered

COOKIE, SECURE_COOKIE = "wenshu_session", "__Host-wenshu_session"


@dataclass(frozen=True)
class Session:
    """A session as its cookie says. `until` is in seconds since 1970."""

    id: str
    user: str
    until: int


@dataclass(frozen=True)
class Sessions:
    """`clock` gives seconds since 1970."""

    store: Store
    passwords: PasswordFile
    key: str
    hours: int
    clock: Callable[[], float]
    going_on: Remembered[bool] = field(default_factory=Remembered)

    def begin(self, user: str) -> str:
        """The cookie of a new session."""
        body = {"i": secrets.token_hex(16), "u": user, "e": int(self.clock()) + self.hours * 3600, "p": self.mark(user)}
        return str(self.signer().dumps(body))

    def read(self, cookies: Mapping[str, str]) -> Session | None:
        """The session of a request, if it still holds."""
        text = cookies.get(SECURE_COOKIE) or cookies.get(COOKIE) or ""
        try:
            body: dict[str, Any] = self.signer().loads(text)
        except BadSignature:
            return None
        session = Session(str(body["i"]), str(body["u"]), int(body["e"]))
        if session.until <= self.clock() or body["p"] != self.mark(session.user) or self.has_ended(session):
            return None
        return session

    def mark(self, user: str) -> str:
        """Changes with the person's password; empty for one who has none."""
        hashed = self.passwords.hashes().get(user, "")
        return sha256(hashed.encode()).hexdigest()[:16] if hashed else secrets.token_hex(8)

    def end(self, session: Session) -> None:
        """Ends a session for good, wherever its cookie lies."""
        with self.store.engine.begin() as connection:
            connection.execute(delete(ended_sessions).where(ended_sessions.c.until <= int(self.clock())))
            if connection.execute(select(ended_sessions.c.id).where(ended_sessions.c.id == session.id)).one_or_none() is None:
                connection.execute(insert(ended_sessions).values(id=session.id, until=session.until))
        self.going_on.forget(session.id)

    def has_ended(self, session: Session) -> bool:
        """Whether its owner has ended it: here at once, in another process a second ago."""
        return self.going_on.of(session.id, self.goes_on) is None

    def goes_on(self, session: str) -> bool | None:
        with self.store.engine.connect() as connection:
            ended = connection.execute(select(ended_sessions.c.id).where(ended_sessions.c.id == session)).one_or_none()
        return True if ended is None else None

    def signer(self) -> URLSafeSerializer:
        return URLSafeSerializer(self.key, salt="wenshu.session", signer_kwargs={"digest_method": sha256})


def session_key(state: Path, given: str) -> str:
    """The given key, or the one of the state folder, made when there is none: whole or not at all, whoever is first."""
    path = state / "session.key"
    if not given and not path.exists():
        handle, aside = tempfile.mkstemp(dir=state, prefix=".session.")  # for its owner only
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
        with suppress(FileExistsError):
            path.hardlink_to(aside)
        Path(aside).unlink()
    return given or path.read_text(encoding="ascii")

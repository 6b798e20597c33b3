"""Tokens with which programs ask, with the rights of the person who made them. Only a digest is kept; a token is shown once."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, delete, insert, select

from assistant.audit import token_made, token_revoked
from catalog.store import Store
from catalog.store.chain import append
from catalog.store.tables import tokens
from ui.sign_in.remembered import Remembered

PREFIX = "wenshu"


@dataclass(frozen=True)
class Token:
    """A token as its owner's list shows it."""

    id: str
    user: str
    name: str
    made_at: datetime
    ends_at: int  # seconds since 1970


@dataclass(frozen=True)
class Tokens:
    """A server has one, so that what is taken back by it is known to it at once; by another process, a second later."""

    store: Store
    known: Remembered[Row[Any]] = field(default_factory=Remembered)

    def make(self, user: str, name: str, days: int, now: datetime) -> str:
        """A new token for some days."""
        identity, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
        row = {"id": identity, "digest": digest(secret), "user": user, "name": name, "made_at": now}
        with self.store.engine.begin() as connection:
            connection.execute(insert(tokens).values(**row, ends_at=int((now + timedelta(days=days)).timestamp())))
            append(connection, token_made(identity, user, now, name, days))
        return f"{PREFIX}_{identity}_{secret}"

    def user_of(self, text: str, now: datetime) -> str | None:
        """Whose a token is, while it is valid."""
        prefix, _, rest = text.partition("_")
        identity, _, secret = rest.partition("_")
        if prefix != PREFIX or not secret:
            return None
        row = self.known.of(identity, self.row_of)
        if row is None or not hmac.compare_digest(row.digest, digest(secret)) or row.ends_at <= now.timestamp():
            return None
        return str(row.user)

    def row_of(self, identity: str) -> Row[Any] | None:
        with self.store.engine.connect() as connection:
            return connection.execute(select(tokens).where(tokens.c.id == identity)).one_or_none()

    def of(self, user: str) -> Sequence[Token]:
        """A person's tokens, oldest first."""
        with self.store.engine.connect() as connection:
            rows = connection.execute(select(tokens).where(tokens.c.user == user).order_by(tokens.c.made_at, tokens.c.id)).all()
        return [Token(row.id, row.user, row.name, row.made_at, row.ends_at) for row in rows]

    def revoke(self, identity: str, user: str, now: datetime) -> bool:
        """Takes back a token of the person's; whether there was one."""
        with self.store.engine.begin() as connection:
            gone = connection.execute(delete(tokens).where(tokens.c.id == identity, tokens.c.user == user)).rowcount
            if gone:
                append(connection, token_revoked(identity, user, now))
        self.known.forget(identity)
        return bool(gone)


def digest(secret: str) -> str:
    """Of 256 random bits: nobody finds it by trying, so it needs no slow hash."""
    return sha256(secret.encode("utf-8", "backslashreplace")).hexdigest()

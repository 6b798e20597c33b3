"""What every process of a project knows of its model: replies worth keeping, tokens spent a day, and how an endpoint gives JSON.

A kept reply is text that still has to pass the door; neither a key nor a cell value is in it. Tokens are set aside before they are spent.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from assistant.llm.client import Client
from assistant.settings import Endpoint, Spending
from catalog.access import Asker
from catalog.store import Store
from catalog.store.tables import model_modes, model_replies, model_tokens

if TYPE_CHECKING:
    from assistant.llm.prompt import Prompt

MOST_REPLIES, LONGEST_REPLY = 10_000, 8_000
EVERYONE = ""  # in place of an asker: the sum of a day
MODE_DAYS = 30  # after which an endpoint is tried anew: it may have learnt more


@dataclass(frozen=True)
class Ledger:
    """`now` and `today` are the project's clock and day; `scope` a digest of the catalog and of all that an asker may see."""

    store: Store
    spending: Spending
    now: Callable[[], datetime]
    today: Callable[[], date]
    scope: Callable[[Asker], str]

    def key(self, prompt: Prompt, endpoint: Endpoint) -> str:
        """The same only for the same request of an asker who sees the same."""
        asked = [endpoint.base_url, endpoint.model, prompt.messages, prompt.schema, self.scope(prompt.known.sight.asker)]
        return sha256(json.dumps(asked, ensure_ascii=False, sort_keys=True).encode("utf-8", "backslashreplace")).hexdigest()

    def kept(self, key: str) -> str | None:
        """The reply to a request that was made before, if it is not too old."""
        if not self.spending.cache_days:
            return None
        fresh = model_replies.c.made_at >= self.now() - timedelta(days=self.spending.cache_days)
        with self.store.engine.connect() as connection:
            return connection.execute(select(model_replies.c.reply).where(model_replies.c.key == key, fresh)).scalar_one_or_none()

    def keep(self, key: str, reply: str) -> None:
        """Keeps a reply; those that are too old go, and the oldest where there are too many."""
        if not self.spending.cache_days or len(reply) > LONGEST_REPLY:
            return
        made_at = self.now()
        with self.store.engine.begin() as connection:
            put(connection, model_replies, {"key": key, "made_at": made_at, "reply": reply})
            connection.execute(delete(model_replies).where(model_replies.c.made_at < made_at - timedelta(days=self.spending.cache_days)))
            if connection.execute(select(func.count()).select_from(model_replies)).scalar_one() > MOST_REPLIES:
                newest = select(model_replies.c.key).order_by(model_replies.c.made_at.desc(), model_replies.c.key).limit(MOST_REPLIES)
                connection.execute(delete(model_replies).where(model_replies.c.key.not_in(newest)))

    def set_aside(self, asker: str, tokens: int) -> date | None:
        """The day on which these tokens are counted; None when they would be more than the asker's or the day's share, and nothing is."""
        day, spending = self.today(), self.spending
        with self.store.engine.connect() as connection, connection.begin() as change:
            everyone, own = (added(connection, day, who, tokens) for who in (EVERYONE, asker))
            if is_over(everyone, spending.tokens_per_day) or is_over(own, spending.tokens_per_user):
                change.rollback()
                return None
        return day

    def settle(self, day: date, asker: str, difference: int) -> None:
        """Corrects what was set aside to what was spent."""
        with self.store.engine.begin() as connection:
            for who in (EVERYONE, asker):
                added(connection, day, who, difference)

    def spent(self, day: date, asker: str = EVERYONE) -> int:
        """The tokens that count for a day: an asker's, or everyone's."""
        counted = select(model_tokens.c.tokens).where(model_tokens.c.day == day, model_tokens.c.asker == asker)
        with self.store.engine.connect() as connection:
            return connection.execute(counted).scalar_one_or_none() or 0

    def recall(self, client: Client) -> None:
        """Tells a client what is known of its endpoint."""
        fresh = model_modes.c.learnt_at >= self.now() - timedelta(days=MODE_DAYS)
        query = select(model_modes).where(model_modes.c.endpoint == digest(client.endpoint), fresh)
        with self.store.engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        if row is not None:
            client.mode, client.plain = row.mode, row.plain

    def learn(self, client: Client) -> None:
        """Keeps what a client found out about its endpoint."""
        row = {"endpoint": digest(client.endpoint), "mode": client.mode, "plain": client.plain, "learnt_at": self.now()}
        with self.store.engine.begin() as connection:
            put(connection, model_modes, row)


def digest(endpoint: Endpoint) -> str:
    return sha256(f"{endpoint.base_url}\n{endpoint.model}".encode()).hexdigest()


def is_over(tokens: int, most: int | None) -> bool:
    return most is not None and tokens > most


def added(connection: Connection, day: date, asker: str, tokens: int) -> int:
    """The count after adding to it. Writing first makes two processes wait for each other."""
    row = inserted(connection, model_tokens).values(day=day, asker=asker, tokens=tokens)
    changed = row.on_conflict_do_update(index_elements=["day", "asker"], set_={"tokens": model_tokens.c.tokens + tokens})
    return int(connection.execute(changed.returning(model_tokens.c.tokens)).scalar_one())


def put(connection: Connection, table: Table, row: dict[str, Any]) -> None:
    """Writes a row in place of the one with its key."""
    keys = [column.name for column in table.primary_key]
    rest = {name: value for name, value in row.items() if name not in keys}
    connection.execute(inserted(connection, table).values(**row).on_conflict_do_update(index_elements=keys, set_=rest))


def inserted(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)

"""How often a name or an address may be tried. An attempt counts before its password is looked at, in the store that processes share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import delete, func, insert, select

from catalog.store import Store
from catalog.store.tables import sign_in_attempts

WINDOW = 15 * 60  # seconds
PER_NAME, PER_ADDRESS = 5, 30


@dataclass(frozen=True)
class Lockout:
    """`clock` gives seconds since 1970."""

    store: Store
    clock: Callable[[], float]

    def admits(self, user: str, address: str) -> bool:
        """Counts an attempt; whether neither the name nor the address was tried too often in the last quarter of an hour."""
        now, names = int(self.clock()), self.names(user, address)
        with self.store.engine.begin() as connection:
            connection.execute(delete(sign_in_attempts).where(sign_in_attempts.c.at <= now - WINDOW))
            connection.execute(insert(sign_in_attempts), [{"who": who, "at": now} for who in names])
            counts = [
                connection.execute(select(func.count()).select_from(sign_in_attempts).where(sign_in_attempts.c.who == who)).scalar_one()
                for who in names
            ]
        return all(count <= most for count, most in zip(counts, (PER_NAME, PER_ADDRESS), strict=True))

    def forgive(self, user: str) -> None:
        """The person came in: their name's attempts are forgotten, their address's are not."""
        with self.store.engine.begin() as connection:
            connection.execute(delete(sign_in_attempts).where(sign_in_attempts.c.who == self.names(user, "")[0]))

    @staticmethod
    def names(user: str, address: str) -> tuple[str, str]:
        return digest(f"name {user.casefold()}"), digest(f"address {address}")


def digest(text: str) -> str:
    return sha256(text.encode("utf-8", "backslashreplace")).hexdigest()

"""How often a name or an address may be tried. An attempt counts before its password is looked at, in the store that processes share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import ip_address

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
        """Counts an attempt; whether neither the name nor the address was tried too often in the last quarter of an hour.

        This machine's own address is a proxy before the server, behind which is everybody: it is not counted.
        """
        now, names = int(self.clock()), self.names(user, address)[: 1 if is_proxy(address) else 2]
        with self.store.engine.begin() as connection:
            connection.execute(delete(sign_in_attempts).where(sign_in_attempts.c.at <= now - WINDOW))
            connection.execute(insert(sign_in_attempts), [{"who": who, "at": now} for who in names])
            counts = [
                connection.execute(select(func.count()).select_from(sign_in_attempts).where(sign_in_attempts.c.who == who)).scalar_one()
                for who in names
            ]
        return all(count <= most for count, most in zip(counts, (PER_NAME, PER_ADDRESS), strict=False))

    def forgive(self, user: str, address: str) -> None:
        """The person came in: their name's attempts are forgotten, and of their address's this one, so that only failures add up."""
        name, place = self.names(user, address)
        latest = select(func.max(sign_in_attempts.c.id)).where(sign_in_attempts.c.who == place).scalar_subquery()
        with self.store.engine.begin() as connection:
            connection.execute(delete(sign_in_attempts).where((sign_in_attempts.c.who == name) | (sign_in_attempts.c.id == latest)))

    @staticmethod
    def names(user: str, address: str) -> tuple[str, str]:
        return digest(f"name {user.casefold()}"), digest(f"address {address}")


def is_proxy(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def digest(text: str) -> str:
    return sha256(text.encode("utf-8", "backslashreplace")).hexdigest()

"""How a project's page is served: under which names, in whose frames, and how people sign in. Nothing here is secret."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalog.files.web_door import WebEntry


@dataclass(frozen=True)
class Proxy:
    """An identity-aware proxy signs people in and names them in headers: (claim, header). Only peers in `trusted` networks are believed."""

    trusted: tuple[str, ...]
    claims: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Passwords:
    """People sign in with a password of the file, for some hours."""

    file: Path
    hours: int = 12


@dataclass(frozen=True)
class Web:
    """`hosts` are names of the server besides the machine's own; `frame_ancestors` origins that may show the page in a frame."""

    hosts: tuple[str, ...] = ()
    frame_ancestors: tuple[str, ...] = ()
    sign_in: Proxy | Passwords | None = None


def web_of(entry: WebEntry, folder: Path) -> Web:
    from catalog.files.web_door import PasswordsEntry, ProxyEntry

    match entry.sign_in:
        case ProxyEntry() as found:
            sign_in: Proxy | Passwords | None = Proxy(tuple(found.proxy.trusted), tuple(found.proxy.claims.items()))
        case PasswordsEntry() as found:
            sign_in = Passwords(folder / found.passwords, found.hours)
        case _:
            sign_in = None
    return Web(tuple(host.lower() for host in entry.hosts), tuple(entry.frame_ancestors), sign_in)

"""Gates tell whose a request is. A gate that cannot tell lets nobody in; which one stands is the project file's business.

Gate
├── Local       no sign-in: this machine's user, on loopback only
├── ByProxy     an identity-aware proxy names the person; its headers count from trusted peers only
└── ByPassword  a signed cookie from our own sign-in page
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Literal, Protocol

from assistant.project import Project
from catalog.access import Asker
from catalog.errors import Unknown
from catalog.files.web import Passwords, Proxy
from ui.sign_in.session import Sessions

LISTED = ","  # between the values of a header that lists some


@dataclass(frozen=True)
class Seen:
    """What a gate looks at: the peer's address, headers (lower case; each with all its values) and cookies."""

    peer: str
    headers: Mapping[str, tuple[str, ...]]
    cookies: Mapping[str, str]


@dataclass(frozen=True)
class Caller:
    """The person of a request, and how they were told."""

    asker: Asker
    by: Literal["local", "proxy", "password", "token"]


class Gate(Protocol):
    """`may_sign_in`: there is a page to sign in on."""

    @property
    def may_sign_in(self) -> bool: ...

    def caller(self, seen: Seen) -> Caller | None: ...


@dataclass(frozen=True)
class Local:
    """Everybody on this machine is one person."""

    project: Project
    user: str | None
    may_sign_in: bool = False

    def caller(self, seen: Seen) -> Caller | None:
        return named(self.project, self.user or self.project.access.local, "local")


@dataclass(frozen=True)
class ByProxy:
    """Takes a person's claims from headers. One that comes twice, or from a peer that is not trusted, says nothing."""

    project: Project
    proxy: Proxy
    may_sign_in: bool = False

    def caller(self, seen: Seen) -> Caller | None:
        if not self.trusts(seen.peer):
            return None
        told = {claim: seen.headers.get(header.lower(), ()) for claim, header in self.proxy.claims}
        if any(len(values) > 1 for values in told.values()):
            return None
        self.project.follow_access()
        claims = {claim: self.value(claim, values[0]) for claim, values in told.items() if values}
        try:
            return Caller(self.project.asker_of_claims(claims), "proxy")
        except Unknown:
            return None

    def trusts(self, peer: str) -> bool:
        try:
            address = ip_address(peer)
        except ValueError:
            return False
        return any(address in ip_network(network) for network in self.proxy.trusted)

    def value(self, claim: str, text: str) -> str | list[str]:
        """Groups and attributes may list several values; who someone is, is one."""
        identity = self.project.access.identity
        if identity is not None and claim in (identity.user, identity.name, identity.department):
            return text
        return [each.strip() for each in text.split(LISTED) if each.strip()]


@dataclass(frozen=True)
class ByPassword:
    """Takes the person of a session that is neither over nor ended, and whose password is still the one they signed in with."""

    project: Project
    sessions: Sessions
    may_sign_in: bool = True

    def caller(self, seen: Seen) -> Caller | None:
        session = self.sessions.read(seen.cookies)
        return None if session is None else named(self.project, session.user, "password")


def named(project: Project, user: str | None, by: Literal["local", "password", "token"]) -> Caller | None:
    """The person of the access file, as it is now; None for one that it does not name any more."""
    try:
        return Caller(project.asker(user), by)
    except Unknown:
        return None


def gate_of(project: Project, user: str | None, sessions: Sessions | None) -> Gate:
    """The gate that the project file asks for. `user` asks when there is none."""
    match project.file.web.sign_in:
        case Proxy() as proxy:
            return ByProxy(project, proxy)
        case Passwords():
            assert sessions is not None
            return ByPassword(project, sessions)
        case None:
            return Local(project, user)

"""The entrance behind the door: no request goes on without its person, no program without its token, and no browser session is shared.

What is open to everybody is listed here; everything else needs a caller, also what somebody adds later.
"""

from __future__ import annotations

import json
import re
from collections import OrderedDict
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote

from catalog.errors import CatalogError
from ui.sign_in.gate import Caller, Gate, Seen, named
from ui.sign_in.tokens import Tokens

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from assistant.project import Project

CALLER = "wenshu.caller"  # where a request's scope has its person
OPEN = re.compile(r"/health|/favicon\.ico|/sign-in")
PROGRAMS = "/api/"
PAGES = r"/|/(?:zh|en)/?|/(?:zh|en)/desk(?:/[a-z0-9]+)?"  # what a person opens; after signing in they go on to it
IN_SESSION = re.compile(r"/(?:zh|en)/gradio_api/(?:queue/(?:join|data)|cancel|reset|heartbeat/(?P<hash>[\w-]+))")
LARGEST = 64 * 1024  # bytes of a request
REMEMBERED = 10_000  # browser sessions


@dataclass
class Entrance:
    """ASGI middleware. `bound` remembers whose each of Gradio's browser sessions is: the first to name one has it."""

    app: ASGIApp
    project: Project
    gate: Gate
    bound: OrderedDict[str, str] = field(default_factory=OrderedDict)

    def __post_init__(self) -> None:
        self.tokens = Tokens(self.project.journal.store)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path, seen = scope["path"], seen_of(scope)
        body = await whole(receive)
        if body is None:
            await respond(send, 413)
            return
        if OPEN.fullmatch(path):
            await self.app(scope, again(body, receive), send)
            return
        try:
            caller = self.by_token(seen) if path.startswith(PROGRAMS) else self.gate.caller(seen)
        except CatalogError:  # a file that says who may come in cannot be read: nobody comes in
            caller = None
        if caller is None:
            await refused(scope, send, self.gate.may_sign_in)
            return
        if not self.owns(caller, scope, body):
            await respond(send, 404)
            return
        await self.app({**scope, CALLER: caller}, again(body, receive), send)

    def by_token(self, seen: Seen) -> Caller | None:
        """A program's person. Cookies do not count, so no page of another site can ask in somebody's name."""
        values = seen.headers.get("authorization", ())
        kind, _, text = values[0].partition(" ") if len(values) == 1 else ("", "", "")
        if kind.lower() != "bearer":
            return None
        user = self.tokens.user_of(text.strip(), self.project.now())
        return named(self.project, user, "token") if user else None

    def owns(self, caller: Caller, scope: Scope, body: bytes) -> bool:
        """Whether the browser session that a request names is the caller's; the first who names one has it."""
        found = IN_SESSION.fullmatch(scope["path"])
        if found is None:
            return True
        name = found["hash"] or session_named(scope, body)
        if name is None:
            return False
        owner = self.bound.setdefault(name, caller.asker.id)
        self.bound.move_to_end(name)
        while len(self.bound) > REMEMBERED:
            self.bound.popitem(last=False)
        return owner == caller.asker.id


def session_named(scope: Scope, body: bytes) -> str | None:
    """The browser session in a request's query or JSON."""
    if scope["method"] in ("GET", "HEAD"):
        values = parse_qs(scope["query_string"].decode("latin-1")).get("session_hash", [])
        return values[0] if len(values) == 1 else None
    try:
        told: Any = json.loads(body)
    except (ValueError, RecursionError):
        return None
    name = told.get("session_hash") if isinstance(told, dict) else None
    return name if isinstance(name, str) else None


def seen_of(scope: Scope) -> Seen:
    headers: dict[str, tuple[str, ...]] = {}
    for name, value in scope["headers"]:
        key = name.decode("latin-1").lower()
        headers[key] = (*headers.get(key, ()), value.decode("latin-1"))
    peer = scope["client"][0] if scope.get("client") else ""
    return Seen(peer, headers, cookies_of(headers.get("cookie", ())))


def cookies_of(headers: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for header in headers:
        try:
            found |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        except CookieError:
            continue
    return found


async def whole(receive: Receive) -> bytes | None:
    """A request's body; None when it is larger than any of ours."""
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return body
        body += bytes(message.get("body", b""))
        if len(body) > LARGEST:
            return None
        if not message.get("more_body"):
            return body


def again(body: bytes, receive: Receive) -> Receive:
    """A receive that gives a body that was read already, then what follows it."""
    told = False

    async def receiving() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receiving


async def refused(scope: Scope, send: Send, may_sign_in: bool) -> None:
    """A person who opens a page goes to the sign-in page, if there is one; everything else is told that it needs a caller."""
    opens = scope["method"] == "GET" and re.fullmatch(PAGES, scope["path"])
    if opens and may_sign_in:
        query = scope["query_string"].decode("latin-1")
        to = scope["path"] + (f"?{query}" if query else "")
        await respond(send, 303, ((b"location", f"/sign-in?next={quote(to, safe='')}".encode()),))
    else:
        await respond(send, 401 if may_sign_in or scope["path"].startswith(PROGRAMS) else 403)


async def respond(send: Send, status: int, headers: tuple[tuple[bytes, bytes], ...] = ()) -> None:
    from assistant.wording import say

    body = f"{say('zh', f'web.entrance.{status}')}\n{say('en', f'web.entrance.{status}')}\n".encode()
    usual = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode()), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": [*usual, *headers]})
    await send({"type": "http.response.body", "body": body})

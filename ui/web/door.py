"""The door of the web server: only its own names, only our own addresses, only our own pages may post, nothing from outside."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from fastapi.responses import PlainTextResponse, Response

from assistant.wording import say
from catalog.files.web import Web

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:;"
    " font-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'self'; object-src 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
}
OURS = re.compile(r"/|/health|/sign-in|/sign-out|/answers/[0-9a-f]{32}\.(?:csv|xlsx|png|svg)|/favicon\.ico")
DESK = re.compile(r"/(?:zh|en)/desk(?:/(?:book|gaps|usage|[0-9a-f]{32}(?:/[a-z]{1,12})?))?")
PROGRAMS = re.compile(
    r"/api/(?:ask|answers/[0-9a-f]{32}(?:/feedback)?)"
)  # with a token, never with a cookie: no page can post here in somebody's name
PAGE = re.compile(
    r"/(?:zh|en)(?:/|/(?:assets|static)/.*|/theme\.css|/config|/gradio_api/(?:queue/join|queue/data|cancel|reset|app_id|heartbeat/[\w-]+))?"
)


class Door:
    """ASGI middleware around the whole application. `web` says under which other names it is reached and in whose frames it is shown."""

    def __init__(self, app: ASGIApp, web: Web | None = None) -> None:
        self.app, self.web = app, web or Web()
        self.headers = headers_for(self.web)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":  # no websockets
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        refusal = refused(scope["method"], scope["path"], headers, self.web.hosts)
        if refusal:
            await refuse(refusal, guarded(send, self.headers))
            return
        await self.app(scope, receive, guarded(send, self.headers))


def headers_for(web: Web) -> dict[str, str]:
    """The headers of every response; sites that may show the page in a frame are named to the browser."""
    if not web.frame_ancestors:
        return HEADERS
    policy = POLICY.replace("frame-ancestors 'none'", f"frame-ancestors {' '.join(web.frame_ancestors)}")
    framed = {name: value for name, value in HEADERS.items() if name not in ("x-frame-options", "cross-origin-resource-policy")}
    return {**framed, "content-security-policy": policy}


def refused(method: str, path: str, headers: dict[str, str], hosts: tuple[str, ...] = ()) -> tuple[int, str] | None:
    """The status and code of a refusal: a foreign host name, an address that is not ours, a post that another site's page sent."""
    host = headers.get("host", "")
    if not (is_this_machine(host) or host.rsplit(":", 1)[0].lower() in hosts):
        return 421, "elsewhere"
    if PROGRAMS.fullmatch(path):
        return None
    if not any(known.fullmatch(path) for known in (OURS, DESK, PAGE)):
        return 404, "not_here"
    if method not in ("GET", "HEAD") and headers.get("origin") not in (f"http://{host}", f"https://{host}"):
        return 403, "elsewhere"
    return None


def is_this_machine(host: str) -> bool:
    """Whether a Host header names this machine's own loopback, so that no other name can be pointed at it."""
    name = host.strip("[]") if host.endswith("]") else host.rsplit(":", 1)[0].strip("[]")
    try:
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def told(code: str) -> str:
    return f"{say('zh', f'web.door.{code}')}\n{say('en', f'web.door.{code}')}\n"


def nowhere() -> Response:
    """What an address of ours that does not exist answers, for one that is there but not for everybody."""
    return PlainTextResponse(told("not_here"), 404)


async def refuse(refusal: tuple[int, str], send: Send) -> None:
    status, code = refusal
    body = told(code).encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def guarded(send: Send, headers: dict[str, str]) -> Send:
    """The same send with our headers on every response; what the application set under these names is replaced."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            kept = [(name, value) for name, value in message.get("headers", []) if name.decode("latin-1").lower() not in HEADERS]
            message = {**message, "headers": [*kept, *encoded(headers.items())]}
        await send(message)

    return sending


def encoded(headers: Iterable[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode()) for name, value in headers]

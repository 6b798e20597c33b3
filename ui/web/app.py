"""The web server: health, downloads and a chat page a language, behind the door. Listens on this machine only."""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Callable
from pathlib import Path
from time import time
from typing import TYPE_CHECKING, Any

import gradio as gr
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response

from assistant.chart.image import Theme
from assistant.journal import NotFound
from assistant.project import Project
from assistant.wording import say, say_error
from catalog.errors import Unanswerable
from catalog.files.web import Passwords
from catalog.label import Language
from sql_guard.errors import NotReady
from ui.api import add_programs
from ui.export import FORMS, Form, written
from ui.sign_in.entrance import Entrance
from ui.sign_in.gate import Local, gate_of
from ui.sign_in.lockout import Lockout
from ui.sign_in.page import SignIn
from ui.sign_in.passwords import PasswordFile
from ui.sign_in.session import Sessions, session_key
from ui.web.desk.routes import Desk
from ui.web.door import Door
from ui.web.page import Page, chat_page
from ui.web.room import Room, Rooms
from ui.web.theme import chat_theme

if TYPE_CHECKING:
    import socket

HERE = Path(__file__).parent
LANGUAGES: tuple[Language, ...] = ("zh", "en")
COOKIE = "wenshu_language"


class NotLoopback(Exception):
    """The address would be reachable from other machines, and there is no sign-in."""


def run(project: Project, host: str, port: int, user: str | None, opened: Callable[[], None]) -> None:
    """Serves the chat until it is interrupted; `opened` is called once the port listens. Without sign-in `user` asks."""
    if project.file.web.sign_in is None and host != "localhost" and not ipaddress.ip_address(host).is_loopback:
        raise NotLoopback(host)
    Opening(server_settings(build_app(project, user), host, port), opened).run()


def server_settings(app: FastAPI, host: str, port: int) -> uvicorn.Config:
    """No header changes what the peer's address is: whom a proxy names counts by the address that really asks."""
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=1,
    )


class Opening(uvicorn.Server):
    """A server that says when it listens."""

    def __init__(self, config: uvicorn.Config, opened: Callable[[], None]) -> None:
        super().__init__(config)
        self.opened = opened

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self.opened()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Open pages hold a stream each, which is cut off; that is no error to report."""
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)


def build_app(project: Project, user: str | None) -> FastAPI:
    """The application; without sign-in everybody is `user`, or the access file's local person. Raises Unknown for one that is not named."""
    app, rooms = FastAPI(docs_url=None, redoc_url=None, openapi_url=None), Rooms(project)
    signing = sign_in_of(project)
    gate = gate_of(project, user, signing.sessions if signing else None)
    only = Room(project, project.asker(user or project.access.local), rooms.running) if isinstance(gate, Local) else None
    add_routes(app, rooms)
    add_programs(app, rooms)
    if signing:
        signing.add_to(app)
    for language in LANGUAGES:
        Desk(rooms, language, gate.may_sign_in).add_to(app)
        app = mounted(app, rooms, language, only, gate.may_sign_in)
    app.state.rooms = rooms
    app.add_middleware(Entrance, project=project, gate=gate)
    app.add_middleware(Door, web=project.file.web)
    return app


def add_routes(app: FastAPI, rooms: Rooms) -> None:
    project = rooms.project

    @app.get("/")
    def front(request: Request) -> Response:
        return RedirectResponse(f"/{language_of(request, project.language)}/", 307)

    @app.get("/health")
    def health() -> Response:
        return ready(project)

    @app.get("/favicon.ico")
    def icon() -> Response:
        return FileResponse(HERE / "favicon.svg", media_type="image/svg+xml")

    @app.get("/answers/{answer}.{form}")
    def taken(answer: str, form: Form, request: Request, theme: Theme = "light") -> Response:
        return download(rooms.of(request.scope), answer, form, theme)


def sign_in_of(project: Project) -> SignIn | None:
    """The sign-in page, where people sign in with passwords of our own."""
    found = project.file.web.sign_in
    if not isinstance(found, Passwords):
        return None
    passwords, store = PasswordFile(found.file), project.journal.store
    sessions = Sessions(store, passwords, session_key(project.file.state, project.settings.session_key), found.hours, time)
    return SignIn(project, sessions, passwords, Lockout(store, time), lambda request: language_of(request, project.language))


def mounted(app: FastAPI, rooms: Rooms, language: Language, only: Room | None, may_sign_out: bool) -> FastAPI:
    """The application with the page of a language under its path."""
    page = chat_page(Page(rooms, language, only, may_sign_out))
    closed: dict[str, Any] = {"docs_url": None, "redoc_url": None, "openapi_url": None}
    return gr.mount_gradio_app(  # type: ignore[no-any-return]  # gradio is not typed
        app,
        page,
        f"/{language}",
        app_kwargs=closed,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        run_history=False,
        mcp_server=False,
        pwa=False,
        footer_links=[],
        theme=chat_theme(),
        head=head(language),
    )


def head(language: Language) -> str:
    """The page's style and script, there before the first paint."""
    style, script = ((HERE / name).read_text(encoding="utf-8") for name in ("style.css", "chat.js"))
    return f"<style>{style}</style>\n<script>window.wenshuLanguage = '{language}';\n{script}</script>"


def language_of(request: Request, usual: Language) -> Language:
    """The language that was chosen before, else the browser's first that we speak, else the project's."""
    wished = [request.cookies.get(COOKIE, ""), *request.headers.get("accept-language", "").split(",")]
    for wish in wished:
        for language in LANGUAGES:
            if wish.strip().lower().startswith(language):
                return language
    return usual


def ready(project: Project) -> Response:
    """200 with the versions when a question could be answered now, else 503."""
    now = project.pinned()
    try:
        version = now.engine.version()
    except NotReady as error:
        return JSONResponse({"status": "not_ready", "error": error.code}, 503)
    as_of = now.data_as_of and now.data_as_of.isoformat()
    about = {"data_version": version, "data_as_of": as_of, "product": now.product, "catalog": now.follower.state}
    return JSONResponse({"status": "ready", **about})


def download(room: Room, answer: str, form: Form, theme: Theme) -> Response:
    """The answer as a file, to the person who asked for it and may take it away."""
    language = room.project.language
    if not room.may_export:
        return PlainTextResponse(say(language, "web.door.may_not_export"), 403)
    try:
        found = room.to_take(answer)
        contents = written(found, form, theme)
    except NotFound:
        return PlainTextResponse(say(language, "web.door.no_answer"), 404)
    except Unanswerable as error:  # no chart, or nothing on this machine to draw it with
        return PlainTextResponse(say_error(language, error), 404)
    headers = {
        "content-disposition": f'attachment; filename="wenshu-{found.asked_at:%Y%m%d}-{answer[:8]}.{form}"',
        "cache-control": "no-store",
    }
    room.took(found, form)
    return Response(contents, media_type=FORMS[form], headers=headers)

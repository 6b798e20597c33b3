"""The web server: health, downloads and a chat page a language, behind the door. Listens on this machine only."""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response

from assistant.examples import examples
from assistant.journal import NotFound
from assistant.project import Project
from assistant.wording import say
from catalog.access import Asker
from catalog.label import Language
from sql_guard.errors import NotReady
from ui.web.door import Door
from ui.web.export import as_csv
from ui.web.page import chat_page
from ui.web.room import Room
from ui.web.theme import chat_theme

if TYPE_CHECKING:
    import socket

HERE = Path(__file__).parent
LANGUAGES: tuple[Language, ...] = ("zh", "en")
COOKIE = "wenshu_language"


class NotLoopback(Exception):
    """The address would be reachable from other machines, and there is no sign-in."""


def run(project: Project, host: str, port: int, asker_id: str | None, opened: Callable[[], None]) -> None:
    """Serves the chat until it is interrupted; `opened` is called once the port listens."""
    if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
        raise NotLoopback(host)
    asker = project.access.asker(asker_id or project.access.local)
    Opening(server_settings(build_app(project, asker), host, port), opened).run()


def server_settings(app: FastAPI, host: str, port: int) -> uvicorn.Config:
    return uvicorn.Config(
        app, host=host, port=port, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=1
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


def build_app(project: Project, asker: Asker) -> FastAPI:
    """The application for one asker."""
    app, room = FastAPI(docs_url=None, redoc_url=None, openapi_url=None), Room(project, asker)

    @app.get("/")
    def front(request: Request) -> Response:
        return RedirectResponse(f"/{language_of(request, project.language)}/", 307)

    @app.get("/health")
    def health() -> Response:
        return ready(project)

    @app.get("/favicon.ico")
    def icon() -> Response:
        return FileResponse(HERE / "favicon.svg", media_type="image/svg+xml")

    @app.get("/answers/{answer}.csv")
    def rows(answer: str) -> Response:
        return download(room, answer)

    for language in LANGUAGES:
        app = mounted(app, room, language)
    app.state.room = room
    app.add_middleware(Door)
    return app


def mounted(app: FastAPI, room: Room, language: Language) -> FastAPI:
    """The application with the page of a language under its path."""
    project = room.project
    listed = project.file.examples.in_language(language)
    page = chat_page(room, language, examples(listed, project.sight(room.asker), project.offline, language))
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
    try:
        version = project.engine.version()
    except NotReady as error:
        return JSONResponse({"status": "not_ready", "error": error.code}, 503)
    as_of = project.data_as_of
    body = {"status": "ready", "data_version": version, "data_as_of": as_of and as_of.isoformat(), "product": project.product}
    return JSONResponse(body)


def download(room: Room, answer: str) -> Response:
    """The answer's rows, to the person who asked for them and may take them away."""
    language = room.project.language
    if not room.may_export:
        return PlainTextResponse(say(language, "web.door.may_not_export"), 403)
    try:
        found = room.answer(answer)
    except NotFound:
        return PlainTextResponse(say(language, "web.door.no_answer"), 404)
    headers = {
        "content-disposition": f'attachment; filename="wenshu-{found.asked_at:%Y%m%d}-{answer[:8]}.csv"',
        "cache-control": "no-store",
    }
    room.took(found, "csv")
    return Response(as_csv(found), media_type="text/csv; charset=utf-8", headers=headers)

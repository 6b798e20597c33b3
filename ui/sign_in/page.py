"""The sign-in page: a form without script. It says the same of a wrong name as of a wrong password."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.audit import not_signed_in, signed_in, signed_out
from assistant.wording import say
from catalog.label import Language
from ui.sign_in.entrance import PAGES, seen_of
from ui.sign_in.gate import named
from ui.sign_in.lockout import WINDOW, Lockout
from ui.sign_in.passwords import PasswordFile
from ui.sign_in.session import COOKIE, SECURE_COOKIE, Sessions
from ui.web.markup import Html, tag, trusted

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.project import Project

STYLE = (Path(__file__).parent / "sign_in.css").read_text(encoding="utf-8")


@dataclass
class SignIn:
    project: Project
    sessions: Sessions
    passwords: PasswordFile
    lockout: Lockout
    language: Callable[[Request], Language]

    def add_to(self, app: FastAPI) -> None:
        app.add_api_route("/sign-in", self.show, methods=["GET"], response_class=HTMLResponse)
        app.add_api_route("/sign-in", self.enter, methods=["POST"], response_class=HTMLResponse)
        app.add_api_route("/sign-out", self.leave, methods=["POST"], response_class=HTMLResponse)

    def show(self, request: Request) -> Response:
        return self.page(request, next_of(request.query_params.get("next", "")))

    async def enter(self, request: Request) -> Response:
        """Lets a person in, or says that name and password do not fit."""
        form = await request.form(max_files=0, max_fields=5)
        user, password, to = (str(form.get(name, "")) for name in ("user", "password", "next"))
        from starlette.concurrency import run_in_threadpool

        reason = await run_in_threadpool(self.reason, user.strip(), password, address_of(request))
        if reason:
            return self.page(request, next_of(to), reason, 429 if reason == "locked" else 401)
        response = RedirectResponse(next_of(to), 303)
        secure = request.headers.get("origin", "").startswith("https://")
        response.set_cookie(
            SECURE_COOKIE if secure else COOKIE,
            self.sessions.begin(user.strip()),
            max_age=self.sessions.hours * 3600,
            secure=secure,
            httponly=True,
            samesite="lax",
        )
        return response

    def reason(self, user: str, password: str, address: str) -> str:
        """Why a person is not let in; empty when they are. Both are in the audit log."""
        project = self.project
        if not self.lockout.admits(user, address):
            reason = "locked"
        elif not self.passwords.fits(user, password) or named(project, user, "password") is None:
            reason = "wrong"
        else:
            self.lockout.forgive(user, address)
            project.journal.tell(signed_in(user, project.now(), address))
            return ""
        project.journal.tell(not_signed_in(user, project.now(), address, reason))
        return reason

    def leave(self, request: Request) -> Response:
        session = self.sessions.read(seen_of(request.scope).cookies)
        if session is not None:
            self.sessions.end(session)
            self.project.journal.tell(signed_out(session.user, self.project.now()))
        response = RedirectResponse("/sign-in", 303)
        for name in (COOKIE, SECURE_COOKIE):
            response.delete_cookie(name, secure=name == SECURE_COOKIE, httponly=True, samesite="lax")
        return response

    def page(self, request: Request, to: str, reason: str = "", status: int = 200) -> Response:
        language = self.language(request)
        text = markup(self.project.file.name.in_language(language), to, reason, language)
        return HTMLResponse(f"<!doctype html>{text}", status, {"cache-control": "no-store"})


def markup(project: str, to: str, reason: str, language: Language) -> Html:
    def field(name: str, kind: str, complete: str) -> Html:
        return tag("label", say(language, f"web.sign_in.{name}"), tag("input", name=name, type=kind, autocomplete=complete, required=True))

    wrong = tag("p", say(language, f"web.sign_in.{reason}", minutes=WINDOW // 60), cls="wrong", role="alert") if reason else None
    form = tag(
        "form",
        tag("h1", say(language, "web.title", project=project)),
        field("user", "text", "username"),
        field("password", "password", "current-password"),
        tag("input", name="next", type="hidden", value=to),
        wrong,
        tag("button", say(language, "web.sign_in.enter"), type="submit"),
        method="post",
        action="/sign-in",
    )
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", say(language, "web.sign_in.enter")),
        tag("style", trusted(STYLE)),
    )
    return tag("html", head, tag("body", form), lang=language)


def next_of(text: str) -> str:
    """Where to go on to: a page of ours, never another site."""
    path, mark, query = text.partition("?")
    return f"{path}{mark}{quote(query, safe='=&%')}" if re.fullmatch(PAGES, path) else "/"


def address_of(request: Request) -> str:
    return request.client.host if request.client else ""

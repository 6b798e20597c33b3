"""The addresses of the desk. Each looks up who asks and what they may; who may not is told what an unknown address is told."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from assistant.desk import queue as asked
from assistant.desk.book import book
from assistant.desk.entrance import NEEDS, NotAllowed, admitted
from assistant.desk.opened import Opened
from assistant.desk.opened import opened as open_answer
from assistant.desk.usage import usage
from assistant.gaps import gaps
from assistant.journal import NotFound
from assistant.wording import say
from catalog.access import Asker
from catalog.label import Language
from ui.web.desk.acting import deed_of, deeds
from ui.web.desk.book import book_page
from ui.web.desk.frame import Frame, Tab, document
from ui.web.desk.opened import opened
from ui.web.desk.overviews import gaps_page, usage_page
from ui.web.desk.query_fields import Fields
from ui.web.desk.queue import Queue, queue
from ui.web.desk.wanted import Filters
from ui.web.desk.work import Work, said_of
from ui.web.door import nowhere
from ui.web.markup import Html, tag
from ui.web.room import Rooms

logger = logging.getLogger("wenshu.web")
PRIVATE = {"cache-control": "no-store"}
MOST_FIELDS = 1000
ACTS = ("correct", "check", "complete", "verify", "withdraw", "synonym", "gap", "reply", "dismiss", "as")


@dataclass(frozen=True)
class Desk:
    """The desk in one language."""

    rooms: Rooms
    language: Language
    may_sign_out: bool = False

    @property
    def home(self) -> str:
        return f"/{self.language}/desk"

    def add_to(self, app: FastAPI) -> None:
        app.add_api_route(self.home, self.guarded(self.front), methods=["GET"], response_class=HTMLResponse)
        app.add_api_route(f"{self.home}/book", self.guarded(self.book), methods=["GET"], response_class=HTMLResponse)
        app.add_api_route(f"{self.home}/gaps", self.guarded(self.gaps), methods=["GET"], response_class=HTMLResponse)
        app.add_api_route(f"{self.home}/usage", self.guarded(self.usage), methods=["GET"], response_class=HTMLResponse)
        app.add_api_route(f"{self.home}/{{answer}}", self.guarded(self.open), methods=["GET"], response_class=HTMLResponse)
        for act in ACTS:
            app.add_api_route(f"{self.home}/{{answer}}/{act}", self.posted(act), methods=["POST"], response_class=HTMLResponse)
            app.add_api_route(f"{self.home}/{{answer}}/{act}", self.guarded(self.back), methods=["GET"], response_class=HTMLResponse)

    def guarded(self, page: Callable[[Request, Asker], Response]) -> Callable[[Request], Response]:
        """The page for those who may use the desk; for others, and for what is not there, nothing is there."""

        def shown(request: Request) -> Response:
            try:
                analyst = admitted(self.rooms.project, self.rooms.of(request.scope).asker)
                return page(request, analyst)
            except (NotAllowed, NotFound):
                return nowhere()
            except Exception:  # a bug: this is the face, so it is logged here and the page says the id
                log_id = uuid.uuid4().hex[:12]
                logger.exception("the desk failed, log id %s", log_id)
                return PlainTextResponse(say(self.language, "trouble.failed", log_id=log_id), 500, PRIVATE)

        return shown

    def posted(self, act: str) -> Callable[[Request], Awaitable[Response]]:
        """The handler of a form, under the same check as every page."""

        async def done(request: Request) -> Response:
            form = await request.form(max_files=0, max_fields=MOST_FIELDS)
            fields = {name: [str(value) for value in form.getlist(name)] for name in form}
            page = self.guarded(lambda request, analyst: self.do(request, analyst, act, fields))
            return await run_in_threadpool(page, request)

        return done

    def do(self, request: Request, analyst: Asker, act: str, fields: Fields) -> Response:
        """Does what a form asks for: then back to the answer, or the page again with what came of it."""
        answer = request.path_params["answer"]
        work = self.work(request, analyst, answer)
        if act in ("check", "complete"):
            return JSONResponse(work.checked(fields) if act == "check" else work.completed(fields), headers=PRIVATE)
        done = work.done(act, fields)
        if isinstance(done, str):
            filters = Filters.of(request.query_params)
            return RedirectResponse(filters.address(f"{self.home}/{answer}", said=done), 303)
        return self.bench(request, analyst, open_answer(self.rooms.project, analyst, answer), done.deed, done.panel)

    def back(self, request: Request, analyst: Asker) -> Response:
        """The address of a form's result, opened by itself, is the answer: nothing is done again."""
        return RedirectResponse(Filters.of(request.query_params).address(f"{self.home}/{request.path_params['answer']}"), 303)

    def front(self, request: Request, analyst: Asker) -> Response:
        return self.bench(request, analyst, None)

    def open(self, request: Request, analyst: Asker) -> Response:
        found = open_answer(self.rooms.project, analyst, request.path_params["answer"])
        deed = deed_of(request.query_params.get("do", ""))
        said = said_of(request.query_params.get("said", ""), self.language)
        panel = self.work(request, analyst, found.id).panel(deed, found) if deed and found.shown != "withheld" else None
        return self.bench(request, analyst, found, deed or "", said, panel)

    def work(self, request: Request, analyst: Asker, answer: str) -> Work:
        filters, after = Filters.of(request.query_params), request.query_params.get("after", "")

        def at(act: str) -> str:
            path = f"{self.home}/{answer}"
            return filters.address(f"{path}/{act}", after=after) if act else path

        return Work(self.rooms.project, analyst, answer, at, self.language)

    def book(self, request: Request, analyst: Asker) -> Response:
        found = book(self.rooms.project, analyst)
        return self.page(request, analyst, "book", book_page(found, self.home, self.when, self.language))

    def gaps(self, request: Request, analyst: Asker) -> Response:
        found = gaps(self.rooms.project, analyst)
        return self.page(request, analyst, "gaps", gaps_page(found, self.when, self.language))

    def usage(self, request: Request, analyst: Asker) -> Response:
        project, filters = self.rooms.project, Filters.of(request.query_params)
        since = filters.wanted(project.now()).since
        found = usage(project, analyst, since=since, department=filters.department or None)
        departments, catalog = asked.departments(project, analyst), project.sight(analyst).catalog
        shown = usage_page(found, catalog, filters.age, filters.department, departments, self.home, self.when, self.language)
        return self.page(request, analyst, "usage", shown)

    def bench(self, request: Request, analyst: Asker, found: Opened | None, deed: str = "", *above: Html | None) -> Response:
        """The queue, and beside it the open answer."""
        project, language = self.rooms.project, self.language
        filters = Filters.of(request.query_params)
        wanted, after = filters.wanted(project.now()), request.query_params.get("after", "")
        page = asked.page(project, analyst, wanted, after)
        told = Queue(
            page,
            asked.counts(project, analyst, wanted),
            asked.departments(project, analyst),
            filters,
            self.home,
            self.when,
            found.id if found else "",
            after,
        )
        back = tag("p", tag("a", say(language, "web.desk.back"), href=filters.address(self.home, after=after)), cls="back")
        if found is None:
            side: Html = tag("p", say(language, "web.desk.nothing_open"), cls="nothing-open")
        else:
            bar = (
                deeds(filters.address(f"{self.home}/{found.id}", after=after), deed, analyst.may(NEEDS["ask_as"]), language)
                if found.shown != "withheld"
                else None
            )
            side = opened(found, project.sight(analyst).catalog, self.when, language, bar, *above)
        main = tag("div", queue(told, language), tag("div", back, side, cls="open"), cls="bench")
        return self.page(request, analyst, "queue", main, open_now=found is not None)

    def page(self, request: Request, analyst: Asker, tab: Tab, main: Html, open_now: bool = False, status: int = 200) -> Response:
        project = self.rooms.project
        path = request.url.path.removeprefix(self.home)
        query = f"?{request.url.query}" if request.url.query else ""
        name = project.file.name.in_language(self.language)
        frame = Frame(self.language, name, analyst, tab, f"{path}{query}", self.may_sign_out)
        return HTMLResponse(document(frame, main, open_now), status, PRIVATE)

    def when(self, moment: datetime) -> str:
        """A moment on the project's clock."""
        zone = self.rooms.project.file.calendar.time_zone
        return f"{moment.astimezone(ZoneInfo(zone) if zone else None):%Y-%m-%d %H:%M}"

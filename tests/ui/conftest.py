"""The chat for tests: a real server on a loopback port over the shared retail project, and pages in a real browser."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from assistant.journal import Journal
from assistant.project import Project, open_project
from catalog.store import open_store
from tests.conftest import AS_OF
from tests.ui.command_line import ask, log, run, shop

__all__ = ["ask", "log", "run", "shop"]

if TYPE_CHECKING:
    import uvicorn
    from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PATIENCE = 20_000  # milliseconds


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests share one server and browser; without Chromium they are skipped."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium"))


@pytest.fixture(scope="session")
def project(retail: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """The retail project with a journal of its own."""
    with open_project(retail, today=AS_OF, build=False) as opened:
        opened.journal = Journal(open_store(f"sqlite:///{tmp_path_factory.mktemp('store') / 'store.sqlite'}"))  # type: ignore[misc]
        yield opened


@dataclass
class Served:
    """A running chat of one asker."""

    url: str
    server: uvicorn.Server
    rooms: Any


@pytest.fixture(scope="session")
def serve(project: Project) -> Iterator[Callable[[str], Served]]:
    """Starts the chat of an asker, once each."""
    running: dict[str, Served] = {}

    def started(asker: str) -> Served:
        if asker not in running:
            running[asker] = listening(project, asker)
        return running[asker]

    yield started
    for served in running.values():
        served.server.should_exit = True
    time.sleep(0.5)


def listening(project: Project, asker: str | None) -> Served:
    """The chat on a loopback port, in a thread of its own; without an asker whoever signs in."""
    import uvicorn

    from ui.web.app import build_app, server_settings

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    app = build_app(project, asker)
    server = uvicorn.Server(server_settings(app, "127.0.0.1", port))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    return Served(f"http://127.0.0.1:{port}", server, app.state.rooms)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield started
        started.close()


@dataclass
class Chat:
    """One page on one chat, and everything that went wrong in it."""

    page: Page
    url: str
    wrong: list[str] = field(default_factory=list)

    @contextmanager
    def leaving(self) -> Iterator[None]:
        """Streams that the old page still held are cut off; what Gradio's script says of that does not count."""
        before = len(self.wrong)
        yield
        self.wrong[before:] = [said for said in self.wrong[before:] if "AbortError" not in said and "Connection" not in said]

    def open(self, path: str = "/") -> Chat:
        with self.leaving():
            self.page.goto(self.url + path)
            self.page.wait_for_selector(".composer textarea")
        self.page.wait_for_function("() => document.querySelector('#talks nav') && window.wenshu.isReady()")
        return self

    def ask(self, question: str) -> None:
        self.page.fill(".composer textarea", question)
        self.page.keyboard.press("Enter")
        self.settle()

    def click(self, selector: str) -> None:
        self.page.locator(selector).locator("visible=true").first.click()

    def settle(self) -> None:
        """Waits until the last question has its answer."""
        self.page.wait_for_function("() => !document.body.classList.contains('busy')")
        self.page.wait_for_function("() => document.querySelector('#chat .bot-row:last-of-type .card-foot')")

    def texts(self, selector: str) -> list[str]:
        return [text.strip() for text in self.page.locator(selector).all_inner_texts()]

    def last(self, selector: str) -> str:
        return self.texts(f"#chat {selector}")[-1]

    def watch(self) -> None:
        """Notes every console error, page error, failed response and request to elsewhere."""
        self.page.on("console", lambda message: self.wrong.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on(
            "response", lambda response: self.wrong.append(f"{response.status} {response.url}") if response.status >= 400 else None
        )
        self.page.on("request", lambda request: self.wrong.append(request.url) if not self.is_ours(request.url) else None)

    def is_ours(self, url: str) -> bool:
        return url.startswith((self.url, "data:", "blob:"))


@pytest.fixture
def chat(browser: Browser, serve: Callable[[str], Served]) -> Iterator[Callable[..., Chat]]:
    """Opens pages; at the end none may have complained or turned to another host."""
    opened: list[tuple[BrowserContext, Chat]] = []

    def page(asker: str = "boss", locale: str = "zh-CN", width: int = 1280, height: int = 900, **options: Any) -> Chat:
        context = browser.new_context(locale=locale, viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(PATIENCE)
        made = Chat(context.new_page(), serve(asker).url)
        made.watch()
        opened.append((context, made))
        return made

    yield page
    wrong = [complaint for _, made in opened for complaint in made.wrong]
    for context, _ in opened:
        context.close()
    assert wrong == []

"""The desk for tests: a retail project with a journal of its own, people who asked, and a client for whoever works at it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.answer import answer
from assistant.journal import Journal
from assistant.project import Project, open_project
from assistant.question import Question
from assistant.record import Answer
from catalog.store import open_store
from tests.conftest import AS_OF
from ui.web.app import build_app

URL = "http://127.0.0.1:8000"
HERE = {"origin": URL}
Ask = Callable[[str, str], Answer]
As = Callable[[str], TestClient]


@pytest.fixture(scope="module")
def shop(retail: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with open_project(retail, today=AS_OF, build=False, env={}) as found:
        own = tmp_path_factory.mktemp("desk")  # cases are written here, not into the shared world
        access = Path(shutil.copy(found.file.access, own))
        found.file = replace(found.file, folder=own, access=access)
        found.__dict__["journal"] = Journal(open_store(f"sqlite:///{own / 'store.sqlite'}"))
        yield found


@pytest.fixture(scope="module")
def ask(shop: Project) -> Ask:
    """Asks as a person, and keeps the answer."""

    def asked(who: str, text: str) -> Answer:
        found = answer(Question(text), shop, shop.access.asker(who))
        shop.journal.keep(found)
        return found

    return asked


@pytest.fixture(scope="module")
def at_desk(shop: Project) -> Iterator[As]:
    """A client of the server of one person, once each."""
    with ExitStack() as stack:
        running: dict[str, TestClient] = {}

        def client(who: str) -> TestClient:
            if who not in running:
                opened = TestClient(build_app(shop, who), base_url=URL, follow_redirects=False)
                running[who] = stack.enter_context(opened)
            return running[who]

        yield client

"""The desk for tests: a retail project with a journal of its own, people who asked, and a client for whoever works at it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.answer import answer
from assistant.project import Project, open_project
from assistant.question import Question
from assistant.record import Answer
from tests.conftest import AS_OF
from ui.web.app import build_app

URL = "http://127.0.0.1:8000"
HERE = {"origin": URL}
Ask = Callable[[str, str], Answer]
As = Callable[[str], TestClient]


def own_folder(retail: Path, folder: Path) -> Path:
    """The built retail project in a folder of its own, whose catalog may be written to; what is large is shared."""
    shutil.copytree(retail / "catalog", folder / "catalog")
    for name in ("wenshu.yaml", "access.yaml"):
        shutil.copy(retail / name, folder / name)
    (folder / ".wenshu").mkdir()
    for path in (retail / ".wenshu").iterdir():
        if path.is_dir():  # a build may write into these
            shutil.copytree(path, folder / ".wenshu" / path.name)
        elif not path.name.startswith("store.sqlite"):
            (folder / ".wenshu" / path.name).symlink_to(path)
    return folder


@pytest.fixture(scope="module")
def shop(retail: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with open_project(own_folder(retail, tmp_path_factory.mktemp("desk") / "shop"), today=AS_OF, build=False, env={}) as found:
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

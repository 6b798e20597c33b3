"""The retail project with a store of its own, and people who ask in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import answer
from assistant.journal import Journal
from assistant.plan import Planned, SqlDraft
from assistant.project import Project, open_project
from assistant.question import Question
from assistant.record import Answer
from catalog.query import MetricQuery, RowList
from catalog.store import open_store
from tests.conftest import AS_OF

Ask = Callable[..., Answer]


@pytest.fixture
def project(retail: Path, tmp_path: Path) -> Iterator[Project]:
    with open_project(retail, today=AS_OF, build=False, env={}) as found:
        found.__dict__["journal"] = Journal(open_store(f"sqlite:///{tmp_path / 'store.sqlite'}"))
        yield found


@pytest.fixture
def ask(project: Project) -> Ask:
    """Asks as a person, and keeps the answer; with a plan, as a reader who planned that."""

    def asked(who: str, text: str, plan: MetricQuery | RowList | SqlDraft | None = None) -> Answer:
        planned = None if plan is None else Planned(plan, "llm", "zh", written=text)
        found = answer(Question(text), project, project.access.asker(who), planned=planned)
        project.journal.keep(found)
        return found

    return asked


@pytest.fixture
def own(project: Project, tmp_path: Path) -> Project:
    """The project with a folder that cases may be written to."""
    (tmp_path / "own").mkdir()
    project.file = replace(project.file, folder=tmp_path / "own")
    return project


@pytest.fixture
def shop(retail: Path, tmp_path: Path) -> Path:
    """The built retail project in a folder of its own, whose catalog may be written to."""
    folder = tmp_path / "shop"
    shutil.copytree(retail / "catalog", folder / "catalog")
    for name in ("wenshu.yaml", "access.yaml"):
        shutil.copy(retail / name, folder / name)
    (folder / ".wenshu").mkdir()
    for path in (retail / ".wenshu").iterdir():
        if path.is_dir():
            shutil.copytree(path, folder / ".wenshu" / path.name, copy_function=os.link)
        elif not path.name.startswith("store.sqlite"):
            (folder / ".wenshu" / path.name).symlink_to(path)
    return folder


@pytest.fixture
def market(shop: Path) -> Iterator[Project]:
    """That project, open."""
    with open_project(shop, today=AS_OF, build=False, env={}) as found:
        yield found

"""The journal keeps answers whole and for their asker alone; replay runs them again and says what changed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from assistant.answer import answer
from assistant.journal import Journal, NotFound
from assistant.project import Project, open_project
from assistant.question import Question
from assistant.record import Answer
from assistant.record_json import as_json
from assistant.replay import replay
from catalog.store import open_store
from sql_guard.engine import Engine, Rows
from sql_guard.errors import NotReady
from tests.conftest import AS_OF


@pytest.fixture(scope="module")
def project(retail: Path) -> Iterator[Project]:
    with open_project(retail, today=AS_OF, build=False, env={}) as opened:
        yield opened


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(open_store(f"sqlite:///{tmp_path / 'store.sqlite'}"))


def asked(project: Project, text: str = "上个月各大区的销售额", conversation: str = "") -> Answer:
    return answer(Question(text, conversation=conversation), project, project.access.asker("boss"))


def test_a_kept_answer_is_found_whole_by_its_asker_and_by_nobody_else(project: Project, journal: Journal) -> None:
    found = asked(project)
    journal.keep(found)
    assert journal.find(found.id, "boss").body == json.loads(json.dumps(as_json(found)))
    with pytest.raises(NotFound) as others:
        journal.find(found.id, "intern")
    with pytest.raises(NotFound) as missing:
        journal.find("no-such-answer", "intern")
    assert others.value.code == missing.value.code


def test_turns_come_back_in_order_with_their_plans_and_only_to_their_owner(project: Project, journal: Journal) -> None:
    journal.start("talk", "boss", project.now())
    answers = [asked(project, text, "talk") for text in ("上个月各大区的销售额", "上季度客户转化率", "上个月的碳排放量")]
    for found in answers:
        journal.keep(found)
    turns = journal.turns("talk", "boss")
    assert [(turn.text, turn.planned) for turn in turns] == [(found.question, found.planned) for found in answers]
    with pytest.raises(NotFound):
        journal.turns("talk", "intern")


def test_feedback_belongs_to_the_askers_own_answer(project: Project, journal: Journal) -> None:
    found = asked(project)
    journal.keep(found)
    journal.judge(found.id, "boss", "right", project.now())
    with pytest.raises(NotFound):
        journal.judge(found.id, "intern", "wrong", project.now())


def test_a_replayed_answer_is_identical_while_nothing_changed(project: Project, journal: Journal) -> None:
    found = asked(project)
    journal.keep(found)
    again = replay(journal.find(found.id, "boss"), project, project.access.asker("boss"))
    assert again.identical and again.changed == ()


def test_replay_says_what_changed(project: Project, journal: Journal) -> None:
    found = asked(project)
    first, *rest = found.rows
    assert found.versions is not None
    older = replace(found, rows=((first[0], first[1] + 1), *rest), versions=replace(found.versions, catalog="older"))
    journal.keep(older)
    again = replay(journal.find(found.id, "boss"), project, project.access.asker("boss"))
    assert set(again.changed) == {"catalog", "rows"} and not again.identical


class Away:
    """An engine whose server is gone."""

    dialect = "spark"

    def on(self, _: object) -> Away:
        return self

    def run(self, *_: object) -> Rows:
        raise NotReady("spark_unreachable", address="spark.example:15002")


def test_a_replay_without_its_engine_says_so_and_not_that_something_differs(project: Project, journal: Journal) -> None:
    found = asked(project)
    journal.keep(found)
    engine, project.engine = project.engine, cast(Engine, Away())
    again = replay(journal.find(found.id, "boss"), project, project.access.asker("boss"))
    project.engine = engine
    assert (again.ran, again.identical, again.changed) == (False, False, ())
    assert "spark.example:15002" in again.answer.headline


def test_replay_by_someone_else_shows_only_what_they_may_see(project: Project, journal: Journal) -> None:
    found = asked(project, "上个月的销售额")
    journal.keep(found)
    again = replay(journal.find(found.id, None), project, project.access.asker("manager_east"))
    assert "scope" in again.changed and again.answer.rows != found.rows


WRITER = """
import sys
from pathlib import Path
from assistant.answer import answer
from assistant.journal import Journal
from assistant.project import open_project
from assistant.question import Question
from catalog.store import open_store
from datetime import date
with open_project(Path(sys.argv[1]), today=date(2026, 11, 18), build=False, env={}) as project:
    journal = Journal(open_store(sys.argv[2]))
    while True:
        found = answer(Question("上个月的订单数"), project, project.access.asker("boss"))
        journal.keep(found)
        print(found.id, flush=True)
"""


def test_an_acknowledged_answer_survives_a_kill(retail: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'killed.sqlite'}"
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(retail), url], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    acknowledged = [writer.stdout.readline().strip() for _ in range(5)]
    writer.kill()
    acknowledged += writer.stdout.read().split("\n")[:-1]
    writer.wait()
    writer.stdout.close()
    journal = Journal(open_store(url))
    assert all(journal.find(answer_id, "boss").status == "answered" for answer_id in acknowledged)

"""After a change of rights nothing is shown again that was answered under wider ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.answer import answer
from assistant.journal import Kept
from assistant.project import Project, open_project
from assistant.question import Question
from assistant.recall import recalled
from assistant.record import Answer
from assistant.record_json import as_json, from_json
from assistant.replay import replay
from catalog.access import Asker
from tests.conftest import AS_OF


@pytest.fixture(scope="module")
def project(retail: Path) -> Iterator[Project]:
    with open_project(retail, today=AS_OF, build=False, env={}) as opened:
        yield opened


def asked(project: Project, text: str, asker: Asker) -> Answer:
    return from_json(as_json(answer(Question(text), project, asker)))


def narrowed(project: Project, to: str) -> Asker:
    """The boss with another's roles from now on."""
    return replace(project.access.asker(to), id="boss")


def kept(found: Answer) -> Kept:
    return Kept(found.id, found.asker, datetime.now(UTC), found.question, found.status, as_json(found))


QUESTIONS = ["各门店的销售额", "有哪些门店", "客户转化率", "毛利率怎么算", "华南的销售额", "上个月各大区的碳排放量"]


@pytest.mark.parametrize("text", QUESTIONS)
def test_an_answer_is_whole_while_rights_stay_as_they_are(project: Project, text: str) -> None:
    boss = project.access.asker("boss")
    found = asked(project, text, boss)
    assert recalled(found, project, boss) == found


@pytest.mark.parametrize("text", QUESTIONS)
def test_of_an_answer_under_wider_rights_only_the_question_is_left(project: Project, text: str) -> None:
    shown = recalled(asked(project, text, project.access.asker("boss")), project, narrowed(project, "manager_shanghai"))
    assert (shown.status, shown.question, [choice.question for choice in shown.choices]) == ("declined", text, [text])
    rest = replace(shown, question="", choices=())
    assert not (rest.rows or rest.definitions or rest.chart or rest.notes or rest.planned or rest.working.executed)


def test_a_change_of_rights_elsewhere_leaves_the_answer_but_not_the_names_of_others(project: Project) -> None:
    found = asked(project, "各门店的销售额", project.access.asker("boss"))
    assert any("财务口径" in note for note in found.notes)
    shown = recalled(found, project, narrowed(project, "supply"))
    assert shown.rows == found.rows and shown.notes == ()


def test_replay_after_a_change_of_rights_offers_nothing_that_is_hidden_now(project: Project) -> None:
    found = asked(project, "客户转化率", project.access.asker("boss"))
    assert found.status == "clarify"
    again = replay(kept(found), project, narrowed(project, "intern")).answer
    assert again.status == "declined" and "口径" not in repr(again.choices).replace("运营口径", "")


@pytest.mark.parametrize("text", ["有哪些门店", "毛利率怎么算", "毛利率能按哪些维度看"])
def test_replay_of_a_question_about_the_catalog_tells_only_what_is_seen_now(project: Project, text: str) -> None:
    again = replay(kept(asked(project, text, project.access.asker("boss"))), project, narrowed(project, "intern")).answer
    told = (again.headline + again.explanation).replace("“毛利率”", "")  # the asker's own word may be said back
    assert again.status != "failed" and "毛利" not in told

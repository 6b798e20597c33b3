"""What may be asked next: few, fitting, and each one answered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer import answer
from assistant.examples import examples
from assistant.follow_ups import follow_ups
from assistant.project import Project, open_project
from assistant.question import Question, Turn
from tests.conftest import AS_OF


@pytest.fixture(scope="module")
def project(retail: Path) -> Iterator[Project]:
    with open_project(retail, today=AS_OF, build=False) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("上个月各大区的销售额", {"按省份看", "同比"}),
        ("上个月销售额", {"按大区看", "按日看", "同比"}),
        ("今年的销售额", {"按月看"}),
        ("Sales by region last month", {"By Province", "Year over year"}),
    ],
)
def test_an_answer_suggests_the_next_level_time_and_last_year(project: Project, question: str, labels: set[str]) -> None:
    asker = project.access.asker("boss")
    found = follow_ups(answer(Question(question), project, asker), project.sight(asker), project.offline)
    assert labels <= {choice.label for choice in found}
    assert len(found) <= 4


@pytest.mark.parametrize(
    "question", ["上个月各大区的销售额和毛利率", "近30天各渠道的订单数", "Top 5 stores by revenue this quarter vs last quarter"]
)
@pytest.mark.parametrize("asker", ["boss", "sales", "manager_east"])
def test_every_suggestion_is_answered(project: Project, question: str, asker: str) -> None:
    who = project.access.asker(asker)
    first = answer(Question(question), project, who)
    for choice in follow_ups(first, project.sight(who), project.offline):
        assert first.planned is not None
        again = answer(Question(choice.question, turns=(Turn(question, first.planned),)), project, who)
        assert again.status == "answered", choice.question


def test_what_was_not_answered_suggests_nothing(project: Project) -> None:
    asker = project.access.asker("boss")
    declined = answer(Question("明天的天气怎么样"), project, asker)
    assert follow_ups(declined, project.sight(asker), project.offline) == ()


@pytest.mark.parametrize("asker", ["boss", "intern", "hr"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_project_without_examples_gets_some_that_its_askers_get_answered(project: Project, asker: str, language: str) -> None:
    who = project.access.asker(asker)
    found = examples((), project.sight(who), project.offline, language)  # type: ignore[arg-type]  # a Language
    assert 3 <= len(found) <= 8
    assert {answer(Question(text), project, who).status for text in found} == {"answered"}

"""Governed SQL is completed, and the form filled, with what the analyst may use and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.desk.completion import completions, fields, members
from assistant.desk.entrance import NotAllowed
from assistant.project import Project, open_project
from catalog.errors import Unknown
from tests.conftest import AS_OF


@pytest.fixture(scope="module")
def project(retail: Path) -> Iterator[Project]:
    with open_project(retail, today=AS_OF, build=False, env={}) as found:
        yield found


def completed(project: Project, written: str, who: str = "analyst") -> list[str]:
    """What is offered where | stands."""
    position = written.index("|")
    found = completions(project, project.access.asker(who), written.replace("|", ""), position, "zh")
    assert all(each.label and 0 <= each.start <= position for each in found)
    return [each.text for each in found]


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ("SELECT MEASURE(refund_o|", "refund_orders"),
        ("SELECT MEASURE(退款单|", "refund_orders"),
        ("SEL|", "SELECT"),
        ("SELECT reg|", "region"),
        ("SELECT 大区|", "region"),
        ("SELECT MEASURE(orders) FROM metrics WHERE region = '华|", "华东"),
        ("SELECT MEASURE(orders) FROM metrics WHERE region IN ('华南', '华|", "华东"),
        ("SELECT MEASURE(orders) FROM metrics WHERE channel NOT IN ('mini|", "小程序"),
        ("SELECT MEASURE(orders, '|", "share"),
        ("SELECT DATE_TRUNC('mo|", "month"),
        ("SELECT 客单价|", "MEASURE(aov)"),
    ],
)
def test_what_may_come_next_is_offered(project: Project, written: str, first: str) -> None:
    assert first in completed(project, written)[:3]


def test_nothing_hidden_is_offered(project: Project) -> None:
    for written in ("SELECT MEASURE(average_sal|", "SELECT MEASURE(|", "SELECT 月薪|", "SELECT average|"):
        assert not [text for text in completed(project, written) if "salary" in text]
    assert completed(project, "SELECT MEASURE(average_sal|", "boss") == ["average_salary"]
    assert "average_salary" not in {each.id for each in fields(project, project.access.asker("analyst")).metrics}


@pytest.mark.parametrize(
    "written", ["|", "'''|", "SELECT '|", "MEASURE(((|", "WHERE no_such = '|", "\x00|", "SELECT 💥|", "(" * 500 + "|", "a" * 20_000 + "|"]
)
def test_strange_text_is_completed_with_little_and_no_error(project: Project, written: str) -> None:
    assert len(completed(project, written)) <= 30


def test_the_form_offers_the_dimensions_of_a_metric(project: Project) -> None:
    who = project.access.asker("analyst")
    every, some = fields(project, who), fields(project, who, "headcount_end")
    assert {each.id for each in some.dimensions} < {each.id for each in every.dimensions}
    assert "department" in {each.id for each in some.dimensions} and "channel" not in {each.id for each in some.dimensions}
    with pytest.raises(Unknown):
        fields(project, who, "average_salary")


def test_members_are_found_by_any_name(project: Project) -> None:
    who = project.access.asker("analyst")
    assert members(project, who, "region", "east") == ("华东", "东北")  # Northeast has it inside
    assert "华东" in members(project, who, "region")
    assert len(members(project, who, "store", count=5)) == 5


def test_without_the_right_nothing_is_offered(project: Project) -> None:
    who = project.access.asker("sales")
    for act in (lambda: completions(project, who, "SEL", 3), lambda: fields(project, who), lambda: members(project, who, "region")):
        with pytest.raises(NotAllowed):
            act()

"""Why a target was missed: actual against target, split by store; values counted by hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import answer
from assistant.project import Project, open_project
from assistant.question import Question
from tests.assistant.test_attainment import FILES


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    folder = tmp_path_factory.mktemp("shop")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    with open_project(folder, env={}) as project:
        yield project


@pytest.mark.parametrize(
    "text", ["2025年1月销售额为什么没完成目标", "为什么2025年1月没完成目标", "why did we miss the target in January 2025"]
)
def test_the_two_sides_are_the_metric_and_its_target(shop: Project, text: str) -> None:
    found = answer(Question(text), shop, shop.asker("me"))
    assert found.status == "answered", found.headline
    assert found.causes is not None
    assert (found.causes.before, found.causes.after, found.causes.change) == (150, 150, 0)
    assert [float(value) for value in found.rows[0]] == [150, 150, 1]


def test_the_stores_that_fall_short_are_the_parts(shop: Project) -> None:
    found = answer(Question("why did we miss the target in January 2025 by store"), shop, shop.asker("me"))
    assert found.causes is not None and found.causes.breakdowns, found.headline
    assert {part.member: part.adds for part in found.causes.breakdowns[0].parts} == {"East": -10, "West": 10}


def test_without_dates_it_is_about_the_last_whole_month_that_there_is_data_for(shop: Project) -> None:
    found = answer(Question("为什么没完成目标"), shop, shop.asker("me"))
    assert found.status == "answered" and "2025-01-01" in found.notes[0]

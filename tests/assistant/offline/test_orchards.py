"""Questions of a small world of things that belong together, against plans that a person checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.question import Question
from catalog.query import RowList
from tests.assistant.offline.sights import PLANNER, brief, condition, plan, sight

GOLDEN = Path(__file__).with_name("orchards.txt")


def golden() -> Iterator[tuple[str, str]]:
    lines = [line for line in GOLDEN.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    for question, expected in zip(lines[::2], lines[1::2], strict=True):
        yield question, expected.strip()


@pytest.mark.parametrize(("question", "expected"), list(golden()))
def test_a_question_makes_the_plan_that_a_person_checked(question: str, expected: str) -> None:
    assert brief(plan(question, world="orchards").plan) == expected


LISTED = [
    ("土质为黄土的果园有哪些", ("orchard",), ("soil:黄土",)),
    ("给出每一个果园和其园主，所属的合作社以及所在镇", ("orchard", "keeper", "cooperative", "town"), ()),
    ("列出青山合作社的果园及园主", ("orchard", "keeper"), ("cooperative:青山合作社",)),
    ("list the orchards of 青山合作社 with their keepers", ("orchard", "keeper"), ("cooperative:青山合作社",)),
    ("which orchards have 黄土 soil", ("orchard",), ("soil:黄土",)),
]


@pytest.mark.parametrize(("question", "columns", "filters"), LISTED)
def test_things_are_listed_one_row_each(question: str, columns: tuple[str, ...], filters: tuple[str, ...]) -> None:
    found = PLANNER.plan(Question(question), replace(sight("orchards"), may_list_rows=True)).plan
    assert isinstance(found, RowList)
    assert (found.dataset, found.columns, tuple(map(condition, found.filters))) == ("orchards", columns, filters)


def test_things_are_not_listed_for_who_may_not_see_rows() -> None:
    assert brief(plan("土质为黄土的果园有哪些", world="orchards").plan) == "Decline rows_not_shown"


@pytest.mark.parametrize("question", ["土质为黄土的果园", "给出合作社和土质", "列出黄土果园的园艺师", "list the orchards of last year"])
def test_what_names_no_list_of_one_thing_is_not_listed(question: str) -> None:
    found = PLANNER.plan(Question(question), replace(sight("orchards"), may_list_rows=True)).plan
    assert not isinstance(found, RowList)

"""Outcomes and figures against counts made by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assistant.record import Status
from catalog.files.project_file import read_project
from evals.case import Expected
from evals.errors import BadSuite
from evals.score import Outcome, by_language, by_tag, expected_rows, judge, score
from sql_guard.oracle import oracle
from tests.evals.answers import answered, case, scored


@pytest.mark.parametrize(
    ("expected", "status", "outcome"),
    [
        ("answer", "answered", "right"),
        ("answer", "declined", "declined"),
        ("answer", "refused", "declined"),
        ("answer", "clarify", "clarified"),
        ("answer", "failed", "failed"),
        ("answer", "timeout", "failed"),
        ("decline", "answered", "wrong"),
        ("decline", "declined", "right"),
        ("decline", "clarify", "right"),
        ("decline", "failed", "failed"),
        ("clarify", "clarify", "right"),
        ("clarify", "declined", "right"),
        ("clarify", "answered", "wrong"),
        ("nothing", "answered", "wrong"),
        ("nothing", "declined", "right"),
        ("catalog", "answered", "wrong"),
        ("catalog", "declined", "declined"),
    ],
)
def test_an_outcome_follows_from_what_was_expected_and_what_came(expected: Expected, status: Status, outcome: Outcome) -> None:
    assert judge(case(expected=expected), answered(status, [("华东", 5)]), [[("华东", 5.0)]])[0] == outcome


def test_rows_that_differ_are_wrong_and_any_accepted_query_will_do() -> None:
    found = answered(rows=[("华东", 5)])
    assert judge(case(), found, [[("华东", 6)]])[0] == "wrong"
    assert judge(case(), found, [[("华东", 6)], [(5,)]])[0] == "right"


@pytest.mark.parametrize(("rows", "outcome"), [([], "right"), ([("华东", None)], "right"), ([("华东", 0)], "wrong")])
def test_where_there_is_nothing_an_answer_without_a_number_is_right(rows: list[tuple[Any, ...]], outcome: Outcome) -> None:
    assert judge(case(expected="nothing"), answered(rows=rows), [])[0] == outcome


@pytest.mark.parametrize(("names", "outcome"), [(("aov",), "right"), (("aov", "gmv"), "right"), (("gmv",), "wrong")])
def test_a_catalog_question_is_about_the_named_things(names: tuple[str, ...], outcome: Outcome) -> None:
    assert judge(case(expected="catalog", names=("aov",)), answered(names=names), [])[0] == outcome


def test_figures_by_hand() -> None:
    found = score(
        [
            scored("a", "right"),
            scored("b", "right"),
            scored("c", "wrong"),
            scored("d", "declined"),
            scored("e", "clarified"),
            scored("f", "right", "decline"),
            scored("g", "wrong", "clarify"),
            scored("h", "right", "nothing"),
            scored("i", "failed"),
            scored("j", "right", "catalog"),
        ]
    )
    assert (found.answerable, found.right, found.wrong, found.declined, found.clarified, found.failed) == (7, 3, 2, 1, 1, 1)
    assert (found.coverage, found.right_rate) == (4 / 7, 3 / 7)
    assert (found.unanswerable, found.rightly_silent) == (3, 2 / 3)
    assert found.wrong_rate == 2 / 10
    assert found.phi == (5 - 2 * 5) / 10  # five right or rightly silent, two wrong


def test_no_cases_are_no_fault() -> None:
    assert (score([]).phi, score([]).coverage) == (1.0, 1.0)


def test_figures_are_split_by_language_and_tag() -> None:
    items = [scored("a", "right", tags=("share", "top_n")), scored("b", "wrong", tags=("share",), language="en")]
    assert {language: found.right for language, found in by_language(items).items()} == {"zh": 1, "en": 0}
    assert {tag: (found.right, found.wrong) for tag, found in by_tag(items).items()} == {"share": (1, 1), "top_n": (1, 0)}


def test_sql_of_a_case_that_does_not_run_names_the_case_and_why(retail: Path) -> None:
    with oracle(read_project(retail).source_path) as truth, pytest.raises(BadSuite, match="suite_sql") as raised:
        expected_rows(case("answer"), "SELECT nothing FROM nowhere", truth)
    assert raised.value.facts["case"] == case("answer").id and "nowhere" in raised.value.facts["reason"]

"""A run fails on a newly wrong or failed answer and on a lost one; everything else passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.baseline import baseline_file, compared, read_baseline, write_baseline
from evals.errors import BadSuite
from evals.score import Outcome
from tests.evals.answers import scored


@pytest.mark.parametrize(
    ("before", "now", "passes"),
    [
        ("right", "right", True),
        ("right", "wrong", False),
        ("right", "declined", False),
        ("right", "clarified", False),
        ("right", "failed", False),
        ("wrong", "wrong", True),
        ("wrong", "right", True),
        ("wrong", "declined", True),
        ("wrong", "failed", False),
        ("declined", "declined", True),
        ("declined", "clarified", True),
        ("declined", "right", True),
        ("declined", "wrong", False),
        ("declined", "failed", False),
        ("clarified", "wrong", False),
        ("failed", "failed", True),
        ("failed", "wrong", False),
        ("failed", "declined", True),
        (None, "right", True),
        (None, "declined", True),
        (None, "wrong", False),
        (None, "failed", False),
    ],
)
def test_what_became_of_a_case_decides(before: Outcome | None, now: Outcome, passes: bool) -> None:
    assert compared([scored("a", now)], {"a-zh": before} if before else {}).passes is passes


def test_changes_are_told_by_kind() -> None:
    items = [scored("a", "wrong"), scored("b", "declined"), scored("c", "failed"), scored("d", "right"), scored("e", "right")]
    before: dict[str, Outcome] = {"a-zh": "right", "b-zh": "right", "c-zh": "right", "d-zh": "declined", "e-zh": "right", "f-zh": "right"}
    verdict = compared(items, before)
    assert (verdict.new_wrong, verdict.lost, verdict.new_failed) == (("a-zh",), ("b-zh",), ("c-zh",))
    assert (verdict.gained, verdict.gone, verdict.known) == (("d-zh",), ("f-zh",), True)
    assert verdict.worse == {"a-zh", "b-zh", "c-zh"}


def test_a_baseline_is_read_as_it_was_written(tmp_path: Path) -> None:
    file = baseline_file(tmp_path, "small", "offline")
    write_baseline(file, "small", [scored("a", "right"), scored("b", "wrong")])
    assert read_baseline(file) == {"a-zh": "right", "b-zh": "wrong"}
    assert compared([scored("a", "right"), scored("b", "wrong")], read_baseline(file)).passes


def test_without_a_baseline_every_wrong_answer_is_new(tmp_path: Path) -> None:
    verdict = compared([scored("a", "wrong"), scored("b", "declined")], read_baseline(tmp_path / "none.json"))
    assert (verdict.known, verdict.new_wrong, verdict.lost) == (False, ("a-zh",), ())


def test_each_planner_has_its_own_baseline(tmp_path: Path) -> None:
    assert baseline_file(tmp_path, "small", "recorded") == tmp_path / "recorded" / "small.json"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"outcomes": 3}', '{"outcomes": {"a-zh": "maybe"}}'])
def test_a_baseline_that_is_none_is_a_fault(tmp_path: Path, text: str) -> None:
    (tmp_path / "small.json").write_text(text, encoding="utf-8")
    with pytest.raises(BadSuite):
        read_baseline(tmp_path / "small.json")

"""The recorded replies of a real, small model: with two readers nothing that it says makes a wrong answer."""

from __future__ import annotations

import pytest

from evals.case import read_suite
from evals.recorded import RECORDINGS
from evals.run import Setting, run_one
from tests.conftest import WORLDS

SUITE = RECORDINGS / "retail_model.yaml"


@pytest.mark.usefixtures("retail")
def test_two_readers_give_no_wrong_answer_with_a_small_model() -> None:
    run = run_one(read_suite(SUITE), Setting(WORLDS, {}, planner="recorded"))
    assert [item.case.id for item in run.scored if item.outcome in ("wrong", "failed")] == []
    assert run.missed <= len(run.scored) // 2, "record the replies again: docs/models.md"

"""Every suite of ours against its committed baseline: nothing newly wrong, nothing lost. `wenshu eval --update-baseline` accepts it."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.case import SUITES, read_suite
from evals.run import Setting, run_one
from tests.conftest import WORLDS

FILES = sorted(SUITES.glob("*.yaml"))


@pytest.mark.usefixtures("retail", "flights")  # the worlds with what nobody may see
@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_nothing_is_newly_wrong_or_lost(file: Path) -> None:
    verdict = run_one(read_suite(file), Setting(WORLDS, {})).verdict
    assert verdict.known, "no baseline is committed for this suite"
    assert not verdict.worse, verdict


def test_every_case_of_a_baseline_is_still_asked() -> None:
    from evals.baseline import BASELINES, read_baseline

    asked = {suite.name: {case.id for case in suite.cases} for suite in map(read_suite, FILES)}
    assert {file.stem for file in BASELINES.glob("*.json")} == set(asked)
    for name, cases in asked.items():
        assert set(read_baseline(BASELINES / f"{name}.json") or {}) == cases, name

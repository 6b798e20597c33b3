"""wenshu bench prints what it measured."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from catalog.files.project_file import read_project
from evals.bench.answer import EACH, questions_for
from evals.bench.figure import Figure, percentile
from evals.bench.guard import LENGTH
from ui.cli import exits
from ui.cli.main import main


def test_the_guard_is_measured_on_a_statement_of_about_500_characters(retail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["bench", "guard", "--project", str(retail), "--json"])
    lines = list(map(json.loads, capsys.readouterr().out.splitlines()))
    assert code == (exits.ANSWERED if all(line["met"] for line in lines) else exits.FAILED)
    found = {(line["code"], line["of"]): line["value"] for line in lines}
    assert abs(found["guard_length", ""] - LENGTH) <= LENGTH / 10
    assert found["guard_again", "plain"] < found["guard_fresh", "plain"] < 1000
    assert 0 < found["guard_trip", ""] < 1000


def test_the_figures_are_a_table_for_a_person(retail: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    main(["bench", "guard", "--project", str(retail)])
    assert capsys.readouterr().out.startswith("项目")


def test_questions_come_in_both_languages_from_all_kinds(retail: Path) -> None:
    questions = questions_for(read_project(retail))
    assert len(questions) == len(set(questions)) == 2 * EACH
    assert sum(text.isascii() for text in questions) >= EACH - 2


def test_a_figure_above_its_target_misses_it() -> None:
    assert Figure("x", 1.0, most=1.0).is_met
    assert not Figure("x", 1.01, most=1.0).is_met
    assert percentile([3.0], 95) == 3.0
    assert percentile([1.0, 2.0, 3.0], 50) == 2.0

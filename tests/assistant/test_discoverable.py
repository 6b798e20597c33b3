"""A hidden metric that is marked discoverable is told of; another one reads as unknown words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import answer
from assistant.project import Project, open_project
from assistant.question import Question
from tests.assistant.clinic import CATALOG, write_clinic

TOLD = CATALOG.replace("  - id: quillon_outlay\n", "  - id: quillon_outlay\n    discoverable: true\n")


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with open_project(write_clinic(tmp_path_factory.mktemp("clinic") / "clinic", catalog=TOLD), env={}) as project:
        yield project


@pytest.mark.parametrize(("text", "name"), [("各院区的犀鸟成本", "犀鸟成本"), ("quillon outlay by site", "Quillon outlay")])
def test_who_may_not_see_it_learns_that_it_exists_and_whom_to_ask(clinic: Project, text: str, name: str) -> None:
    found = answer(Question(text), clinic, clinic.asker("nurse"))
    assert (found.status, found.trouble and found.trouble.code) == ("declined", "metric_not_permitted")
    assert name in found.headline and "finance" in found.headline
    assert found.rows == ()


@pytest.mark.parametrize("text", ["各院区的鹦鹉毛利", "zorblat margin by site"])
def test_a_metric_that_is_not_marked_stays_unknown(clinic: Project, text: str) -> None:
    found = answer(Question(text), clinic, clinic.asker("nurse"))
    assert found.trouble and found.trouble.code != "metric_not_permitted"


def test_who_may_see_it_is_answered(clinic: Project) -> None:
    assert answer(Question("犀鸟成本"), clinic, clinic.asker("chief")).status == "answered"

"""Questions of a catalog that resembles none of the samples, against plans that a person checked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.assistant.offline.sights import brief
from tests.assistant.offline.sights import plan as retail
from tests.assistant.offline.workshop import plan

FOLDER = Path(__file__).parent


def golden(name: str) -> Iterator[tuple[str, str]]:
    lines = [line for line in (FOLDER / name).read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    for question, expected in zip(lines[::2], lines[1::2], strict=True):
        yield question, expected.strip()


@pytest.mark.parametrize(("question", "expected"), list(golden("workshop.txt")))
def test_a_question_of_the_workshop_makes_the_plan_that_a_person_checked(question: str, expected: str) -> None:
    assert brief(plan(question).plan) == expected


@pytest.mark.parametrize(("question", "expected"), list(golden("asides.txt")))
def test_what_is_said_aside_asks_for_nothing_more(question: str, expected: str) -> None:
    assert brief(retail(question).plan) == expected


def test_things_of_one_name_are_told_apart_by_their_key() -> None:
    found = plan("fees by client", namesakes=True)
    assert brief(found.plan) == "measures=fees group_by=client,client_id"
    assert "namesakes" in dict(found.notes)
    assert brief(plan("fees by client").plan) == "measures=fees group_by=client"


def test_ranked_things_of_one_name_are_ranked_each_by_itself() -> None:
    assert brief(plan("top 2 clients by fees", namesakes=True).plan) == "measures=fees group_by=client,client_id order=-fees limit=2"

"""Questions of a small world of things that belong together, against plans that a person checked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.assistant.offline.sights import brief, plan

GOLDEN = Path(__file__).with_name("orchards.txt")


def golden() -> Iterator[tuple[str, str]]:
    lines = [line for line in GOLDEN.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    for question, expected in zip(lines[::2], lines[1::2], strict=True):
        yield question, expected.strip()


@pytest.mark.parametrize(("question", "expected"), list(golden()))
def test_a_question_makes_the_plan_that_a_person_checked(question: str, expected: str) -> None:
    assert brief(plan(question, world="orchards").plan) == expected

"""Questions for causes: whys.txt holds what each asks between which sides, in both languages and as follow-ups."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.plan import Clarify, Decline, Planned, Why
from assistant.question import Question, Turn
from catalog.query import MemberFilter, MetricQuery
from tests.assistant.offline.sights import PLANNER, sight

GOLDEN = Path(__file__).parent / "whys.txt"


def golden() -> Iterator[tuple[str, str]]:
    lines = [line for line in GOLDEN.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    for question, expected in zip(lines[::2], lines[1::2], strict=True):
        yield question, expected.strip()


def planned(talk: str) -> Planned:
    turns: tuple[Turn, ...] = ()
    for text in talk.split(" >> "):
        turns = (*turns, Turn(text, PLANNER.plan(Question(text, turns), sight())))
    return turns[-1].planned


def brief(found: Planned) -> str:
    if isinstance(found.plan, Clarify | Decline):
        return f"{type(found.plan).__name__} {found.plan.code}"
    return "no causes" if found.why is None else sides(found.why)


def sides(why: Why) -> str:
    asked = " ".join(part for part in (why.after.measures[0].metric, why.sides, why.expects, ",".join(why.by)) if part)
    members = [members_of(query) for query in (why.before, why.after)]
    told = members[0] if members[0] == members[1] else " -> ".join(members)
    return " | ".join(part for part in (asked, f"{days(why.before)} -> {days(why.after)}", told) if part)


def days(query: MetricQuery) -> str:
    return ",".join(f"{period.start}..{period.effective_end}" for period in query.periods)


def members_of(query: MetricQuery) -> str:
    return " ".join(f"{part.dimension}={'|'.join(map(str, part.values))}" for part in query.filters if isinstance(part, MemberFilter))


@pytest.mark.parametrize(("talk", "expected"), list(golden()))
def test_a_question_for_causes_has_the_sides_that_a_person_checked(talk: str, expected: str) -> None:
    assert brief(planned(talk)) == expected


@pytest.mark.parametrize("talk", [talk for talk, expected in golden() if "->" in expected])
def test_each_side_is_one_metric_without_grouping(talk: str) -> None:
    why = planned(talk).why
    assert why is not None
    for side in (why.before, why.after):
        assert (len(side.measures), side.group_by, side.grain, side.comparison) == (1, (), None, None)


@pytest.mark.parametrize("word", ["behind", "weak", "plunged"])
def test_words_of_a_change_are_unknown_where_no_causes_are_asked_for(word: str) -> None:
    assert brief(planned(f"sales last month {word}")) == "Decline unknown_words"

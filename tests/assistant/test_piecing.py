"""Sums pieced together from three answers, by hand-made attacks: the answer that would complete one is not given, whatever the order."""

from __future__ import annotations

import itertools
import time
from dataclasses import replace
from datetime import date

import pytest

from assistant.answer import answer
from assistant.piecing import Diagram, is_told
from assistant.plan import Planned
from assistant.project import Project
from assistant.question import Question
from assistant.record import Answer
from catalog.files.sharing import Privacy
from catalog.period import Period
from catalog.query import Measure, MemberFilter, MetricQuery
from tests.assistant.test_differencing import built, clinic, code, fees

__all__ = ["built", "clinic"]  # fixtures
LAKE, HILL, SEA = "东湖分院", "东山分院", "东海分院"  # 12 patients, 9 or more, and too few


def at(*sites: str) -> MetricQuery:
    return fees(MemberFilter("site", sites))


def during(first: date, end: date) -> MetricQuery:
    return fees(periods=(Period(first, end),))


BY_SITE = MetricQuery((Measure("fees"),), ("site",), filters=(MemberFilter("site", (LAKE, HILL)),))
ATTACKS: dict[str, tuple[MetricQuery, MetricQuery, MetricQuery]] = {
    "each two of three": (at(LAKE, SEA), at(SEA, HILL), at(LAKE, HILL)),
    "two parts and their union": (at(LAKE), at(HILL), at(LAKE, HILL, SEA)),
    "a part of another metric's formula": tuple(
        replace(each, measures=(Measure("surplus"),)) for each in (at(LAKE), at(HILL), at(LAKE, HILL, SEA))
    ),  # type: ignore[dict-item]
    "with words beside": (
        MetricQuery((Measure("fees"), Measure("visit_count")), filters=at(LAKE).filters),
        at(HILL),
        at(LAKE, HILL, SEA),
    ),
}


def ask(clinic: Project, query: MetricQuery, user: str = "chief") -> Answer:
    found = answer(Question("q"), clinic, clinic.asker(user), planned=Planned(query, "person", "en"))
    clinic.journal.keep(found)
    return found


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
@pytest.mark.parametrize("attack", ATTACKS)
def test_the_third_piece_is_not_given(clinic: Project, attack: str, order: tuple[int, ...]) -> None:
    first, second, third = (ATTACKS[attack][place] for place in order)
    assert [ask(clinic, each).status for each in (first, second)] == ["answered", "answered"]
    found = ask(clinic, third)
    assert (code(found), found.rows) == ("small_difference", ())


def test_a_table_s_rows_are_pieces_too(clinic: Project) -> None:
    assert len(ask(clinic, BY_SITE).rows) == 2
    assert code(ask(clinic, at(LAKE, HILL, SEA))) == "small_difference"


def test_the_row_that_completes_a_table_is_not_given_either(clinic: Project) -> None:
    assert ask(clinic, at(LAKE, HILL, SEA)).status == "answered"
    assert code(ask(clinic, BY_SITE)) == "small_difference"


def test_the_same_person_asks_again_what_they_have_and_others_are_not_held_to_it(clinic: Project) -> None:
    for each in (at(LAKE), at(HILL)):
        assert ask(clinic, each).status == "answered"
    assert ask(clinic, at(LAKE, HILL, SEA), "clerk").status == "answered"
    assert ask(clinic, at(LAKE, HILL, SEA), "doctor").status == "answered"
    assert ask(clinic, at(LAKE, HILL)).status == "answered"
    assert ask(clinic, at(LAKE)).status == "answered"


def test_a_project_may_look_at_pairs_alone(clinic: Project) -> None:
    file = clinic.file
    clinic.file = replace(file, privacy=Privacy(pieces=2))
    try:
        assert [ask(clinic, each).status for each in ATTACKS["each two of three"]] == ["answered"] * 3
    finally:
        clinic.file = file


def test_of_a_ratio_nothing_can_be_pieced_together(clinic: Project) -> None:
    rates = [replace(each, measures=(Measure("outlay_rate"),)) for each in ATTACKS["each two of three"]]
    assert [ask(clinic, each).status for each in rates] == ["answered"] * 3


FEW = frozenset({"a", "b"})


@pytest.mark.parametrize(
    ("large", "small", "told"),
    [
        ((0b001, 0b010), ((0b100, FEW),), False),  # three apart, the third small by itself: suppressed elsewhere
        ((0b101, 0b110), ((0b100, FEW),), True),  # third = first + second + a few
        ((0b101, 0b110), ((0b100, FEW | frozenset("cde")),), False),  # enough are left
        ((0b101, 0b110), (), False),  # nobody is left
        ((0b101, 0b110, 0b100), ((0b100, FEW),), False),  # a large part is left too
        ((0b011, 0b110, 0b101), (), False),
        ((0b101, 0b110), ((0b111, FEW),), True),  # the same few in all three
        ((0b101, 0b110), ((0b101, FEW),), False),  # cancels out with the rest
    ],
)
def test_what_is_left_of_three_sets(large: tuple[int, ...], small: tuple[tuple[int, frozenset[str]], ...], told: bool) -> None:
    assert is_told(Diagram(large, small, 5), 3, 3) is told


def test_looking_at_many_figures_takes_milliseconds() -> None:
    large = tuple(1 << place | 1 << 119 for place in range(118))
    began = time.thread_time()
    assert not is_told(Diagram(large, ((1, FEW), (2, FEW)), 5), 40, 120)
    assert time.thread_time() - began < 1.0

"""What whole questions say of time, against periods that a person worked out from a calendar: lists, comparisons, near misses."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from catalog.period import Period
from catalog.query import MetricQuery
from tests.assistant.offline.said_times import said_time
from tests.assistant.offline.sights import plan
from tests.assistant.offline.test_period_words import golden

QUESTIONS = {
    "zh": ("{}的订单数", "华东{}的毛利率", "{}各大区的订单数", "{}订单数最高的三家门店"),
    "en": ("orders {}", "orders by region {}", "top 3 stores by orders {}", "gross margin of East China {}"),
}
DAYS_OF_A_KIND = (
    "周五",
    "星期四",
    "周日",
    "礼拜三",
    "周一至周五",
    "Thursday",
    "Sunday",
    "Monday to Friday",
)  # members of the calendar's dimensions
SAMPLED = 120  # phrases of each language that are put into a question in one run


def times() -> Iterator[tuple[str, str]]:
    for line in (Path(__file__).parent / "times.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            question, expected = line.split(" ; ")
            yield question, expected


def days(period: Period) -> str:
    return f"{period.start}..{period.end - timedelta(days=1)}"


def said(question: str) -> str:
    """The times of a question's query on one line, or unread."""
    query = plan(question).plan
    if not isinstance(query, MetricQuery):
        return "unread"
    found = " + ".join(map(days, query.periods)) or "none"
    if query.grain:
        found += f" by {query.grain}"
    if query.comparison:
        to = query.comparison.to
        found += f" vs {days(to) if isinstance(to, Period) else f'{to.count}{to.grain}'}"
    return found


@pytest.mark.parametrize(("question", "expected"), list(times()))
def test_a_question_says_the_times_that_a_person_worked_out(question: str, expected: str) -> None:
    assert said(question) == expected


def asked(language: str, chance: random.Random, count: int | None) -> Iterator[tuple[str, str, str]]:
    """Golden phrases with data inside real questions, with their dates."""
    phrases = [
        (phrase, first, last.removesuffix("*"))
        for phrase, first, last in golden(language)
        if last >= "2024-09-01" and first <= "2026-11-20" and phrase not in DAYS_OF_A_KIND
    ]
    for phrase, first, last in chance.sample(phrases, min(count or len(phrases), len(phrases))):
        yield chance.choice(QUESTIONS[language]).format(phrase), first, last


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_whole_planner_agrees_with_a_phrase_inside_a_question(language: str, seed: int) -> None:
    for question, first, last in asked(language, random.Random(seed), SAMPLED):
        assert said(question) == f"{first}..{last}", question


@pytest.mark.prove
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_whole_planner_agrees_with_every_phrase_inside_a_question(language: str) -> None:
    for question, first, last in asked(language, random.Random(4), None):
        assert said(question) == f"{first}..{last}", question


def agree_on_phrases(language: str, seed: int, count: int) -> None:
    """The planner against days that are counted without it."""
    chance = random.Random(seed)
    for _ in range(count):
        phrase, first, last = said_time(language, chance)
        question = QUESTIONS[language][0].format(phrase)
        assert said(question) == f"{first}..{last}", question


@pytest.mark.parametrize("language", ["zh", "en"])
def test_phrases_put_together_at_random_have_the_days_of_another_arithmetic(language: str, seed: int) -> None:
    agree_on_phrases(language, seed, 60)


@pytest.mark.prove
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_thousand_phrases_of_each_language_have_the_days_of_another_arithmetic(language: str) -> None:
    agree_on_phrases(language, 11, 1000)

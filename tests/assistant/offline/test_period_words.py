"""Calendar phrases in both languages against dates that a person wrote."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from assistant.offline.calendar_parts import Clock
from assistant.offline.period_words import period_named, periods_in

HERE = Path(__file__).parent
CLOCK = Clock(today=date(2026, 11, 21), complete_before=date(2026, 11, 21), first_day=date(2024, 9, 1))
FRAMES = {"zh": ("{}的销售额", "华东{}毛利率"), "en": ("revenue {}", "sales in {} by region")}


def golden(language: str) -> Iterator[tuple[str, str, str]]:
    for line in (HERE / f"periods_{language}.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            phrase, first, last = (piece.strip() for piece in line.split(";"))
            yield phrase, first, last


def read(text: str, clock: Clock = CLOCK) -> tuple[str, str, str] | None:
    """The longest period of the text: the words, the first and the last day."""
    found = max(periods_in(text, clock), key=lambda when: (when.end - when.start, -when.start), default=None)
    if found is None:
        return None
    last = found.period.end - timedelta(days=1)
    return text[found.start : found.end], str(found.period.start), f"{last}*" if found.period.through else str(last)


@pytest.mark.parametrize(("phrase", "first", "last"), list(golden("zh")))
def test_a_chinese_phrase_has_its_dates(phrase: str, first: str, last: str) -> None:
    assert read(phrase) == (phrase, first, last)


@pytest.mark.parametrize(("phrase", "first", "last"), list(golden("en")))
def test_an_english_phrase_has_its_dates(phrase: str, first: str, last: str) -> None:
    assert read(phrase) == (phrase, first, last)


@pytest.mark.parametrize(
    "phrase", ["the other day before yesterday", "the month before", "month end", "the beginning of the month", "last March"]
)
def test_a_phrase_of_no_one_meaning_is_no_period_as_a_whole(phrase: str) -> None:
    assert (read(phrase) or ("",))[0] != phrase


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_phrase_has_the_same_dates_inside_a_question(language: str) -> None:
    for phrase, first, last in golden(language):
        for frame in FRAMES[language]:
            found = read(frame.format(phrase))
            assert found is not None, phrase
            assert found[1:] == (first, last), frame.format(phrase)


@pytest.mark.parametrize(
    ("word", "first", "last"),
    [
        ("last_complete_month", "2026-10-01", "2026-10-31"),
        ("last_30_days", "2026-10-22", "2026-11-20"),
        ("this_year", "2026-01-01", "2026-12-31"),
        ("year_to_date", "2026-01-01", "2026-11-20"),
    ],
)
def test_a_default_period_of_the_catalog_is_read_like_a_phrase(word: str, first: str, last: str) -> None:
    found = period_named(word, CLOCK)
    assert found is not None
    assert (str(found.period.start), str(found.period.end - timedelta(days=1))) == (first, last)


def test_the_verb_may_is_not_the_month() -> None:
    assert read("may I see the revenue") is None


def test_a_year_without_its_official_holiday_has_none() -> None:
    assert "春节" not in (read("2031年春节") or ("",))[0]


def test_a_date_that_could_be_two_is_not_read() -> None:
    assert read("03/04/2026") in (None, ("2026", "2026-01-01", "2026-12-31*"))


def test_the_29th_of_february_is_the_last_one_there_was() -> None:
    assert read("2月29日") == ("2月29日", "2024-02-29", "2024-02-29")


@pytest.mark.parametrize("phrase", ["近7天", "last 7 days"])
def test_last_days_end_with_the_last_complete_day(phrase: str) -> None:
    late = Clock(today=date(2026, 11, 21), complete_before=date(2026, 11, 20), first_day=date(2024, 9, 1))
    assert read(phrase, late) == (phrase, "2026-11-13", "2026-11-19")

"""Fiscal words, and weeks that start on another day, against dates that a person wrote. Today is Saturday 2026-11-21."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from assistant.offline.calendar_parts import Clock
from assistant.offline.period_words import period_named, periods_in
from catalog.calendar import Calendar, FiscalMonths, FiscalWeeks

TODAY = date(2026, 11, 21)
APRIL = Calendar(fiscal=FiscalMonths(4))
RETAIL = Calendar("sunday", FiscalWeeks("4-5-4", 1, "nearest", "start"))


def read(text: str, calendar: Calendar) -> tuple[str, str, str] | None:
    """The longest period of the text: its words, first and last day."""
    clock = Clock(TODAY, TODAY, date(2020, 1, 1), calendar)
    found = max(periods_in(text, clock), key=lambda when: (when.end - when.start, -when.start), default=None)
    if found is None:
        return None
    last = found.period.end - timedelta(days=1)
    return text[found.start : found.end], str(found.period.start), f"{last}*" if found.period.through else str(last)


@pytest.mark.parametrize(
    ("phrase", "first", "last"),
    [
        ("本财年", "2026-04-01", "2027-03-31*"),
        ("上财年", "2025-04-01", "2026-03-31"),
        ("上个财年", "2025-04-01", "2026-03-31"),
        ("前财年", "2024-04-01", "2025-03-31"),
        ("2026财年", "2025-04-01", "2026-03-31"),
        ("FY2026", "2025-04-01", "2026-03-31"),
        ("FY26", "2025-04-01", "2026-03-31"),
        ("2026财务年度", "2025-04-01", "2026-03-31"),
        ("本财季", "2026-10-01", "2026-12-31*"),
        ("上财季", "2026-07-01", "2026-09-30"),
        ("第三财季", "2026-10-01", "2026-12-31*"),
        ("FQ3", "2026-10-01", "2026-12-31*"),
        ("第四财季", "2026-01-01", "2026-03-31"),
        ("FY2026 Q4", "2026-01-01", "2026-03-31"),
        ("2026财年第一季度", "2025-04-01", "2025-06-30"),
        ("上个财月", "2026-10-01", "2026-10-31"),
        ("近两个财季", "2026-04-01", "2026-09-30"),
        ("本财年至今", "2026-04-01", "2026-11-20"),
        ("this fiscal year", "2026-04-01", "2027-03-31*"),
        ("last fiscal year", "2025-04-01", "2026-03-31"),
        ("fiscal 2026", "2025-04-01", "2026-03-31"),
        ("fiscal year 2026", "2025-04-01", "2026-03-31"),
        ("last fiscal quarter", "2026-07-01", "2026-09-30"),
        ("fiscal Q4", "2026-01-01", "2026-03-31"),
        ("Q4 FY26", "2026-01-01", "2026-03-31"),
        ("last 2 fiscal quarters", "2026-04-01", "2026-09-30"),
        ("fiscal year to date", "2026-04-01", "2026-11-20"),
        ("FYTD", "2026-04-01", "2026-11-20"),
        ("今年", "2026-01-01", "2026-12-31*"),
        ("Q4", "2026-10-01", "2026-12-31*"),
    ],
)
def test_fiscal_words_of_a_year_from_april(phrase: str, first: str, last: str) -> None:
    assert read(phrase, APRIL) == (phrase, first, last)
    inside = read(f"{phrase}的销售额" if not phrase.isascii() else f"revenue in {phrase}", APRIL)
    assert inside is not None and inside[1:] == (first, last)


@pytest.mark.parametrize(
    ("phrase", "first", "last"),
    [
        ("本财年", "2026-02-01", "2027-01-30*"),
        ("FY2023", "2023-01-29", "2024-02-03"),
        ("FY2023 Q4", "2023-10-29", "2024-02-03"),
        ("last fiscal month", "2026-10-04", "2026-10-31"),
        ("fiscal Q1", "2026-02-01", "2026-05-02"),
        ("本周", "2026-11-15", "2026-11-21*"),
        ("上周", "2026-11-08", "2026-11-14"),
        ("last week", "2026-11-08", "2026-11-14"),
        ("近两周", "2026-11-01", "2026-11-14"),
        ("上周日", "2026-11-08", "2026-11-08"),  # the first day of that week
        ("上周六", "2026-11-14", "2026-11-14"),
        ("本周一", "2026-11-16", "2026-11-16"),
    ],
)
def test_words_under_a_retailers_calendar(phrase: str, first: str, last: str) -> None:
    assert read(phrase, RETAIL) == (phrase, first, last)


@pytest.mark.parametrize("phrase", ["本财年", "FQ3", "FY2026", "last fiscal year"])
def test_without_a_declared_fiscal_year_its_words_are_not_read(phrase: str) -> None:
    assert read(phrase, Calendar()) is None


@pytest.mark.parametrize(
    ("word", "first", "last"),
    [
        ("this_fiscal_year", "2026-04-01", "2027-03-31"),
        ("last_complete_fiscal_quarter", "2026-07-01", "2026-09-30"),
        ("last_2_fiscal_months", "2026-09-01", "2026-10-31"),
    ],
)
def test_a_default_period_may_be_fiscal(word: str, first: str, last: str) -> None:
    found = period_named(word, Clock(TODAY, TODAY, date(2020, 1, 1), APRIL))
    assert found is not None
    assert (str(found.period.start), str(found.period.end - timedelta(days=1))) == (first, last)

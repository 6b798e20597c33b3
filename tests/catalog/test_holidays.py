"""China's official calendar against the State Council's notices, and periods aligned with 春节 against dates a person counted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from catalog.calendar import Calendar, FiscalWeeks
from catalog.calendar_dataset import COLUMNS, calendar_rows
from catalog.errors import Unanswerable
from catalog.holidays import Holiday, aligned, break_of, days_from_spring_festival, published, spring_festival
from catalog.period import Period

NOTICE_2026 = {  # 国办发明电〔2025〕7号
    "new_year": ("2026-01-01", "2026-01-03"),
    "spring_festival": ("2026-02-15", "2026-02-23"),
    "qingming": ("2026-04-04", "2026-04-06"),
    "labour_day": ("2026-05-01", "2026-05-05"),
    "dragon_boat": ("2026-06-19", "2026-06-21"),
    "mid_autumn": ("2026-09-25", "2026-09-27"),
    "national_day": ("2026-10-01", "2026-10-07"),
}
MADE_UP_2026 = ("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10")


def test_the_holidays_of_2026_are_those_of_the_notice() -> None:
    found = {day: name for day, name in published().holidays.items() if day.year == 2026}
    expected = {}
    for name, (first, last) in NOTICE_2026.items():
        day = date.fromisoformat(first)
        while day <= date.fromisoformat(last):
            expected[day] = name
            day += timedelta(days=1)
    assert found == expected


def test_a_weekend_day_that_makes_up_for_a_holiday_is_worked() -> None:
    assert {day.isoformat() for day in published().made_up if day.year == 2026} == set(MADE_UP_2026)
    assert published().is_workday(date(2026, 10, 10)) is True
    assert published().is_workday(date(2026, 10, 11)) is False
    assert published().is_workday(date(2026, 10, 8)) is True


def test_the_working_days_of_a_month() -> None:
    february = [date(2026, 2, 1) + timedelta(days=count) for count in range(28)]
    assert sum(bool(published().is_workday(day)) for day in february) == 16


def test_beyond_the_published_years_nothing_is_guessed() -> None:
    beyond = date(published().last + 1, 5, 1)
    assert published().is_workday(beyond) is None
    assert not published().covers(beyond)


@pytest.mark.parametrize(
    ("year", "day"),
    [(1990, "1990-01-27"), (2023, "2023-01-22"), (2024, "2024-02-10"), (2025, "2025-01-29"), (2026, "2026-02-17"), (2033, "2033-01-31")],
)
def test_the_first_day_of_the_lunar_year(year: int, day: str) -> None:
    assert spring_festival(year) == date.fromisoformat(day)


def test_a_year_outside_the_table_is_refused() -> None:
    with pytest.raises(Unanswerable, match="spring_festival_unknown"):
        spring_festival(2050)


@pytest.mark.parametrize(
    ("period", "years", "compared"),
    [
        (Period(date(2026, 2, 15), date(2026, 2, 24)), 1, Period(date(2025, 1, 27), date(2025, 2, 5))),  # 19 days later in 2026
        (Period(date(2026, 2, 1), date(2026, 3, 1)), 2, Period(date(2024, 1, 25), date(2024, 2, 22))),  # 7 days later than in 2024
        (Period(date(2026, 2, 1), date(2026, 3, 1), date(2026, 2, 11)), 1, Period(date(2025, 1, 13), date(2025, 1, 23))),
    ],
)
def test_an_aligned_period_lies_as_far_from_its_own_festival(period: Period, years: int, compared: Period) -> None:
    assert aligned(period, years) == compared


def test_days_from_the_festival() -> None:
    assert [days_from_spring_festival(date(2026, 2, day)) for day in (15, 17, 20)] == [-2, 0, 3]


def test_the_rows_of_a_calendar_by_weeks() -> None:
    retail = Calendar("sunday", FiscalWeeks("4-5-4", 1, "nearest", "start"), "CN")
    rows = {row[0]: dict(zip(COLUMNS, row, strict=True)) for row in calendar_rows(retail)}
    day = rows[date(2024, 2, 3)]  # the last day of the retail year 2023 with its 53 weeks
    assert (day["fiscal_year"], day["fiscal_quarter"], day["fiscal_month"], day["fiscal_month_start"]) == (2023, 4, 12, date(2023, 12, 31))
    assert (day["week_start"], day["weekday"], day["ten_day"], day["half_year"]) == (date(2024, 1, 28), 6, 1, 1)
    assert (rows[date(2024, 2, 4)]["is_workday"], rows[date(2024, 2, 4)]["fiscal_year"]) == (True, 2024)  # a Sunday worked for 春节
    assert (rows[date(2026, 10, 1)]["holiday_zh"], rows[date(2026, 10, 1)]["is_holiday"]) == ("国庆节", True)
    assert len(rows) == (date(2050, 1, 1) - date(1970, 1, 1)).days


@pytest.mark.parametrize(
    ("holiday", "year", "first", "last"),
    [  # from the State Council's notices; the weekend before 10 June 2024 belongs to the break
        ("new_year", 2023, "2022-12-31", "2023-01-02"),
        ("new_year", 2026, "2026-01-01", "2026-01-03"),
        ("spring_festival", 2023, "2023-01-21", "2023-01-27"),
        ("spring_festival", 2024, "2024-02-10", "2024-02-17"),
        ("spring_festival", 2026, "2026-02-15", "2026-02-23"),
        ("dragon_boat", 2024, "2024-06-08", "2024-06-10"),
        ("qingming", 2023, "2023-04-05", "2023-04-05"),
        ("national_day", 2023, "2023-09-29", "2023-10-06"),
        ("national_day", 2025, "2025-10-01", "2025-10-08"),
        ("mid_autumn", 2024, "2024-09-15", "2024-09-17"),
    ],
)
def test_a_break_holds_every_day_off_around_its_holiday(holiday: Holiday, year: int, first: str, last: str) -> None:
    assert break_of(holiday, year) == Period(date.fromisoformat(first), date.fromisoformat(last) + timedelta(days=1))


def test_a_holiday_inside_anothers_break_has_none_of_its_own() -> None:
    assert break_of("mid_autumn", 2025) is None
    assert break_of("spring_festival", published().last + 1) is None

"""Weeks, 旬, half-years and fiscal years, against published calendars and dates a person wrote."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.calendar import WEEKDAYS, Calendar, FiscalMonths, FiscalWeeks, fiscal_year_named, fiscal_year_of
from catalog.errors import Unanswerable
from catalog.metric import Grain, Offset
from catalog.period import GRAINS, Period, add, buckets, earlier, grain_of, grains_of, nests, start_of

NRF = Calendar("sunday", FiscalWeeks("4-5-4", 1, "nearest", "start"))
APRIL = Calendar(fiscal=FiscalMonths(4))
LAST_OF_AUGUST = Calendar("sunday", FiscalWeeks("4-4-5", 8, "last"))  # as Cisco's and Micron's years once were: the last Saturday
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
WEEKLY = st.builds(
    FiscalWeeks, st.sampled_from(["4-4-5", "4-5-4", "5-4-4"]), st.integers(1, 12), st.sampled_from(["last", "nearest"]), st.just("end")
)
CALENDARS = st.builds(Calendar, st.sampled_from(WEEKDAYS), st.builds(FiscalMonths, st.integers(1, 12)) | WEEKLY)
GRAIN = st.sampled_from(GRAINS)


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        (2023, "2023-01-29", "2024-02-03"),  # 53 weeks
        (2024, "2024-02-04", "2025-02-01"),
        (2025, "2025-02-02", "2026-01-31"),
        (2026, "2026-02-01", "2027-01-30"),
    ],
)
def test_the_retail_federations_years(name: int, start: str, end: str) -> None:
    year = fiscal_year_named(name, NRF)
    assert (year.start.isoformat(), (year.end - timedelta(days=1)).isoformat()) == (start, end)
    assert fiscal_year_of(year.end - timedelta(days=1), NRF) == year


def test_a_53rd_week_belongs_to_the_last_month() -> None:
    months = fiscal_year_named(2023, NRF).months
    assert [(second - first).days // 7 for first, second in pairwise(months)] == [4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 5]
    assert months[1:4] == (date(2023, 2, 26), date(2023, 4, 2), date(2023, 4, 30))
    assert months[11] == date(2023, 12, 31)


def test_a_day_of_a_53rd_week_moves_to_the_last_day_of_a_shorter_year() -> None:
    assert add(date(2024, 1, 31), 1, "fiscal_year", NRF) == date(2025, 2, 1)
    assert add(date(2024, 1, 27), 1, "fiscal_year", NRF) == date(2025, 2, 1)
    assert add(date(2024, 1, 1), -1, "fiscal_year", NRF) == date(2023, 1, 2)


@pytest.mark.parametrize(("year", "last"), [(2023, "2023-08-26"), (2024, "2024-08-31"), (2025, "2025-08-30")])
def test_a_year_that_ends_with_the_last_saturday_of_a_month(year: int, last: str) -> None:
    assert fiscal_year_named(year, LAST_OF_AUGUST).end - timedelta(days=1) == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("grain", "day", "start"),
    [
        ("ten_day", "2026-02-10", "2026-02-01"),
        ("ten_day", "2026-02-11", "2026-02-11"),
        ("ten_day", "2026-03-31", "2026-03-21"),
        ("half_year", "2026-06-30", "2026-01-01"),
        ("half_year", "2026-07-01", "2026-07-01"),
        ("fiscal_month", "2026-11-21", "2026-11-01"),
        ("fiscal_quarter", "2026-03-31", "2026-01-01"),
        ("fiscal_year", "2026-03-31", "2025-04-01"),
        ("fiscal_year", "2026-04-01", "2026-04-01"),
    ],
)
def test_where_a_grain_starts(grain: Grain, day: str, start: str) -> None:
    assert start_of(date.fromisoformat(day), grain, APRIL) == date.fromisoformat(start)


def test_a_fiscal_year_is_named_by_where_it_ends_or_starts() -> None:
    assert fiscal_year_of(date(2026, 5, 1), APRIL).name == 2027
    assert fiscal_year_of(date(2026, 5, 1), Calendar(fiscal=FiscalMonths(4, "start"))).name == 2026
    assert fiscal_year_of(date(2026, 5, 1), Calendar(fiscal=FiscalMonths(1, "start"))).name == 2026
    assert fiscal_year_of(date(2026, 1, 2), Calendar("sunday", FiscalWeeks("4-4-5", 12, "nearest", "start"))).name == 2025


def test_a_week_starts_as_the_project_says() -> None:
    assert start_of(date(2026, 11, 21), "week", Calendar("saturday")) == date(2026, 11, 21)
    assert start_of(date(2026, 11, 20), "week", Calendar("saturday")) == date(2026, 11, 14)
    assert start_of(date(2026, 11, 22), "week", Calendar("sunday")) == date(2026, 11, 22)


@pytest.mark.parametrize(
    ("day", "count", "moved"),
    [("2026-03-31", -1, "2026-03-20"), ("2026-02-28", 1, "2026-03-08"), ("2026-03-31", -3, "2026-02-28"), ("2026-01-05", -1, "2025-12-25")],
)
def test_moving_by_ten_days_keeps_the_place_in_the_ten_days(day: str, count: int, moved: str) -> None:
    assert add(date.fromisoformat(day), count, "ten_day") == date.fromisoformat(moved)


def test_an_unfinished_fiscal_year_is_compared_with_the_same_elapsed_days() -> None:
    running = Period(date(2026, 2, 1), date(2027, 1, 31), date(2026, 11, 19))
    assert earlier(running, Offset(1, "fiscal_year"), NRF) == Period(date(2025, 2, 2), date(2025, 11, 20))


def test_without_a_fiscal_year_there_are_no_fiscal_periods() -> None:
    assert "fiscal_year" not in grains_of(Calendar())
    with pytest.raises(Unanswerable, match="no_fiscal_calendar"):
        start_of(date(2026, 1, 1), "fiscal_month")


@given(DAYS, GRAIN, CALENDARS)
def test_every_day_is_in_exactly_one_grain_of_any_calendar(day: date, grain: Grain, calendar: Calendar) -> None:
    found = grain_of(day, grain, calendar)
    assert found.start <= day < found.end
    assert start_of(found.start, grain, calendar) == found.start
    assert grain_of(found.end, grain, calendar).start == found.end


@given(DAYS, GRAIN, st.integers(-50, 50), CALENDARS)
def test_moving_a_first_day_finds_a_first_day_and_back(day: date, grain: Grain, count: int, calendar: Calendar) -> None:
    first = start_of(day, grain, calendar)
    moved = add(first, count, grain, calendar)
    assert start_of(moved, grain, calendar) == moved
    assert add(moved, -count, grain, calendar) == first


@given(DAYS, GRAIN, GRAIN, CALENDARS)
def test_where_grains_nest_a_coarse_one_starts_and_ends_with_fine_ones(day: date, fine: Grain, coarse: Grain, calendar: Calendar) -> None:
    found = grain_of(day, coarse, calendar)
    whole = all(start_of(edge, fine, calendar) == edge for edge in (found.start, found.end))
    assert whole or not nests(fine, coarse, calendar)


@pytest.mark.parametrize(
    ("fine", "coarse", "calendar", "expected"),
    [
        ("ten_day", "month", APRIL, True),
        ("ten_day", "week", APRIL, False),
        ("week", "month", APRIL, False),
        ("week", "fiscal_month", APRIL, False),
        ("week", "fiscal_month", NRF, True),
        ("month", "fiscal_month", NRF, False),
        ("month", "fiscal_year", APRIL, True),
        ("quarter", "fiscal_quarter", APRIL, True),
        ("quarter", "fiscal_quarter", Calendar(fiscal=FiscalMonths(2)), False),
        ("half_year", "fiscal_year", Calendar(fiscal=FiscalMonths(7)), True),
        ("half_year", "fiscal_year", APRIL, False),
        ("fiscal_quarter", "half_year", APRIL, True),
        ("year", "fiscal_year", Calendar(fiscal=FiscalMonths(1)), True),
        ("month", "ten_day", APRIL, False),
    ],
)
def test_which_grains_nest(fine: Grain, coarse: Grain, calendar: Calendar, expected: bool) -> None:
    assert nests(fine, coarse, calendar) is expected


def test_buckets_of_a_fiscal_quarter() -> None:
    quarter = grain_of(date(2024, 2, 2), "fiscal_quarter", NRF)
    assert quarter == Period(date(2023, 10, 29), date(2024, 2, 4))
    assert buckets(quarter, "fiscal_month", NRF) == [date(2023, 10, 29), date(2023, 11, 26), date(2023, 12, 31)]

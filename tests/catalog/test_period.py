"""Calendar arithmetic: the documented rules for month ends, leap years, weeks and unfinished periods."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.calendar import ISO
from catalog.metric import Grain, Offset
from catalog.period import Period, add, buckets, earlier, grain_of, grains_of, marked, start_of, whole

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
GRAINS = st.sampled_from(grains_of(ISO))


@pytest.mark.parametrize(
    ("day", "count", "grain", "moved"),
    [
        ("2026-03-31", -1, "month", "2026-02-28"),
        ("2024-03-31", -1, "month", "2024-02-29"),
        ("2024-02-29", -1, "year", "2023-02-28"),
        ("2023-02-28", 1, "year", "2024-02-28"),
        ("2026-01-31", 1, "quarter", "2026-04-30"),
        ("2026-01-01", -1, "day", "2025-12-31"),
        ("2026-01-01", 2, "week", "2026-01-15"),
        ("2026-01-15", -13, "month", "2024-12-15"),
    ],
)
def test_moving_by_months_keeps_the_day_or_takes_the_months_last(day: str, count: int, grain: Grain, moved: str) -> None:
    assert add(date.fromisoformat(day), count, grain) == date.fromisoformat(moved)


@pytest.mark.parametrize(
    ("grain", "start"),
    [("day", "2026-11-21"), ("week", "2026-11-16"), ("month", "2026-11-01"), ("quarter", "2026-10-01"), ("year", "2026-01-01")],
)
def test_a_grain_starts_on_its_first_day_and_a_week_on_monday(grain: Grain, start: str) -> None:
    assert start_of(date(2026, 11, 21), grain) == date.fromisoformat(start)


@given(DAYS, GRAINS)
def test_every_day_is_in_exactly_one_grain(day: date, grain: Grain) -> None:
    found = grain_of(day, grain)
    assert found.start <= day < found.end
    assert whole(found, grain)
    assert grain_of(found.end, grain).start == found.end


@given(DAYS, st.integers(1, 400), GRAINS)
def test_buckets_cover_a_period_without_gap(day: date, length: int, grain: Grain) -> None:
    period = Period(day, day + timedelta(days=length))
    found = buckets(period, grain)
    assert found[0] <= period.start and period.end <= add(found[-1], 1, grain)
    assert all(add(first, 1, grain) == second for first, second in pairwise(found))


@pytest.mark.parametrize(
    ("period", "offset", "compared"),
    [
        (Period(date(2026, 10, 1), date(2026, 11, 1)), Offset(1, "year"), Period(date(2025, 10, 1), date(2025, 11, 1))),
        (
            Period(date(2026, 11, 1), date(2026, 12, 1), date(2026, 11, 18)),
            Offset(1, "month"),
            Period(date(2026, 10, 1), date(2026, 10, 18)),
        ),
        (Period(date(2026, 3, 1), date(2026, 4, 1), date(2026, 3, 31)), Offset(1, "month"), Period(date(2026, 2, 1), date(2026, 3, 1))),
        (Period(date(2025, 2, 1), date(2025, 3, 1)), Offset(1, "year"), Period(date(2024, 2, 1), date(2024, 3, 1))),
        (Period(date(2026, 11, 12), date(2026, 11, 19)), Offset(7, "day"), Period(date(2026, 11, 5), date(2026, 11, 12))),
        (
            Period(date(2026, 11, 1), date(2026, 12, 1), date(2026, 11, 1)),
            Offset(1, "month"),
            Period(date(2026, 10, 1), date(2026, 11, 1), date(2026, 10, 1)),
        ),
    ],
)
def test_an_earlier_period_has_the_same_elapsed_days(period: Period, offset: Offset, compared: Period) -> None:
    assert earlier(period, offset) == compared


@given(DAYS, st.integers(1, 60), st.integers(-5, 70), st.builds(Offset, st.integers(1, 12), GRAINS))
def test_an_earlier_period_never_has_more_elapsed_days(day: date, length: int, through: int, offset: Offset) -> None:
    period = Period(day, day + timedelta(days=length), day + timedelta(days=through))
    if period.effective_end < period.end:
        found = earlier(period, offset)
        assert found.effective_end - found.start <= period.effective_end - period.start


def test_a_period_is_marked_where_its_data_ends() -> None:
    november = Period(date(2026, 11, 1), date(2026, 12, 1))
    assert marked(november, date(2026, 11, 18)).effective_end == date(2026, 11, 18)
    assert marked(november, date(2026, 12, 1)) == november
    assert marked(november, date(2026, 10, 1)).effective_end == november.start


def test_a_period_has_at_least_a_day() -> None:
    with pytest.raises(ValueError, match="ends"):
        Period(date(2026, 1, 1), date(2026, 1, 1))

"""All metrics of a query count the same days, also where one is known by day and another by month."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.compose import end_of_data, marked_period
from catalog.metric import Grain
from catalog.period import Period

YEAR, NOVEMBER = Period(date(2026, 1, 1), date(2027, 1, 1)), Period(date(2026, 11, 1), date(2026, 12, 1))
DAILY, MONTHLY, PLANNED = date(2026, 11, 18), date(2026, 11, 1), date(2027, 1, 1)


@pytest.mark.parametrize(
    ("period", "ends", "grains", "end"),
    [
        (YEAR, [DAILY], set(), DAILY),
        (YEAR, [MONTHLY, DAILY], {"month"}, MONTHLY),  # profit: revenue by day, expenses by month
        (YEAR, [DAILY, PLANNED], {"month"}, MONTHLY),  # attainment: sales to 17 November, budgets by month to the end of the year
        (NOVEMBER, [DAILY, PLANNED], {"month"}, DAILY),  # this month's attainment: sales so far of the month's whole budget
        (NOVEMBER, [MONTHLY, DAILY], {"month"}, DAILY),  # no expenses yet: sales so far, expenses missing
        (NOVEMBER, [DAILY], set(), DAILY),
        (Period(date(2026, 10, 1), date(2026, 11, 1)), [MONTHLY, DAILY], {"month"}, date(2026, 11, 1)),
    ],
)
def test_an_unfinished_period_ends_where_all_its_facts_are_whole(period: Period, ends: list[date], grains: set[Grain], end: date) -> None:
    assert end_of_data(period, ends, grains) == end


def test_the_year_to_date_of_a_monthly_fact_ends_with_its_last_whole_month() -> None:
    to_date = Period(date(2026, 1, 1), date(2026, 11, 18))
    assert marked_period(to_date, [MONTHLY], {"month"}) == Period(date(2026, 1, 1), date(2026, 12, 1), MONTHLY)
    assert marked_period(to_date, [DAILY, PLANNED], {"month"}) == Period(date(2026, 1, 1), date(2026, 12, 1), MONTHLY)


def test_days_inside_a_month_that_were_asked_for_are_kept_for_the_compiler_to_refuse() -> None:
    days = Period(date(2026, 3, 1), date(2026, 3, 15))
    assert marked_period(days, [MONTHLY], {"month"}) == days

"""What is known by month only has no weekday, no 旬 and no holiday: the day it is written on is not the day it happened."""

from __future__ import annotations

import pytest

from catalog.calendar import Calendar
from catalog.calendar_dataset import with_calendar
from catalog.catalog import Catalog
from catalog.compiler import compile_query
from catalog.errors import Unanswerable
from catalog.joins import reachable_dimensions
from catalog.query import Measure, MemberFilter, MetricQuery
from tests.catalog.world import shop

OURS = with_calendar(shop(), Calendar(holidays="CN"))


def refusal(query: MetricQuery, catalog: Catalog = OURS) -> Unanswerable:
    with pytest.raises(Unanswerable) as refused:
        compile_query(query, catalog)
    return refused.value


@pytest.mark.parametrize("dimension", ["weekday", "day_type", "ten_day_of_month", "workday", "holiday"])
def test_targets_by_month_are_not_grouped_by_what_days_are(dimension: str) -> None:
    error = refusal(MetricQuery((Measure("targeted"),), group_by=(dimension,)))
    assert (error.code, error.facts["finest"]) == ("days_unknown", "month")


def test_nor_filtered_by_it() -> None:
    asked = MetricQuery((Measure("sales"), Measure("targeted")), filters=(MemberFilter("day_type", ("周末",)),))
    assert refusal(asked).code == "days_unknown"


def test_and_nobody_is_offered_it() -> None:
    home = OURS.metric("targeted").formula.dataset  # type: ignore[union-attr]  # an aggregate
    assert "weekday" not in reachable_dimensions(OURS, home)
    assert "weekday" in reachable_dimensions(OURS, "orders")

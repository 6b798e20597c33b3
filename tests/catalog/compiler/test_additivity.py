"""Every kind tells the truth about itself: what says that its parts make the whole does so in the data, and what cannot has no share."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from catalog.compiler import compile_query
from catalog.compiler.formula import additive, additive_over_time
from catalog.compiler.plan import plan_query
from catalog.errors import Unanswerable
from catalog.period import Period
from catalog.query import Measure, MetricQuery, Running, Share
from tests.catalog.world import database, shop

SHOP, DATA = shop(), database()
YEARS = (Period(date(2024, 1, 1), date(2025, 4, 1)),)
NAMES = [name for name, metric in SHOP.metrics.items() if metric.status == "published" and name not in ("by_store_only", "per_channel")]
NEVER = [
    "margin",
    "unit_price",
    "area_price",
    "mean_amount",
    "median_amount",
    "p90_amount",
    "largest",
    "smallest",
    "buyers",
    "regulars",
    "regular_share",
    "own_stock_mean",
    "own_stores",
    "total_mean",
    "sales_a_day",
]
NOT_OVER_TIME = [
    "regular_sales",
    "sales_without_refund",
    "stock_end",
    "own_stock_end",
    "own_stock_start",
    "total_sales",
    "total_first",
    "sales_ytd",
    "stock_where_sold",
    "last_month",
    "since_quarter",
]


def sum_of(query: MetricQuery) -> float | None:
    """None where a part has no value: a metric of several numbers is missing where one of them is."""
    rows: list[tuple[Any, ...]] = DATA.execute(compile_query(query, SHOP).sql).fetchall()
    return None if any(row[-1] is None for row in rows) else float(sum(row[-1] for row in rows))


@pytest.mark.parametrize("name", NAMES)
def test_parts_of_what_is_additive_make_the_whole(name: str) -> None:
    whole = MetricQuery((Measure(name),), periods=YEARS)
    try:
        value, total = plan_query(whole, SHOP).values[name, False], sum_of(whole)
        parts = sum_of(replace(whole, group_by=("city",)))
    except Unanswerable:
        pytest.skip("has no value without a grain, or none by city")
    if additive(value) and parts is not None:
        assert parts == pytest.approx(total or 0)
    if additive_over_time(value) and (months := sum_of(replace(whole, grain="month"))) is not None:
        assert months == pytest.approx(total or 0)


@pytest.mark.parametrize("name", NEVER)
def test_what_is_not_additive_has_no_share(name: str) -> None:
    with pytest.raises(Unanswerable, match="share_not_additive"):
        compile_query(MetricQuery((Measure(name, Share()),), group_by=("store",), grain="month", periods=YEARS), SHOP)


@pytest.mark.parametrize("name", NOT_OVER_TIME)
def test_what_does_not_add_up_over_time_has_no_running_total_nor_a_share_of_all_months(name: str) -> None:
    for shown, code in ((Running(), "running_not_additive"), (Share(), "share_not_additive")):
        with pytest.raises(Unanswerable, match=code):
            compile_query(MetricQuery((Measure(name, shown),), grain="month", periods=YEARS), SHOP)


@pytest.mark.parametrize("name", ["regular_sales", "sales_of_ever", "own_stock_end", "total_sales", "last_month"])
def test_shares_within_each_month_make_one(name: str) -> None:
    query = MetricQuery((Measure(name, Share(("metric_time",))),), group_by=("city",), grain="month", periods=YEARS)
    rows = DATA.execute(compile_query(query, SHOP).sql).fetchall()
    for month in {row[0] for row in rows}:
        found = [row[-1] for row in rows if row[0] == month and row[-1] is not None]
        assert not found or sum(found) == pytest.approx(1)

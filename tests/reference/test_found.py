"""What the random cases have found, each with numbers by hand: once wrong, never again."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from math import prod
from typing import Any

import pytest

from catalog.compiler import compile_query
from catalog.dimension import Dimension
from catalog.errors import Unanswerable
from catalog.metric import (
    Aggregate,
    AllTime,
    Cumulative,
    Derived,
    Grain,
    Input,
    MemberCondition,
    Metric,
    Offset,
    PerDay,
    Ratio,
    Restricted,
    SemiAdditive,
    ToDate,
    Trailing,
)
from catalog.period import Period
from catalog.query import Comparison, Having, Measure, MetricQuery
from sql_guard.rules.bounded_growth import LONGEST_SERIES_TOGETHER
from tests.catalog.world import database, dimension, metric, shop

PREVIOUS = ("previous",)


def rows(query: MetricQuery, *declared: Dimension | Metric) -> list[tuple[Any, ...]]:
    catalog = shop()
    dimensions = {found.id: found for found in declared if isinstance(found, Dimension)}
    metrics = {found.id: found for found in declared if isinstance(found, Metric)}
    catalog = replace(catalog, dimensions={**catalog.dimensions, **dimensions}, metrics={**catalog.metrics, **metrics})
    return sorted(database().execute(compile_query(query, catalog).sql).fetchall(), key=repr)


def compared(metric: str, grain: Grain, offset: Offset, period: Period) -> list[tuple[Any, ...]]:
    return rows(MetricQuery((Measure(metric),), grain=grain, periods=(period,), comparison=Comparison(offset, PREVIOUS)))


def test_a_default_in_a_dimensions_expression_is_not_for_members_that_are_not_there() -> None:
    size = dimension("roomy", "stores", "COALESCE(area, 0) > 60", "boolean")
    found = rows(MetricQuery((Measure("order_count"),), group_by=("roomy",)), size)
    assert found == [(False, 4), (None, 2), (True, 5)]  # store 77 and the missing store are unknown, store 3 without an area is small


def test_the_year_to_date_of_the_month_before_is_that_months_own() -> None:
    found = compared("sales_ytd", "month", Offset(1, "month"), Period(date(2025, 1, 1), date(2025, 4, 1)))
    assert [row[1:] for row in found] == [(120, 336), (180, 120), (205, 180)]  # 336: all of 2024


def test_the_month_to_date_of_a_week_earlier_begins_with_its_own_month() -> None:
    found = compared("sales_mtd", "day", Offset(1, "week"), Period(date(2025, 3, 12), date(2025, 3, 14)))
    assert [row[1:] for row in found] == [(40, None), (40, None)]  # nothing from 1 to 6 March; 28 February is another month's


def test_an_accumulated_metric_has_no_bucket_in_a_period_without_a_day_of_data() -> None:
    period = Period(date(2025, 3, 1), date(2025, 4, 1), date(2025, 3, 1))
    assert rows(MetricQuery((Measure("total_sales"),), grain="day", periods=(period,))) == []


def test_an_accumulated_metric_has_no_bucket_that_begins_after_the_data() -> None:
    period = Period(date(2025, 4, 2), date(2025, 5, 1))
    assert rows(MetricQuery((Measure("total_sales"),), grain="year", periods=(period,))) == []


def test_a_fill_inside_another_metric_begins_with_the_data_too() -> None:
    rate = metric("refund_rate", Ratio(Input("refund_count", "n"), Input("order_count", "d")))
    period = Period(date(2024, 1, 1), date(2024, 6, 1))
    found = rows(MetricQuery((Measure("refund_rate"),), grain="month", periods=(period,)), rate)
    assert [row[1] for row in found] == [None, 0.5, 1.0, 0.0]  # no refund was recorded before 10 February; April has no row at all


def test_buckets_are_filled_beside_three_datasets() -> None:
    """Three columns of one name in GREATEST were more than DuckDB could read."""
    period = Period(date(2025, 2, 1), date(2025, 4, 1))
    query = MetricQuery((Measure("refund_count"), Measure("sales"), Measure("visitors")), grain="month", periods=(period,))
    assert [row[1:] for row in rows(query)] == [(1, 60, None), (2, 25, 33)]


def test_the_average_month_to_date_of_a_cut_quarter_has_no_earlier_months_in_it() -> None:
    declared = shop().metrics["sales_mtd"]
    assert isinstance(declared.formula, Cumulative)
    average = replace(declared, id="average_mtd", formula=replace(declared.formula, take="average"))
    period = Period(date(2025, 3, 12), date(2025, 3, 14))
    found = rows(MetricQuery((Measure("average_mtd"),), grain="quarter", periods=(period,)), average)
    assert found == [(date(2025, 1, 1), 40)]  # 40 on both days; January and February are other months


def test_rows_without_a_day_have_no_number_of_days() -> None:
    shipped = metric("shipped_any", Aggregate("orders", "sum", "amount", time="shipped_on"))
    a_day = metric("shipped_a_day", PerDay("shipped_any"))
    for grain in ("day", "week"):
        found = rows(MetricQuery((Measure("shipped_any"), Measure("shipped_a_day")), grain=grain), shipped, a_day)
        assert found[0] == (None, 153, None)  # 30, 90 and 33 were never shipped


def test_a_fill_inside_a_metric_that_is_shown_adds_no_buckets() -> None:
    visits = metric("visit_count", Aggregate("visits", "count"), fill_nulls_with=0)
    rate = metric("refund_rate", Ratio(Input("refund_count", "n"), Input("order_count", "d")))
    period = Period(date(2024, 2, 9), date(2024, 3, 1))
    found = rows(MetricQuery((Measure("visit_count"), Measure("refund_rate")), grain="day", periods=(period,)), visits, rate)
    first_refund = (date(2024, 2, 10), None, None)  # visits were counted from the 28th on, refunds from the 10th
    assert found == [first_refund, (date(2024, 2, 28), 1, 0), (date(2024, 2, 29), 1, 0)]


def test_the_last_month_of_an_unfinished_quarter_has_as_many_days_before_it() -> None:
    period = Period(date(2025, 2, 1), date(2025, 4, 1), date(2025, 3, 31))
    found = compared("order_count", "month", Offset(1, "month"), period)
    assert [row[1:] for row in found] == [(1, 1), (3, 1)]  # 30 days of March beside all of February; 58 days would end on the 27th


def test_each_day_of_an_unfinished_period_has_its_own_day_before_it() -> None:
    period = Period(date(2025, 2, 1), date(2025, 4, 1), date(2025, 3, 31))
    found = compared("order_count", "day", Offset(1, "month"), period)
    assert found[-1] == (date(2025, 3, 30), 1, 1)  # 28 February


def test_the_first_28_days_of_march_are_compared_with_all_of_february() -> None:
    query = MetricQuery((Measure("order_count"),), periods=(Period(date(2025, 3, 1), date(2025, 3, 29)),))
    assert rows(replace(query, comparison=Comparison(Offset(1, "month"), PREVIOUS))) == [(2, 1)]


def test_by_week_the_last_of_february_is_the_28th_of_the_month_after() -> None:
    found = compared("paid_orders", "week", Offset(1, "month"), Period(date(2025, 3, 24), date(2025, 4, 7)))
    assert found == [(date(2025, 3, 24), 1, 2), (date(2025, 3, 31), 1, None)]  # 28 March is in the first week, 31 March in the second


def test_an_accumulated_metric_by_day_in_two_periods_beside_earlier_ones_passes_the_guard() -> None:
    """The lengths of its four calendars, multiplied, were more than a query may have."""
    periods = (Period(date(2025, 2, 1), date(2025, 3, 1)), Period(date(2024, 1, 1), date(2024, 7, 1)))
    query = MetricQuery((Measure("sales_ytd"),), grain="day", periods=periods, comparison=Comparison(Offset(1, "month"), PREVIOUS))
    lengths = [int(end) for end in re.findall(r"RANGE\(0, (\d+)\)", compile_query(query, shop()).sql)]
    assert prod(lengths) <= LONGEST_SERIES_TOGETHER
    assert (date(2025, 2, 28), 180, 120) in [row[1:] for row in rows(query)]


def test_members_of_earlier_days_are_shown_in_buckets_that_are_filled() -> None:
    query = MetricQuery(
        (Measure("refund_count"),), ("store",), "month", periods=(Period(date(2025, 4, 1), date(2025, 5, 1), date(2025, 4, 13)),)
    )
    found = rows(replace(query, comparison=Comparison(Offset(1, "month"), PREVIOUS)))
    assert found == [(date(2025, 4, 1), "A", 0, 1)]  # the refund of 20 March is not yet among its first twelve days


def test_a_month_that_only_a_target_knows_is_not_filled() -> None:
    found = rows(MetricQuery((Measure("refund_count"), Measure("targeted")), grain="month"))
    assert found[-2:] == [(date(2025, 3, 1), 2, 70), (date(2025, 4, 1), None, 999)]


def test_a_target_inside_a_metric_adds_no_month_after_the_data() -> None:
    """Only refunds declare buckets; the target by month is filled in the months that it knows."""
    planned = metric("planned", Aggregate("targets", "sum", "target"), fill_nulls_with=0)
    gap = metric("gap", Derived("planned * 1", (Input("planned", "planned"),)))
    period = Period(date(2025, 3, 1), date(2025, 6, 1))
    found = rows(MetricQuery((Measure("refund_count"), Measure("gap")), grain="month", periods=(period,)), planned, gap)
    assert found == [(date(2025, 3, 1), 2, 70), (date(2025, 4, 1), None, 999)]  # April is there for its target, May is not
    by_store = rows(MetricQuery((Measure("refund_count"), Measure("gap")), ("store",), "month", periods=(period,)), planned, gap)
    assert by_store[-1] == (date(2025, 4, 1), "A", None, 999)


def test_the_day_before_the_data_begins_is_not_filled_a_year_later_either() -> None:
    """29 February 2024 is the first of these; 28 February 2025 is compared with the day before it."""
    done = metric("early", Aggregate("early", "count"), fill_nulls_with=0)
    catalog = shop([done])
    early = replace(catalog.datasets["visits"], id="early", table="early")
    catalog = replace(catalog, datasets={**catalog.datasets, "early": early})
    connection = database()
    connection.execute("CREATE TABLE early AS SELECT DATE '2024-02-29' AS visited_on UNION ALL SELECT DATE '2025-03-01'")
    period = Period(date(2025, 2, 28), date(2025, 3, 2))
    query = MetricQuery((Measure("early"),), grain="day", periods=(period,), comparison=Comparison(Offset(1, "year"), PREVIOUS))
    found = connection.execute(compile_query(query, catalog).sql).fetchall()
    assert found == [(date(2025, 2, 28), 0, None), (date(2025, 3, 1), 1, 0)]


def test_a_window_over_a_filled_metric_adds_no_buckets_of_its_own() -> None:
    visits = metric("visit_count", Aggregate("visits", "count"), fill_nulls_with=0)
    refunds = metric("refunds_of_the_day", Cumulative("refund_count", Trailing(1, "day")))
    period = Period(date(2024, 2, 12), date(2024, 2, 14))  # after the first refund, before the first visit
    query = MetricQuery((Measure("visit_count"), Measure("refunds_of_the_day")), grain="day", periods=(period,))
    assert rows(query, visits, refunds) == []


def test_a_fill_inside_an_accumulated_metric_begins_with_the_data_a_week_later_too() -> None:
    both = metric("both", Derived("a + b", (Input("order_count", "a"), Input("refund_count", "b", offset=Offset(7, "day")))))
    first = metric("both_first", Cumulative("both", AllTime(), "first"))
    period = Period(date(2024, 2, 16), date(2024, 2, 18))
    found = rows(MetricQuery((Measure("both_first"),), grain="day", periods=(period,)), both, first)
    assert found == [(date(2024, 2, 16), None), (date(2024, 2, 17), 2)]  # the first refund is of 10 February; one order before


def test_a_counted_level_is_the_same_beside_another() -> None:
    """Category b was counted on one day of January only; the other day, on which others were, is no zero of it."""
    least = metric("least_b", SemiAdditive("stock", "count", "min", filter="category = 'b'"))
    found = rows(MetricQuery((Measure("least_b"), Measure("stock_low")), grain="month"), least)
    assert found[0] == (date(2025, 1, 1), 1, 11)
    assert rows(MetricQuery((Measure("least_b"),), grain="month"), least) == [(date(2025, 1, 1), 1)]


def test_a_bound_on_a_counted_level_only_leaves_rows_out() -> None:
    """Nothing of category b was counted after January, by nobody but store A: a bound that 0 meets adds neither months nor stores."""
    last = metric("last_b", SemiAdditive("stock", "count", "last", filter="category = 'b'"))
    few = (Having("last_b", "<=", 5),)
    assert rows(MetricQuery((Measure("last_b"),), grain="month", having=few), last) == [(date(2025, 1, 1), 1)]
    filled = replace(last, fill_nulls_with=0)
    found = rows(MetricQuery((Measure("last_b"),), ("store",), "month", having=few), filled)
    assert found == [(date(2025, 1, 1), "A", 1), (date(2025, 2, 1), "A", 0), (date(2025, 3, 1), "A", 0)]


def test_rows_without_a_day_are_of_nobody_who_is_counted_over_a_period() -> None:
    """Orders 4, 10 and 14 were never shipped: in no month did their stores ship anything with them."""
    shipped = metric("shipped_any", Aggregate("orders", "sum", "amount", time="shipped_on"))
    busy = metric("busy", Restricted("shipped_any", (MemberCondition("shipped_any", "store", ">=", 10),)))
    found = rows(MetricQuery((Measure("busy"),), grain="month"), shipped, busy)
    months = [(2024, 2, 150), (2024, 3, 70), (2024, 4, 80), (2025, 1, 145), (2025, 3, 40)]
    assert found == [(date(year, month, 1), sales) for year, month, sales in months]


def test_a_count_of_nothing_chooses_nobody_in_a_definition() -> None:
    """O'Neil's only order of that day was cancelled: it has no count of orders that are done, so it has not fewer than one."""
    few = metric("few", Restricted("cancelled", (MemberCondition("order_count", "store", "<", 1),)))
    period = Period(date(2024, 2, 29), date(2024, 3, 1))
    assert rows(MetricQuery((Measure("few"),), periods=(period,)), few) == [(None,)]


LAST_MONTH = metric("last_month", Derived("before", (Input("sales", "before", offset=Offset(1, "month")),)))
FIRST_QUARTER = Period(date(2025, 1, 1), date(2025, 4, 1))


@pytest.mark.parametrize(
    ("window", "grain"), [(ToDate("year"), "month"), (ToDate("month"), "day"), (Trailing(7, "day"), "day"), (Trailing(7, "day"), None)]
)
def test_a_window_over_earlier_days_is_refused_where_the_order_matters(window: ToDate | Trailing, grain: Grain | None) -> None:
    """The year to date of last month's sales is 25 in January, of December alone; last month's year to date, 336, was all of 2024."""
    made = metric("so_far", Cumulative("last_month", window))
    with pytest.raises(Unanswerable) as refused:
        rows(MetricQuery((Measure("so_far"),), grain=grain, periods=(FIRST_QUARTER,)), LAST_MONTH, made)
    assert refused.value.code == "cumulative_of_earlier"


def test_by_month_the_last_seven_days_of_the_month_before_are_those_that_lead_there() -> None:
    made = metric("last_week", Cumulative("last_month", Trailing(7, "day")))
    found = rows(MetricQuery((Measure("last_week"),), grain="month", periods=(FIRST_QUARTER,)), LAST_MONTH, made)
    assert found == [(date(2025, 2, 1), None), (date(2025, 3, 1), 60)]  # 25 to 28 February; January's own last seven days have no order

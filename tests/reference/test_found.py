"""What the random cases have found, each with numbers by hand: once wrong, never again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from catalog.compiler import compile_query
from catalog.dimension import Dimension
from catalog.metric import Cumulative, Grain, Input, Metric, Offset, Ratio
from catalog.period import Period
from catalog.query import Comparison, Measure, MetricQuery
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

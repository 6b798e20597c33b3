"""Accumulated metrics over several periods and several facts: one rule for months, one last day for all facts, few series."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import duckdb
import pytest

from catalog.catalog import Catalog
from catalog.compiler import compile_query
from catalog.dataset import Dataset, DatasetColumn
from catalog.label import Label, Text
from catalog.metric import Aggregate, AllTime, Cumulative, Derived, Formula, Input, Metric, Offset, Trailing
from catalog.period import Period
from catalog.query import Comparison, Measure, MetricQuery
from sql_guard.rules.bounded_arguments import MOST_SERIES
from tests.catalog.world import database, shop

TABLES = """
CREATE TABLE sales (day DATE, amount INTEGER);
INSERT INTO sales VALUES ('2025-01-10', 1), ('2025-02-10', 2), ('2025-03-10', 4), ('2025-04-05', 8), ('2025-04-20', 16);
CREATE TABLE costs (day DATE, amount INTEGER);
INSERT INTO costs VALUES ('2025-01-31', 100), ('2025-02-28', 200);
"""


def dated(name: str) -> Dataset:
    return Dataset(name, Label(name, name), "main", name, (DatasetColumn("day"), DatasetColumn("amount")), time="day")


def metric(name: str, formula: Formula) -> Metric:
    return Metric(name, Label(name, name), Text(), formula, "o", "d")


def period(start: str, end: str, through: str | None = None) -> Period:
    return Period(date.fromisoformat(start), date.fromisoformat(end), None if through is None else date.fromisoformat(through))


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    metrics = (
        metric("sold", Aggregate("sales", "sum", "amount")),
        metric("spent", Aggregate("costs", "sum", "amount")),
        metric("left", Derived("spent - sold", (Input("spent", "spent"), Input("sold", "sold")))),
        metric("left_so_far", Cumulative("left", AllTime())),
        metric("left_40d", Cumulative("left", Trailing(40, "day"))),
        metric("sold_2m", Cumulative("sold", Trailing(2, "month"))),
    )
    return Catalog({name: dated(name) for name in ("sales", "costs")}, (), {}, {each.id: each for each in metrics})


def rows(query: MetricQuery, catalog: Catalog) -> list[tuple[object, ...]]:
    connection = duckdb.connect()
    connection.execute(TABLES)
    return connection.execute(compile_query(query, catalog).sql).fetchall()


def test_two_months_are_two_whole_months_in_one_period_and_in_several(catalog: Catalog) -> None:
    april, march = period("2025-04-01", "2025-05-01", "2025-04-12"), period("2025-03-01", "2025-04-01")
    asked = MetricQuery((Measure("sold_2m"),), grain="month", periods=(april,))
    assert rows(asked, catalog) == [(date(2025, 4, 1), 4 + 8)]  # March whole and April so far
    several = rows(replace(asked, periods=(march, april)), catalog)
    assert [row[1:] for row in several] == [(date(2025, 3, 1), 2 + 4), (date(2025, 4, 1), 4 + 8)]


def test_what_is_accumulated_over_two_facts_goes_on_to_the_later_ones_last_day(catalog: Catalog) -> None:
    found = rows(MetricQuery((Measure("left_so_far"),), grain="month"), catalog)
    assert [row[1] for row in found] == [100 - 1, 300 - 3, 300 - 7, 300 - 31]


def test_trailing_days_over_two_facts_are_the_same_days_for_both(catalog: Catalog) -> None:
    found = rows(MetricQuery((Measure("left_40d"),), grain="quarter"), catalog)
    assert [row[1] for row in found] == [200 - 4, None]  # 20 February to 31 March; 12 March to 20 April has no costs
    assert rows(MetricQuery((Measure("left_40d"),)), catalog) == [(None,)]  # the 40 days to 20 April


def test_however_many_periods_are_compared_the_guards_bound_of_series_is_kept() -> None:
    spans = ((1, 31), (2, 19), (3, 23), (4, 11), (5, 15), (6, 27))
    periods = tuple(Period(start := date(2024, month, 1), start + timedelta(days=days)) for month, days in spans)
    asked = MetricQuery((Measure("total_sales"),), grain="day", periods=periods, comparison=Comparison(Offset(1, "month"), ("previous",)))
    sql = compile_query(asked, shop()).sql
    assert sql.count("RANGE(") <= MOST_SERIES
    each = [replace(asked, periods=(one,)) for one in periods]
    alone = [row for one in each for row in database().execute(compile_query(one, shop()).sql).fetchall()]
    assert sorted(row[1:] for row in database().execute(sql).fetchall()) == sorted(alone)

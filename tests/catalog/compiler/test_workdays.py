"""A metric per workday divides by the workdays that the serving calendar says, and by nothing where it does not know them all."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pytest

from catalog.calendar import SCHEMA, Calendar
from catalog.calendar_dataset import with_calendar
from catalog.compiler import compile_query
from catalog.metric import PerDay
from catalog.query import MetricQuery
from catalog.query_json import from_dict
from tests.catalog.world import database, metric, shop

SHOP = with_calendar(shop([metric("sales_a_workday", PerDay("sales", "workday"))]), Calendar(holidays="CN"))
MARCH = {"start": "2025-03-01", "end": "2025-04-01"}


def workdays() -> duckdb.DuckDBPyConnection:
    """Monday to Friday but 3 and 4 February 2025; Saturday 8 February is worked; nothing is known after March 2025."""
    made = database()
    made.execute(f'CREATE SCHEMA IF NOT EXISTS "{SCHEMA}"')
    made.execute(f"""CREATE TABLE "{SCHEMA}".calendar AS SELECT CAST(d AS DATE) AS day,
        CASE WHEN d >= '2025-04-01' THEN NULL WHEN d IN ('2025-02-03', '2025-02-04') THEN FALSE
             WHEN d = '2025-02-08' THEN TRUE ELSE isodow(d) < 6 END AS is_workday
        FROM range(DATE '2024-01-01', DATE '2026-01-01', INTERVAL 1 DAY) t(d)""")
    return made


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    return workdays()


def rows(connection: duckdb.DuckDBPyConnection, **parts: Any) -> list[tuple[Any, ...]]:
    query = from_dict({"measures": ["sales_a_workday"], **parts})
    assert isinstance(query, MetricQuery)
    found = connection.execute(compile_query(query, SHOP).sql).fetchall()
    return [tuple(round(cell, 9) if isinstance(cell, float) else cell for cell in row) for row in found]


def test_march_has_21_workdays_and_february_19_with_the_holidays_and_the_day_made_up(connection: duckdb.DuckDBPyConnection) -> None:
    compared = rows(connection, periods=[MARCH], comparison={"offset": {"month": 1}, "show": ["previous"]})
    assert compared == [(round(25 / 21, 9), round(60 / 19, 9))]


def test_each_bucket_has_its_workdays_so_far(connection: duckdb.DuckDBPyConnection) -> None:
    found = rows(connection, grain="month", periods=[{"start": "2025-02-01", "end": "2025-04-01", "through": "2025-03-13"}])
    assert found == [(date(2025, 2, 1), round(60 / 19, 9)), (date(2025, 3, 1), round(40 / 8, 9))]


def test_without_a_period_the_workdays_run_from_the_first_to_the_last_day_of_data(connection: duckdb.DuckDBPyConnection) -> None:
    assert rows(connection, grain="year") == [(date(2024, 1, 1), round(336 / 240, 9)), (date(2025, 1, 1), round(205 / 63, 9))]


def test_days_that_the_calendar_does_not_know_give_no_value(connection: duckdb.DuckDBPyConnection) -> None:
    assert rows(connection, periods=[{"start": "2025-03-01", "end": "2025-05-01"}]) == [(None,)]

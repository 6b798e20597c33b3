"""Metrics as they were defined on a day: of the metric itself, of what is inside it at any depth, and of queries that choose members."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from catalog.catalog import Catalog
from catalog.compiler import compile_query
from catalog.errors import Unanswerable
from catalog.lineage import changed_on, datasets_of
from catalog.metric import Aggregate, Edition, Formula, Ratio
from catalog.query import MetricQuery
from catalog.query_json import from_dict
from tests.catalog.world import Input, database, metric, shop

ALL_ORDERS = Aggregate("orders", "sum", "amount")
DONE = Aggregate("orders", "sum", "amount", "status = 'done'")
LISTED = Aggregate("orders", "count")
BACK = Aggregate("refunds", "sum", "amount")


def edition(version: int, formula: Formula, until: str) -> Edition:
    return Edition(version, formula, date.fromisoformat(until))


def catalog() -> Catalog:
    turnover = metric("turned", DONE, version=3, editions=(edition(1, LISTED, "2024-01-01"), edition(2, ALL_ORDERS, "2025-01-01")))
    rate = metric("back_rate", Ratio(Input("refunded", "n"), Input("turned", "d")), "percent")
    rate_now = metric("rate_of_rate", Ratio(Input("back_rate", "n"), Input("turned", "d")), "percent")
    moved = metric("moved", DONE, version=2, editions=(edition(1, BACK, "2025-01-01"),))
    return shop([turnover, rate, rate_now, moved])


CATALOG = catalog()


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    return database()


def rows(parts: dict[str, Any], connection: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    query = from_dict(parts)
    assert isinstance(query, MetricQuery)
    return connection.execute(compile_query(query, CATALOG).sql).fetchall()


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (None, Decimal("541.00")),
        ("2025-01-01", Decimal("541.00")),
        ("2024-12-31", Decimal("694.00")),
        ("2024-01-01", Decimal("694.00")),
        ("2023-12-31", 14),
        ("1999-01-01", 14),
    ],
)
def test_a_day_has_the_definition_that_held_on_it(day: str | None, value: object, connection: duckdb.DuckDBPyConnection) -> None:
    assert rows({"measures": ["turned"], **({"as_of": day} if day else {})}, connection) == [(value,)]


def test_the_metrics_inside_a_metric_are_those_of_the_day_too(connection: duckdb.DuckDBPyConnection) -> None:
    ((now,),) = rows({"measures": ["rate_of_rate"]}, connection)
    ((then,),) = rows({"measures": ["rate_of_rate"], "as_of": "2024-06-01"}, connection)
    assert (now, then) == (pytest.approx(25.5 / 541 / 541), pytest.approx(25.5 / 694 / 694))


def test_a_query_that_chooses_members_has_a_day_of_its_own(connection: duckdb.DuckDBPyConnection) -> None:
    inner = {"measures": ["turned"], "group_by": ["store"], "having": [{"column": "turned", "op": ">", "value": 100}]}
    query = {"measures": ["turned"], "group_by": ["store"]}
    now = rows({**query, "within": [{"dimensions": ["store"], "query": inner}]}, connection)
    then = rows({**query, "within": [{"dimensions": ["store"], "query": {**inner, "as_of": "2024-06-01"}}]}, connection)
    assert now == [("A", Decimal("310.00"))]
    assert then == [("A", Decimal("310.00")), ("B", Decimal("70.00")), ("O'Neil", Decimal("80.00"))]


def test_what_the_old_definition_cannot_be_seen_by_is_refused() -> None:
    query = from_dict({"measures": ["moved"], "group_by": ["channel"]})
    assert isinstance(query, MetricQuery) and compile_query(query, CATALOG).sql
    with pytest.raises(Unanswerable) as refused:
        compile_query(replace(query, as_of=date(2024, 6, 1)), CATALOG)
    assert refused.value.code == "unreachable_dimension"


def test_lineage_and_the_day_of_a_change_look_inside() -> None:
    assert datasets_of(CATALOG, "moved") == {"orders"} and datasets_of(CATALOG, "moved", date(2024, 6, 1)) == {"refunds"}
    assert changed_on(CATALOG, "rate_of_rate") == date(2025, 1, 1)
    assert changed_on(CATALOG, "sales") is None

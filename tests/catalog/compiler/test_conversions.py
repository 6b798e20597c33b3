"""Conversions: every converting event belongs to its entity's last base event at or before it, within the window."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from catalog.catalog import Catalog
from catalog.compiler import compile_query
from catalog.dataset import Dataset, DatasetColumn, Join
from catalog.dimension import Dimension
from catalog.errors import Unanswerable
from catalog.label import Label, Text
from catalog.metric import AllTime, Conversion, Cumulative, Event, Formula, Input, Metric, Ratio, Trailing
from catalog.query import Measure, MemberFilter, MetricQuery, Share
from tests.catalog.compiler.by_hand import cases_of, check_answer, check_golden, name_of

CASES = cases_of("conversions.yaml")
TABLES = """
CREATE TABLE channels (channel VARCHAR, paid BOOLEAN);
INSERT INTO channels VALUES ('ad', TRUE), ('mail', FALSE);
CREATE TABLE visits (visit_id INTEGER, visited_on DATE, user_id VARCHAR, channel VARCHAR, product VARCHAR);
INSERT INTO visits VALUES
  (1, '2025-01-01', 'bob', 'ad', 'p'), (2, '2025-01-05', 'bob', 'mail', 'q'), (3, '2025-01-31', 'amy', 'ad', 'p'),
  (4, '2025-02-01', 'amy', 'mail', 'p'), (5, '2025-01-10', 'eve', 'ad', 'p'), (6, '2025-01-10', 'eve', 'mail', 'p'),
  (7, '2025-01-20', NULL, 'ad', 'p'), (8, '2025-02-10', 'dan', NULL, 'q'), (9, '2024-01-03', 'dan', 'ad', 'q'),
  (10, '2025-01-30', 'joe', 'ad', 'p');
CREATE TABLE buys (buy_id INTEGER, bought_on DATE, user_id VARCHAR, product VARCHAR, amount DECIMAL(10,2), status VARCHAR);
INSERT INTO buys VALUES
  (1, '2025-01-07', 'bob', 'p', 10, 'ok'), (2, '2025-01-11', 'bob', 'q', 20, 'ok'), (3, '2025-01-12', 'bob', 'q', 40, 'ok'),
  (4, '2025-02-02', 'amy', 'p', 5, 'ok'), (5, '2025-01-10', 'eve', 'p', 7, 'ok'), (6, '2025-01-21', NULL, 'p', 99, 'ok'),
  (7, '2025-02-09', 'dan', 'q', 3, 'ok'), (8, '2024-01-04', 'dan', 'q', 2, 'ok'), (9, '2025-02-03', 'joe', 'p', 8, 'ok'),
  (10, '2025-01-11', 'eve', 'p', 1, 'void');
"""
VISIT = Event("visits", "user_id")
WEEK = Trailing(7, "day")


def buying(**parts: Any) -> Event:
    return Event("buys", "user_id", filter="status = 'ok'", **parts)


FORMULAS: dict[str, Formula] = {
    "rate": Conversion(VISIT, buying(), "rate", WEEK),
    "conversions": Conversion(VISIT, buying(), "count", WEEK),
    "ever": Conversion(VISIT, buying(), "count"),
    "same_product": Conversion(VISIT, buying(), "count", WEEK, (("product", "product"),)),
    "bought": Conversion(VISIT, buying(function="sum", expression="amount"), "count", WEEK),
    "buyers": Conversion(VISIT, buying(function="count_distinct", expression="user_id"), "count", WEEK),
    "per_visitor": Conversion(Event("visits", "user_id", "count_distinct", "user_id"), buying(), "rate", WEEK),
    "from_paid": Conversion(Event("visits", "user_id", filter="channels.paid"), buying(), "count", WEEK),
    "mail_part": Ratio(Input("conversions", "n", filters=(("channel", ("mail",)),)), Input("conversions", "d")),
    "so_far": Cumulative("conversions", AllTime()),
}


def table(name: str, columns: str, time: str | None = None, key: tuple[str, ...] = ()) -> Dataset:
    return Dataset(name, Label(name, name), "main", name, tuple(DatasetColumn(each) for each in columns.split()), key, time)


def funnel() -> Catalog:
    datasets = (
        table("channels", "channel paid"),
        table("visits", "visit_id visited_on user_id channel product", "visited_on", ("visit_id",)),
        table("buys", "buy_id bought_on user_id product amount status", "bought_on"),
    )
    dimensions = [Dimension(name, Label(name, name), "visits", name) for name in ("channel", "product")]
    dimensions.append(Dimension("is_paid", Label("is_paid", "is_paid"), "channels", "paid", "boolean"))
    metrics = [Metric(name, Label(name, name), Text(), formula, "o", "d") for name, formula in FORMULAS.items()]
    joins = (Join("visits", "channels", (("channel", "channel"),), "many_to_one"),)
    return Catalog({each.id: each for each in datasets}, joins, {each.id: each for each in dimensions}, {each.id: each for each in metrics})


def funnel_data() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(TABLES)
    return connection


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return funnel()


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    return funnel_data()


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_the_answer_is_what_a_person_would_have_computed(
    case: dict[str, Any], catalog: Catalog, connection: duckdb.DuckDBPyConnection
) -> None:
    check_answer(case, catalog, connection)


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_the_sql_is_the_golden_one(case: dict[str, Any], catalog: Catalog) -> None:
    check_golden(case, catalog)


def test_a_conversion_is_not_accumulated_over_a_window(catalog: Catalog) -> None:
    with pytest.raises(Unanswerable) as refused:
        compile_query(MetricQuery((Measure("so_far"),)), catalog)
    assert refused.value.code == "cumulative_conversion"


def test_the_share_of_a_rate_is_refused_and_that_of_a_count_is_not(catalog: Catalog, connection: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(Unanswerable) as refused:
        compile_query(MetricQuery((Measure("rate", Share()),), group_by=("channel",)), catalog)
    assert refused.value.code == "share_not_additive"
    sql = compile_query(MetricQuery((Measure("conversions", Share()),), group_by=("channel",)), catalog).sql
    assert sum(share or 0 for _, share in connection.execute(sql).fetchall()) == pytest.approx(1)


@pytest.mark.parametrize("member", ["ad", "mail", None])
def test_a_group_is_what_its_filter_gives(member: str | None, catalog: Catalog, connection: duckdb.DuckDBPyConnection) -> None:
    measures = tuple(Measure(name) for name in ("rate", "conversions", "bought", "buyers"))
    groups = connection.execute(compile_query(MetricQuery(measures, group_by=("channel",)), catalog).sql).fetchall()
    alone = connection.execute(compile_query(MetricQuery(measures, filters=(MemberFilter("channel", (member,)),)), catalog).sql).fetchall()
    assert [tuple(row[1:]) for row in groups if row[0] == member] == alone

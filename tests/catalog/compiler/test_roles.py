"""Self-joins by role: a manager is an employee, and so is a manager's manager; nobody's facts are dropped."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import pytest

from catalog.catalog import Catalog
from catalog.compiler import compile_query
from catalog.dataset import Dataset, DatasetColumn, Join
from catalog.dimension import Dimension
from catalog.label import Label, Text
from catalog.metric import Aggregate, Metric
from catalog.query import Measure, MemberFilter, MetricQuery

TABLES = """
CREATE TABLE staff (id INTEGER, name VARCHAR, boss INTEGER);
INSERT INTO staff VALUES (1, '甲', NULL), (2, '乙', 1), (3, '丙', 2), (4, '丁', 99);
CREATE TABLE deals (deal VARCHAR, seller INTEGER, amount INTEGER);
INSERT INTO deals VALUES ('a', 1, 10), ('b', 2, 20), ('c', 3, 40), ('d', 4, 80), ('e', NULL, 160), ('f', 3, 320);
"""


def table(name: str, columns: str) -> Dataset:
    return Dataset(name, Label(name, name), "main", name, tuple(DatasetColumn(each) for each in columns.split()))


def named(name: str, dataset: str, expression: str, *via: str) -> Dimension:
    return Dimension(name, Label(name, name), dataset, expression, via=via)


def company() -> Catalog:
    datasets = (table("staff", "id name boss"), table("deals", "deal seller amount"))
    joins = (
        Join("deals", "staff", (("seller", "id"),), "many_to_one"),
        Join("staff", "staff", (("boss", "id"),), "many_to_one", "manager"),
    )
    dimensions = (
        named("seller", "staff", "name"),
        named("manager", "staff", "name", "manager"),
        named("head", "staff", "name", "manager", "manager"),
        named("deal", "deals", "deal"),
    )
    sold = Metric("sold", Label("sold", "sold"), Text(), Aggregate("deals", "sum", "amount"), "o", "d")
    return Catalog({each.id: each for each in datasets}, joins, {each.id: each for each in dimensions}, {"sold": sold})


def company_data() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(TABLES)
    return connection


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return company()


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    return company_data()


@pytest.mark.parametrize(
    ("dimension", "expected"),
    [
        ("seller", {"甲": 10, "乙": 20, "丙": 360, "丁": 80, None: 160}),
        ("manager", {"甲": 20, "乙": 360, None: 250}),
        ("head", {"甲": 360, None: 270}),
        ("deal", {"a": 10, "b": 20, "c": 40, "d": 80, "e": 160, "f": 320}),
    ],
)
def test_a_fact_finds_the_seller_the_manager_and_the_managers_manager(
    dimension: str, expected: dict[str | None, int], catalog: Catalog, connection: duckdb.DuckDBPyConnection
) -> None:
    sql = compile_query(MetricQuery((Measure("sold"),), group_by=(dimension,)), catalog).sql
    assert dict(connection.execute(sql).fetchall()) == expected


def test_three_levels_stand_side_by_side(catalog: Catalog, connection: duckdb.DuckDBPyConnection) -> None:
    query = MetricQuery((Measure("sold"),), group_by=("seller", "manager", "head"), filters=(MemberFilter("head", ("甲",)),))
    assert connection.execute(compile_query(query, catalog).sql).fetchall() == [("丙", "乙", "甲", 360)]


def test_two_datasets_may_each_have_a_manager_in_one_query(catalog: Catalog) -> None:
    connection = duckdb.connect()
    connection.execute(TABLES + "CREATE TABLE shops (shop VARCHAR, boss INTEGER); INSERT INTO shops VALUES ('c', 1), ('f', 3);")
    datasets = {**catalog.datasets, "shops": table("shops", "shop boss")}
    joins = (
        *catalog.joins,
        Join("deals", "shops", (("deal", "shop"),), "many_to_one"),
        Join("shops", "staff", (("boss", "id"),), "many_to_one", "manager"),
    )
    dimensions = {each.id: each for each in (named("boss", "staff", "manager.name"), named("shop_boss", "shops", "manager.name"))}
    query = MetricQuery((Measure("sold"),), group_by=("boss", "shop_boss"), filters=(MemberFilter("boss", ("乙",)),))
    sql = compile_query(query, replace(catalog, datasets=datasets, joins=joins, dimensions=dimensions)).sql
    assert connection.execute(sql).fetchall() == [("乙", "丙", 320), ("乙", "甲", 40)]

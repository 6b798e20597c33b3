"""Bridges: a row counts once for each distinct member, once in the total, and stays where it has none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import duckdb
import pytest

from catalog.catalog import Catalog
from catalog.compiler import compile_query, compile_rows
from catalog.dataset import Join
from catalog.errors import CatalogError, Unreadable
from catalog.joins import reachable_dimensions
from catalog.metric_sql import expand_metric_sql
from catalog.query import MemberFilter, MetricQuery, RowList
from catalog.query_json import from_dict
from tests.catalog.bank import JOINS, bank, database
from tests.catalog.compiler.by_hand import cases_of, check_answer, check_golden, name_of

CASES = cases_of("bridges.yaml")


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return bank()


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    return database()


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_the_answer_is_what_a_person_would_have_computed(
    case: dict[str, Any], catalog: Catalog, connection: duckdb.DuckDBPyConnection
) -> None:
    check_answer(case, catalog, connection)


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_the_sql_is_the_golden_one(case: dict[str, Any], catalog: Catalog) -> None:
    check_golden(case, catalog)


def query_of(parts: dict[str, Any]) -> MetricQuery:
    query = from_dict(parts)
    assert isinstance(query, MetricQuery)
    return query


def refusal(parts: dict[str, Any], catalog: Catalog) -> CatalogError:
    with pytest.raises(CatalogError) as refused:
        compile_query(query_of(parts), catalog)
    return refused.value


@pytest.mark.parametrize(
    ("parts", "code", "facts"),
    [
        ({"measures": [{"metric": "paid", "share": []}], "group_by": ["tag"]}, "share_overlaps", {"dimension": "tag"}),
        ({"measures": [{"metric": "paid", "share": ["kind"]}], "group_by": ["tag", "kind"]}, "share_overlaps", {"metric": "paid"}),
        ({"measures": ["broken"]}, "mixes_bridge", {"dataset": "payments"}),
        ({"measures": ["by_age"]}, "mixes_bridge", {}),
        ({"measures": ["called"], "group_by": ["tag"]}, "unreachable_dimension", {"dataset": "calls"}),
        ({"measures": ["called"], "group_by": ["kind"]}, "unreachable_dimension", {"dataset": "calls"}),
        (
            {
                "measures": ["paid"],
                "within": [{"dimensions": ["tag", "kind"], "query": {"measures": ["paid"], "group_by": ["tag", "kind"]}}],
            },
            "within_mixes_bridge",
            {"dataset": "payments"},
        ),
    ],
)
def test_what_a_bridge_cannot_answer_is_refused(parts: dict[str, Any], code: str, facts: dict[str, Any], catalog: Catalog) -> None:
    found = refusal(parts, catalog)
    assert (found.code, {**found.facts, **facts}) == (code, found.facts)


def test_an_answer_by_members_that_share_rows_says_so(catalog: Catalog) -> None:
    assert compile_query(query_of({"measures": ["paid"], "group_by": ["tag"]}), catalog).notes == ("members_overlap",)
    assert compile_query(query_of({"measures": ["paid"], "filters": [{"dimension": "tag", "in": ["x"]}]}), catalog).notes == ()


def test_parts_that_share_rows_are_not_added_up_again(catalog: Catalog) -> None:
    text = "WITH b AS (SELECT {0}, MEASURE(paid) AS paid FROM metrics GROUP BY {0}) SELECT SUM(paid) FROM b"
    assert expand_metric_sql(text.format("kind"), catalog).metrics == ("paid",)
    with pytest.raises(Unreadable) as refused:
        expand_metric_sql(text.format("tag"), catalog)
    assert refused.value.code == "aggregate_outside"


def test_ordinary_datasets_are_never_entered_against_their_look_up(catalog: Catalog) -> None:
    plain = replace(catalog, datasets={name: replace(dataset, bridge=False) for name, dataset in catalog.datasets.items()})
    assert refusal({"measures": ["paid"], "group_by": ["holder"]}, plain).code == "unreachable_dimension"
    assert "holder" in reachable_dimensions(catalog, "payments")
    assert "holder" not in reachable_dimensions(plain, "payments")


def test_a_path_without_a_bridge_comes_first(catalog: Catalog) -> None:
    direct = replace(catalog, joins=(*JOINS, Join("accounts", "customers", (("account_id", "customer_id"),), "many_to_one")))
    sql = compile_query(query_of({"measures": ["paid"], "group_by": ["holder"]}), direct).sql
    assert "holders" not in sql
    assert "DISTINCT" not in sql


def test_two_bridges_that_lead_to_one_member_are_named(catalog: Catalog) -> None:
    other = replace(catalog.datasets["holders"], id="trustees")
    joins = (*JOINS, *(replace(join, left="trustees") for join in JOINS if join.left == "holders"))
    found = refusal(
        {"measures": ["paid"], "group_by": ["holder"]}, replace(catalog, datasets={**catalog.datasets, "trustees": other}, joins=joins)
    )
    assert found.code == "ambiguous_path"
    assert found.facts["paths"] == ("payments > accounts > holders > customers", "payments > accounts > trustees > customers")


def test_detail_rows_are_filtered_over_a_bridge_and_never_repeated(catalog: Catalog, connection: duckdb.DuckDBPyConnection) -> None:
    query = RowList("payments", ("payment_id",), (MemberFilter("tag", ("x", "y")),))
    assert sorted(connection.execute(compile_rows(query, catalog).sql).fetchall()) == [(1,), (2,), (3,), (4,), (10,)]
    with pytest.raises(CatalogError) as refused:
        compile_rows(replace(query, columns=("payment_id", "tag")), catalog)
    assert refused.value.code == "value_over_bridge"


@pytest.mark.parametrize("dimension", ["holder", "city", "tag", "part"])
def test_a_group_is_what_its_filter_gives(dimension: str, catalog: Catalog, connection: duckdb.DuckDBPyConnection) -> None:
    measures = ["paid", "payments", "payers", "median_paid", "x_paid"]
    groups = connection.execute(compile_query(query_of({"measures": measures, "group_by": [dimension]}), catalog).sql).fetchall()
    for member, *values in groups:
        alone = query_of({"measures": measures, "filters": [{"dimension": dimension, "in": [member]}]})
        assert connection.execute(compile_query(alone, catalog).sql).fetchall() == [tuple(values)]
    assert len(groups) > 2


def test_the_rows_with_a_member_and_those_without_are_all_rows(catalog: Catalog, connection: duckdb.DuckDBPyConnection) -> None:
    for key in ("in", "not_in"):
        parts = [{"dimension": "tag", key: ["x", None]}]
        sql = compile_query(query_of({"measures": ["payments"], "filters": parts}), catalog).sql
        assert connection.execute(sql).fetchall() == [(10 if key == "in" else 2,)]


@pytest.mark.parametrize(
    ("condition", "payments"),
    [
        ("tag <> 'y'", (3, 8, 10)),
        ("tag NOT IN ('y')", (3, 8, 10)),
        ("NOT tag = 'y'", (3, 8, 10)),
        ("tag <> 'y' OR tag IS NULL", (3, 4, 5, 6, 7, 8, 9, 10, 11, 12)),
        ("tag IS NOT NULL", (1, 2, 3, 8, 10)),
        ("age <> 30", (3, 12)),
        ("age <> 40", (4, 9)),
        ("age NOT IN (40)", ()),
    ],
)
def test_not_in_over_a_bridge_drops_the_missing_partner_with_its_row(
    condition: str, payments: tuple[int, ...], catalog: Catalog, connection: duckdb.DuckDBPyConnection
) -> None:
    sql = expand_metric_sql(f"SELECT MEASURE(payments) FROM metrics WHERE {condition}", catalog).sql
    assert connection.execute(sql).fetchall() == [(len(payments),)]


def test_a_default_written_beyond_a_bridge_repeats_no_row(catalog: Catalog, connection: duckdb.DuckDBPyConnection) -> None:
    tag = replace(catalog.dimensions["tag"], expression="COALESCE(payment_tags.tag, 'x')")
    written = replace(catalog, dimensions={**catalog.dimensions, "tag": tag})
    groups = connection.execute(compile_query(query_of({"measures": ["payments"], "group_by": ["tag"]}), written).sql).fetchall()
    by_hand = """SELECT t.tag, COUNT(*) FROM payments LEFT JOIN (SELECT DISTINCT payment_id, COALESCE(tag, 'x') AS tag FROM payment_tags) t
                 USING (payment_id) GROUP BY 1"""
    assert sorted(groups, key=repr) == sorted(connection.execute(by_hand).fetchall(), key=repr)
    for key, count in (("in", "IN"), ("not_in", "NOT IN")):
        found = compile_query(query_of({"measures": ["payments"], "filters": [{"dimension": "tag", key: ["x"]}]}), written).sql
        chosen = "SELECT payment_id FROM payment_tags WHERE COALESCE(tag, 'x') = 'x' AND payment_id IS NOT NULL"
        assert (
            connection.execute(found).fetchall()
            == connection.execute(f"SELECT COUNT(*) FROM payments WHERE payment_id {count} ({chosen})").fetchall()
        )

"""Slowly-changing dimensions: a row finds what held on its own day, and none is counted twice or lost."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from catalog.catalog import Catalog
from catalog.compiler import compile_query
from catalog.errors import Unanswerable
from catalog.query import Measure, MetricQuery
from tests.catalog.bank import bank, database
from tests.catalog.compiler.by_hand import cases_of, check_answer, check_golden, name_of

CASES = cases_of("validity.yaml")


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


def test_without_a_day_nothing_says_which_row_held(catalog: Catalog) -> None:
    with pytest.raises(Unanswerable) as refused:
        compile_query(MetricQuery((Measure("logins"),), group_by=("level",)), catalog)
    assert (refused.value.code, refused.value.facts) == ("validity_needs_time", {"dataset": "logins", "to": "levels"})


def test_rows_are_never_gathered_by_key_before_their_day_is_used(catalog: Catalog) -> None:
    assert "by_key" not in compile_query(MetricQuery((Measure("called"),), group_by=("city_then",)), catalog).sql

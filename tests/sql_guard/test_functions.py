"""The allow-lists name what the engine has, and nothing that hides a table, grows without bound or tells of the engine."""

from __future__ import annotations

import duckdb
import pytest
from sqlglot import exp

from sql_guard.functions import (
    ANONYMOUS,
    ENGINE_FUNCTIONS,
    OPERATORS,
    SAME_FUNCTION,
    TREE_FUNCTIONS,
    TREE_NODES,
    WINDOWS,
    listed,
)

WORDS_OF_THE_PARSER = listed("coalesce grouping grouping_id percentile_cont percentile_disc ifnull current_timestamp struct_pack")
DANGEROUS = listed("""
    query query_table json_execute_serialized_sql json_serialize_sql read_csv read_text read_blob glob getenv getvariable
    current_setting current_query stats histogram histogram_values repeat list_resize array_resize bar error
    sleep_ms pg_sleep nextval currval setval list_aggregate list_aggr array_aggregate list_reduce reservoir_quantile approx_top_k
    write_log duckdb_tables random uuid setseed version
""")


def test_every_listed_function_is_one_of_the_engine() -> None:
    found = {row[0] for row in duckdb.connect().execute("SELECT DISTINCT lower(function_name) FROM duckdb_functions()").fetchall()}
    assert ENGINE_FUNCTIONS - found - WINDOWS - WORDS_OF_THE_PARSER == set()


def test_every_listed_node_is_a_class_of_the_parser() -> None:
    assert [name for name in (*TREE_NODES, *TREE_FUNCTIONS, *ANONYMOUS) if not hasattr(exp, name)] == []


@pytest.mark.parametrize("name", sorted(DANGEROUS))
def test_a_dangerous_function_is_not_listed(name: str) -> None:
    assert name not in ENGINE_FUNCTIONS


def test_a_synonym_stands_for_a_listed_name() -> None:
    assert set(SAME_FUNCTION) <= ENGINE_FUNCTIONS | OPERATORS


@pytest.mark.parametrize(("one", "other"), sorted((one, other) for one, other in SAME_FUNCTION.items() if one.isidentifier()))
def test_a_synonym_is_the_same_function(one: str, other: str) -> None:
    """By what DuckDB says of both: the same kinds of arguments give the same kind of result."""
    shapes = [shapes_of(name) for name in (one, other)]
    if all(shapes):
        assert shapes[0] & shapes[1]


def shapes_of(name: str) -> set[tuple[str, str]]:
    asked = "SELECT parameter_types::VARCHAR, coalesce(return_type, '') FROM duckdb_functions() WHERE lower(function_name) = ?"
    return set(duckdb.connect().execute(asked, [name]).fetchall())

"""What a text that runs really reads, by DuckDB's own plan and parse of it; knows nothing of the guard's rules.

Three questions: which tables and columns does the plan scan; does each table stand in its one form written by hand; what is called.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import duckdb

from sql_guard.functions import listed
from tests.sql_guard.proof.bank import READ, SCANS

# Leaves of a plan that read no table.
NO_TABLE: Final = listed(
    """
    DUMMY_SCAN COLUMN_DATA_SCAN EMPTY_RESULT CTE_SCAN REC_CTE_SCAN DELIM_SCAN EXPRESSION_SCAN CHUNK_SCAN RANGE GENERATE_SERIES UNNEST
    INOUT_FUNCTION REPEAT UNGROUPED_AGGREGATE
    """
)
WRITING: Final = tuple(listed("INSERT DELETE UPDATE CREATE COPY ATTACH EXPORT SET PRAGMA LOAD MERGE_INTO DROP ALTER VACUUM"))
IN_FROM: Final = frozenset({"range", "generate_series", "unnest"})
# Functions that reach files, settings, the session or a table named in a string, or that give away statistics of hidden rows.
REACHING: Final = listed(
    """
    stats current_setting getenv getvariable nextval currval setval query query_table json_execute_serialized_sql json_serialize_sql
    read_text read_blob read_csv read_json read_parquet glob histogram histogram_values in_search_path current_query txid_current
    write_log error secret_of double_of spill
    """
)


class Reader:
    """Holds an engine with the full bank whose connection stands in another database: only full names reach a table."""

    def __init__(self, full: duckdb.DuckDBPyConnection) -> None:
        self.full = full
        self.scans = {key: plain(self.parse(text)["statements"][0]["node"]) for key, text in SCANS.items()}
        found = full.execute(
            "SELECT DISTINCT lower(function_name) FROM duckdb_functions() WHERE function_type IN ('table', 'table_macro', 'pragma')"
        )
        self.table_functions = {row[0] for row in found.fetchall()} - IN_FROM

    def faults(self, text: str) -> list[str]:
        """What of a text that would run lies outside the policy; empty if nothing."""
        return [*self.by_plan(text), *self.by_parse(text)]

    def parse(self, text: str) -> Any:
        row = self.full.execute("SELECT json_serialize_sql(?::VARCHAR)", [text]).fetchone()
        assert row
        return json.loads(row[0])

    def by_plan(self, text: str) -> Iterator[str]:
        try:
            plan = self.plan(text)
        except duckdb.InternalException:
            raise
        except duckdb.Error as error:
            yield f"does not plan: {error}"
            return
        for node in operators(plan):
            name, facts = node["name"].strip().upper(), node.get("extra_info") or {}
            table = facts.get("Table")
            if table is not None:
                yield from outside(table, facts)
            elif name.startswith(WRITING):
                yield f"the plan writes: {name}"
            elif not node["children"] and name not in NO_TABLE:
                yield f"the plan reads something unknown: {name} {facts}"

    def plan(self, text: str) -> Any:
        """The engine's plan; where its optimizer fails on a constant, the plan before it."""
        try:
            return json.loads(self.full.execute(f"EXPLAIN (FORMAT json) {text}").fetchall()[0][1])
        except (duckdb.DataError, duckdb.InvalidInputException, duckdb.NotSupportedError):
            self.full.execute("PRAGMA disable_optimizer")
            try:
                return json.loads(self.full.execute(f"EXPLAIN (FORMAT json) {text}").fetchall()[0][1])
            finally:
                self.full.execute("PRAGMA enable_optimizer")

    def by_parse(self, text: str) -> Iterator[str]:
        parsed = self.parse(text)
        if parsed["error"] or len(parsed["statements"]) != 1:
            yield f"not one query to DuckDB: {parsed.get('error_message', '')}"
            return
        yield from self.in_node(parsed["statements"][0]["node"])

    def in_node(self, node: Any) -> Iterator[str]:
        if isinstance(node, list):
            for entry in node:
                yield from self.in_node(entry)
        if not isinstance(node, dict):
            return
        source = node.get("from_table")
        if isinstance(source, dict) and source.get("type") == "BASE_TABLE" and source["catalog_name"]:
            key = f"{source['schema_name']}.{source['table_name']}"
            if plain(node) != self.scans.get(key):
                yield f"{key} stands in another form than its scan"
            return
        if node.get("type") == "BASE_TABLE" and (node["catalog_name"] or node["schema_name"]):
            yield f"{node['schema_name']}.{node['table_name']} stands without its scan"
        name = str(node.get("function_name", "")).lower()
        if name in REACHING or name in self.table_functions:
            yield f"calls {name}"
        for value in node.values():
            yield from self.in_node(value)


def operators(plan: Any) -> Iterator[dict[str, Any]]:
    for node in plan:
        yield node
        yield from operators(node["children"])


def outside(table: str, facts: dict[str, Any]) -> Iterator[str]:
    """What one scan of a plan reads that its asker may not."""
    known = READ.get(table.replace('"', ""))
    if known is None:
        yield f"the plan scans {table}"
        return
    read = facts.get("Projections", [])
    beyond = {column.strip('"') for column in ([read] if isinstance(read, str) else read)} - known - {""}
    if beyond:
        yield f"the plan reads {sorted(beyond)} of {table}"


def plain(node: Any) -> Any:
    """A parse but for where in the text its parts stand."""
    if isinstance(node, dict):
        return {key: plain(value) for key, value in node.items() if not key.startswith("query_location")}
    return [plain(entry) for entry in node] if isinstance(node, list) else node

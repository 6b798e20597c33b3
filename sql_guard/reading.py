"""DuckDB's own reading of a text, checked against the allow-lists in its spelling and brought to a form that can be compared.

Two texts mean the same when their readings are equal: places are dropped, synonyms made one, and a permitted table and the
scan that replaced it both read as that table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sql_guard.errors import Refused
from sql_guard.functions import ENGINE_FUNCTIONS, ENGINE_TYPES, OPERATORS, TABLE_FUNCTIONS, listed
from sql_guard.nearest import nearest_name
from sql_guard.policy import Policy
from sql_guard.quoting import folded
from sql_guard.resolve import resolve
from sql_guard.synonyms import (
    SPOKEN_DATES,
    one_cast,
    one_constant,
    one_function,
    one_join,
    one_list,
    one_not,
    one_order,
    one_table,
    spoken_date,
)

Json = Any
Ctes = frozenset[str]

DROPPED: Final = frozenset({"query_location", "query_location_length", "qualified_name", "is_implicit", "is_operator"})
MUST_BE_EMPTY: Final = ("sample", "at_clause", "catalog", "ranking_expression", "pivot_enum", "duplicate_eliminated_columns")
# Bare words that DuckDB reads as a function when no column has the name.
SPEAKING_NAMES: Final = listed(
    """
    current_catalog current_database current_query current_role current_schema current_schemas current_time current_user
    localtime localtimestamp session_user user
    """
)
KINDS: Final = listed(
    """
    SELECT_NODE SET_OPERATION_NODE ORDER_MODIFIER LIMIT_MODIFIER DISTINCT_MODIFIER BASE_TABLE SUBQUERY JOIN EMPTY
    EXPRESSION_LIST TABLE_FUNCTION PIVOT COLUMN_REF VALUE_CONSTANT FUNCTION WINDOW_AGGREGATE WINDOW_RANK
    WINDOW_RANK_DENSE WINDOW_NTILE WINDOW_PERCENT_RANK WINDOW_CUME_DIST WINDOW_ROW_NUMBER WINDOW_FIRST_VALUE
    WINDOW_LAST_VALUE WINDOW_LEAD WINDOW_LAG WINDOW_NTH_VALUE COMPARE_EQUAL COMPARE_NOTEQUAL COMPARE_LESSTHAN
    COMPARE_GREATERTHAN COMPARE_LESSTHANOREQUALTO COMPARE_GREATERTHANOREQUALTO COMPARE_IN COMPARE_NOT_IN
    COMPARE_DISTINCT_FROM COMPARE_NOT_DISTINCT_FROM COMPARE_BETWEEN COMPARE_NOT_BETWEEN CONJUNCTION_AND CONJUNCTION_OR
    OPERATOR_NOT OPERATOR_IS_NULL OPERATOR_IS_NOT_NULL OPERATOR_COALESCE OPERATOR_NULLIF OPERATOR_CAST CASE_EXPR TYPE STAR
    LAMBDA COLLATE ARRAY_EXTRACT ARRAY_SLICE STRUCT_EXTRACT ARRAY_CONSTRUCTOR GROUPING_FUNCTION ORDER_DEFAULT ASCENDING
    DESCENDING OPERATOR_TRY_CAST
    """
)


def refuse(construct: str) -> Refused:
    return Refused("not_allowed", construct=construct.lower())


def unknown_function(name: str) -> Refused:
    return Refused("unknown_function", name=name, nearest=nearest_name(name, ENGINE_FUNCTIONS))


@dataclass(frozen=True)
class Reader:
    """Reads the JSON of what was written: tables stand by name."""

    policy: Policy

    def statement(self, parsed: Json) -> Json:
        if parsed["error"] or len(parsed["statements"]) != 1:
            raise Refused("unreadable")
        statement = parsed["statements"][0]
        if statement["named_param_map"]:
            raise refuse("parameter")
        return self.item(statement["node"], frozenset())

    def item(self, item: Json, ctes: Ctes) -> Json:
        if isinstance(item, dict):
            return self.node(item, ctes)
        if isinstance(item, list):
            return [self.item(entry, ctes) for entry in item]
        return item

    def node(self, node: Json, ctes: Ctes) -> Json:
        kind = node.get("type")
        if kind is None:
            return self.rest(node, ctes)
        if kind not in KINDS:
            raise refuse(str(kind))
        special = SPECIAL.get(kind)
        return special(self, node, ctes) if special else self.rest(node, ctes)

    def rest(self, node: Json, ctes: Ctes) -> Json:
        for key in MUST_BE_EMPTY:
            if node.get(key):
                raise refuse(key)
        if "cte_map" in node:
            return self.query(node, ctes)
        return {key: self.item(value, ctes) for key, value in node.items() if key not in DROPPED}

    def query(self, node: Json, ctes: Ctes) -> Json:
        """A query with its WITH list: each member sees the ones before it, the body sees all."""
        members = []
        for entry in node["cte_map"]["map"]:
            value = entry["value"]
            if value["key_targets"] or value["payload_aggregates"]:
                raise Refused("recursive")
            members.append((folded(entry["key"]), value["aliases"], value["materialized"], self.item(value["query_node"], ctes)))
            ctes = ctes | {folded(entry["key"])}
        body = {key: self.item(value, ctes) for key, value in node.items() if key not in DROPPED and key != "cte_map"}
        if "select_list" in body:
            body["select_list"] = [self.as_written(entry) for entry in body["select_list"]]
        return {**body, "with": members}

    def as_written(self, entry: Json) -> Json:
        """A column of a SELECT as it was before the guard named it."""
        return entry

    def base_table(self, node: Json, ctes: Ctes) -> Json:
        if node["sample"] or node["at_clause"]:
            raise refuse("sample")
        parts = [part for part in (node["catalog_name"], node["schema_name"], node["table_name"]) if part]
        alias = node["alias"] or node["table_name"]
        if len(parts) == 1 and folded(parts[0]) in ctes:
            return ("with", folded(parts[0]), folded(alias), node["column_name_alias"])
        return self.table(parts, folded(alias), node["column_name_alias"])

    def table(self, parts: list[str], alias: str, columns: list[str]) -> Json:
        table = resolve(parts, self.policy)
        if table is None:
            nearest = nearest_name(parts[-1], [each.name for each in self.policy.tables])
            raise Refused("unknown_table", name=".".join(parts), nearest=nearest)
        return ("table", table.key, alias, columns)

    def subquery(self, node: Json, ctes: Ctes) -> Json:
        if "class" in node:
            return self.rest(node, ctes)
        inner = self.item(node["subquery"], ctes)
        return one_table({"subquery": inner, "alias": folded(node["alias"]), "columns": node["column_name_alias"]})

    def function(self, node: Json, ctes: Ctes) -> Json:
        name = node["function_name"].lower()
        listed_here = name in ENGINE_FUNCTIONS or (node["is_operator"] and name in OPERATORS)
        if node["schema"] or node["catalog"] or not listed_here:
            raise unknown_function(name)
        return one_function(self.rest({**node, "function_name": name}, ctes))

    def table_function(self, node: Json, ctes: Ctes) -> Json:
        function = node["function"]
        if function["type"] != "FUNCTION" or function["function_name"].lower() not in TABLE_FUNCTIONS:
            raise unknown_function(str(function.get("function_name", "")))
        if node["with_ordinality"] != "WITHOUT_ORDINALITY":
            raise refuse("with ordinality")
        return {**self.rest(node, ctes), "alias": folded(node["alias"])}

    def type_name(self, node: Json, ctes: Ctes) -> Json:
        name = node["type_name"].lower()
        if node["schema"] or node["catalog"] or name not in ENGINE_TYPES:
            raise refuse(f"type {name}")
        return (ENGINE_TYPES[name], self.item(node["children"], ctes))

    def star(self, node: Json, ctes: Ctes) -> Json:
        if node["columns"] or node["expr"]:
            raise refuse("columns")
        return self.rest(node, ctes)

    def join(self, node: Json, ctes: Ctes) -> Json:
        if node["ref_type"] not in ("REGULAR", "NATURAL", "CROSS", "ASOF"):
            raise refuse(f"{node['ref_type']} join")
        return one_join(self.rest(node, ctes))

    def cast(self, node: Json, ctes: Ctes) -> Json:
        return one_cast(self.rest(node, ctes))

    def constant(self, node: Json, ctes: Ctes) -> Json:
        return one_constant(self.rest(node, ctes))

    def list_of(self, node: Json, ctes: Ctes) -> Json:
        return one_list(self.rest(node, ctes))

    def negation(self, node: Json, ctes: Ctes) -> Json:
        return one_not(self.rest(node, ctes))

    def order(self, node: Json, ctes: Ctes) -> Json:
        """One ORDER BY entry; ORDER BY ALL is the one place where a bare column set may stand."""
        expression = node["expression"]
        if expression["type"] == "STAR" and expression["columns"] and not expression["expr"]:
            return one_order({**node, "expression": "all"})
        return one_order(self.rest(node, ctes))

    def column(self, node: Json, ctes: Ctes) -> Json:
        """A column; a schema before the table is dropped as the rewriting drops it, and words that act as functions are refused."""
        names = node["column_names"]
        if len(names) == 1 and names[0].lower() in SPEAKING_NAMES and not self.has_column(names[0]):
            raise unknown_function(names[0].lower())
        if len(names) == 1 and names[0].lower() in SPOKEN_DATES:
            return spoken_date(names[0].lower(), node["alias"])
        for width in (3, 2):
            if len(names) > width and resolve(names[:width], self.policy):
                names = names[width - 1 :]
        return {"column": names, "alias": node["alias"]}

    def has_column(self, name: str) -> bool:
        return any(column.name.casefold() == name.casefold() for table in self.policy.tables for column in table.columns)

    def window(self, node: Json, ctes: Ctes) -> Json:
        return self.function({**node, "is_operator": False}, ctes)


@dataclass(frozen=True)
class RewrittenReader(Reader):
    """Reads the JSON of what will run: a table stands only inside its scan. `scans` has the reading of each, by key."""

    scans: Mapping[str, Json]
    headings: frozenset[str] = frozenset()

    def as_written(self, entry: Json) -> Json:
        return {**entry, "alias": ""} if isinstance(entry, dict) and entry.get("alias") in self.headings else entry

    def table(self, parts: list[str], alias: str, columns: list[str]) -> Json:
        raise refuse("table without its scan")

    def subquery(self, node: Json, ctes: Ctes) -> Json:
        if "class" not in node and (key := self.scanned_key(node["subquery"]["node"])):
            return ("table", key, folded(node["alias"]), node["column_name_alias"])
        return super().subquery(node, ctes)

    def scanned_key(self, inner: Json) -> str | None:
        """The table whose scan a subquery is, word for word."""
        source = inner.get("from_table") or {}
        if source.get("type") != "BASE_TABLE" or not source["catalog_name"]:
            return None
        table = resolve([source["catalog_name"], source["schema_name"], source["table_name"]], self.policy)
        if table is None or without_places(inner) != self.scans.get(table.key):
            raise refuse("table without its scan")
        return table.key


def without_places(node: Json) -> Json:
    """A reading as it is, but for where in the text its parts stand."""
    if isinstance(node, dict):
        return {key: without_places(value) for key, value in node.items() if not key.startswith("query_location")}
    if isinstance(node, list):
        return [without_places(entry) for entry in node]
    return node


Special = Callable[[Reader, Json, Ctes], Json]
SPECIAL: Final[Mapping[str, Special]] = {
    "BASE_TABLE": lambda reader, node, ctes: reader.base_table(node, ctes),
    "SUBQUERY": lambda reader, node, ctes: reader.subquery(node, ctes),
    "FUNCTION": Reader.function,
    "TABLE_FUNCTION": Reader.table_function,
    "TYPE": Reader.type_name,
    "STAR": Reader.star,
    "JOIN": Reader.join,
    "COLUMN_REF": Reader.column,
    "OPERATOR_CAST": Reader.cast,
    "OPERATOR_NOT": Reader.negation,
    "VALUE_CONSTANT": Reader.constant,
    "ARRAY_CONSTRUCTOR": Reader.list_of,
    "ORDER_DEFAULT": Reader.order,
    "ASCENDING": Reader.order,
    "DESCENDING": Reader.order,
    **dict.fromkeys((kind for kind in KINDS if kind.startswith("WINDOW_")), Reader.window),
}

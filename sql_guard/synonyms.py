"""Different spellings of one meaning, made one, so that DuckDB's readings of two texts can be compared.

Only rewrites that sqlglot is known to make are here; any other difference between the two texts is refused.
"""

from __future__ import annotations

import re
from typing import Any, Final

from sql_guard.functions import SAME_FUNCTION

Json = Any

DATE_PART_FIRST: Final = frozenset({"date_trunc", "date_part", "date_diff", "date_sub"})
SAME_PART: Final = {"dayofweek": "dow", "weekday": "dow", "dayofyear": "doy", "weekofyear": "week"}
EMPTY_CALL: Final[dict[str, Json]] = {
    "class": "FUNCTION",
    "type": "FUNCTION",
    "schema": "",
    "filter": None,
    "order_bys": {"type": "ORDER_MODIFIER", "orders": []},
    "distinct": False,
    "export_state": False,
    "catalog": "",
}
LOG_BASE: Final = {"log": "10", "log10": "10", "log2": "2"}
SPOKEN_DATES: Final = frozenset({"current_date", "current_timestamp"})
INTERVAL_TEXT: Final = re.compile(r"\s*(-?\d+)\s+([a-z]+?)s?\s*", re.IGNORECASE)
OPPOSITE: Final = {
    "OPERATOR_IS_NULL": "OPERATOR_IS_NOT_NULL",
    "COMPARE_NOT_DISTINCT_FROM": "COMPARE_DISTINCT_FROM",
    "COMPARE_DISTINCT_FROM": "COMPARE_NOT_DISTINCT_FROM",
}
CONSTANT: Final = "VALUE_CONSTANT"


def one_function(node: Json) -> Json:
    """A function call under its one name, with its arguments in their one form."""
    name = SAME_FUNCTION.get(node["function_name"], node["function_name"])
    arguments = node["arguments"]
    node["function_name"] = name
    if name == "if" and len(arguments) == 3:
        return conditional(node)
    if name == "+" and len(arguments) == 1:
        return arguments[0]["expression"]
    if name in SPOKEN_DATES and not arguments:
        return spoken_date(name, node["alias"])
    if name == "date_add" and len(arguments) == 2:
        node["function_name"] = "+"
    elif name in LOG_BASE and len(arguments) == 1:
        node["function_name"] = "log"
        node["arguments"] = [{"name": "", "expression": integer(LOG_BASE[name])}, *arguments]
    elif name in ("quantile_cont", "quantile_disc") and len(arguments) == 1 and len(node["order_bys"]["orders"]) == 1:
        node["arguments"] = [{"name": "", "expression": node["order_bys"]["orders"][0]["expression"]}, *arguments]
    elif name in DATE_PART_FIRST and arguments:
        lower_constant(arguments[0]["expression"])
    elif name in ("bool_and", "bool_or"):
        for argument in arguments:
            argument["expression"] = without_boolean_cast(argument["expression"])
    elif name in ("range", "generate_series") and len(arguments) == 1:
        node["arguments"] = [{"name": "", "expression": integer("0")}, *arguments]
    elif name.startswith("to_") and len(arguments) == 1 and (amount := literal_under(arguments[0]["expression"])):
        return ("interval", amount, name[3:].rstrip("s"), node["alias"])
    return node


def conditional(node: Json) -> Json:
    """`if(a, b, c)` and the CASE that says the same."""
    when, then, otherwise = (argument["expression"] for argument in node["arguments"])
    checks = [{"when_expr": when, "then_expr": then}]
    return {"class": "CASE", "type": "CASE_EXPR", "alias": node["alias"], "case_checks": checks, "else_expr": otherwise}


def integer(text: str) -> Json:
    return {"class": "CONSTANT", "type": CONSTANT, "alias": "", "literal": {"kind": "INTEGER", "text": text}}


def one_constant(node: Json) -> Json:
    """1_000 and 1000, .5 and 0.5."""
    literal = node["literal"]
    if literal["kind"] in ("INTEGER", "NUMERIC") and not literal["text"].isdigit():
        text = literal["text"].replace("_", "")
        return {**node, "literal": {**literal, "text": f"0{text}" if text.startswith(".") else text}}
    return node


def one_list(node: Json) -> Json:
    """ARRAY[1, 2] and [1, 2]."""
    arguments = [{"name": "", "expression": child} for child in node["children"]]
    return {**EMPTY_CALL, "alias": node["alias"], "function_name": "list_value", "arguments": arguments}


def lower_constant(node: Json) -> None:
    if isinstance(node, dict) and node.get("type") == CONSTANT and node["literal"]["kind"] == "STRING":
        text = node["literal"]["text"].lower()
        node["literal"] = {**node["literal"], "text": SAME_PART.get(text, text)}


def without_boolean_cast(node: Json) -> Json:
    while isinstance(node, dict) and node.get("type") == "OPERATOR_CAST" and node["type_expr"] == ("boolean", []):
        node = node["child"]
    return node


def literal_under(node: Json) -> str | None:
    """The whole number under the casts and truncation that INTERVAL wraps it in, or None."""
    while isinstance(node, dict):
        if node.get("type") == CONSTANT:
            text = node["literal"].get("text")
            return str(text) if re.fullmatch(r"-?\d+", str(text)) else None
        if node.get("type") == "OPERATOR_CAST":
            node = node["child"]
        elif node.get("function_name") == "trunc" and len(node["arguments"]) == 1:
            node = node["arguments"][0]["expression"]
        else:
            return None
    return None


def one_cast(node: Json) -> Json:
    """INTERVAL '1 day' and INTERVAL 1 DAY."""
    if node["type_expr"] == ("interval", []) and isinstance(node["child"], dict) and node["child"].get("type") == CONSTANT:
        found = INTERVAL_TEXT.fullmatch(str(node["child"]["literal"].get("text")))
        if found:
            return ("interval", found[1], found[2].lower(), node["alias"])
    return node


def spoken_date(name: str, alias: str) -> Json:
    """`current_date`, with brackets or without."""
    return {"spoken": name, "alias": alias}


def one_not(node: Json) -> Json:
    """NOT x IS NULL and x IS NOT NULL, and the same with IS DISTINCT FROM."""
    inner = node["children"][0]
    opposite = OPPOSITE.get(inner.get("type", "")) if isinstance(inner, dict) else None
    return {**inner, "type": opposite, "alias": node["alias"]} if opposite else node


def one_table(node: Json) -> Json:
    """A bare VALUES, and the unnamed SELECT * around it that sqlglot writes."""
    if node["alias"] not in ("", "_values") or node["columns"]:
        return node
    query = node["subquery"]["node"]
    source = query.get("from_table", {})
    if isinstance(source, dict) and source.get("type") == "EXPRESSION_LIST" and not query["modifiers"] and only_a_star(query):
        return source
    return node


def only_a_star(query: Json) -> bool:
    stars = query["select_list"]
    clauses = ("where_clause", "group_expressions", "having", "qualify", "with")
    plain = len(stars) == 1 and isinstance(stars[0], dict) and stars[0].get("type") == "STAR" and not any(query[key] for key in clauses)
    return plain and not any(stars[0][key] for key in ("relation_name", "exclude_list", "replace_list", "rename_list"))


def one_order(node: Json) -> Json:
    """The defaults of DuckDB said out loud: ascending, nulls last."""
    direction = "ASCENDING" if node["type"] == "ORDER_DEFAULT" else node["type"]
    nulls = "NULLS_LAST" if node["null_order"] == "ORDER_DEFAULT" else node["null_order"].replace(" ", "_")
    return {**node, "type": direction, "null_order": nulls}


def one_join(node: Json) -> Json:
    """A comma, CROSS JOIN, and JOIN … ON TRUE."""
    condition = node["condition"]
    literal = condition.get("literal", {}) if isinstance(condition, dict) else {}
    if node["ref_type"] == "REGULAR" and node["join_type"] == "INNER" and literal == {"kind": "BOOLEAN", "text": "true"}:
        return {**node, "condition": None, "ref_type": "CROSS"}
    return node

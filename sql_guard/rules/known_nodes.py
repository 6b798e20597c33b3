"""A query is made of listed clauses, expressions and types only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sql_guard.draft import Draft, position_of
from sql_guard.errors import Refused
from sql_guard.functions import ANONYMOUS, DATA_TYPES, ENGINE_FUNCTIONS, TREE_FUNCTIONS, TREE_NODES
from sql_guard.nearest import nearest_name
from sql_guard.policy import Policy

if TYPE_CHECKING:
    from sqlglot import exp

DEEPEST_TREE: Final = 400
KNOWN: Final = TREE_NODES | TREE_FUNCTIONS | ANONYMOUS


def known_nodes(draft: Draft, policy: Policy) -> Draft:
    todo: list[tuple[exp.Expr, int]] = [(draft.tree, 1)]
    while todo:
        node, depth = todo.pop()
        if depth > DEEPEST_TREE:
            raise Refused("too_deep", most=DEEPEST_TREE)
        kind = type(node).__name__
        if kind not in KNOWN:
            raise unknown(node, draft.written)
        if kind == "DataType":
            check_type(node)
        elif kind == "With" and node.args.get("recursive"):
            raise Refused("recursive", **position_of(node))
        todo.extend((child, depth + 1) for child in node.iter_expressions())
    return draft


def unknown(node: exp.Expr, written: str) -> Refused:
    from sqlglot import exp

    if isinstance(node, exp.Func):
        name = written[node.meta["start"] : node.meta["end"] + 1].lower() if "start" in node.meta else node.sql_name().lower()
        return Refused("unknown_function", name=name, nearest=nearest_name(name, ENGINE_FUNCTIONS), **position_of(node))
    return Refused("not_allowed", construct=type(node).__name__.lower(), **position_of(node))


def check_type(node: exp.Expr) -> None:
    """Plain types and lists of them; an array of a fixed size is refused, for its size may be anything."""
    name = getattr(node.this, "name", str(node.this))
    if name not in DATA_TYPES or node.args.get("values") or (name in ("ARRAY", "LIST") and not node.args.get("nested")):
        raise Refused("not_allowed", construct=f"type {name.lower()}", **position_of(node))

"""A query calls listed functions only; functions in FROM are fewer still."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sql_guard.draft import Draft, position_of
from sql_guard.errors import Refused
from sql_guard.functions import ANONYMOUS, ENGINE_FUNCTIONS, TABLE_FUNCTIONS
from sql_guard.nearest import nearest_name
from sql_guard.policy import Policy

if TYPE_CHECKING:
    from sqlglot import exp


def known_functions(draft: Draft, policy: Policy) -> Draft:
    from sqlglot import exp

    for node in draft.tree.walk():
        if isinstance(node, exp.Func) and type(node).__name__ in ANONYMOUS and node.name.lower() not in ENGINE_FUNCTIONS:
            raise unknown_function(node)
        if isinstance(node, exp.Table) and not isinstance(node.this, exp.Identifier):
            check_table_function(node)
    return draft


def check_table_function(table: exp.Table) -> None:
    from sqlglot import exp

    function = table.this
    if isinstance(function, exp.GenerateSeries):
        return
    if not isinstance(function, exp.Anonymous) or function.name.lower() not in TABLE_FUNCTIONS:
        raise unknown_function(function)


def unknown_function(node: exp.Expr) -> Refused:
    from sqlglot import exp

    if not isinstance(node, exp.Func):
        return Refused("not_allowed", construct=type(node).__name__.lower(), **position_of(node))
    name = (node.name if isinstance(node, exp.Anonymous) else node.sql_name()).lower()
    return Refused("unknown_function", name=name, nearest=nearest_name(name, ENGINE_FUNCTIONS), **position_of(node))

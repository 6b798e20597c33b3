"""Row predicates: templates with {attribute}, filled with a person's values as literals of the tree, so that a quote is only a quote.

A missing or empty attribute, or one that does not fit, leaves no rows.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from catalog.access.roles import Asker, Value
from catalog.errors import Unreadable

if TYPE_CHECKING:
    from sqlglot import exp

ATTRIBUTE = re.compile(r"\{([a-z][a-z0-9_]*)\}")


class NoRows(Exception):
    """The person's attributes do not fit the predicate."""


@lru_cache(maxsize=1024)
def read_template(text: str) -> exp.Expr:
    """A row predicate as a tree, each {attribute} a placeholder; copy it before changing it. Raises Unreadable."""
    from sqlglot import exp

    from catalog.expression import parsed, refuse_unknown

    names = ATTRIBUTE.findall(text)
    if "$" in text:
        raise Unreadable("predicate_attribute")
    tree = parsed(ATTRIBUTE.sub(r"($\1)", text))
    found = list(tree.find_all(exp.Parameter, exp.Placeholder))
    if sorted(map(attribute_of, found)) != sorted(names):
        raise Unreadable("predicate_attribute")  # one stands inside a text literal
    for node in tree.walk():
        node.comments = None
        if not is_attribute(node):
            refuse_unknown(node)
    return tree


def is_attribute(node: exp.Expr) -> bool:
    from sqlglot import exp

    return isinstance(node, exp.Parameter | exp.Placeholder) or isinstance(node.parent, exp.Parameter | exp.Placeholder)


def attribute_of(node: exp.Expr) -> str:
    return str(node.name)


def attributes_of(template: str) -> tuple[str, ...]:
    """The attributes that a row predicate asks of a person."""
    return tuple(dict.fromkeys(ATTRIBUTE.findall(template)))


def columns_of(template: str) -> tuple[str, ...]:
    """The columns that a row predicate reads."""
    from sqlglot import exp

    return tuple(dict.fromkeys(column.name for column in read_template(template).find_all(exp.Column)))


def predicate(template: str, asker: Asker) -> str:
    """The predicate for one person as DuckDB text; FALSE when an attribute is missing, empty or does not fit."""
    from sqlglot import exp

    try:
        tree = exp.Paren(this=read_template(template).copy())  # a parent for every node, so that each can be replaced
        for node in list(tree.find_all(exp.Parameter, exp.Placeholder)):
            fill(node, asker.values(attribute_of(node)))
    except (NoRows, Unreadable):
        return "FALSE"
    return str(tree.this.sql("duckdb"))


def fill(node: exp.Expr, values: tuple[Value, ...]) -> None:
    """Put values in the place of a placeholder: all of them in IN, = and <>; exactly one anywhere else."""
    from sqlglot import exp

    if not values:
        raise NoRows
    literals = [literal(value) for value in values]
    place = node.parent if isinstance(node.parent, exp.Paren) else node
    around = place.parent
    if isinstance(around, exp.In):
        around.set("expressions", [each for old in around.expressions for each in (literals if old in (place, node) else [old])])
    elif len(literals) == 1:
        place.replace(literals[0])
    elif isinstance(around, exp.EQ | exp.NEQ) and around.expression is place:
        listed = exp.In(this=around.this.copy(), expressions=literals)
        around.replace(listed if isinstance(around, exp.EQ) else exp.Not(this=listed))
    else:
        raise NoRows


def literal(value: Value) -> exp.Expr:
    from sqlglot import exp

    if isinstance(value, bool):
        return exp.Boolean(this=value)
    if isinstance(value, str):
        if "\0" in value:
            raise NoRows
        return exp.Literal.string(value)
    if value != value or value in (float("inf"), float("-inf")):
        raise NoRows
    number = exp.Literal.number(abs(value))
    return exp.Neg(this=number) if value < 0 else number

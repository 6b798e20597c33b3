"""Scalar SQL as catalog files write it: one expression over columns, from a short list of nodes. No aggregate, subquery or clock."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from catalog.errors import Unreadable

if TYPE_CHECKING:
    from sqlglot import exp

LONGEST = 4000


def listed(names: str) -> frozenset[str]:
    return frozenset(names.split())


NODES: Final = listed(
    """
    Add And Between Boolean Case Cast Column DPipe DataType DataTypeParam Div EQ Escape GT GTE ILike Identifier If In IntDiv Interval
    Is LT LTE Like Literal Mod Mul NEQ Neg Not Null NullSafeEQ NullSafeNEQ Or Paren Sub TryCast Var
    """
)
FUNCTIONS: Final = listed(
    """
    Abs Ceil Coalesce Concat Contains DateAdd DateDiff DateTrunc Day DayOfMonth DayOfWeek DayOfWeekIso DayOfYear EndsWith Exp
    Extract Floor Greatest Hour LastDay Least Left Length Ln Log Lower Minute Month Nullif Pow Quarter Replace Right Round Second Sign
    SplitPart Sqrt StartsWith StrPosition Substring TimestampTrunc Trim Trunc Upper Week WeekOfYear Year
    """
)


@lru_cache(maxsize=20_000)
def read_expression(text: str) -> exp.Expr:
    """The expression's tree in DuckDB's dialect; copy it before changing it. Raises Unreadable with a code of the message files."""
    tree = parsed(text)
    for node in tree.walk():
        node.comments = None
        refuse_unknown(node)
    return tree


def parsed(text: str) -> exp.Expr:
    import sqlglot
    from sqlglot import exp
    from sqlglot.errors import SqlglotError

    if len(text) > LONGEST:
        raise Unreadable("expression_too_long", most=LONGEST)
    try:
        trees = sqlglot.parse(f"SELECT {text}", read="duckdb")
    except SqlglotError as error:
        first = (getattr(error, "errors", None) or [{}])[0]
        raise Unreadable("expression_unreadable", near=str(first.get("highlight") or "")) from error
    except RecursionError as error:
        raise Unreadable("expression_too_long", most=LONGEST) from error
    select = trees[0] if len(trees) == 1 else None
    if not isinstance(select, exp.Select) or {key for key, value in select.args.items() if value} != {"expressions"}:
        raise Unreadable("expression_unreadable", near="")
    if len(select.expressions) != 1:
        raise Unreadable("expression_unreadable", near=",")
    tree: exp.Expr = select.expressions[0]
    return tree.pop()


def refuse_unknown(node: exp.Expr) -> None:
    from sqlglot import exp

    kind = type(node).__name__
    if isinstance(node, exp.AggFunc | exp.AnonymousAggFunc):
        raise Unreadable("expression_aggregate", name=function_name(node))
    if isinstance(node, exp.Window):
        raise Unreadable("expression_window")
    if isinstance(node, exp.Query):
        raise Unreadable("expression_query")
    if isinstance(node, exp.Column) and node.db:
        raise Unreadable("expression_part", name=node.sql("duckdb")[:60])
    if kind in FUNCTIONS or (kind in NODES and not isinstance(node, exp.Anonymous)):
        return
    if isinstance(node, exp.Func):
        raise Unreadable("expression_function", name=function_name(node))
    raise Unreadable("expression_part", name=node.sql("duckdb")[:60])


def function_name(node: exp.Func) -> str:
    return (node.name if type(node).__name__.startswith("Anonymous") else node.sql_name()).lower()


def columns_in(text: str) -> tuple[tuple[str, str], ...]:
    """(dataset or '', column) of every column that the expression names, in order, each once."""
    from sqlglot import exp

    found = ((column.table, column.name) for column in read_expression(text).find_all(exp.Column, bfs=False))
    return tuple(dict.fromkeys(found))


def conditions_in(text: str) -> tuple[str, ...]:
    """The sides of a filter's outermost ANDs; each one has to hold."""
    from sqlglot import exp

    tree = read_expression(text)
    sides = tree.flatten() if isinstance(tree, exp.And) else [tree]
    return tuple(side.sql("duckdb") for side in sides)

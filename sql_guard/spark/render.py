"""Checked DuckDB text to Spark text. What is printed is parsed again as Spark SQL and must be the tree that was meant, or nothing runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from sql_guard.errors import Refused
from sql_guard.parse import parsed
from sql_guard.spark.kinds import kind_of, refusal
from sql_guard.spark.relations import spell_query, top
from sql_guard.spark.scope import Columns, Place

if TYPE_CHECKING:
    from sqlglot import exp

LONG: Final = ("IS", "NOT", "DISTINCT", "FROM")
Tables = Mapping[tuple[str, str], Columns]  # (schema, table), folded -> columns


def render(text: str, tables: Tables, place: Place | None = None) -> str:
    """The same query in Spark SQL, over the tables in their place. Raises Refused with the construct that has no equal there."""
    try:
        tree, _ = spell_query(parsed(text), top(dict(tables), place or Place()))
        printed = null_safe(tree.sql("spark", comments=False))
        if again(printed) != tree:
            raise Refused("not_on_engine", engine="Spark", construct="a spelling that Spark would read differently")
    except RecursionError as error:
        raise refusal("a query nested so deeply") from error
    return printed


def null_safe(printed: str) -> str:
    """`IS NOT DISTINCT FROM` as `<=>`: Sail joins by hash on the one, and row by row on the other."""
    from sqlglot import tokenize

    if " ".join(LONG) not in printed:
        return printed
    tokens = tokenize(printed, read="spark")
    kept, done = [], 0
    for place, token in enumerate(tokens):
        run = tokens[place : place + len(LONG)]
        if tuple(each.token_type.name for each in run) == LONG:  # words, not names or texts
            kept += [printed[done : token.start], "<=>"]
            done = run[-1].end + 1
    return "".join((*kept, printed[done:]))


def again(printed: str) -> exp.Expr:
    from sqlglot import parse_one
    from sqlglot.errors import SqlglotError

    try:
        return parse_one(printed, dialect="spark")
    except SqlglotError as error:
        raise refusal("a spelling that Spark would read differently") from error


def tables_of(tables: Mapping[str, Mapping[str, str]]) -> Tables:
    """Tables by `schema.table`, with their columns' DuckDB types, as the renderer reads them."""
    found: dict[tuple[str, str], Columns] = {}
    for key, columns in tables.items():
        schema, _, name = key.partition(".")
        found[schema.casefold(), name.casefold()] = {column: kind_of(type_name) for column, type_name in columns.items()}
    return found

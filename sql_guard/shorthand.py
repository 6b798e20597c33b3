"""Statements that are short for a SELECT, written out: parentheses around it, VALUES, and PIVOT with its values listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sql_guard.errors import Refused

if TYPE_CHECKING:
    from sqlglot import exp

ENDINGS: Final = ("order", "limit", "offset")


def plain_query(tree: exp.Expr) -> exp.Expr:
    """The same statement with its shorthands written out; what is not a query stays as it is."""
    from sqlglot import exp

    while isinstance(tree, exp.Subquery) and not any(value for key, value in tree.args.items() if key != "this"):
        tree = tree.this
    if isinstance(tree, exp.Values):
        return select_of_values(tree)
    for pivot in list(tree.find_all(exp.Pivot)):
        if pivot.this is None:
            continue
        if pivot is tree:
            return select_of_pivot(pivot)
        pivot.replace(select_of_pivot(pivot))
    return tree


def select_of_values(values: exp.Values) -> exp.Select:
    """VALUES … ORDER BY … LIMIT … as a SELECT, which can carry the limit."""
    from sqlglot import exp

    clauses = {key: values.args.get(key) for key in ("with_", "order", "limit", "offset")}
    for key in clauses:
        values.set(key, None)
    return exp.Select(expressions=[exp.Star()], from_=exp.From(this=values), **clauses)


def select_of_pivot(pivot: exp.Pivot) -> exp.Select:
    """PIVOT table ON column IN (…) USING …, or UNPIVOT table ON columns INTO NAME … VALUE …, as a clause of SELECT * FROM table."""
    from sqlglot import exp

    source = pivot.this
    source.set("pivots", [unpivot_clause(pivot) if pivot.args.get("unpivot") else pivot_clause(pivot)])
    return exp.Select(expressions=[exp.Star()], from_=exp.From(this=source), with_=pivot.args.get("with_"))


def pivot_clause(pivot: exp.Pivot) -> exp.Pivot:
    """Without the list of values its columns would depend on the data, and could not be checked."""
    from sqlglot import exp

    if any(not isinstance(field, exp.In) or not field.expressions for field in pivot.expressions):
        raise Refused("pivot_needs_values")
    return exp.Pivot(expressions=pivot.args.get("using"), fields=pivot.expressions, group=pivot.args.get("group"), unpivot=False)


def unpivot_clause(pivot: exp.Pivot) -> exp.Pivot:
    from sqlglot import exp

    into = pivot.args.get("into")
    if into is None or not all(isinstance(column, exp.Column) for column in (into.this, *into.expressions, *pivot.expressions)):
        raise Refused("pivot_needs_values")
    values = [value.this for value in into.expressions]
    return exp.Pivot(expressions=values, fields=[exp.In(this=into.this.this, expressions=pivot.expressions)], unpivot=True)


def with_ending(pivot: exp.Expr, ending: exp.Expr) -> exp.Expr:
    """A PIVOT as a SELECT with the ORDER BY, LIMIT and OFFSET of another; anything else that the other has is refused."""
    if any(value for key, value in ending.args.items() if key not in (*ENDINGS, "expressions", "from_", "kind", "operation_modifiers")):
        raise Refused("unreadable")
    query = plain_query(pivot)
    for key in ENDINGS:
        query.set(key, ending.args.get(key))
    return query

"""Names for columns that an engine would name after their text: a sub-query's text is its scan's, rules and hidden columns and all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sql_guard.settle import printed

if TYPE_CHECKING:
    from sqlglot import exp

LONGEST: Final = 200  # characters: sub-queries in sub-queries would repeat their text at every level


def name_subqueries(tree: exp.Expr) -> frozenset[str]:
    """Give every unnamed column that reads a table inside the text that its asker wrote as its name; the names given."""
    from sqlglot import exp

    given = set()
    for select in list(tree.find_all(exp.Select)):
        for projection in list(select.expressions):
            if isinstance(projection, exp.Alias | exp.Column | exp.Star) or projection.find(exp.Table) is None:
                continue
            name = printed(projection, copy=True)[:LONGEST]
            named = exp.Alias(alias=exp.Identifier(this=name, quoted=True))
            projection.replace(named)
            named.set("this", projection)
            given.add(name)
    return frozenset(given)

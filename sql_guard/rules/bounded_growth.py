"""A short query may not grow into a huge one: aliases that double, texts that multiply, cubes and series that combine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from sql_guard.draft import Draft, position_of
from sql_guard.errors import Refused
from sql_guard.policy import Policy
from sql_guard.rules.bounded_arguments import steps_of

if TYPE_CHECKING:
    from sqlglot import exp

WIDEST_ALIASES: Final = 5_000
LONGEST_SERIES_TOGETHER: Final = 10_000_000
MOST_CUBED: Final = 8
MOST_TEXT: Final = 10_000
JOINING: Final = frozenset({"DPipe", "Concat", "ConcatWs", "ArrayConcat", "ArrayAppend"})
REPLACING: Final = frozenset({"Replace", "RegexpReplace"})


def bounded_growth(draft: Draft, policy: Policy) -> Draft:
    series, cubed, growing = 1.0, 0, 0
    for node in draft.tree.walk():
        kind = type(node).__name__
        if kind == "Select":
            check_aliases(node)
        elif kind == "GenerateSeries":
            series *= max(steps_of(node) or 1, 1)
        elif kind == "Cube":
            cubed += len(node.expressions)
        growing += kind in JOINING or kind in REPLACING
    if series > LONGEST_SERIES_TOGETHER:
        raise Refused("unbounded", function="generate_series", most=LONGEST_SERIES_TOGETHER)
    if cubed > MOST_CUBED:
        raise Refused("unbounded", function="cube", most=MOST_CUBED)
    if growing > 2 and growth_of(draft.tree) > MOST_TEXT:
        raise Refused("text_grows", most=MOST_TEXT)
    return draft


def check_aliases(select: exp.Expr) -> None:
    """DuckDB copies an alias into every later place that uses it: a chain of doublings would not end."""
    from sqlglot import exp

    widths: dict[str, int] = {}
    for projection in select.args.get("expressions", []):
        width = 1 + sum(widths.get(column.name.lower(), 0) for column in projection.find_all(exp.Column))
        if width > WIDEST_ALIASES:
            raise Refused("alias_chain", name=projection.alias, **position_of(projection))
        if projection.alias:
            widths[projection.alias.lower()] = width


def growth_of(query: exp.Expr) -> float:
    """How many times longer than its inputs a text of a query may be: its own factor times that of what it reads."""
    from sqlglot import exp

    inner = [growth_of(child) for child in queries_in(query)]
    members = query.args.get("with_")
    if members is not None:
        product = 1.0
        for cte in members.expressions:
            product *= growth_of(cte.this)
        return product * own_growth(query) * max(inner, default=1.0)
    return max(inner, default=1.0) * (own_growth(query) if isinstance(query, exp.Select) else 1.0)


def queries_in(query: exp.Expr) -> Iterator[exp.Expr]:
    """The queries directly inside a query, but for those of its WITH."""
    from sqlglot import exp

    for node in query.walk(prune=lambda node: isinstance(node, exp.With) or (node is not query and isinstance(node, exp.Query))):
        if node is not query and isinstance(node, exp.Query):
            yield node


def own_growth(query: exp.Expr) -> float:
    """The largest factor among the columns that a SELECT makes."""
    return max((factor_of(projection) for projection in query.args.get("expressions", [])), default=1.0)


def factor_of(expression: exp.Expr) -> float:
    """By how much joining columns together, and replacing parts by longer ones, may lengthen a text."""
    from sqlglot import exp

    factor, joins = 1.0, False
    for node in expression.walk(prune=lambda node: isinstance(node, exp.Query)):
        kind = type(node).__name__
        joins = joins or kind in JOINING
        if kind in REPLACING:
            factor *= replaced(node)
    return factor * (max(len(list(expression.find_all(exp.Column))), 1) if joins else 1)


def replaced(node: exp.Expr) -> float:
    pattern, by = node.args.get("expression"), node.args.get("replacement")
    if by is None:
        return 1.0
    if not by.is_string:
        return 1000.0
    shortest = max(len(pattern.name), 1) if type(node).__name__ == "Replace" and pattern is not None and pattern.is_string else 1
    return max(len(by.name) / shortest, 1.0)

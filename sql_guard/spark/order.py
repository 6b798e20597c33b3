"""How tightly operators bind: an operand that binds no tighter than its operator stands in brackets, so no engine can read it otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sqlglot import exp

RANKS: Final = {
    "Or": 1,
    "And": 2,
    "Not": 3,
    **dict.fromkeys(("EQ", "NEQ", "GT", "GTE", "LT", "LTE", "NullSafeEQ", "NullSafeNEQ", "Is", "In", "Between", "Like", "ILike"), 4),
    "DPipe": 5,
    **dict.fromkeys(("Add", "Sub"), 6),
    **dict.fromkeys(("Mul", "Div", "Mod", "IntDiv"), 7),
    "Neg": 8,
    "Interval": 8,
}
CHAINED: Final = frozenset({"Or", "And", "Add", "Sub", "Mul", "DPipe"})  # the left operand may be of the same rank
ATOM: Final = 9


def rank(node: exp.Expr) -> int:
    return RANKS.get(type(node).__name__, ATOM)


def enclosed(node: exp.Expr) -> exp.Expr:
    """The node, in brackets unless nothing around it can change its meaning."""
    from sqlglot import exp

    return node if rank(node) == ATOM else exp.Paren(this=node)


def operand(operator: str, node: exp.Expr, is_left: bool) -> exp.Expr:
    """A node as one side of an operator."""
    from sqlglot import exp

    own, inner = RANKS[operator], rank(node)
    if operator == "DPipe" or type(node).__name__ == "DPipe":
        tight = inner == ATOM or (operator == type(node).__name__ and is_left)
    else:
        tight = inner > own or (inner == own and is_left and operator in CHAINED and type(node).__name__ in CHAINED)
    return node if tight else exp.Paren(this=node)

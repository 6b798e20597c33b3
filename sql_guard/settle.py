"""A tree and its text that say the same: printed, read again and printed again, they no longer change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sql_guard.errors import Refused
from sql_guard.parse import parsed

if TYPE_CHECKING:
    from sqlglot import exp

MOST_ROUNDS: Final = 3


@dataclass(frozen=True)
class Settled:
    tree: exp.Query
    text: str


def settle(tree: exp.Query) -> Settled:
    """Read what is printed until the tree read is the tree printed; spoils the tree it is given."""
    for round_ in range(MOST_ROUNDS):
        text = printed(tree, copy=round_ > 0)  # the first tree is ours to spoil; a later one must stay to be compared
        again = parsed(text)
        if again == tree:
            return Settled(again, text)
        tree = again
    raise Refused("unsettled")


def printed(tree: exp.Expr, copy: bool) -> str:
    """The tree as DuckDB text, without comments; never raises anything but Refused and RecursionError."""
    from sqlglot import ErrorLevel

    try:
        return tree.sql("duckdb", copy=copy, comments=False, unsupported_level=ErrorLevel.RAISE)
    except RecursionError:
        raise
    except Exception as error:  # a generator may fail in any way on an odd tree, and every way means that we cannot tell
        raise Refused("unsettled") from error

"""The text that will run says what the checked tree says: made from it, read again, and made again, it no longer changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sql_guard.draft import Draft
from sql_guard.errors import Refused
from sql_guard.policy import Policy
from sql_guard.rules.one_query import parsed

if TYPE_CHECKING:
    from sqlglot import exp


MOST_ROUNDS: Final = 3


def settled(draft: Draft, policy: Policy) -> Draft:
    """Read what is printed until the tree read is the tree printed."""
    tree = draft.tree
    for round_ in range(MOST_ROUNDS):
        text = printed(tree, copy=round_ > 0)  # the first tree is ours to spoil; a later one must stay to be compared
        again = parsed(text)
        if again == tree:
            return replace(draft, tree=again, text=text)
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

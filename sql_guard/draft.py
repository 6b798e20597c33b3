"""A statement on its way through the guard: each rule takes a Draft and returns one, or raises Refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sql_guard.engine import Change, ResultColumn
from sql_guard.policy import Policy

if TYPE_CHECKING:
    from sqlglot import exp


@dataclass(frozen=True)
class Draft:
    """What was written, its tree (rules change it in place), and once settled the text made from it; once bound its result's columns."""

    written: str
    tree: exp.Query
    text: str = ""
    tables: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    columns: tuple[ResultColumn, ...] = ()
    headings: frozenset[str] = frozenset()  # names given to columns that had none

    def changed(self, *changes: Change) -> Draft:
        return replace(self, changes=(*self.changes, *changes))


Rule = Callable[[Draft, Policy], Draft]


def position_of(node: exp.Expr) -> dict[str, int]:
    """Line and column of the first word under a node that has them, as facts for Refused."""
    for part in node.walk():
        if "line" in part.meta:
            return {"line": part.meta["line"], "column": part.meta["col"]}
    return {}

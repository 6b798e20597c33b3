"""Where a column around the blocks comes from: followed by name through subqueries and CTEs, as long as it is only passed on."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp
from sqlglot.optimizer.scope import Scope, traverse_scope

from catalog.compiler import OutputColumn
from catalog.compiler.formula import additive_over_time
from catalog.compiler.plan import Plan
from catalog.query import PERIOD


@dataclass(frozen=True)
class Origin:
    """A block and what its written names stand for."""

    block: exp.Select
    outputs: dict[str, str]
    plan: Plan
    columns: tuple[OutputColumn, ...]

    def columns_by_name(self) -> dict[str, OutputColumn]:
        """The output column behind each written name."""
        known = {column.name: column for column in self.columns}
        return {name: known[source] for name, source in self.outputs.items()}

    def column(self, name: str, item: exp.Expr) -> OutputColumn | None:
        """The output column of one of the block's own items."""
        found = self.columns_by_name()
        return found.get(name) or list(found.values())[self.block.expressions.index(item)]

    def sums(self, name: str) -> bool:
        """Whether the column is a measure whose parts add up over every key of the block."""
        column = self.columns_by_name()[name]
        if column.role != "measure" or PERIOD in {part.name for part in self.columns}:
            return False
        return additive_over_time(self.plan.values[column.name, False])


def origin_of(column: exp.Column, tree: exp.Expr, origins: list[Origin], alone: bool = False) -> tuple[Origin, str] | None:
    """The block and the written name that a column passes on, or None where it is computed or cannot be told.

    With `alone`, also None where anything is joined on the way: joins may repeat rows.
    """
    for scope in traverse_scope(tree):
        if any(column is found for found in scope.columns):
            return followed(column, scope, origins, alone)
    return None


def followed(column: exp.Column, scope: Scope, origins: list[Origin], alone: bool) -> tuple[Origin, str] | None:
    sources = scope.selected_sources
    if alone and (len(sources) != 1 or scope.expression.args.get("joins") or scope.expression.args.get("laterals")):
        return None
    named = [pair for name, pair in sources.items() if column.table in ("", name)]
    scopes = [source for _, source in named if isinstance(source, Scope)]
    found = [origin for source in scopes if (origin := passed_on(column.name, source, origins, alone)) is not None]
    return found[0] if len(found) == 1 else None


def passed_on(name: str, scope: Scope, origins: list[Origin], alone: bool) -> tuple[Origin, str] | None:
    """The origin of an output column of a scope."""
    select = scope.expression
    for origin in origins:
        if select is origin.block:
            return (origin, name) if name in origin.outputs else None
    if not isinstance(select, exp.Select):
        return None
    for item in select.expressions:
        if isinstance(item, exp.Star):
            return followed(exp.column(name), scope, origins, alone)
        value = item.this if isinstance(item, exp.Alias) else item
        if item.alias_or_name == name:
            return followed(value, scope, origins, alone) if isinstance(value, exp.Column) else None
    return None

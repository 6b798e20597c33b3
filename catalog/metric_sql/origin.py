"""Where a column around the blocks comes from: followed by name through subqueries and CTEs, as long as it is only passed on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlglot import exp
from sqlglot.optimizer.scope import Scope, traverse_scope

from catalog.compiler import OutputColumn
from catalog.compiler.check import key_names
from catalog.compiler.formula import additive, additive_over_time
from catalog.compiler.plan import Plan, overlapping_keys
from catalog.metric_sql.block import is_constant
from catalog.query import PERIOD, TIME


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
        found, constants = self.columns_by_name(), [place for place, each in enumerate(self.block.expressions) if constant(each)]
        place = self.block.expressions.index(item)
        if place in constants:
            return None
        return found.get(name) or list(found.values())[place - sum(other < place for other in constants)]

    def sums(self, name: str, kept: set[str]) -> bool:
        """Whether the column is a measure whose parts add up over every key of the block but the kept ones (by their written names)."""
        column = self.columns_by_name()[name]
        if column.role != "measure":
            return False
        collapsed = {*key_names(self.plan.query)} - {self.outputs[each] for each in kept}
        value = self.plan.values[column.name, False]
        if not collapsed:
            return True
        if PERIOD in collapsed or collapsed & {*overlapping_keys(self.plan, value)}:
            return False
        return additive_over_time(value) if TIME in collapsed else additive(value)


def constant(item: exp.Expr) -> bool:
    return isinstance(item, exp.Alias) and is_constant(item.this)


def scopes_by_column(tree: exp.Expr) -> dict[int, Scope]:
    """The scope in which each column of a text stands, by the column's identity."""
    found: dict[int, Scope] = {}
    for scope in traverse_scope(tree):
        for column in scope.columns:
            found.setdefault(id(column), scope)
    return found


def origin_of(column: exp.Column, scopes: Mapping[int, Scope], origins: list[Origin]) -> tuple[Origin, str] | None:
    """The block and the written name that a column passes on, or None where it is computed or cannot be told."""
    scope = scopes.get(id(column))
    return None if scope is None else followed(column, scope, origins)


def followed(column: exp.Column, scope: Scope, origins: list[Origin]) -> tuple[Origin, str] | None:
    sources = scope.selected_sources
    named = [pair for name, pair in sources.items() if column.table in ("", name)]
    scopes = [source for node, source in named if isinstance(source, Scope) and not renames(node) and not renames(source.expression.parent)]
    found = [origin for source in scopes if (origin := passed_on(column.name, source, origins)) is not None]
    return found[0] if len(found) == 1 else None


def renames(node: exp.Expr | None) -> bool:
    """Whether a relation's columns get other names: AS m(a, b)."""
    alias = node.args.get("alias") if node is not None else None
    return isinstance(alias, exp.TableAlias) and bool(alias.args.get("columns"))


def passed_on(name: str, scope: Scope, origins: list[Origin]) -> tuple[Origin, str] | None:
    """The origin of an output column of a scope."""
    select = scope.expression
    for origin in origins:
        if select is origin.block:
            return (origin, name) if name in origin.outputs else None
    if not isinstance(select, exp.Select):
        return None
    for item in select.expressions:
        if isinstance(item, exp.Star) and not (item.args.get("replace") or item.args.get("rename")):
            return followed(exp.column(name), scope, origins)
        value = item.this if isinstance(item, exp.Alias) else item
        if item.alias_or_name == name:
            return followed(value, scope, origins) if isinstance(value, exp.Column) else None
    return None

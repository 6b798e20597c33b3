"""Whether a SUM around the blocks gives what the governed definition gives: followed by name through subqueries and CTEs down to a block.

Rows may be left out on the way, never repeated or merged; what is added up is a measure of one block, times or divided by constants.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp
from sqlglot.optimizer.scope import Scope, traverse_scope

from catalog.compiler.formula import constant
from catalog.metric_sql.origin import Origin, renames

REPEATING = (exp.UDTF, exp.Explode, exp.Unnest, exp.Lateral, exp.Pivot)


@dataclass(frozen=True)
class Column:
    """A column of a block, by its written name. `filled` says that a missing value reads as zero."""

    origin: Origin
    name: str
    filled: bool = False


@dataclass
class Sums:
    """The text around the blocks and the blocks in it."""

    tree: exp.Expr
    origins: list[Origin]

    def __post_init__(self) -> None:
        self.scopes = {id(scope.expression): scope for scope in traverse_scope(self.tree)}

    def adds_up(self, node: exp.Expr) -> bool:
        """Whether a SUM is of a measure that is additive over every key of its block that the SUM collapses."""
        select = node.find_ancestor(exp.Select)
        scope = self.scopes.get(id(select))
        if not isinstance(node, exp.Sum) or scope is None or not isinstance(select, exp.Select):
            return False
        window = node.find_ancestor(exp.Window, exp.Select)
        keys = window.args.get("partition_by") or [] if isinstance(window, exp.Window) else group_keys(select)
        found = self.measures(node.this, scope)
        if not found:
            return False
        kept = [self.followed(key, scope) for key in keys if isinstance(key, exp.Column)]
        return all(each.origin.sums(each.name, {key.name for key in kept if key and key.origin is each.origin}) for each in found)

    def measures(self, node: exp.Expr, scope: Scope) -> list[Column]:
        """The measures that an expression adds up, empty if it does something else with them, or a missing one would take others along."""
        match node:
            case exp.Paren() | exp.Neg():
                return self.measures(node.this, scope)
            case exp.Mul() if constant(node.this):
                return self.measures(node.expression, scope)
            case exp.Mul() | exp.Div() if constant(node.expression):
                return self.measures(node.this, scope)
            case exp.Coalesce(this=inner, expressions=[exp.Literal(this="0", is_string=False)]):
                return [Column(each.origin, each.name, filled=True) for each in self.measures(inner, scope)]
            case exp.Add() | exp.Sub():
                left, right = self.measures(node.this, scope), self.measures(node.expression, scope)
                return left + right if left and right and all(each.filled for each in left + right) else []
            case exp.Column():
                return self.passed(node, scope)
        return []

    def passed(self, column: exp.Column, scope: Scope) -> list[Column]:
        """A column of the one relation that a SELECT reads: of a block, or an expression over what lies below."""
        below = only_source(scope)
        if below is None or column.table not in ("", *scope.selected_sources):
            return []
        for origin in self.origins:
            if below.expression is origin.block:
                return [Column(origin, written)] if (written := one_named(column.name, origin.outputs)) else []
        value = projected(below, column.name)
        if value is None:
            return []
        if isinstance(value, exp.Sum) and below.expression.args.get("group"):
            return self.measures(value.this, below) if self.adds_up(value) else []
        return [] if value.find(exp.AggFunc) or merges(below) else self.measures(value, below)

    def followed(self, column: exp.Column, scope: Scope) -> Column | None:
        """The column of a block that is passed on unchanged; the name of a SELECT's own item does not count where a source has it."""
        below = only_source(scope)
        if below is None:
            return None
        for origin in self.origins:
            if below.expression is origin.block:
                return Column(origin, written) if (written := one_named(column.name, origin.outputs)) else None
        value = projected(below, column.name)
        return self.followed(value, below) if isinstance(value, exp.Column) else None


def only_source(scope: Scope) -> Scope | None:
    """The subquery or CTE that a SELECT reads, where it reads only one and repeats no row of it."""
    select, sources = scope.expression, list(scope.selected_sources.values())
    if not isinstance(select, exp.Select) or select.args.get("joins") or select.args.get("laterals") or len(sources) != 1:
        return None
    node, source = sources[0]
    if not isinstance(source, Scope) or not isinstance(source.expression, exp.Select) or node.args.get("pivots"):
        return None
    return None if renames(node) or renames(source.expression.parent) else source


def merges(scope: Scope) -> bool:
    """Whether a SELECT makes one row of several, or several of one."""
    select = scope.expression
    own = (part for item in select.expressions for part in item.find_all(*REPEATING, exp.Anonymous))
    return bool(select.args.get("distinct") or select.args.get("group")) or next(own, None) is not None


def projected(scope: Scope, name: str) -> exp.Expr | None:
    """What a SELECT shows under a name; None where several things may be meant."""
    found: list[exp.Expr] = []
    for item in scope.expression.expressions:
        if is_star(item):
            if star_changes(item):
                return None
            found.append(exp.column(name))
        elif item.alias_or_name.casefold() == name.casefold():
            found.append(item.this if isinstance(item, exp.Alias) else item)
    if any(is_star(item) for item in scope.expression.expressions) and len(found) > 1:
        return None
    return found[0] if len(found) == 1 else None


def is_star(item: exp.Expr) -> bool:
    return isinstance(item, exp.Star) or (isinstance(item, exp.Column) and isinstance(item.this, exp.Star))


def star_changes(item: exp.Expr) -> bool:
    """Whether a star shows other columns than those below it: REPLACE, RENAME."""
    star = item.this if isinstance(item, exp.Column) else item
    return bool(star.args.get("replace") or star.args.get("rename") or star.args.get("ilike"))


def one_named(name: str, outputs: dict[str, str]) -> str | None:
    """The written name, whatever its case, as the engine finds it."""
    found = [written for written in outputs if written.casefold() == name.casefold()]
    return found[0] if len(found) == 1 else None


def group_keys(select: exp.Select) -> list[exp.Expr]:
    """The columns that a SELECT groups by; none where it groups by several sets of them, all plain items for ALL."""
    group = select.args.get("group")
    if group is None or any(group.args.get(name) for name in ("cube", "rollup", "grouping_sets", "totals")):
        return []
    items = [item.this if isinstance(item, exp.Alias) else item for item in select.expressions]
    if group.args.get("all"):
        return [item for item in items if isinstance(item, exp.Column)]
    found: list[exp.Expr] = []
    renamed = {item.alias.casefold() for item in select.expressions if isinstance(item, exp.Alias)}
    for part in group.expressions:
        if isinstance(part, exp.Literal) and not part.is_string and 1 <= int(part.this) <= len(items):
            found.append(items[int(part.this) - 1])
        elif isinstance(part, exp.Column) and part.name.casefold() not in renamed:
            found.append(part)
    return found

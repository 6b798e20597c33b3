"""What names mean at a place in a query: the relations in FROM with their columns and kinds, the WITH members, and the query outside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sql_guard.spark.kinds import Kind, Spelled, refusal

if TYPE_CHECKING:
    from sqlglot import exp

Columns = dict[str, Kind]  # in order, by their written names


@dataclass(frozen=True)
class Relation:
    """Something in FROM. `joined` are columns that a USING shows once, under the relation to the left."""

    alias: str
    columns: Columns
    joined: frozenset[str] = frozenset()

    def find(self, name: str) -> tuple[str, Kind] | None:
        """The column as the relation spells it, in any case."""
        return next(((known, kind) for known, kind in self.columns.items() if known.casefold() == name.casefold()), None)


@dataclass(frozen=True)
class Place:
    """Where tables are: the catalog before their schema.table, and those that are views of the session alone."""

    prefix: tuple[str, ...] = ()
    views: Mapping[tuple[str, str], str] = field(default_factory=dict)


@dataclass
class Scope:
    """One SELECT's names. `aliases` are its own output columns, which DuckDB lets its clauses name."""

    tables: Mapping[tuple[str, str], Columns]
    place: Place
    subquery: Callable[[exp.Expr, Scope], tuple[exp.Expr, Columns]]
    ctes: dict[str, Columns] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    aliases: dict[str, Spelled] = field(default_factory=dict)
    outer: Scope | None = None

    def inner(self) -> Scope:
        """A scope for a query inside this one."""
        return Scope(self.tables, self.place, self.subquery, dict(self.ctes), outer=self)

    def beside(self) -> Scope:
        """A scope for a query in FROM or in WITH: it sees the WITH members, but none of the relations beside it."""
        return Scope(self.tables, self.place, self.subquery, dict(self.ctes), outer=self.outer)

    def column(self, node: exp.Column) -> Spelled:
        """A column, qualified by the relation that it belongs to; an output column's own expression where only that is meant."""
        scope: Scope | None = self
        while scope is not None:
            found = [
                (relation.alias, *column)
                for relation in scope.relations
                if node.table.casefold() in ("", relation.alias.casefold())
                and (column := relation.find(node.name)) is not None
                and (node.table or node.name.casefold() not in relation.joined)
            ]
            if len(found) > 1:
                raise refusal(f"the name {node.name} of several relations")
            if found:
                alias, name, kind = found[0]
                return Spelled(column_of(alias, name), kind)
            if not node.table and node.name.casefold() in scope.aliases:
                output = scope.aliases[node.name.casefold()]
                return Spelled(output.tree.copy(), output.kind)
            scope = scope.outer
        raise refusal(f"the name {node.name}")


def quoted(name: str) -> exp.Identifier:
    from sqlglot import exp

    return exp.Identifier(this=name, quoted=True)


def column_of(alias: str, name: str) -> exp.Column:
    from sqlglot import exp

    return exp.Column(this=quoted(name), table=quoted(alias))

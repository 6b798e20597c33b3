"""A SELECT in the making: a source, conditions, and the expressions that its columns stand for. Stages stack up by becoming CTEs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Any

from sqlglot import exp

from catalog.catalog import Catalog
from catalog.compiler.tree import both, column, identifier, named, number, relation

SERIES = 3  # that count for one length each
OWN = 600  # steps of these together, multiplied as a guard does that cannot know that none meets another


@dataclass
class Stage:
    """`columns` are expressions over the source; with `keys` set, the stage is grouped by them. `windowed` names columns with OVER."""

    source: exp.Expr
    joins: list[exp.Join] = field(default_factory=list)
    where: list[exp.Expr] = field(default_factory=list)
    columns: dict[str, exp.Expr] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    grouped: bool = False
    windowed: set[str] = field(default_factory=set)
    having: list[exp.Expr] = field(default_factory=list)
    qualify: exp.Expr | None = None

    def use(self, name: str) -> exp.Expr:
        """A column's expression, to be put somewhere."""
        return self.columns[name].copy()

    def select(self, names: Iterable[str]) -> exp.Select:
        """The tree with these columns; keys come first. The stage is spent afterwards."""
        ordered = list(dict.fromkeys((*self.keys, *names)))
        made = exp.Select(expressions=[named(self.columns[name], name) for name in ordered], from_=exp.From(this=self.source))
        if self.joins:
            made.set("joins", self.joins)
        if self.where:
            made.set("where", exp.Where(this=both(self.where)))
        if self.grouped and self.keys:
            made.set("group", exp.Group(expressions=[number(position + 1) for position in range(len(self.keys))]))
        if self.having:
            made.set("having", exp.Having(this=both(self.having)))
        if self.qualify is not None:
            made.set("qualify", exp.Qualify(this=self.qualify))
        return made


@dataclass
class Stack:
    """The CTEs so far. Names never hide a table of the catalog."""

    catalog: Catalog
    ctes: list[exp.CTE] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    numbers: dict[int, str] = field(default_factory=dict)
    shared: tuple[str, exp.Select] | None = None
    members: dict[Any, Any] = field(default_factory=dict)  # what conditions on members found, once each

    def push(self, wished: str, tree: exp.Select) -> str:
        """Puts a tree below and returns its name."""
        name, count, taken = wished, 2, taken_names(self.catalog)
        while name in self.names or name in taken:
            name, count = f"{wished}_{count}", count + 1
        self.names.add(name)
        self.ctes.append(exp.CTE(this=tree, alias=exp.TableAlias(this=identifier(name))))
        return name

    def steps(self, count: int) -> tuple[str, exp.Expr | None]:
        """The CTE that counts `step` from 0 to below `count`, and the condition that cuts it there.

        Short counts have their own; others share one that is as long as the longest: a guard lets a query make few series, and bounds
        the product of their lengths.
        """
        if count in self.numbers:
            return self.numbers[count], None
        if len(self.numbers) < SERIES and prod(self.numbers) * count <= OWN:
            self.numbers[count] = self.push("steps", series_of(count))
            return self.numbers[count], None
        if self.shared is None:
            made = series_of(count)
            self.shared = self.push("steps", made), made
        name, made = self.shared
        series = made.find(exp.GenerateSeries)
        assert series is not None
        series.set("end", number(max(count, int(series.args["end"].name))))
        return name, exp.LT(this=column("step", name), expression=number(count))

    def rest(self, wished: str, stage: Stage, names: Sequence[str]) -> Stage:
        """The stage as a CTE, and a new stage over it."""
        kept = list(dict.fromkeys((*stage.keys, *names)))
        name = self.push(wished, stage.select(kept))
        return Stage(relation(name), columns={part: column(part, name) for part in kept}, keys=stage.keys)

    def finished(self, tree: exp.Select) -> exp.Select:
        if self.ctes:
            tree.set("with_", exp.With(expressions=self.ctes))
        return tree


def series_of(count: int) -> exp.Select:
    series = exp.GenerateSeries(start=number(0), end=number(count), is_end_exclusive=True)
    alias = exp.TableAlias(this=identifier("series"), columns=[identifier("step")])
    return exp.Select(expressions=[named(column("step", "series"), "step")], from_=exp.From(this=exp.Table(this=series, alias=alias)))


def taken_names(catalog: Catalog) -> frozenset[str]:
    found: frozenset[str] | None = catalog.memo.get("taken_names")
    if found is None:
        tables = (name for dataset in catalog.datasets.values() for name in (dataset.id, dataset.table))
        found = catalog.memo["taken_names"] = frozenset(tables)
    return found

"""What a metric's value is made of: cells of islands, fractions of them, arithmetic over them. Evaluated on any spelling of the cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError

from catalog.catalog import Catalog
from catalog.compiler.tree import divided, number
from catalog.errors import Unreadable

if TYPE_CHECKING:
    from catalog.compiler.plan import Scope


@dataclass(frozen=True)
class Cell:
    """A column of an island. `merge` is the function that makes the whole from parts, or None where parts do not make it."""

    name: str
    merge: str | None
    scope: Scope


@dataclass(frozen=True)
class Quotient:
    numerator: Value
    denominator: Value


@dataclass(frozen=True)
class Arithmetic:
    """`template` is an expression over the inputs' aliases, every division made safe."""

    template: exp.Expr
    inputs: tuple[tuple[str, Value], ...]


@dataclass(frozen=True)
class Filled:
    """`column` holds the fill where buckets may have none, being earlier than the data."""

    value: Value
    fill: int
    column: Cell | None = None


Value = Cell | Quotient | Arithmetic | Filled
Spelling = Callable[[Cell], exp.Expr]


def arithmetic(catalog: Catalog, metric: str, expression: str) -> exp.Expr:
    """The parsed expression of a derived metric, once a catalog."""
    key = ("arithmetic", expression)
    found: exp.Expr | None = catalog.memo.get(key)
    if found is None:
        try:
            tree = parse_one(expression, dialect="duckdb")
        except (SqlglotError, RecursionError) as error:
            raise Unreadable("formula", metric=metric, text=expression) from error
        found = catalog.memo[key] = safely_divided(tree)
    return found


def safely_divided(tree: exp.Expr) -> exp.Expr:
    return tree.transform(lambda node: divided(node.this, node.expression) if isinstance(node, exp.Div) else node)


def evaluated(value: Value, spell: Spelling) -> exp.Expr:
    """The value as SQL, its cells as `spell` writes them (a fresh node each call)."""
    match value:
        case Cell():
            return spell(value)
        case Quotient(numerator, denominator):
            return divided(evaluated(numerator, spell), evaluated(denominator, spell))
        case Filled(inner, fill, column):
            return exp.Coalesce(this=evaluated(inner, spell), expressions=[number(fill) if column is None else spell(column)])
        case Arithmetic(template, inputs):
            return filled_in(template, dict(inputs), spell)


def filled_in(template: exp.Expr, inputs: dict[str, Value], spell: Spelling) -> exp.Expr:
    tree = template.copy()
    for place in list(tree.find_all(exp.Column)):
        part = evaluated(inputs[place.name], spell)
        if isinstance(part, exp.Binary):
            part = exp.Paren(this=part)
        if place is tree:
            return part
        place.replace(part)
    return tree


def cells(value: Value) -> Iterator[Cell]:
    match value:
        case Cell():
            yield value
        case Quotient(numerator, denominator):
            yield from cells(numerator)
            yield from cells(denominator)
        case Filled(inner):
            yield from cells(inner)
        case Arithmetic(_, inputs):
            for _, inner in inputs:
                yield from cells(inner)


def additive(value: Value) -> bool:
    """Whether the value of a whole is the sum of the values of its parts, over every dimension but time."""
    match value:
        case Cell(_, merge, scope):
            return merge == "sum" and scope.take in (None, "first", "last") and scope.shows != "average"
        case Quotient():
            return False
        case Filled(inner, fill):
            return fill == 0 and additive(inner)
        case Arithmetic(template, inputs):
            return linear(template) and all(additive(inner) for _, inner in inputs)


def additive_over_time(value: Value) -> bool:
    return additive(value) and all(adds_up_over_time(cell) for cell in cells(value))


def adds_up_over_time(cell: Cell) -> bool:
    """Whether the cell of a longer time is made of the cells of its parts. Earlier days are shown only where there are days of today's."""
    scope = cell.scope
    return not scope.shifts and cell.merge is not None and scope.take is None and scope.window is None and not scope.by_time


def linear(tree: exp.Expr) -> bool:
    """Sums and differences of inputs, and inputs times or divided by constants."""
    match tree:
        case exp.Column():
            return True
        case exp.Paren() | exp.Neg():
            return linear(tree.this)
        case exp.Add() | exp.Sub():
            return linear(tree.this) and linear(tree.expression)
        case exp.Mul():
            return (constant(tree.this) and linear(tree.expression)) or (linear(tree.this) and constant(tree.expression))
        case exp.Div():
            return linear(tree.this) and constant(tree.expression)
        case exp.Cast():
            return linear(tree.this)
    return False


def constant(tree: exp.Expr) -> bool:
    return tree.find(exp.Column) is None

"""The arithmetic of a formula, read once: its value from its inputs' values, and whether it is a sum or a fraction of sums."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from assistant.causes.kind import Fraction, Linear, flattened
from catalog.metric import Derived, Formula, Input, Ratio

if TYPE_CHECKING:
    from sqlglot import exp

    from catalog.catalog import Catalog


def inputs_and_tree(formula: Formula) -> tuple[dict[str, Input], exp.Expr] | None:
    """The inputs of a ratio or derived formula by alias, and its arithmetic; None for other formulas."""
    from sqlglot import parse_one

    match formula:
        case Ratio(over, under):
            return {"over": over, "under": under}, parse_one("over / under", dialect="duckdb")
        case Derived(expression, inputs):
            return {each.alias: each for each in inputs}, parse_one(expression, dialect="duckdb")
        case _:
            return None


def value_of(tree: exp.Expr, values: Mapping[str, float | None]) -> float | None:
    """The value of the arithmetic; None where an input has none, a divisor is nought, or it is more than the four operations."""
    from sqlglot import exp

    match tree:
        case exp.Paren():
            return value_of(tree.this, values)
        case exp.Neg():
            inner = value_of(tree.this, values)
            return None if inner is None else -inner
        case exp.Literal():
            return float(tree.this)
        case exp.Column():
            return values.get(tree.name)
        case exp.Add() | exp.Sub() | exp.Mul() | exp.Div():
            left, right = value_of(tree.this, values), value_of(tree.expression, values)
            return None if left is None or right is None else computed(type(tree).__name__, left, right)
        case _:
            return None


def computed(operator: str, left: float, right: float) -> float | None:
    match operator:
        case "Add":
            found = left + right
        case "Sub":
            found = left - right
        case "Mul":
            found = left * right
        case _:
            return left / right if right else None
    return found if math.isfinite(found) else None


def shape_of(catalog: Catalog, metric: str, formula: Formula) -> Linear | Fraction | None:
    """The formula as a sum of inputs, or a fraction of two; None where it is neither."""
    found = inputs_and_tree(formula)
    return None if found is None else shape(found[1], found[0])


def shape(tree: exp.Expr, inputs: Mapping[str, Input]) -> Linear | Fraction | None:
    from sqlglot import exp

    match tree:
        case exp.Paren():
            return shape(tree.this, inputs)
        case exp.Column():
            return Linear(((1.0, inputs[tree.name]),)) if tree.name in inputs else None
        case exp.Neg():
            return scaled(shape(tree.this, inputs), -1.0)
        case exp.Add() | exp.Sub():
            return of_sum(tree, inputs)
        case exp.Mul():
            for factor, other in ((tree.this, tree.expression), (tree.expression, tree.this)):
                if (known := value_of(factor, {})) is not None:
                    return scaled(shape(other, inputs), known)
            return None
        case exp.Div():
            over, under, divisor = shape(tree.this, inputs), shape(tree.expression, inputs), value_of(tree.expression, {})
            if divisor:
                return scaled(over, 1 / divisor)
            return Fraction(over, under) if isinstance(over, Linear) and isinstance(under, Linear) else None
        case _:
            return None


def of_sum(tree: exp.Expr, inputs: Mapping[str, Input]) -> Linear | Fraction | None:
    """Two sums are one; a number beside a fraction moves it, beside a sum it belongs to no member."""
    from dataclasses import replace

    from sqlglot import exp

    sign = -1.0 if isinstance(tree, exp.Sub) else 1.0
    left, right = shape(tree.this, inputs), scaled(shape(tree.expression, inputs), sign)
    if isinstance(left, Linear) and isinstance(right, Linear):
        return Linear((*left.terms, *right.terms))
    number = value_of(tree.expression, {})
    if isinstance(left, Fraction) and number is not None:
        return replace(left, shift=left.shift + sign * number)
    number = value_of(tree.this, {})
    if isinstance(right, Fraction) and number is not None:
        return replace(right, shift=right.shift + number)
    return None


def scaled(found: Linear | Fraction | None, factor: float) -> Linear | Fraction | None:
    from dataclasses import replace

    match found:
        case Linear():
            return flattened(found, factor)
        case Fraction():
            return replace(found, scale=found.scale * factor, shift=found.shift * factor)
        case None:
            return None

"""How a metric can be taken apart, seen from its formula alone: a sum over members, a fraction of two sums, or neither and why.

What may add up is still checked against the total in the data: orders add up over stores, and not over products that share an order.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from catalog.catalog import Catalog
from catalog.lineage import formula_of
from catalog.metric import (
    Aggregate,
    Conversion,
    Cumulative,
    Derived,
    Formula,
    Input,
    OverMembers,
    Percentile,
    PerDay,
    Ratio,
    Restricted,
    SemiAdditive,
    WeightedAverage,
)


@dataclass(frozen=True)
class Sum:
    """Its members' values add up to the total, where every row belongs to one member."""


@dataclass(frozen=True)
class Linear:
    """Inputs, each times a number."""

    terms: tuple[tuple[float, Input], ...]


@dataclass(frozen=True)
class Fraction:
    """scale · over / under + shift, of two sums."""

    over: Linear
    under: Linear
    scale: float = 1.0
    shift: float = 0.0


@dataclass(frozen=True)
class Whole:
    """No number of it can be given to a member: `reason` is a code of the message files."""

    reason: str


Kind = Sum | Fraction | Whole


def kind_of(catalog: Catalog, metric: str) -> Kind:
    """How the metric splits by members."""
    formula = formula_of(catalog, metric)
    match formula:
        case Aggregate(_, function):
            whole = {"average": "average", "median": "percentile"}.get(function, "extreme")
            return Sum() if function in ("sum", "count", "count_distinct") else Whole(whole)
        case SemiAdditive(take=take):
            return Sum() if take in ("last", "first", "average") else Whole("extreme")
        case Cumulative(inner) | PerDay(inner) | Restricted(inner):
            return kind_of(catalog, inner) if isinstance(kind_of(catalog, inner), Sum) else Whole("inner")
        case Conversion(show=show):
            return Sum() if show == "count" else Whole("conversion")
        case WeightedAverage():
            return Whole("average")
        case Percentile():
            return Whole("percentile")
        case OverMembers():
            return Whole("over_members")
        case Ratio() | Derived():
            return kind_of_arithmetic(catalog, metric, formula)


def kind_of_arithmetic(catalog: Catalog, metric: str, formula: Formula) -> Kind:
    from assistant.causes.arithmetic import shape_of

    shape = shape_of(catalog, metric, formula)
    if shape is None:
        return Whole("formula")
    inputs = [each for side in ((shape,) if isinstance(shape, Linear) else (shape.over, shape.under)) for _, each in side.terms]
    if not all(isinstance(kind_of(catalog, each.metric), Sum) for each in inputs):
        return Whole("inner")
    return Sum() if isinstance(shape, Linear) else shape


def flattened(shape: Linear, scale: float) -> Linear:
    return replace(shape, terms=tuple((scale * factor, each) for factor, each in shape.terms))

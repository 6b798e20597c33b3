"""What the aggregate functions mean: SQL's rules for missing values, by the book, over plain lists."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any


def aggregate(function: str, values: Sequence[Any]) -> Any:
    """`function` of the values that are there. A sum, average or extreme of nothing is None; a count of nothing is 0."""
    known = [value for value in values if value is not None]
    match function:
        case "count":
            return len(known)
        case "count_distinct":
            return len(set(known))
    if not known:
        return None
    match function:
        case "sum":
            return sum(known[1:], known[0])
        case "min":
            return min(known)
        case "max":
            return max(known)
        case "average":
            return float(sum(Decimal(value) for value in known)) / len(known)
        case "median":
            return continuous(known, 0.5)
    raise AssertionError(function)


def continuous(values: Sequence[Any], fraction: float) -> float | None:
    """The continuous percentile: between the two nearest values by linear interpolation."""
    known = sorted(float(value) for value in values if value is not None)
    if not known:
        return None
    place = fraction * (len(known) - 1)
    low = int(place)
    high = min(low + 1, len(known) - 1)
    return known[low] + (known[high] - known[low]) * (place - low)


def quotient(over: Any, under: Any) -> float | None:
    """A fraction; nothing where either side is missing or the lower one is zero."""
    if over is None or under is None or under == 0:
        return None
    return float(over) / float(under)


def compare(value: Any, operator: str, other: Any) -> bool:
    """SQL's comparison: what is missing compares with nothing."""
    if value is None or other is None:
        return False
    match operator:
        case ">":
            return bool(value > other)
        case ">=":
            return bool(value >= other)
        case "<":
            return bool(value < other)
        case "<=":
            return bool(value <= other)
        case "=":
            return bool(value == other)
        case "!=":
            return bool(value != other)
    raise AssertionError(operator)

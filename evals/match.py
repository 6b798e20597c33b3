"""Whether an answer's rows are the expected ones: same rows, in any order, every expected column present; other columns may be there too."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import permutations
from typing import Any

RELATIVE = 1e-6
Row = Sequence[Any]
Cell = float | str | None


def same(found: Sequence[Row], expected: Sequence[Row]) -> bool:
    """True if some choice of the found columns makes the two tables equal as bags of rows. Numbers agree to 1e-6 relative."""
    left, right = [tuple(map(cell, row)) for row in found], [tuple(map(cell, row)) for row in expected]
    if len(left) != len(right):
        return False
    if not right:
        return True
    if len(left[0]) < len(right[0]):
        return False
    return any(equal_bags([tuple(row[place] for place in places) for row in left], right) for places in mappings(left, right))


def mappings(left: Sequence[tuple[Cell, ...]], right: Sequence[tuple[Cell, ...]]) -> Iterator[tuple[int, ...]]:
    """The ways to assign each expected column a found column with the same bag of values."""
    fitting = []
    for place in range(len(right[0])):
        wanted = sorted((row[place] for row in right), key=order)
        fitting.append([at for at in range(len(left[0])) if column_equal(sorted((row[at] for row in left), key=order), wanted)])
    if all(len(places) == 1 for places in fitting):
        choice = tuple(places[0] for places in fitting)
        if len(set(choice)) == len(choice):
            yield choice
        return
    for choice in permutations(range(len(left[0])), len(right[0])):
        if all(at in places for at, places in zip(choice, fitting, strict=True)):
            yield choice


def column_equal(one: Sequence[Cell], other: Sequence[Cell]) -> bool:
    return all(map(close, one, other))


def equal_bags(left: Sequence[tuple[Cell, ...]], right: Sequence[tuple[Cell, ...]]) -> bool:
    def ordered(rows: Sequence[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
        return sorted(rows, key=lambda row: [order(value) for value in row])

    return all(all(map(close, one, other)) for one, other in zip(ordered(left), ordered(right), strict=True))


def cell(value: Any) -> Cell:
    """A value to compare: numbers as floats, dates as ISO days, the rest as text; NaN and infinity are missing."""
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float, Decimal)):
        number = float(value)
        return number if math.isfinite(number) else None
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def close(one: Cell, other: Cell) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=RELATIVE, abs_tol=1e-9)
    return one == other


def order(value: Cell) -> tuple[int, float, str]:
    """A total order in which numbers that are close stay neighbours."""
    if value is None:
        return (0, 0.0, "")
    if isinstance(value, float):
        return (1, float(f"{value:.5e}"), "")
    return (2, 0.0, value)

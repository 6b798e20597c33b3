"""Whether an answer's rows are the expected ones: the same rows in any order, every expected column there, perhaps others too."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

RELATIVE, ABSOLUTE = 1e-6, 1e-9
MOST_CHOICES = 200  # ways to choose columns that are tried; columns rarely hold the same values
Row = Sequence[Any]
Cell = float | str | None
Cells = tuple[Cell, ...]


def same(found: Sequence[Row], expected: Sequence[Row]) -> bool:
    """True if some choice of the found columns makes the two tables equal as bags of rows. Numbers agree to 1e-6 relative."""
    left, right = [tuple(map(cell, row)) for row in found], [tuple(map(cell, row)) for row in expected]
    if len(left) != len(right):
        return False
    if not right:
        return True
    choices = islice(column_choices(left, right), MOST_CHOICES)
    return any(equal_bags([tuple(row[place] for place in places) for row in left], right) for places in choices)


def column_choices(left: Sequence[Cells], right: Sequence[Cells]) -> Iterator[tuple[int, ...]]:
    """The ways to give each expected column a found column of its own with the same bag of values."""
    found = [ordered(row[at] for row in left) for at in range(len(left[0]))]
    wanted = [ordered(row[at] for row in right) for at in range(len(right[0]))]
    fitting = [tuple(at for at, column in enumerate(found) if all(map(close, column, cells))) for cells in wanted]
    if any(times > len(places) for places, times in Counter(fitting).items()):
        return  # more expected columns than there are found ones like them

    def choose(chosen: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if len(chosen) == len(fitting):
            yield chosen
            return
        for at in fitting[len(chosen)]:
            if at not in chosen:
                yield from choose((*chosen, at))

    yield from choose(())


def ordered(cells: Iterator[Cell]) -> list[Cell]:
    return sorted(cells, key=exact_order)


def exact_order(value: Cell) -> tuple[int, float, str]:
    """Missing cells, then numbers by size, then texts."""
    match value:
        case None:
            return (0, 0.0, "")
        case float():
            return (1, value, "")
        case _:
            return (2, 0.0, value)


def equal_bags(left: Sequence[Cells], right: Sequence[Cells]) -> bool:
    """Whether each row of one has a row of its own in the other; only rows that agree in all but numbers can be a pair."""
    groups: dict[Cells, tuple[list[Cells], list[Cells]]] = {}
    for side, rows in enumerate((left, right)):
        for row in rows:
            key = tuple(None if isinstance(value, float) else value for value in row)
            groups.setdefault(key, ([], []))[side].append(row)
    return all(len(one) == len(other) and paired(one, other) for one, other in groups.values())


def paired(one: list[Cells], other: list[Cells]) -> bool:
    """Each row takes the first free row that is close; exact for rows that are not all close to one another."""
    free = sorted(other, key=row_order)
    for row in sorted(one, key=row_order):
        at = next((place for place, candidate in enumerate(free) if all(map(close, row, candidate))), None)
        if at is None:
            return False
        del free[at]
    return True


def row_order(row: Cells) -> list[tuple[int, float, str]]:
    return [exact_order(value) for value in row]


def cell(value: Any) -> Cell:
    """A value to compare: numbers as floats, dates as ISO days, the rest as text; NaN and infinity are missing."""
    match value:
        case None:
            return None
        case bool():
            return str(value).lower()
        case int() | float() | Decimal():
            number = float(value)
            return number if math.isfinite(number) else None
        case datetime():
            return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(sep=" ")
        case date():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case _:
            return str(value)


def close(one: Cell, other: Cell) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=RELATIVE, abs_tol=ABSOLUTE)
    return one == other

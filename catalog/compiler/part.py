"""One aggregate of an island, and how aggregates of parts make the aggregate of the whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from catalog.query import Filter

Function = Literal["sum", "count", "count_distinct", "min", "max", "average", "median", "percentile"]
MERGED_BY: dict[str, Function] = {"sum": "sum", "count": "sum", "min": "min", "max": "max"}


@dataclass(frozen=True)
class Part:
    """One aggregate of an island: a function of an expression over the rows that pass the metric's filter and its inputs' filters."""

    function: Function
    expression: str | None = None
    filter: str | None = None
    members: tuple[Filter, ...] = ()
    fraction: float | None = None

    @property
    def merges(self) -> bool:
        """Whether the whole can be computed from parts."""
        return self.function in MERGED_BY

"""What a column says of its bucket and period alone, whatever rows there are: the fill where the data has begun, the number of days."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.metric import DayKind, Offset, StartOf
from catalog.period import Period

Source = tuple[str, str]  # a dataset and its time column


@dataclass(frozen=True)
class Fill:
    """`value` in the buckets from the first day of the sources' data on, NULL before: what nobody counted is not zero."""

    value: int
    sources: tuple[Source, ...]
    shifts: tuple[Offset | Period | StartOf, ...] = ()


@dataclass(frozen=True)
class DayCount:
    """The number of days of each bucket or period so far; those of an earlier bucket where the days are shifted."""

    days: DayKind
    sources: tuple[Source, ...]
    shifts: tuple[Offset | Period | StartOf, ...] = ()


OfBucket = Fill | DayCount

"""The two sides of a change as one governed query: two periods, two members of a dimension, or a metric and its target."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from assistant.plan import Why
from catalog.errors import Unanswerable
from catalog.query import Comparison, Measure, MemberFilter, MetricQuery, Value

PREVIOUS = "_previous"


@dataclass(frozen=True)
class Pair:
    """One value before and after; None where there is none."""

    before: float | None
    after: float | None

    @property
    def change(self) -> float:
        """What the member adds to a sum: no value adds nothing."""
        return (self.after or 0.0) - (self.before or 0.0)

    @property
    def is_empty(self) -> bool:
        return self.before is None and self.after is None

    @property
    def size(self) -> float:
        return max(abs(self.before or 0.0), abs(self.after or 0.0))


Key = tuple[Any, ...]
Values = dict[Key, tuple[Pair, ...]]  # by member (of each dimension asked for), one pair a measure


def measure_of(why: Why) -> Measure:
    """The measure asked about, as it is after."""
    return why.after.measures[0]


def opposed(why: Why) -> tuple[str, Value, Value]:
    """The dimension whose two members are compared, the one before and the one after."""
    for part in why.after.filters:
        if isinstance(part, MemberFilter) and part not in why.before.filters and len(part.values) == 1 and not part.negated:
            other = next((each for each in why.before.filters if isinstance(each, MemberFilter) and each.dimension == part.dimension), None)
            if other is not None and len(other.values) == 1 and not other.negated:
                return part.dimension, other.values[0], part.values[0]
    raise Unanswerable("causes_one_member", metric=measure_of(why).metric)


def two_values(why: Why, measures: tuple[Measure, ...], by: tuple[str, ...] = ()) -> MetricQuery:
    """The governed query that gives both sides of the measures, by members of dimensions."""
    asked = replace(why.after, measures=measures, group_by=by, comparison=None, order=(), limit=None)
    match why.sides:
        case "periods":
            return replace(asked, comparison=Comparison(why.before.periods[0], ("previous",)))
        case "members":
            dimension, before, after = opposed(why)
            kept = tuple(part for part in asked.filters if not (isinstance(part, MemberFilter) and part.dimension == dimension))
            return replace(asked, group_by=(dimension, *by), filters=(*kept, MemberFilter(dimension, (before, after))))
        case "target":
            return replace(asked, measures=(why.before.measures[0], why.after.measures[0]))


def key_columns(why: Why, names: Sequence[str], rows: Sequence[Sequence[Any]], by: tuple[str, ...]) -> Values:
    """The rows of such a query by member."""
    places = [names.index(name) for name in by]
    match why.sides:
        case "periods":
            now = [place for place, name in enumerate(names) if f"{name}{PREVIOUS}" in names]
            then = [names.index(f"{names[place]}{PREVIOUS}") for place in now]
            return {
                tuple(row[place] for place in places): tuple(
                    Pair(number(row[old]), number(row[new])) for old, new in zip(then, now, strict=True)
                )
                for row in rows
            }
        case "target":
            before, after = names.index(why.before.measures[0].name), names.index(why.after.measures[0].name)
            return {tuple(row[place] for place in places): (Pair(number(row[before]), number(row[after])),) for row in rows}
        case "members":
            return by_side(why, names, rows, places, len(by))


def by_side(why: Why, names: Sequence[str], rows: Sequence[Sequence[Any]], places: Sequence[int], keys: int) -> Values:
    dimension, before, _ = opposed(why)
    side, first = names.index(dimension), keys + 1
    count = len(names) - first
    found: dict[Key, list[list[float | None]]] = {}
    for row in rows:
        pairs = found.setdefault(tuple(row[place] for place in places), [[None, None] for _ in range(count)])
        for place in range(count):
            pairs[place][0 if row[side] == before else 1] = number(row[first + place])
    return {key: tuple(Pair(old, new) for old, new in pairs) for key, pairs in found.items()}


def number(value: Any) -> float | None:
    """A finite number, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    found = float(value)
    return found if math.isfinite(found) else None


def narrowed(why: Why, name: str, member: Any) -> Why:
    """The same question of one member of a dimension."""
    part = MemberFilter(name, (member,))
    before, after = (replace(query, filters=(*query.filters, part)) for query in (why.before, why.after))
    return replace(why, before=before, after=after)


def about(why: Why, measure: Measure) -> Why:
    """The same question of another measure."""
    return replace(why, before=replace(why.before, measures=(measure,)), after=replace(why.after, measures=(measure,)))

"""Putting other periods, members and numbers into a metric query: every place that held the old value holds the new one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.offline.patterns import MemberSlot, NumberSlot, PeriodSlot, Slot
from catalog.period import Period
from catalog.query import Filter, Having, MemberFilter, MetricQuery, Value

Days = tuple[str, str]


@dataclass(frozen=True)
class Change:
    """Old values and what they become: periods by their days, members by dimension and value, numbers by value."""

    periods: dict[Days, Period]
    members: dict[tuple[str, Value], Value]
    numbers: dict[Decimal, Decimal]


def days(period: Period) -> Days:
    return period.start.isoformat(), period.end.isoformat()


def periods_in(query: MetricQuery) -> Iterator[Period]:
    """Every period of the query and of the queries that choose its members."""
    yield from query.periods
    if query.comparison is not None and isinstance(query.comparison.to, Period):
        yield query.comparison.to
    for part in query.within:
        yield from periods_in(part.query)


def members_in(query: MetricQuery) -> Iterator[tuple[str, Value]]:
    for part in (*query.all_filters, *query.only):
        if isinstance(part, MemberFilter):
            yield from ((part.dimension, value) for value in part.values)
    for inner in query.within:
        yield from members_in(inner.query)


def numbers_in(query: MetricQuery) -> Iterator[Decimal]:
    """The numbers that choose rows: a limit's count and the bounds of conditions."""
    if query.limit is not None:
        yield Decimal(query.limit.count)
    yield from (Decimal(str(part.value)) for part in query.having)
    for inner in query.within:
        yield from numbers_in(inner.query)


def used(slot: Slot, query: MetricQuery) -> bool:
    """Whether the query holds what stood in the slot."""
    match slot:
        case PeriodSlot(period):
            return days(period) in map(days, periods_in(query))
        case MemberSlot(members):
            return any(member in members for member in members_in(query))
        case NumberSlot(number):
            return number in set(numbers_in(query))


def change_of(old: Sequence[Slot], new: Sequence[Slot], query: MetricQuery) -> Change | None:
    """What the new slots change in the query; None where they cannot stand for the old ones."""
    found = Change({}, {}, {})
    for before, after in zip(old, new, strict=True):
        match before, after:
            case PeriodSlot(one), PeriodSlot(other):
                if found.periods.setdefault(days(one), other) != other:
                    return None
            case NumberSlot(first), NumberSlot(second):
                if found.numbers.setdefault(first, second) != second:
                    return None
            case MemberSlot(members), MemberSlot(others):
                held = next((member for member in members if member in set(members_in(query))), None)
                value = None if held is None else next((value for dimension, value in others if dimension == held[0]), None)
                if held is None or value is None or found.members.setdefault(held, value) != value:
                    return None
            case _:
                return None
    return found


def changed(query: MetricQuery, change: Change) -> MetricQuery:
    """The query with the new values."""

    def period(old: Period) -> Period:
        return change.periods.get(days(old), old)

    def kept(part: Filter) -> Filter:
        if not isinstance(part, MemberFilter):
            return part
        return replace(part, values=tuple(change.members.get((part.dimension, value), value) for value in part.values))

    def bound(part: Having) -> Having:
        number = change.numbers.get(Decimal(str(part.value)))
        return part if number is None else replace(part, value=int(number) if number == number.to_integral_value() else number)

    comparison, limit = query.comparison, query.limit
    if comparison is not None and isinstance(comparison.to, Period):
        comparison = replace(comparison, to=period(comparison.to))
    if limit is not None:
        limit = replace(limit, count=int(change.numbers.get(Decimal(limit.count), limit.count)))
    return replace(
        query,
        measures=tuple(replace(measure, filters=tuple(map(kept, measure.filters))) for measure in query.measures),
        filters=tuple(map(kept, query.filters)),
        any_of=tuple(replace(part, sides=tuple(tuple(map(kept, side)) for side in part.sides)) for part in query.any_of),
        only=tuple(part for old in query.only if isinstance(part := kept(old), MemberFilter)),
        having=tuple(map(bound, query.having)),
        within=tuple(replace(part, query=changed(part.query, change)) for part in query.within),
        periods=tuple(map(period, query.periods)),
        comparison=comparison,
        limit=limit,
    )

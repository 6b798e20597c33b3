"""The inputs of a formula as measures of governed queries: with the filters of the formula and of the question, each at its own offset."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.causes.inquiry import Inquiry, Table
from assistant.causes.kind import Fraction, Linear
from assistant.causes.sides import Key, Pair, measure_of
from assistant.causes.slices import Terms
from assistant.plan import Why
from catalog.errors import Unanswerable
from catalog.metric import Input, Offset, StartOf
from catalog.period import earlier
from catalog.query import Measure, MemberFilter, MetricQuery


@dataclass(frozen=True)
class Term:
    """One input as a measure, and the offset that it is read at."""

    measure: Measure
    offset: Offset | None


def term_of(each: Input, why: Why, place: int = 0) -> Term:
    """Raises Unanswerable for an input that is read at the start of each bucket: two periods have none."""
    if isinstance(each.offset, StartOf):
        raise Unanswerable("causes_start_of", metric=each.metric)
    own = tuple(MemberFilter(name, members) for name, members in each.filters)
    return Term(Measure(each.metric, filters=(*measure_of(why).filters, *own), alias=f"input_{place}"), each.offset)


def moved(why: Why, offset: Offset | None, inquiry: Inquiry) -> Why:
    """The question with its periods an offset earlier."""
    if offset is None:
        return why
    calendar = inquiry.project.catalog.calendar

    def shifted(query: MetricQuery) -> MetricQuery:
        return replace(query, periods=tuple(earlier(period, offset, calendar) for period in query.periods))

    return replace(why, before=shifted(why.before), after=shifted(why.after))


def inputs_table(inquiry: Inquiry, why: Why, inputs: Sequence[Input], by: tuple[str, ...] = ()) -> Table:
    """The values of inputs by member, in their order: one query for all that are read at the same days."""
    if why.sides == "target":
        raise Unanswerable("causes_target_inputs", metric=measure_of(why).metric)
    terms = [term_of(each, why, place) for place, each in enumerate(inputs)]
    tables: dict[Offset | None, tuple[list[int], Table]] = {}
    for offset in dict.fromkeys(term.offset for term in terms):
        places = [place for place, term in enumerate(terms) if term.offset == offset]
        tables[offset] = places, inquiry.table(moved(why, offset, inquiry), tuple(terms[place].measure for place in places), by)
    keys: dict[Key, None] = dict.fromkeys(key for _, table in tables.values() for key in table.values)
    found = {key: [Pair(None, None)] * len(terms) for key in keys}
    for places, table in tables.values():
        for key, pairs in table.values.items():
            for place, pair in zip(places, pairs, strict=True):
                found[key][place] = pair
    several = [table for _, table in tables.values()]
    return Table({key: tuple(pairs) for key, pairs in found.items()}, any(t.is_cut for t in several), any(t.is_joined for t in several))


def inputs_in(fraction: Fraction) -> tuple[Input, ...]:
    """Each input once, in order."""
    return tuple(dict.fromkeys(each for side in (fraction.over, fraction.under) for _, each in side.terms))


def terms_of(fraction: Fraction, inputs: Sequence[Input], pairs: tuple[Pair, ...]) -> Terms:
    """Numerator and denominator from the inputs' values; the scale is the numerator's."""
    values = dict(zip(inputs, pairs, strict=True))
    over, under = (linear_of(side, values) for side in (fraction.over, fraction.under))
    scale = fraction.scale
    return Terms(Pair(times(over.before, scale), times(over.after, scale)), under)


def linear_of(side: Linear, values: dict[Input, Pair]) -> Pair:
    def added(known: Sequence[tuple[float, float | None]]) -> float | None:
        found = [factor * value for factor, value in known if value is not None]
        return math.fsum(found) if found else None

    return Pair(
        added([(factor, values[each].before) for factor, each in side.terms]),
        added([(factor, values[each].after) for factor, each in side.terms]),
    )


def times(value: float | None, factor: float) -> float | None:
    return None if value is None else value * factor

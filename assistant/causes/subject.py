"""What is being explained: a measure on two sides, its totals and how it splits; and its split over one dimension as a breakdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.causes.choice import Chosen, choose
from assistant.causes.inquiry import Inquiry, Table, total_of
from assistant.causes.kind import Fraction, Kind, Sum, Whole, kind_of
from assistant.causes.parts import Breakdown, Method, Part
from assistant.causes.sides import Pair, measure_of, narrowed, two_values
from assistant.causes.slices import Slice, Terms, of_ratio, of_sum
from assistant.causes.terms import inputs_in, inputs_table, terms_of
from assistant.plan import Why
from catalog.errors import CatalogError
from catalog.metric import Input
from sql_guard.errors import EngineFailed, NotReady, Refused

MOST_PARTS = 10  # members of a breakdown; the others are one part
UNANSWERED = (CatalogError, Refused, EngineFailed, NotReady)  # what one dimension may end in, and the others go on


@dataclass(frozen=True)
class Subject:
    """A question, the kind of its metric, both totals, and those of a fraction's inputs. `within` are the members drilled into."""

    why: Why
    kind: Kind
    total: Pair
    inputs: tuple[Input, ...] = ()
    totals: tuple[Pair, ...] = ()
    within: tuple[tuple[str, Any], ...] = ()
    of: str = ""

    @property
    def metric(self) -> str:
        return measure_of(self.why).metric

    @property
    def change(self) -> float:
        return self.total.change

    @property
    def terms(self) -> Terms | None:
        return terms_of(self.kind, self.inputs, self.totals) if isinstance(self.kind, Fraction) else None


@dataclass(frozen=True)
class Split:
    """A breakdown with the slices it shows and why these were chosen. `others` are the other levels of its hierarchy, next best first."""

    breakdown: Breakdown
    slices: tuple[Slice, ...]
    chosen: Chosen
    others: tuple[Split, ...] = ()


def subject_of(inquiry: Inquiry, why: Why, within: tuple[tuple[str, Any], ...] = (), of: str = "") -> Subject:
    """The totals of a question. Raises as an answer does; where the inputs of a fraction cannot be had it is taken as a whole."""
    (total,) = inquiry.total(why, (measure_of(why),))
    kind: Kind = kind_of(inquiry.sight.catalog, measure_of(why).metric)
    if why.sides == "target" and not isinstance(kind, Sum):
        kind = Whole("target")
    if isinstance(kind, Fraction):
        inputs = inputs_in(kind)
        try:
            totals = total_of(inputs_table(inquiry, why, inputs), len(inputs))
        except UNANSWERED:
            return Subject(why, Whole("inputs"), total, within=within, of=of)
        return Subject(why, kind, total, inputs, totals, within, of)
    return Subject(why, kind, total, within=within, of=of)


def drilled(inquiry: Inquiry, subject: Subject, name: str, member: Any) -> Subject:
    """The same subject for one member."""
    return subject_of(inquiry, narrowed(subject.why, name, member), (*subject.within, (name, member)), subject.of)


def table_of(inquiry: Inquiry, subject: Subject, by: tuple[str, ...]) -> Table | None:
    """What the subject is split by, by members of the dimensions together; None where it cannot be had."""
    try:
        match subject.kind:
            case Sum():
                return inquiry.table(subject.why, (measure_of(subject.why),), by)
            case Fraction():
                return inputs_table(inquiry, subject.why, subject.inputs, by)
            case Whole():
                return None
    except UNANSWERED:
        return None


def split(subject: Subject, dimension: str, table: Table) -> Split | None:
    """The change by members of a dimension; None where they do not add up, or there is one member only."""
    slices = slices_of(subject, table)
    if slices is None or len(slices) < 2:
        return None
    chosen = choose(slices, subject.change)
    return Split(breakdown_of(subject, dimension, slices, chosen), tuple(slices), chosen)


def slices_of(subject: Subject, table: Table) -> list[Slice] | None:
    match subject.kind:
        case Sum():
            return of_sum(table, subject.total)
        case Fraction() as fraction:
            terms = subject.terms
            found = terms and of_ratio(table, terms, lambda pairs: terms_of(fraction, subject.inputs, pairs), subject.totals)
            return [shifted(part, fraction.shift) for part in found] if found else None
        case Whole():
            return None


def shifted(part: Slice, by: float) -> Slice:
    before, after = (None if value is None else value + by for value in (part.before, part.after))
    return replace(part, before=before, after=after) if by else part


def breakdown_of(subject: Subject, dimension: str, slices: Sequence[Slice], chosen: Chosen) -> Breakdown:
    """The members named first, then those that add most either way, and the others as one rest."""
    named = {id(part) for part in chosen.leading}
    others = sorted((part for part in slices if id(part) not in named and not part.is_rest), key=lambda part: -abs(part.adds))
    kept = [*chosen.leading, *others]
    rest = [part for part in slices if part.is_rest]
    if len(kept) + len(rest) > MOST_PARTS + 1:
        rest += kept[MOST_PARTS:]
        kept = kept[:MOST_PARTS]
    leading, parts = parts_of(subject, dimension, kept, named)
    if rest:
        parts.append(rest_of(dimension, rest, isinstance(subject.kind, Sum)))
    method: Method = "difference" if isinstance(subject.kind, Sum) else "mix_rate"
    return Breakdown(dimension, method, subject.change, tuple(parts), subject.within, chosen.explains, leading=len(leading), of=subject.of)


def parts_of(subject: Subject, dimension: str, kept: Sequence[Slice], named: set[int]) -> tuple[list[Part], list[Part]]:
    """The parts to be named, and all parts in their order; of a ratio's member the larger effect is named."""
    leading, others = list[Part](), list[Part]()
    for part in kept:
        query = two_values(narrowed(subject.why, dimension, part.member), (measure_of(subject.why),))
        if isinstance(subject.kind, Sum):
            found = [Part(dimension, part.member, "value", part.before, part.after, part.adds, query)]
        else:
            made = [
                Part(dimension, part.member, "mix", part.before, part.after, part.mix, query, part.share),
                Part(dimension, part.member, "rate", part.before, part.after, part.rate, query, part.share),
            ]
            found = sorted((each for each in made if each.adds), key=lambda each: -each.adds * (1 if subject.change > 0 else -1))
        if id(part) in named:
            leading += found[:1]
            others += found[1:]
        else:
            others += found
    others.sort(key=lambda each: -abs(each.adds))
    return leading, [*leading, *others]


def rest_of(dimension: str, rest: Sequence[Slice], is_sum: bool) -> Part:
    adds = sum(part.adds for part in rest)
    before, after = (sum(part.before or 0.0 for part in rest), sum(part.after or 0.0 for part in rest)) if is_sum else (None, None)
    return Part(dimension, None, "rest", before, after, adds)

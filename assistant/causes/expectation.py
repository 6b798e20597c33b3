"""What the question takes for granted, held against the numbers: a fall that was none, a loss that is a gain, and who does lose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assistant.causes.dimensions import lines_of
from assistant.causes.inquiry import Inquiry
from assistant.causes.parts import Breakdown, Finding, Part
from assistant.causes.sides import number
from assistant.causes.subject import MOST_PARTS, UNANSWERED, Subject
from catalog.query import MemberFilter, MetricQuery


def expectation_findings(subject: Subject) -> Iterator[Finding]:
    """`not_fallen`, `not_risen`, `positive`."""
    change, after = subject.change, subject.total.after or 0.0
    facts = {"before": subject.total.before, "after": subject.total.after, "change": change}
    match subject.why.expects:
        case "fall" if change >= 0:
            yield Finding("not_fallen", facts)
        case "rise" if change <= 0:
            yield Finding("not_risen", facts)
        case "loss" if after >= 0:
            yield Finding("positive", facts)


def losses(inquiry: Inquiry, subject: Subject) -> tuple[Breakdown, ...]:
    """The later value by members, those below nought first: of each line of dimensions the coarsest level with such members, and within the
    one that loses most the finest. Only for a question about a loss."""
    found: list[Breakdown] = []
    for line in lines_of(subject.why, inquiry.sight, inquiry.project) if subject.why.expects == "loss" else ():
        for name in line:
            level = by_value(inquiry, subject.why.after, name, subject.total.after or 0.0)
            if level is None or not level.leading:
                continue
            inner = None
            if name != line[-1]:
                worst = level.parts[0]
                narrow = replace(subject.why.after, filters=(*subject.why.after.filters, MemberFilter(name, (worst.member,))))
                inner = by_value(inquiry, narrow, line[-1], worst.after or 0.0, ((name, worst.member),))
            found.append(replace(level, below=(inner,) if inner and inner.leading else ()))
            break
    return without_repetition(found)


def without_repetition(found: list[Breakdown]) -> tuple[Breakdown, ...]:
    """The first two that name other losses than those before them: not a store's manager after the store."""
    said, kept = set[frozenset[float | None]](), list[Breakdown]()
    for each in found:
        if values_named(each) not in said and len(kept) < 2:
            kept.append(each)
            said |= {values_named(part) for part in (each, *each.below)}
    return tuple(kept)


def values_named(breakdown: Breakdown) -> frozenset[float | None]:
    return frozenset(part.after for part in breakdown.parts[: breakdown.leading])


def by_value(
    inquiry: Inquiry, query: MetricQuery, name: str, total: float, within: tuple[tuple[str, object], ...] = ()
) -> Breakdown | None:
    """The value by members, lowest first; None where it cannot be had or does not add up."""
    try:
        _, rows, is_cut = inquiry.run(replace(query, group_by=(name,), comparison=None))
    except UNANSWERED:
        return None
    values = {row[0]: value for row in rows if (value := number(row[1])) is not None}
    size = max(abs(total), sum(map(abs, values.values())), 1e-300)
    if is_cut or len(values) < 2 or abs(sum(values.values()) - total) > 1e-9 * size:
        return None
    ranked = sorted(values.items(), key=lambda each: each[1])
    negative = [member for member, value in ranked if value < 0]
    shown = ranked if len(ranked) <= MOST_PARTS else [*ranked[: MOST_PARTS - 1], ranked[-1]]

    def part(member: object, value: float) -> Part:
        narrow = replace(query, filters=(*query.filters, MemberFilter(name, (member,))))  # type: ignore[arg-type]  # as rows hold it
        return Part(name, member, "value", None, value, value, narrow)

    parts = [part(member, value) for member, value in shown]
    if len(shown) < len(ranked):
        rest = sum(value for member, value in ranked if member not in dict(shown))
        parts.append(Part(name, None, "rest", None, rest, rest))
    lost = -sum(value for _, value in ranked if value < 0)
    return Breakdown(name, "level", total, tuple(parts), within, lost / size, leading=min(len(negative), len(shown)))

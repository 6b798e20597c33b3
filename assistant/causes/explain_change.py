"""Why a metric changed, from the catalog alone: totals, findings, and the few breakdowns that explain most. No model is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.causes.calendar_shift import calendar_findings
from assistant.causes.data_faults import data_findings, effective
from assistant.causes.dimensions import Line, lines_of
from assistant.causes.expectation import expectation_findings, losses
from assistant.causes.formula import Identity, by_input, levels_below, own_formula
from assistant.causes.history import history_finding
from assistant.causes.inquiry import Inquiry
from assistant.causes.kind import Fraction, Whole
from assistant.causes.parts import Breakdown, Causes, Finding
from assistant.causes.subject import UNANSWERED, Split, Subject, drilled, split, subject_of
from assistant.plan import Why
from assistant.watch import Watch
from catalog.access import Asker
from catalog.lineage import formula_of
from catalog.metric import Derived

if TYPE_CHECKING:
    from assistant.project import Project
    from assistant.question import Sight

MOST_BREAKDOWNS = 3
HALF = 0.5  # of the best score: what a further breakdown must reach
DEPTH = 2  # drills below a breakdown


def explain_change(why: Why, project: Project, sight: Sight, asker: Asker, watch: Watch) -> Causes:
    """The causes of a change for an asker. Raises what an answer would (Unknown, Unanswerable, Refused, TookTooLong, Cancelled …)."""
    inquiry = Inquiry(project, sight, asker, watch)
    subject = subject_of(inquiry, why)
    total = subject.total
    if total.before is None or total.after is None:
        found = Finding("no_value", {"before": total.before, "after": total.after})
        return Causes(subject.metric, total.before, total.after, None, (found,), queries=inquiry.queries)
    findings = [*expectation_findings(subject), *data_findings(inquiry, subject), *calendar_of(inquiry, subject)]
    lost = losses(inquiry, subject)
    usual = history_finding(inquiry, subject)
    ranked = ranked_splits(inquiry, subject)
    findings += [*([usual] if usual else []), *simpson_findings(ranked, subject), *refusals(subject, ranked)]
    breakdowns = all_breakdowns(inquiry, subject, ranked)
    if usual is not None:
        breakdowns = tuple(unnamed(each) for each in breakdowns)
    return Causes(subject.metric, total.before, total.after, total.change, tuple(findings), breakdowns, lost, inquiry.queries)


def calendar_of(inquiry: Inquiry, subject: Subject) -> Iterator[Finding]:
    if subject.why.sides == "periods" and subject.why.before.periods and subject.why.after.periods:
        yield from calendar_findings(*effective(inquiry, subject.why), inquiry.project.catalog.calendar)


def unnamed(breakdown: Breakdown) -> Breakdown:
    """To be looked at, with nobody named as a cause."""
    return replace(breakdown, leading=0, below=())


def refusals(subject: Subject, ranked: Sequence[Split]) -> Iterator[Finding]:
    """`cannot_be_split` with the reason; `spread_evenly` where every member moved with the total."""
    if isinstance(subject.kind, Whole):
        yield Finding("cannot_be_split", {"metric": subject.metric, "reason": subject.kind.reason})
    elif not ranked:
        yield Finding("cannot_be_split", {"metric": subject.metric, "reason": "no_dimension"})
    elif subject.change and not any(each.breakdown.leading for each in ranked):
        yield Finding("spread_evenly", {"dimensions": tuple(each.breakdown.by for each in ranked)})


def simpson_findings(ranked: Sequence[Split], subject: Subject) -> Iterator[Finding]:
    """A ratio that falls though it rises in every member, or the reverse, in the first dimension of which this is so."""
    for each in ranked if isinstance(subject.kind, Fraction) and subject.change else ():
        moved = [part.after - part.before for part in each.slices if part.before is not None and part.after is not None]
        is_whole = len(moved) == len(each.slices) > 1
        if is_whole and all(change * subject.change < 0 for change in moved):
            yield Finding("simpson", {"dimension": each.breakdown.by, "change": subject.change, "members": len(moved)})
            return


def all_breakdowns(inquiry: Inquiry, subject: Subject, ranked: Sequence[Split], depth: int = DEPTH) -> tuple[Breakdown, ...]:
    """A derived metric's formula first, then by members, then a ratio's terms or what the tree of metrics has below."""
    by_members = best_breakdowns(inquiry, subject, ranked, depth)
    is_derived = isinstance(formula_of(inquiry.sight.catalog, subject.metric), Derived)
    own = own_formula(inquiry, subject)
    formula = breakdown_by_input(inquiry, subject, own, depth) if own else None
    levels = (breakdown_by_input(inquiry, subject, each, depth) for each in levels_below(inquiry, subject))
    level = next((each for each in levels if each is not None), None)
    first = [formula] if formula and is_derived else []
    others = [each for each in (level, None if is_derived else formula) if each is not None]
    return (*first, *by_members, *others[:1])


def breakdown_by_input(inquiry: Inquiry, subject: Subject, identity: Identity, depth: int) -> Breakdown | None:
    """The change by inputs, the named ones followed into what they are made of and into their members."""
    found = by_input(inquiry, subject, identity)
    if found is None or depth == 0:
        return found.breakdown if found else None
    inner: list[Breakdown] = []
    for name, asked in found.leading[:2]:
        if inquiry.is_late:
            break
        try:
            input_subject = subject_of(inquiry, asked, subject.within, of=name)
        except UNANSWERED:
            continue
        splits = ranked_splits(inquiry, input_subject)
        inner += all_breakdowns(inquiry, input_subject, splits, depth - 1)[:2]
    return replace(found.breakdown, below=tuple(inner))


def best_breakdowns(inquiry: Inquiry, subject: Subject, ranked: Sequence[Split], depth: int = DEPTH) -> tuple[Breakdown, ...]:
    """The few that explain most, the first one drilled; where no member is to be named, the one that has most to show."""
    if not ranked:
        return ()
    kept = without_repetition([each for each in ranked if each.breakdown.leading and each.chosen.score >= HALF * ranked[0].chosen.score])
    if not kept:
        return (ranked[0].breakdown,)
    first = replace(kept[0].breakdown, below=tuple(below(inquiry, subject, kept[0], depth)))
    return (first, *(each.breakdown for each in kept[1:MOST_BREAKDOWNS]))


def ranked_splits(inquiry: Inquiry, subject: Subject) -> list[Split]:
    """The best level of each line of dimensions, best first; of equals the one that comes first in the catalog."""
    without = [name for name, _ in subject.within]
    lines = lines_of(subject.why, inquiry.sight, inquiry.project, without)
    found = [best for line in lines if not inquiry.is_late and (best := best_level(inquiry, subject, line)) is not None]
    return sorted(found, key=lambda each: -round(each.chosen.score, 9))


def best_level(inquiry: Inquiry, subject: Subject, line: Line) -> Split | None:
    """The level that says most; of equals the finest."""
    best: Split | None = None
    for name in line:
        found = split(inquiry, subject, name)
        if found is not None and (best is None or found.chosen.score >= best.chosen.score - 1e-9):
            best = found
    return best


def without_repetition(ranked: Sequence[Split]) -> list[Split]:
    """Without those that name the same change again: a store and its manager."""
    said, kept = set[frozenset[tuple[float, float]]](), list[Split]()
    for each in ranked:
        values = frozenset((round(part.before or 0.0, 6), round(part.after or 0.0, 6)) for part in each.chosen.leading)
        if values not in said:
            said.add(values)
            kept.append(each)
    return kept


def below(inquiry: Inquiry, subject: Subject, above: Split, depth: int) -> Iterator[Breakdown]:
    """The best breakdown of the first member named, if any names a member of its own; one that is new or gone is new or gone as a whole."""
    first = above.chosen.leading[0]
    if depth == 0 or inquiry.is_late or first.before is None or first.after is None:
        return
    inner = drilled(inquiry, subject, above.breakdown.by, first.member)
    for each in best_breakdowns(inquiry, inner, ranked_splits(inquiry, inner), depth - 1)[:1]:
        if each.leading:
            yield each

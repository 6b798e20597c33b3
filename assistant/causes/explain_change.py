"""Why a metric changed, from the catalog alone: totals, findings, and the few breakdowns that explain most. No model is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.causes.calendar_shift import calendar_findings
from assistant.causes.data_faults import data_findings, effective
from assistant.causes.drill import all_breakdowns, ranked_splits, trusted
from assistant.causes.expectation import expectation_findings, losses
from assistant.causes.festival import moved_festival
from assistant.causes.history import history_finding
from assistant.causes.inquiry import Inquiry
from assistant.causes.kind import Fraction, Whole
from assistant.causes.parts import Breakdown, Causes, Finding
from assistant.causes.subject import Split, Subject, subject_of
from assistant.plan import Why
from assistant.watch import Watch
from catalog.access import Asker

if TYPE_CHECKING:
    from assistant.project import Project
    from assistant.question import Sight


def explain_change(why: Why, project: Project, sight: Sight, asker: Asker, watch: Watch) -> Causes:
    """The causes of a change for an asker. Raises what an answer would (Unknown, Unanswerable, Refused, TookTooLong, Cancelled …)."""
    return causes_of(why, Inquiry(project, sight, asker, watch))


def causes_of(why: Why, inquiry: Inquiry) -> Causes:
    """The causes, as far as the inquiry has time."""
    subject = subject_of(inquiry, why)
    total = subject.total
    if total.before is None or total.after is None:
        found = Finding("no_value", {"before": total.before, "after": total.after})
        return Causes(subject.metric, total.before, total.after, None, (found,), queries=inquiry.queries)
    moved = moved_festival(inquiry, subject)
    usual = history_finding(inquiry, subject) if moved is None else None
    ranked = ranked_splits(inquiry, subject)
    reverse = reversed_in_all(ranked, subject)
    ranked = trusted(inquiry, subject, ranked, is_usual=usual is not None and usual.code == "within_usual", surely=reverse)
    findings = (
        *expectation_findings(subject),
        *data_findings(inquiry, subject),
        *([moved] if moved else []),
        *calendar_of(inquiry, subject),
        *([usual] if usual else []),
        *([simpson(reverse, subject)] if reverse else []),
        *refusals(subject, ranked, is_news=not usual and not moved),
    )
    lost = losses(inquiry, subject)
    breakdowns = all_breakdowns(inquiry, subject, ranked)
    if moved is not None or (usual is not None and not any(each.breakdown.leading for each in ranked)):
        breakdowns = tuple(map(unnamed, breakdowns))
    if inquiry.was_cut:
        findings = (*findings, Finding("cut_short", {"queries": inquiry.queries}))
    return Causes(subject.metric, total.before, total.after, total.change, findings, breakdowns, lost, inquiry.queries)


def unnamed(breakdown: Breakdown) -> Breakdown:
    """To be looked at, with nobody named as a cause."""
    return replace(breakdown, leading=0, explains=0.0, below=())


def calendar_of(inquiry: Inquiry, subject: Subject) -> Iterator[Finding]:
    if subject.why.sides == "periods" and subject.why.before.periods and subject.why.after.periods:
        yield from calendar_findings(*effective(inquiry, subject.why), inquiry.project.catalog.calendar)


def refusals(subject: Subject, ranked: Sequence[Split], is_news: bool) -> Iterator[Finding]:
    """`cannot_be_split` with the reason; `spread_evenly` where members moved with the total and none stands out."""
    if isinstance(subject.kind, Whole):
        yield Finding("cannot_be_split", {"metric": subject.metric, "reason": subject.kind.reason})
    elif not ranked:
        yield Finding("cannot_be_split", {"metric": subject.metric, "reason": "no_dimension"})
    elif subject.change and is_news and not any(each.breakdown.leading for each in ranked):
        yield Finding("spread_evenly", {"dimensions": tuple(each.breakdown.by for each in ranked)})


def reversed_in_all(ranked: Sequence[Split], subject: Subject) -> Split | None:
    """The first split in which a ratio falls though it rises in every member, or the reverse: then the mix is the cause."""
    for each in ranked if isinstance(subject.kind, Fraction) and subject.change else ():
        moved = [part.after - part.before for part in each.slices if part.before is not None and part.after is not None]
        if len(moved) == len(each.slices) > 1 and all(change * subject.change < 0 for change in moved):
            return each
    return None


def simpson(split: Split, subject: Subject) -> Finding:
    return Finding("simpson", {"dimension": split.breakdown.by, "change": subject.change, "members": len(split.slices)})

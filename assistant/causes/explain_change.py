"""Why a metric changed, from the catalog alone: totals, findings, and the few breakdowns that explain most. No model is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.causes.dimensions import Line, lines_of
from assistant.causes.inquiry import Inquiry
from assistant.causes.parts import Breakdown, Causes, Finding
from assistant.causes.subject import Split, Subject, drilled, split, subject_of
from assistant.plan import Why
from assistant.watch import Watch
from catalog.access import Asker

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
    breakdowns = best_breakdowns(inquiry, subject)
    return Causes(subject.metric, total.before, total.after, total.change, (), breakdowns, queries=inquiry.queries)


def best_breakdowns(inquiry: Inquiry, subject: Subject, depth: int = DEPTH) -> tuple[Breakdown, ...]:
    """The few that explain most, the first one drilled; where no member is to be named, the one that has most to show."""
    ranked = ranked_splits(inquiry, subject)
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
    for each in best_breakdowns(inquiry, inner, depth - 1)[:1]:
        if each.leading:
            yield each

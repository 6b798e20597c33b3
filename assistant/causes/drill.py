"""The breakdowns of a change, best first: by members along every line of dimensions, by the formula's inputs, and into what leads them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.causes.choice import Chosen
from assistant.causes.dimensions import lines_of
from assistant.causes.formula import Identity, by_input, levels_below, own_formula
from assistant.causes.history import judged_by_history
from assistant.causes.inquiry import Inquiry
from assistant.causes.kind import Fraction
from assistant.causes.levels import best_split
from assistant.causes.parts import Breakdown
from assistant.causes.sides import narrowed
from assistant.causes.subject import UNANSWERED, Split, Subject, drilled, subject_of
from catalog.lineage import formula_of
from catalog.metric import Derived

MOST_BREAKDOWNS = 3
MOST_LOOKED_AT = 6  # dimensions whose members' own histories are asked for
ASIDE = 0.8  # what the score of a dimension outside every hierarchy counts
HALF = 0.5  # of the best score: what a further breakdown must reach
DEPTH = 2  # drills below a breakdown
OUT_OF_BAND, FAR_OUT = 2.0, 4.0  # robust deviations that a named member leaves its own history by; the latter if the total stays within its


def ranked_splits(inquiry: Inquiry, subject: Subject) -> list[Split]:
    """The best level of each line of dimensions, best first; of equals the one that comes first in the catalog. Further down only along
    hierarchies."""
    lines = lines_of(subject.why, inquiry.sight, inquiry.project, [name for name, _ in subject.within])
    if len(subject.within) > 1:
        lines = [line for line in lines if any(set(line) <= set(each.levels) for each in inquiry.sight.catalog.hierarchies)]
    found = [best for line in lines if not inquiry.is_late and (best := best_split(inquiry, subject, line)) is not None]
    return sorted(found, key=lambda each: rank_of(inquiry, each))


def rank_of(inquiry: Inquiry, split: Split) -> float:
    """Smaller is better. A dimension that the catalog's hierarchies leave out must say a quarter more: people look along those first."""
    return -round(split.chosen.score * (1 if is_in_hierarchy(inquiry, split) else ASIDE), 9)


def is_in_hierarchy(inquiry: Inquiry, split: Split) -> bool:
    return any(split.breakdown.by in each.levels for each in inquiry.sight.catalog.hierarchies)


def trusted(inquiry: Inquiry, subject: Subject, ranked: Sequence[Split], is_usual: bool, surely: Split | None) -> list[Split]:
    """The splits, with only those members named whose own change is not one that they make all the time; of a hierarchy another level may
    be told instead. So many are looked at as could be shown; all others are silent. `surely` is told first in any case."""
    width = FAR_OUT if is_usual else OUT_OF_BAND
    found, looked_at = list[Split](), 0
    for each in ranked:
        if each is surely:
            continue
        is_asked = bool(each.breakdown.leading) and looked_at < MOST_LOOKED_AT
        looked_at += is_asked
        levels = (level for level in (each, *each.others) if level.breakdown.leading and is_asked)
        found.append(next((level for level in levels if is_news(inquiry, subject, level, width)), silent(each)))
    found.sort(key=lambda each: rank_of(inquiry, each))
    return [surely, *found] if surely is not None else found


def is_news(inquiry: Inquiry, subject: Subject, found: Split, width: float) -> bool:
    """Whether the first of those named does not change like this all the time. A new member has no history, and is news if the total is;
    a rate that is seldom known is not one to go by."""
    own = narrowed(subject.why, found.breakdown.by, found.chosen.leading[0].member)
    is_ratio = isinstance(subject.kind, Fraction)
    judged = judged_by_history(inquiry, own, subject.why, is_ratio)
    if judged is None:
        return (not is_ratio and width < FAR_OUT) or judged_by_history(inquiry, subject.why) is None
    return not judged.is_usual(width)


def silent(found: Split) -> Split:
    """The same split with nobody named."""
    return replace(found, breakdown=replace(found.breakdown, leading=0, explains=0.0), chosen=Chosen((), 0.0, 0.0))


def shown(ranked: Sequence[Split]) -> list[Split]:
    """Those that name somebody and say at least half as much as the best."""
    return [each for each in ranked if each.breakdown.leading and each.chosen.score >= HALF * ranked[0].chosen.score]


def without_repetition(ranked: Sequence[Split]) -> list[Split]:
    """The first few, without those that name the same change again: a store and its manager."""
    said, kept = set[frozenset[tuple[float, float]]](), list[Split]()
    for each in ranked:
        values = frozenset((round(part.before or 0.0, 6), round(part.after or 0.0, 6)) for part in each.chosen.leading)
        if values not in said and len(kept) < MOST_BREAKDOWNS:
            said.add(values)
            kept.append(each)
    return kept


def best_breakdowns(inquiry: Inquiry, subject: Subject, ranked: Sequence[Split], depth: int = DEPTH) -> tuple[Breakdown, ...]:
    """The few that explain most, the first one drilled; where no member is to be named, the hierarchy that has most to show."""
    if not ranked:
        return ()
    kept = without_repetition(shown(ranked))
    if not kept:
        return (next((each for each in ranked if is_in_hierarchy(inquiry, each)), ranked[0]).breakdown,)
    first = replace(kept[0].breakdown, below=tuple(below(inquiry, subject, kept[0], depth)))
    return (first, *(each.breakdown for each in kept[1:]))


def below(inquiry: Inquiry, subject: Subject, above: Split, depth: int) -> Iterator[Breakdown]:
    """The best breakdown of the first member named, if any names a member of its own; one that is new or gone is new or gone as a whole."""
    first = above.chosen.leading[0]
    if depth == 0 or inquiry.is_late or first.before is None or first.after is None:
        return
    try:
        inner = drilled(inquiry, subject, above.breakdown.by, first.member)
    except UNANSWERED:
        return
    for each in best_breakdowns(inquiry, inner, ranked_splits(inquiry, inner), depth - 1)[:1]:
        if any(part.member is not None for part in each.parts[: each.leading]):  # into what has no name says nothing
            yield each


def all_breakdowns(inquiry: Inquiry, subject: Subject, ranked: Sequence[Split], depth: int = DEPTH) -> tuple[Breakdown, ...]:
    """A derived metric's formula first, then by members, then a ratio's terms or what the tree of metrics has below."""
    by_members = best_breakdowns(inquiry, subject, ranked, depth)
    is_derived = isinstance(formula_of(inquiry.sight.catalog, subject.metric), Derived)
    own = own_formula(inquiry, subject)
    formula = breakdown_by_input(inquiry, subject, own, depth if is_derived else 0) if own else None
    if is_derived:
        return (*([formula] if formula else []), *by_members)
    levels = (breakdown_by_input(inquiry, subject, each, 0) for each in levels_below(inquiry, subject))
    others = (each for each in (*levels, formula) if each is not None)
    return (*by_members, *list(others)[:1])


def breakdown_by_input(inquiry: Inquiry, subject: Subject, identity: Identity, depth: int) -> Breakdown | None:
    """The change by inputs, down to `depth` the named ones followed into what they are made of and into their members."""
    found = by_input(inquiry, subject, identity)
    if found is None or depth == 0:
        return found.breakdown if found else None
    inner: list[Breakdown] = []
    for name, asked in found.leading[:2]:
        if inquiry.is_late:
            break
        try:
            part = subject_of(inquiry, asked, subject.within, of=name)
        except UNANSWERED:
            continue
        inner += all_breakdowns(inquiry, part, ranked_splits(inquiry, part), depth - 1)[:2]
    return replace(found.breakdown, below=tuple(inner))

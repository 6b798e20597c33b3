"""What may be asked next about a change: why, why of what carries most of it, and by which other dimensions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assistant.plan import Choice, Planned, Planner, Why
from assistant.question import Question, Sight, Turn
from assistant.record import Answer
from assistant.wording import say
from catalog.access import check_query
from catalog.errors import CatalogError
from catalog.query import MemberFilter, MetricQuery

DRILLS, DIMENSIONS = 2, 2


def why_next(answer: Answer, sight: Sight, planner: Planner) -> tuple[Choice, ...]:
    """The causes of a comparison, or where causes were told what leads further into them."""
    planned = answer.planned
    if planned is None or not isinstance(planned.plan, MetricQuery):
        return ()
    if planned.why is None:
        texts = [say(answer.language, "follow_up.why")] if is_change(planned.plan) else []
        return tuple(Choice(text, text) for text in texts if read(text, answer, planned, sight, planner) is not None)
    return (*drills(answer, planned, sight, planner), *dimensions(answer, planned, sight, planner))


def is_change(query: MetricQuery) -> bool:
    """Whether one number stands beside another that it can be explained from."""
    pairs = [part for part in query.filters if isinstance(part, MemberFilter) and len(part.values) == 2]
    return (query.comparison is not None and query.grain is None) or (len(pairs) == 1 and query.group_by == (pairs[0].dimension,))


def read(text: str, answer: Answer, planned: Planned, sight: Sight, planner: Planner) -> Why | None:
    """The causes that the text asks for after this answer, if it asks for any."""
    question = Question(text, turns=(Turn(answer.question, planned),), language=answer.language)
    return planner.plan(question, sight).why


def drills(answer: Answer, planned: Planned, sight: Sight, planner: Planner) -> Iterator[Choice]:
    """Why of the first members that carry the change."""
    best = next(iter(answer.causes.breakdowns), None) if answer.causes else None
    members = dict.fromkeys((part.name, part.member) for part in best.parts if part.query is not None) if best else {}
    offered = 0
    for name, member in members:
        text = say(answer.language, "follow_up.why_member", member=member)
        why = read(text, answer, planned, sight, planner) if isinstance(member, str) and name in sight.catalog.dimensions else None
        if why is not None and MemberFilter(name, (member,)) in why.after.filters:
            yield Choice(text, text)
            offered += 1
        if offered == DRILLS:
            return


def dimensions(answer: Answer, planned: Planned, sight: Sight, planner: Planner) -> Iterator[Choice]:
    """The finest levels that the change has not been split by."""
    assert planned.why is not None
    told = {found.by for found in answer.causes.breakdowns} if answer.causes else set()
    held = {getattr(part, "dimension", "") for part in planned.why.after.filters}
    offered = 0
    for hierarchy in sight.catalog.hierarchies:
        level = hierarchy.levels[-1]
        if level in told | held or not splits(planned.why, level, sight):
            continue
        name = sight.catalog.dimension(level).label.in_language(answer.language)
        text = say(answer.language, "follow_up.why_by", dimension=name)
        why = read(text, answer, planned, sight, planner)
        if why is not None and why.by == (level,):
            yield Choice(text, text)
            offered += 1
        if offered == DIMENSIONS:
            return


def splits(why: Why, level: str, sight: Sight) -> bool:
    try:
        check_query(replace(why.after, group_by=(level,)), sight.catalog)
    except CatalogError:
        return False
    return True

"""What may be asked next about an answer: fixed ideas over its metric query, kept only where the planner reads them as they are meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.plan import CatalogQuestion, Choice, Plan, Planned, Planner
from assistant.question import Question, Sight, Turn, still_seen
from assistant.record import Answer
from assistant.why_next import why_next
from assistant.wording import say
from catalog.catalog import Catalog
from catalog.metric import Grain
from catalog.query import MetricQuery

MOST = 4
MANY_ROWS = 8  # from here on a top five says more
DAYS_FOR_MONTHS, DAYS_FOR_WEEKS, DAYS_FOR_DAYS = 62, 28, 8


@dataclass(frozen=True)
class Idea:
    """A message code with its facts, and what the question must be read as to be worth offering."""

    code: str
    facts: tuple[tuple[str, str], ...]
    meant: Callable[[Plan], bool]


def follow_ups(answer: Answer, sight: Sight, planner: Planner) -> tuple[Choice, ...]:
    """The next questions after an answered metric query, at most four; each goes on from the answer's own question."""
    planned = answer.planned
    if answer.status != "answered" or planned is None or not isinstance(planned.plan, MetricQuery) or not answer.rows:
        return ()
    if not still_seen((Turn(answer.question, planned),), sight.catalog):
        return ()
    found: list[Choice] = list(why_next(answer, sight, planner))
    for idea in ideas(planned.plan, len(answer.rows), answer, sight.catalog):
        text = say(answer.language, idea.code, **dict(idea.facts))
        if idea.meant(read(text, answer, planned, sight, planner)):
            found.append(Choice(text, text))
    return tuple(found[:MOST])


def read(text: str, answer: Answer, planned: Planned, sight: Sight, planner: Planner) -> Plan:
    """The follow-up as the planner reads it after this answer."""
    question = Question(text, turns=(Turn(answer.question, planned),), language=answer.language)
    return planner.plan(question, sight).plan


def ideas(query: MetricQuery, rows: int, answer: Answer, catalog: Catalog) -> Iterator[Idea]:
    """By the next level down, over time, against last year, the top five, and what the number means."""
    for level in next_levels(query, catalog)[:2]:
        name = catalog.dimension(level).label.in_language(answer.language)
        yield Idea("follow_up.by", (("dimension", name),), grouped_by(level))
    grain = next_grain(query)
    if grain is not None:
        yield Idea(f"follow_up.by_{grain}", (), over_time(grain))
    if query.comparison is None and len(query.periods) == 1:
        yield Idea("follow_up.year_over_year", (), compared)
    if query.group_by and query.grain is None and query.limit is None and rows > MANY_ROWS:
        yield Idea("follow_up.top", (("count", "5"),), limited)
    metric = query.measures[0].metric
    if metric in catalog.metrics:
        name = catalog.metrics[metric].label.in_language(answer.language)
        yield Idea("follow_up.definition", (("metric", name),), lambda plan: isinstance(plan, CatalogQuestion) and plan.names == (metric,))


def grouped_by(level: str) -> Callable[[Plan], bool]:
    return lambda plan: isinstance(plan, MetricQuery) and level in plan.group_by


def over_time(grain: Grain) -> Callable[[Plan], bool]:
    return lambda plan: isinstance(plan, MetricQuery) and plan.grain == grain


def compared(plan: Plan) -> bool:
    return isinstance(plan, MetricQuery) and plan.comparison is not None


def limited(plan: Plan) -> bool:
    return isinstance(plan, MetricQuery) and plan.limit is not None


def next_levels(query: MetricQuery, catalog: Catalog) -> list[str]:
    """One level below the finest that is shown or filtered to one member; else the top of each hierarchy."""
    if query.limit is not None:
        return []
    single = {item.dimension for item in query.filters if len(getattr(item, "values", ())) == 1}
    below = []
    for hierarchy in catalog.hierarchies:
        places = [place for place, level in enumerate(hierarchy.levels) if level in (single | set(query.group_by))]
        if places and places[-1] + 1 < len(hierarchy.levels):
            below.append(hierarchy.levels[places[-1] + 1])
    if below or query.group_by:
        return below
    return [hierarchy.levels[0] for hierarchy in catalog.hierarchies]


def next_grain(query: MetricQuery) -> Grain | None:
    """A grain that cuts the period into enough pieces to see a course; none when time is a key already."""
    if query.grain is not None or len(query.periods) > 1:
        return None
    days = query.periods[0].days if query.periods else DAYS_FOR_MONTHS
    if days >= DAYS_FOR_MONTHS:
        return "month"
    if days >= DAYS_FOR_WEEKS and query.group_by:
        return "week"
    return "day" if days >= DAYS_FOR_DAYS else None

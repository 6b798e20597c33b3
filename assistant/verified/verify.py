"""Verifying an answer: it becomes a template only if every period, member and number in it can be put in its place again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from assistant.offline.patterns import NumberSlot, Pattern, pattern_of
from assistant.verified.book import Book, Template
from assistant.verified.digests import digests_of, rows_digest
from assistant.verified.slots import days, members_in, numbers_in, periods_in, used
from catalog.access import Asker
from catalog.errors import CatalogError
from catalog.period import Period
from catalog.query import Filter, MemberFilter, MetricQuery

if TYPE_CHECKING:
    from assistant.project import Project
    from assistant.record import Answer


class NotVerifiable(CatalogError):
    """Why an answer cannot be verified: may_not_verify, not_answered, not_a_metric_query, asks_for_causes, is_follow_up, unsaid_period,
    unsaid_member, slot_not_used."""


def verify(answer: Answer, project: Project, asker: Asker, comment: str = "", department: str = "", reader: Asker | None = None) -> None:
    """Vouches for an answer as `asker`; with a department as what its people mean by these words. Raises NotVerifiable.

    `reader` is whose words they are: who sees fewer definitions of a word reads it otherwise."""
    if "verify" not in asker.features:
        raise NotVerifiable("may_not_verify")
    template = replace(template_of(answer, project, reader or asker), department=department, reader=(reader or asker).id)
    Book(project.journal.store).add(answer.id, answer.question, asker.id, project.now(), template, comment)


def template_of(answer: Answer, project: Project, asker: Asker) -> Template:
    """What of an answer can be asked again with other values. Raises NotVerifiable."""
    query = query_of(answer)
    sight = project.sight(asker)
    pattern = pattern_of(answer.question, replace(sight, today=answer.today), project.offline)
    code = unplaced(pattern, query)
    reread = code is not None and answer.planned is not None and answer.planned.planner == "offline"
    if code is not None and not reread:
        raise NotVerifiable(code)
    complete = not any(dates.unfinished for dates in answer.dates)
    return Template(
        pattern,
        query,
        reread,
        digests_of(query, project.catalog),
        tuple((column.name, column.type) for column in answer.columns),
        rows_digest(answer.rows) if complete and not answer.truncated else None,
    )


def query_of(answer: Answer) -> MetricQuery:
    """The answer's metric query; raises NotVerifiable where there is nothing that a template could be made of."""
    if answer.status != "answered" or answer.planned is None:
        raise NotVerifiable("not_answered")
    if not isinstance(answer.planned.plan, MetricQuery):
        raise NotVerifiable("not_a_metric_query")
    if answer.planned.why is not None:
        raise NotVerifiable("asks_for_causes")  # a template would answer the number and leave the causes out
    if any(span.kind == "carried" for span in answer.planned.reading):
        raise NotVerifiable("is_follow_up")
    return answer.planned.plan


def unplaced(pattern: Pattern, query: MetricQuery) -> str | None:
    """The reason why the question's slots and the query's values do not pair, or None."""
    if query.as_of is not None or not all(used(slot, query) for slot in pattern.slots):  # last year's definition is another each year
        return "slot_not_used"
    said = {days(slot.period) for slot in pattern.slots if hasattr(slot, "period")}
    if not {days(period) for period in periods_in(query)} <= said:
        return "unsaid_period"
    named = {member for slot in pattern.slots for member in getattr(slot, "members", ())}
    numbers = list(numbers_in(query))
    slots = [slot.number for slot in pattern.slots if isinstance(slot, NumberSlot)]
    twice = any(numbers.count(number) != slots.count(number) for number in slots)
    if not set(members_in(query)) <= named:
        return "unsaid_member"
    return "slot_not_used" if twice else None


def blanked(query: MetricQuery) -> MetricQuery:
    """The query without the values of its slots: equal for questions that differ in them only."""
    nothing = Period(date.min, date.max)

    def kept(part: Filter) -> Filter:
        return replace(part, values=(len(part.values),)) if isinstance(part, MemberFilter) else part

    comparison, limit = query.comparison, query.limit
    if comparison is not None and isinstance(comparison.to, Period):
        comparison = replace(comparison, to=nothing)
    return replace(
        query,
        measures=tuple(replace(measure, filters=tuple(map(kept, measure.filters))) for measure in query.measures),
        filters=tuple(map(kept, query.filters)),
        any_of=tuple(replace(part, sides=tuple(tuple(map(kept, side)) for side in part.sides)) for part in query.any_of),
        only=tuple(part for old in query.only if isinstance(part := kept(old), MemberFilter)),
        having=tuple(replace(part, value=0) for part in query.having),
        within=tuple(replace(part, query=blanked(part.query)) for part in query.within),
        periods=(nothing,) * len(query.periods),
        comparison=comparison,
        limit=None if limit is None else replace(limit, count=1),
    )

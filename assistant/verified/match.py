"""A question that someone has verified before, with other values in its slots: the plan is the verified one, so nothing is guessed.

Every word outside the slots has to mean the same, in the same order. What the asker may not see is checked afterwards like any plan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.offline import OfflinePlanner
from assistant.offline.language import language_of
from assistant.offline.patterns import Pattern, pattern_of
from assistant.plan import Planned, Span
from assistant.verified.book import Book, Entry
from assistant.verified.digests import drifted
from assistant.verified.slots import change_of, changed
from catalog.access import check_query
from catalog.catalog import Catalog
from catalog.errors import Unanswerable, Unknown
from catalog.query import MetricQuery

if TYPE_CHECKING:
    from assistant.question import Question, Sight


def matched(question: Question, sight: Sight, book: Book, planner: OfflinePlanner, whole: Catalog) -> Planned | None:
    """The plan of the newest verified question that this one repeats; None where there is none, or its definitions have changed."""
    if book.is_empty():
        return None
    pattern = pattern_of(question.text, sight, planner)
    open_term = any(item.startswith("metric ") and "|" in item for item in pattern.items)  # its department decides before anyone's answer
    own = planner.plan(question, sight).plan if open_term else None
    for entry in book.alike(pattern):
        if drifted(entry.template, whole):
            continue
        query = query_of(entry, pattern, question, sight, planner)
        if isinstance(own, MetricQuery) and query is not None and own.measures != query.measures and not is_corrected_for(entry, sight):
            continue
        if query is not None and is_seen(query, sight.catalog):
            return planned(question, query, entry, planner, sight)
    return None


def is_corrected_for(entry: Entry, sight: Sight) -> bool:
    """Whether an analyst has said what these words mean in the asker's department."""
    return entry.template.department != "" and entry.template.department == sight.asker.department


def query_of(entry: Entry, pattern: Pattern, question: Question, sight: Sight, planner: OfflinePlanner) -> MetricQuery | None:
    """The verified query with this question's values; one whose slots only the planner can place has to be read as the same query again."""
    change = change_of(entry.template.pattern.slots, pattern.slots, entry.template.query)
    if not entry.template.reread:
        return None if change is None else changed(entry.template.query, change)
    from assistant.verified.verify import blanked

    plan = planner.plan(question, sight).plan
    same = isinstance(plan, MetricQuery) and blanked(plan) == blanked(entry.template.query)
    return plan if same and isinstance(plan, MetricQuery) else None


def is_seen(query: MetricQuery, visible: Catalog) -> bool:
    try:
        check_query(query, visible)
    except (Unknown, Unanswerable):
        return False
    return True


def planned(question: Question, query: MetricQuery, entry: Entry, planner: OfflinePlanner, sight: Sight) -> Planned:
    note = ("verified_by", (("name", entry.verified_by), ("day", entry.verified_at.date().isoformat())))
    spans: tuple[Span, ...] = planner.plan(question, sight).reading
    language = language_of(question.text, question.language or "zh")
    return Planned(query, "verified", language, spans, notes=(note,), written=question.text)

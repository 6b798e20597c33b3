"""The planner that needs no model: readings of every stretch -> best cover -> parts -> one plan. What it cannot place, it does not drop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.offline.about import catalog_question
from assistant.offline.calendar_parts import Clock
from assistant.offline.choices import nearest_questions, with_choices
from assistant.offline.comparing import read_times, settle_growth
from assistant.offline.conditions import read_conditions
from assistant.offline.coverage import Cover, best_cover
from assistant.offline.definitions import read_metrics
from assistant.offline.followups import carried_spans, continued, continues, read_correction
from assistant.offline.grouping import read_bare_dimensions, read_groups
from assistant.offline.language import language_of
from assistant.offline.members import read_members
from assistant.offline.names import doubtful, qualifiers_of, readings_of
from assistant.offline.parse import Parse, Stop
from assistant.offline.placing import counted_members, left_unplaced, refused, unplaced_words
from assistant.offline.querying import metric_query
from assistant.offline.ranking import read_rankings
from assistant.offline.showing import read_shows, settle_shows
from assistant.plan import Clarify, Decline, Plan, Planned, Span
from assistant.question import Question, Sight
from catalog.catalog import Catalog
from catalog.query import MetricQuery

PASSES: tuple[Callable[[Parse], None], ...] = (
    read_members,
    read_groups,
    read_conditions,
    read_rankings,
    read_times,
    read_bare_dimensions,
    read_shows,
    settle_growth,
    settle_shows,
)


@dataclass
class OfflinePlanner:
    """Reads zh and en with the catalog's own vocabulary; keeps what it makes of a catalog for the next question."""

    known_qualifiers: dict[int, tuple[Catalog, dict[str, tuple[str, ...]]]] = field(default_factory=dict)

    def plan(self, question: Question, sight: Sight) -> Planned:
        """The plan for a question, with how every word was read."""
        language = language_of(question.text, question.language or "zh")
        cover = self.cover(question.text, sight)
        parse = Parse([token for token in cover.tokens if not token.is_filler], sight, language, carried=question.carried)
        plan = self.plan_of(question, cover, parse)
        carried = question.carried
        spans = reading_of(question.text, cover)
        if isinstance(plan, MetricQuery) and carried is not None and continues(parse, carried):
            spans = (*spans, *carried_spans(plan, carried))
        if isinstance(plan, Clarify):
            plan = with_choices(plan, question.text, sight, language)
        if isinstance(plan, Decline) and not plan.nearest and plan.code not in ("write_request", "personal_data", "injection", "off_topic"):
            plan = Decline(plan.code, plan.facts, nearest_questions(question.text, sight, language, metrics_of(parse)))
        caveats = tuple(dict.fromkeys("read_as" for token in cover.tokens if token.doubt))
        notes = tuple(parse.notes) if isinstance(plan, MetricQuery) else ()
        return Planned(plan, "offline", language, spans, caveats, notes, parse.chart, question.text)

    def cover(self, text: str, sight: Sight) -> Cover:
        """The best cover; what it leaves over is looked at again as slips of the pen."""
        clock = Clock(sight.today, sight.complete_before, sight.first_day)
        readings = readings_of(text, sight.finder, clock, self.qualifiers(sight.catalog))
        cover = best_cover(text, readings)
        if not cover.left_over:
            return cover
        certain = [(token.start, token.end) for token in cover.tokens if not token.has("filler")]
        more = doubtful(text, sight.finder, certain)
        return best_cover(text, [*readings, *more]) if more else cover

    def qualifiers(self, catalog: Catalog) -> dict[str, tuple[str, ...]]:
        kept = self.known_qualifiers.get(id(catalog))
        if kept is None or kept[0] is not catalog:
            kept = self.known_qualifiers[id(catalog)] = (catalog, qualifiers_of(catalog))
        return kept[1]

    def plan_of(self, question: Question, cover: Cover, parse: Parse) -> Plan:
        declined = refused(parse, cover)
        if declined is not None:
            return declined
        about = catalog_question(cover.tokens, parse.sight.catalog) if not cover.left_over else None
        if about is not None:
            return about
        if cover.left_over:
            return unplaced_words(question.text, cover, parse)
        try:
            return self.query_of(question, parse)
        except Stop as stop:
            return stop.plan

    def query_of(self, question: Question, parse: Parse) -> Plan:
        """The passes in their order, then the query; a word still without a part stops it."""
        counted_members(parse)
        asked = read_metrics(parse, question)
        if parse.carried is not None and not parse.metrics:
            read_correction(parse, parse.carried)
        for read in PASSES:
            read(parse)
        left_unplaced(parse)
        carried = question.carried
        query = continued(parse, carried) if carried is not None and continues(parse, carried) else metric_query(parse)
        return asked or query


def metrics_of(parse: Parse) -> list[str]:
    """The metrics that the question names or goes on from, for what can be asked instead."""
    named = [name for token in parse.tokens if token.metric for name in token.metric.metrics]
    return named or [measure.metric for measure in (parse.carried.measures if parse.carried else ())]


def reading_of(text: str, cover: Cover) -> tuple[Span, ...]:
    """Every stretch of the question, in order, with what it was taken for."""
    spans = [token.span() for token in cover.tokens]
    spans += [Span(start, end, text[start:end], "unplaced") for start, end in cover.left_over]
    return tuple(sorted(spans, key=lambda span: span.start))

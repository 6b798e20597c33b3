"""The planner that needs no model: readings of every stretch -> best cover -> parts -> one plan. What it cannot place, it does not drop."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from assistant.offline.again import inflected, own_units, said_otherwise
from assistant.offline.attempts import Attempt, attempt, best_attempt, rival
from assistant.offline.attributes import own_attributes
from assistant.offline.calendar_parts import Clock
from assistant.offline.chips import chosen, is_models
from assistant.offline.choices import OFFERED, metric_or_each, nearest_questions, with_choices
from assistant.offline.coverage import Cover, best_cover, margin
from assistant.offline.differs import differing, no_such_definition
from assistant.offline.followups import carried_spans, continues
from assistant.offline.heads import with_shared_heads
from assistant.offline.language import language_of
from assistant.offline.likely_members import likely_members
from assistant.offline.mending import WordSets, last_words, mistyped, split_names, without, word_sets
from assistant.offline.names import doubtful, qualifiers_of, readings_of
from assistant.offline.parse import Parse
from assistant.offline.partials import partial_members
from assistant.offline.reach import reaches
from assistant.offline.readings import Reading
from assistant.offline.sets import of_the_set
from assistant.offline.short_forms import short_forms
from assistant.offline.spelled_out import spelled_out
from assistant.offline.those import with_metric_told
from assistant.plan import Choice, Clarify, Decline, Plan, Planned, Span
from assistant.question import Question, Sight
from catalog.catalog import Catalog
from catalog.label import Language
from catalog.query import MetricQuery

ROUNDS = 2  # what one round reads may say what the rest is about
WITHOUT_NEAREST = ("write_request", "personal_data", "injection", "off_topic")


@dataclass(frozen=True)
class Known:
    """What is made of a catalog once: the words that choose among definitions, and metrics by the words of their names."""

    catalog: Catalog
    qualifiers: Mapping[str, tuple[str, ...]]
    word_sets: WordSets


@dataclass
class OfflinePlanner:
    """Reads zh and en with the catalog's own vocabulary; keeps what it makes of a catalog for the next question."""

    kept: dict[int, Known] = field(default_factory=dict)

    def plan(self, question: Question, sight: Sight) -> Planned:
        """The plan for a question, with how every word was read."""
        if question.stands_for is not None:
            language = language_of(question.text, question.language or "zh")
            return Planned(question.stands_for, "offline", language, written=question.text)
        known = self.known(sight.catalog)
        choice = chosen(question, sight, known.qualifiers)
        if choice is not None and choice.query is not None:
            language = language_of(question.text, question.language or "zh")
            caveats = ("model_only",) if is_models(choice, question) else ()
            return Planned(choice.query, "offline", language, (), caveats, written=question.text)
        beside = differing(question, sight, known.qualifiers, lambda each: planned(each, sight, known)) if choice is None else None
        if beside is not None:
            return beside
        asked = replace(question, text=choice.question) if choice is not None else with_metric_told(question, sight)
        found = replace(planned(asked, sight, known), written=question.text)
        if isinstance(found.plan, Decline):
            missing = no_such_definition(asked, sight, lambda words, metric: names_things(words, metric, sight, known))
            return replace(found, plan=missing) if missing is not None else found
        return found

    def margin(self, text: str, sight: Sight) -> float:
        """How far the second likeliest cover of a question is from the likeliest: for evaluations; nothing is decided by it."""
        return margin(text, covered(text, sight, self.known(sight.catalog))[0])

    def known(self, catalog: Catalog) -> Known:
        kept = self.kept.get(id(catalog))
        if kept is None or kept.catalog is not catalog:
            kept = self.kept[id(catalog)] = Known(catalog, qualifiers_of(catalog), word_sets(catalog))
        return kept


def planned(question: Question, sight: Sight, known: Known) -> Planned:
    language = language_of(question.text, question.language or "zh")
    readings, cover = covered(question.text, sight, known)
    found = best_attempt(question, attempt(question, cover, sight, language), readings)
    other = rival(question, found, readings)
    plan = metric_or_each(found, other) if other is not None else found.plan
    note_doubts(found)
    caveats = tuple(dict.fromkeys("read_as" for token in found.cover.tokens if token.doubt))
    notes = tuple(found.parse.notes) if isinstance(plan, MetricQuery) or says_notes(plan) else ()
    return Planned(
        completed(plan, question, found, lambda asked: is_read(asked, sight, language, known)),
        "offline",
        language,
        spans_of(question, found),
        caveats,
        notes,
        found.parse.chart,
        why=found.parse.why if plan is found.plan and isinstance(plan, MetricQuery) else None,
    )


def says_notes(plan: Plan) -> bool:
    """Whether a question back is about how to count, whatever is chosen: what is noted holds for every choice."""
    return isinstance(plan, Clarify) and plan.code in ("empty_units", "ratio_or_average")


def note_doubts(found: Attempt) -> None:
    """Says what each mistyped name was read as."""
    parse = found.parse
    for token in found.cover.tokens:
        named = [parse.sight.catalog.dimension(name).label.in_language(parse.language) for name in token.dimensions]
        named += [str(member.value) for member in token.members]
        if token.doubt and named and not token.metric:
            parse.note("read_as", word=token.text, name=named[0])


def covered(text: str, sight: Sight, known: Known) -> tuple[list[Reading], Cover]:
    """The readings and their best cover; what it leaves over is looked at again as slips of the pen."""
    clock = Clock(sight.today, sight.complete_before, sight.first_day, sight.catalog.calendar)
    readings = of_the_set(text, readings_of(text, sight.finder, clock, known.qualifiers))
    cover = best_cover(text, readings)
    put = split_names(text, cover, sight, known.word_sets)
    if put is not None:
        readings = without(readings, put)
        cover = best_cover(text, readings)
    if (headed := with_shared_heads(text, cover, readings, sight)) is not None:
        readings = headed
        cover = best_cover(text, readings)
    if forms := [*inflected(text, cover, sight), *own_units(text, cover, sight)]:
        readings = [*readings, *forms]
        cover = best_cover(text, readings)
    if not cover.left_over:
        return readings, cover
    for _ in range(ROUNDS):
        certain = [(token.start, token.end) for token in cover.tokens if not token.has("filler")]
        more = [
            *doubtful(text, sight.finder, certain),
            *mistyped(text, cover, sight),
            *last_words(text, cover, sight),
            *own_attributes(text, cover, sight),
            *said_otherwise(text, cover, sight),
            *spelled_out(text, cover, sight),
            *short_forms(text, cover, sight),
        ]
        if not more:
            break
        readings = [*readings, *more]
        before, cover = cover, best_cover(text, readings)
        if not cover.left_over or cover.left_over == before.left_over:
            break
    parts = list(partial_members(text, cover, sight)) if cover.left_over else []
    return ([*readings, *parts], best_cover(text, [*readings, *parts])) if parts else (readings, cover)


def names_things(words: str, metric: str, sight: Sight, known: Known) -> bool:
    """Whether the words name a time, or a dimension or member that the metric can be seen by."""
    tokens = covered(words, sight, known)[1].tokens
    named = {name for token in tokens for name in (*token.dimensions, *(member.dimension for member in token.members))}
    return any(token.when for token in tokens) or any(reaches(sight.catalog, metric, name) for name in named)


def is_read(question: Question, sight: Sight, language: Language, known: Known) -> bool:
    """Whether a question makes one query, and no other."""
    readings, cover = covered(question.text, sight, known)
    found = attempt(question, cover, sight, language)
    return isinstance(found.plan, MetricQuery) and rival(question, found, readings) is None


def completed(plan: Plan, question: Question, found: Attempt, reads: Callable[[Question], bool]) -> Plan:
    """The plan with the choices of a question back, or the nearest questions of a refusal: with a member that is like what was not
    understood, then those on the same metrics."""
    parse = found.parse
    if isinstance(plan, Clarify):
        return with_choices(plan, question.text, parse.sight, parse.language)
    if isinstance(plan, Decline) and not plan.nearest and plan.code not in WITHOUT_NEAREST:
        meant = members_meant(plan, question, found, reads)
        nearest = nearest_questions(parse, metrics_of(parse), plan, lambda text: reads(Question(text))) if len(meant) < OFFERED else ()
        return replace(plan, nearest=(*meant, *nearest)[:OFFERED])
    return plan


def members_meant(plan: Decline, question: Question, found: Attempt, reads: Callable[[Question], bool]) -> tuple[Choice, ...]:
    """The same question, in its conversation, with members that are like the words that were not understood."""
    if not found.cover.left_over or not (plan.code == "unknown_words" or question.carried):
        return ()
    parse = found.parse
    asked = likely_members(question.text, found.cover, parse.sight, parse.language, lambda text: reads(replace(question, text=text)))
    return tuple(islice(asked, OFFERED))


def metrics_of(parse: Parse) -> list[str]:
    """The metrics that the question names or goes on from, for what can be asked instead."""
    named = [name for token in parse.tokens if token.metric for name in token.metric.metrics]
    return named or [measure.metric for measure in (parse.carried.measures if parse.carried else ())]


def spans_of(question: Question, found: Attempt) -> tuple[Span, ...]:
    """Every stretch of the question, in order, with what it was taken for; then what is carried over."""
    spans = [token.span() for token in found.cover.tokens]
    spans += [Span(start, end, question.text[start:end], "unplaced") for start, end in found.cover.left_over]
    spans.sort(key=lambda span: span.start)
    carried = question.carried
    if isinstance(found.plan, MetricQuery) and carried is not None and continues(found.parse, carried):
        spans += carried_spans(found.plan, carried)
    return tuple(spans)

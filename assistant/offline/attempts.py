"""One cover read to a plan; and, where the best cover makes none, the covers that take a long name apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.offline.about import catalog_question
from assistant.offline.as_of import as_defined, read_definition_day
from assistant.offline.attaining import read_attainment
from assistant.offline.bounds import bound_or_rank
from assistant.offline.calendar_words import settled
from assistant.offline.comparatives import read_comparatives
from assistant.offline.comparing import read_times, settle_growth
from assistant.offline.conditions import read_conditions
from assistant.offline.counted import read_most_of, read_some_of
from assistant.offline.counting import read_counted
from assistant.offline.coverage import Cover, best_cover
from assistant.offline.dated import read_dated
from assistant.offline.deeds import count_where_it_happened, read_ordered
from assistant.offline.definitions import read_metrics
from assistant.offline.followups import continued, continues, read_correction
from assistant.offline.grouping import read_bare_dimensions, read_groups
from assistant.offline.listing import read_names
from assistant.offline.losses import read_losses, settle_losses
from assistant.offline.members import read_members, remember_members
from assistant.offline.none_of import read_none
from assistant.offline.over_members import read_over_members
from assistant.offline.parse import Parse, Stop
from assistant.offline.placing import counted_members, left_unplaced, refused, unplaced_words
from assistant.offline.querying import metric_query
from assistant.offline.ranking import read_rankings
from assistant.offline.ratios import read_ratios
from assistant.offline.readings import Reading, Token
from assistant.offline.related import read_related
from assistant.offline.rows import asks_for_rows, row_list
from assistant.offline.showing import read_averages, read_shows, settle_shows
from assistant.offline.sides import with_causes
from assistant.offline.things import thing_list
from assistant.offline.those import pointing_back, read_those
from assistant.offline.topics import leave_topics, settle_through_years
from assistant.offline.universe import leave_universe
from assistant.offline.vocabulary import vocabulary
from assistant.offline.whys import read_why, settle_why
from assistant.plan import Clarify, Decline, Plan
from assistant.question import Question, Sight
from catalog.label import Language
from catalog.query import MetricQuery, Share

PASSES: tuple[Callable[[Parse], None], ...] = (
    leave_topics,
    read_members,
    read_related,
    read_dated,
    read_over_members,
    read_those,
    read_averages,
    read_attainment,
    read_most_of,
    read_some_of,
    read_groups,
    read_losses,
    read_none,
    read_conditions,
    read_comparatives,
    read_rankings,
    read_times,
    read_bare_dimensions,
    read_names,
    settle_through_years,
    read_shows,
    settle_why,
    settle_growth,
    settle_shows,
    read_counted,
)
MENDABLE = (
    "not_supported",
    "unjoined_metrics",
    "bound_of_what",
    "rank_of_what",
    "share_of_what",
    "no_metric",
    "comparison_needs_period",
)
TRIED = 3  # names taken apart, longest first


@dataclass(frozen=True)
class Attempt:
    """A cover with the plan that it makes and how far it was read."""

    cover: Cover
    parse: Parse
    plan: Plan


def attempt(question: Question, cover: Cover, sight: Sight, language: Language) -> Attempt:
    """Reads the cover's tokens to a plan."""
    pointed = pointing_back(list(cover.tokens), question.carried is not None)
    meant = bound_or_rank(settled([token for token in pointed if not token.is_filler]), question.text)
    parse = Parse(meant, sight, language, carried=question.carried, text=question.text, settled=dict(question.settled))
    return Attempt(cover, parse, plan_of(question, cover, parse))


def plan_of(question: Question, cover: Cover, parse: Parse) -> Plan:
    declined = refused(parse, cover)
    if declined is not None:
        return declined
    if asks_for_rows(parse):
        return row_list(cover, parse)
    about = catalog_question(cover.tokens, parse.sight.catalog) if not cover.left_over else None
    if about is not None:
        return about
    if cover.left_over:
        return unplaced_words(question.text, cover, parse)
    try:
        return query_of(question, parse)
    except Stop as stop:
        return stop.plan


def query_of(question: Question, parse: Parse) -> Plan:
    """The passes in their order, then the query; a word still without a part stops it."""
    leave_universe(parse)
    counted_members(parse)
    read_definition_day(parse)
    read_ratios(parse)
    read_ordered(parse)
    settle_losses(parse)
    asked = read_metrics(parse, question)
    if parse.carried is not None and not parse.metrics:
        read_correction(parse, parse.carried)
    read_why(parse, question.turns[-1].planned.why if question.turns else None)
    for read in PASSES:
        read(parse)
    count_where_it_happened(parse)
    listed = thing_list(parse)
    if listed is not None:
        return listed
    remember_members(parse, question)
    left_unplaced(parse)
    carried = question.carried
    query = continued(parse, carried) if carried is not None and continues(parse, carried) else metric_query(parse)
    if isinstance(query, MetricQuery):
        query = with_causes(parse, as_defined(parse, query))
    return asked or parse.pending or query


def best_attempt(question: Question, first: Attempt, readings: Sequence[Reading]) -> Attempt:
    """The first attempt, or one that takes a name apart and makes a query where the first makes none."""
    if isinstance(first.plan, Decline | Clarify) and first.plan.code in MENDABLE:
        for other in apart(question, first, readings, names_in(first.cover)):
            if isinstance(other.plan, MetricQuery):
                return other
    return first


def rival(question: Question, first: Attempt, readings: Sequence[Reading]) -> Attempt | None:
    """'flights per day' is a metric's name and also flights, day by day: the other query, if there is one."""
    if not isinstance(first.plan, MetricQuery):
        return None
    is_split = bool(first.plan.group_by)
    holding = [
        token
        for token in names_in(first.cover)
        if token.metric and (holds_grain(token.text) or opens_with_verb(question, token) or (is_split and says_share(token.text)))
    ]
    within = [reading for reading in readings if not any(crosses(reading, token) for token in holding)]
    found = next(apart(question, first, within, holding), None)
    if found is None or not isinstance(found.plan, MetricQuery) or found.plan == first.plan:
        return None
    by_share = not any(holds_grain(token.text) or opens_with_verb(question, token) for token in holding)
    return found if not by_share or any(isinstance(each.shown, Share) for each in found.plan.measures) else None


def holds_grain(text: str) -> bool:
    return any(word.word.role == "grain" and (word.start > 0 or word.end < len(text)) for word in vocabulary().words_in(text))


def crosses(reading: Reading, token: Token) -> bool:
    """门店费用 takes a part of 费用占比 along."""
    return reading.start < token.start < reading.end < token.end or token.start < reading.start < token.end < reading.end


def says_share(text: str) -> bool:
    """各门店费用占比 may be each store's expense ratio, or its share of all expenses."""
    return any(word.word.name == "show.share" and (word.start == 0 or word.end == len(text)) for word in vocabulary().words_in(text))


def opens_with_verb(question: Question, token: Token) -> bool:
    """'List sales by store' may ask for a list of sales, or for sales at list prices."""
    if question.text[: token.start].strip():
        return False
    return any(word.start == 0 and word.end < len(token.text) and word.word.role == "rows" for word in vocabulary().words_in(token.text))


def names_in(cover: Cover) -> list[Token]:
    """Names of several words or characters, longest first."""
    named = [token for token in cover.tokens if (token.metric or token.members or token.dimensions) and token.end - token.start > 2]
    return sorted(named, key=lambda token: token.start - token.end)[:TRIED]


def apart(question: Question, first: Attempt, readings: Sequence[Reading], names: Iterable[Token]) -> Iterator[Attempt]:
    """Attempts without each of these names; only those that still cover every word."""
    for token in names:
        rest = [reading for reading in readings if (reading.start, reading.end) != (token.start, token.end)]
        cover = best_cover(question.text, rest)
        if not cover.left_over:
            yield attempt(question, cover, first.parse.sight, first.parse.language)

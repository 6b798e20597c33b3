"""What code alone finds in a question before a model is asked: settled metrics, candidates, members, periods, numbers, unknown words.

A model may choose among these and nothing else, so it can name nothing that the asker may not see.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.llm.arithmetic import arithmetic_in
from assistant.offline.attempts import attempt, best_attempt
from assistant.offline.calendar_parts import natural_step
from assistant.offline.definitions import read_metrics
from assistant.offline.language import language_of
from assistant.offline.members import reads_as_member
from assistant.offline.numbers import Number, numbers_in
from assistant.offline.parse import Note, Parse
from assistant.offline.period_words import When
from assistant.offline.planner import OfflinePlanner, covered
from assistant.offline.readings import MemberName, Token
from assistant.plan import Decline
from assistant.question import Question, Sight
from catalog.errors import CatalogError
from catalog.label import Language
from catalog.lineage import datasets_of
from catalog.period import Period
from catalog.query import MemberFilter, MetricQuery
from retrieval.text import fold

if TYPE_CHECKING:
    from retrieval.documents import SearchKind

CONFIRMING = 3  # how far down a search may have the thing that an unknown word stands for,
SURE = 0.6  # and how like it must be: '满意度' is 0.58 like the fill rate, 'staff' 0.75 like the headcount
NEVER = ("unsupported", "why", "refuse")
REFUSED = ("write_request", "personal_data", "off_topic", "injection")
MOST_METRICS, MOST_DIMENSIONS, MOST_MEMBERS, MOST_PERIODS, MOST_NUMBERS, MOST_DATASETS = 8, 8, 10, 4, 6, 4

LONGEST_WORD, MOST_PUZZLES = 24, 5


@dataclass(frozen=True)
class Stretch:
    """Characters of the question that nothing in the catalog or the grammar reads."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Known:
    """`tokens` are all readings of the best cover; `named` the metric that a token means, by its place among them.

    `members`, `periods` and `numbers` are keyed by how they are written for the model: in the question's own words. `likely` are the
    metrics and dimensions that the search is sure of for each unknown word; nothing else can explain that word.
    """

    question: Question
    sight: Sight
    language: Language
    tokens: tuple[Token, ...]
    named: dict[int, str]
    metrics: tuple[str, ...]
    dimensions: tuple[str, ...]
    members: dict[str, MemberName]
    periods: dict[str, When]
    numbers: dict[str, Number]
    unknown: tuple[Stretch, ...]
    likely: dict[str, tuple[str, ...]]
    datasets: tuple[str, ...]  # whose rows may be listed
    refused: Decline | None
    read_notes: tuple[Note, ...]

    @property
    def text(self) -> str:
        return self.question.text

    @property
    def chart(self) -> str | None:
        return next((word.code for token in self.tokens for word in token.words if word.role == "chart"), None)

    @property
    def puzzles(self) -> tuple[Stretch, ...]:
        """The unknown words but those that name arithmetic, which governed SQL may say."""
        sums = arithmetic_in(self.text)
        return tuple(part for part in self.unknown if not any(start <= part.start and part.end <= end for start, end, _ in sums))

    @property
    def words_to_read(self) -> tuple[str, ...]:
        """The unknown words that a model is asked about."""
        return tuple(dict.fromkeys(part.text for part in self.puzzles if self.likely.get(part.text)))

    @property
    def hopeless(self) -> tuple[str, ...]:
        """The words that no plan can have a part for: there is no use in asking a model."""
        unexplained = tuple(part.text for part in self.puzzles if not self.likely.get(part.text))
        return (*unexplained, *(token.text for token in self.tokens if token.has(*NEVER)))

    def has(self, *roles: str) -> bool:
        """Whether a closed-class word of these roles stands in the question."""
        return any(token.has(*roles) for token in self.tokens)

    def notes(self, query: MetricQuery) -> tuple[Note, ...]:
        """What was decided for the asker in this query."""
        if self.periods:
            return self.read_notes
        if query.periods:
            period = query.periods[0]
            return (*self.read_notes, ("default_period", (("start", str(period.start)), ("end", str(period.end)))))
        return (*self.read_notes, ("all_data", (("first", str(self.sight.first_day)), ("before", str(self.sight.complete_before)))))


def known_of(question: Question, sight: Sight, reader: OfflinePlanner) -> Known:
    """Reads the question as far as words go. Loads the vectors only for words that mean nothing by themselves."""
    language = language_of(question.text, question.language or "zh")
    readings, cover = covered(question.text, sight, reader.known(sight.catalog))
    found = best_attempt(question, attempt(question, cover, sight, language), readings)
    parse = Parse(list(found.parse.tokens), sight, language)
    read_metrics(parse, question)  # by the house's rules: the question's words, the conversation, the department, the default
    tokens = tuple(sorted((*parse.tokens, *(token for token in found.cover.tokens if token.is_filler)), key=lambda token: token.start))
    named = {tokens.index(parse.tokens[place]): metric for place, metric in parse.metrics.items()}
    unknown = tuple(Stretch(start, end, question.text[start:end]) for start, end in found.cover.left_over)
    metrics, dimensions = likely_of(unknown, sight, "metric"), likely_of(unknown, sight, "dimension")
    candidates = metrics_for(question, sight, tokens, named, metrics)
    return Known(
        question,
        sight,
        language,
        tokens,
        named,
        candidates,
        dimensions_for(question, tokens, dimensions),
        members_in((token for token in parse.tokens if is_member(parse, token)), question),
        periods_in(tokens, question),
        numbers_of(tokens, question.text),
        unknown,
        {part.text: (*metrics.get(part.text, ()), *dimensions.get(part.text, ())) for part in unknown},
        datasets_for(sight, candidates) if unknown or not named else (),
        found.plan if isinstance(found.plan, Decline) and found.plan.code in REFUSED else None,
        tuple(parse.notes),
    )


def likely_of(unknown: Iterable[Stretch], sight: Sight, kind: SearchKind) -> dict[str, tuple[str, ...]]:
    """What each unknown word may stand for, as far as the search is sure; none of a word that is no word."""
    found = {}
    for part in [part for part in unknown if len(part.text) <= LONGEST_WORD][:MOST_PUZZLES]:
        matches = sight.finder.search(part.text, kind=kind, count=CONFIRMING).matches
        found[part.text] = tuple(match.id for match in matches if match.score >= SURE)
    return found


def metrics_for(
    question: Question, sight: Sight, tokens: Iterable[Token], named: dict[int, str], likely: dict[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """The metrics that the words mean, those carried on, and what unknown words may stand for."""
    qualified = [metric for token in tokens if token.qualifier for metric in token.qualifier.metrics]
    carried = [measure.metric for measure in question.carried.measures] if question.carried else []
    sure = [name for name in (*named.values(), *qualified[:3], *carried) if name in sight.catalog.metrics]
    return tuple(dict.fromkeys((*sure, *(name for names in likely.values() for name in names))))[:MOST_METRICS]


def dimensions_for(question: Question, tokens: Iterable[Token], likely: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    named = [name for token in tokens for name in token.dimensions]
    of_members = [member.dimension for token in tokens for member in token.members if not token.dimensions]
    carried = [*question.carried.group_by] if question.carried else []
    return tuple(dict.fromkeys((*named, *of_members, *carried, *(name for names in likely.values() for name in names))))[:MOST_DIMENSIONS]


def datasets_for(sight: Sight, metrics: Iterable[str]) -> tuple[str, ...]:
    """The datasets that the likely metrics count rows of, for those who may see rows."""
    if not sight.may_list_rows:
        return ()
    found: dict[str, None] = {}
    for name in metrics:
        with suppress(CatalogError):  # an input that the asker does not see
            found.update(dict.fromkeys(sorted(datasets_of(sight.catalog, name))))
    return tuple(found)[:MOST_DATASETS]


def is_member(parse: Parse, token: Token) -> bool:
    """Whether a token may be a filter: a name that is a dimension too is one only where it stands like one."""
    return bool(token.members) and reads_as_member(parse, parse.tokens.index(token), token)


def members_in(tokens: Iterable[Token], question: Question) -> dict[str, MemberName]:
    """'dimension: words of the question' -> member; words that name two members of one dimension are left to be asked back."""
    found: dict[str, MemberName] = {}
    doubled: set[str] = set()
    for token in tokens:
        for member in token.members:
            label = f"{member.dimension}: {token.text}"
            if label in found and found[label].value != member.value:
                doubled.add(label)
            found[label] = member
    for number, part in enumerate(carried_members(question)):
        found.setdefault(f"{part.dimension}: earlier {number + 1}", part)
    return {label: member for label, member in found.items() if label not in doubled} if len(found) <= MOST_MEMBERS else {}


def carried_members(question: Question) -> list[MemberName]:
    filters = question.carried.filters if question.carried else ()
    return [MemberName(part.dimension, value) for part in filters if isinstance(part, MemberFilter) for value in part.values]


def periods_in(tokens: Iterable[Token], question: Question) -> dict[str, When]:
    """Words -> period. Only code knows the dates."""
    found = {token.text: token.when for token in tokens if token.when}
    for number, period in enumerate(question.carried.periods if question.carried else ()):
        found.setdefault(f"earlier {number + 1}", carried_when(period))
    return dict(list(found.items())[:MOST_PERIODS])


def carried_when(period: Period) -> When:
    return When(0, 0, period, natural_step(period))


def numbers_of(tokens: Iterable[Token], text: str) -> dict[str, Number]:
    """Numbers as written, but for those that are part of a date or a name."""
    folded = fold(text)
    taken = [(token.start, token.end) for token in tokens if token.when or token.members or token.metric]
    found: dict[str, Number] = {}
    for numeral in numbers_in(folded.text):
        start, end = folded.original(numeral.start, numeral.end)
        if not any(first <= start and end <= last for first, last in taken):
            found[text[start:end]] = numeral.number
    return dict(list(found.items())[:MOST_NUMBERS])

"""What code alone finds in a question before a model is asked: settled metrics, candidates, members, periods, numbers, unknown words.

A model may choose among these and nothing else, so it can name nothing that the asker may not see.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from assistant.llm.arithmetic import arithmetic_in
from assistant.offline.calendar_parts import natural_step
from assistant.offline.coverage import Cover
from assistant.offline.definitions import read_metrics
from assistant.offline.language import language_of
from assistant.offline.members import reads_as_member
from assistant.offline.numbers import Number, numbers_in
from assistant.offline.parse import Note, Parse
from assistant.offline.period_words import When
from assistant.offline.placing import refused
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

METRICS, DIMENSIONS = 4, 2  # how many of each the search adds to those that the question names
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
    """`members`, `periods` and `numbers` are keyed by how they are written for the model: in the question's own words."""

    question: Question
    sight: Sight
    language: Language
    cover: Cover
    named: dict[int, str]  # place of a token in the cover -> the metric that it means
    metrics: tuple[str, ...]
    dimensions: tuple[str, ...]
    members: dict[str, MemberName]
    periods: dict[str, When]
    numbers: dict[str, Number]
    unknown: tuple[Stretch, ...]
    datasets: tuple[str, ...]  # whose rows may be listed
    refused: Decline | None
    chart: str | None
    read_notes: tuple[Note, ...]

    def notes(self, query: MetricQuery) -> tuple[Note, ...]:
        """What was decided for the asker in this query."""
        if self.periods:
            return self.read_notes
        if query.periods:
            period = query.periods[0]
            return (*self.read_notes, ("default_period", (("start", str(period.start)), ("end", str(period.end)))))
        return (*self.read_notes, ("all_data", (("first", str(self.sight.first_day)), ("before", str(self.sight.complete_before)))))

    @property
    def text(self) -> str:
        return self.question.text

    @property
    def puzzles(self) -> tuple[str, ...]:
        """The unknown words that a model is asked about: few, and none longer than a word is."""
        sums = arithmetic_in(self.text)
        words = [part for part in self.unknown if not any(start <= part.start and part.end <= end for start, end, _ in sums)]
        return tuple(dict.fromkeys(part.text for part in words if len(part.text) <= LONGEST_WORD))[:MOST_PUZZLES]

    def has(self, *roles: str) -> bool:
        """Whether a closed-class word of these roles stands in the question."""
        return any(token.has(*roles) for token in self.cover.tokens)


def known_of(question: Question, sight: Sight, reader: OfflinePlanner) -> Known:
    """Reads the question as far as words go. Loads the vectors, for what the words do not name."""
    _, cover = covered(question.text, sight, reader.qualifiers(sight.catalog))
    language = language_of(question.text, question.language or "zh")
    parse = Parse([token for token in cover.tokens if not token.is_filler], sight, language)
    declined = refused(parse, cover)
    read_metrics(parse, question)  # by the house's rules: the question's words, the conversation, the department, the default
    places = [place for place, token in enumerate(cover.tokens) if not token.is_filler]
    named = {places[place]: metric for place, metric in parse.metrics.items()}
    unknown = tuple(Stretch(start, end, question.text[start:end]) for start, end in cover.left_over)
    candidates = metrics_for(question, sight, cover, named, unknown)
    return Known(
        question,
        sight,
        language,
        cover,
        named,
        candidates,
        dimensions_for(question, sight, cover, unknown),
        members_in((token for token in parse.tokens if is_member(parse, token)), question),
        periods_in(cover.tokens, question),
        numbers_of(cover, question.text),
        unknown,
        datasets_for(sight, candidates) if unknown or not named else (),
        declined,
        next((word.code for token in cover.tokens for word in token.words if word.role == "chart"), None),
        tuple(parse.notes),
    )


def metrics_for(question: Question, sight: Sight, cover: Cover, named: dict[int, str], unknown: Iterable[Stretch]) -> tuple[str, ...]:
    """The metrics that the words mean and those carried on; for words that mean nothing by themselves the likeliest ones."""
    qualified = [metric for token in cover.tokens if token.qualifier for metric in token.qualifier.metrics]
    carried = [measure.metric for measure in question.carried.measures] if question.carried else []
    sure = [name for name in (*named.values(), *qualified[:3], *carried) if name in sight.catalog.metrics]
    rivals = {name for token in cover.tokens if token.metric for name in token.metric.metrics} - set(sure)
    likely = [
        match.id for text in searched(question, unknown, bool(sure)) for match in sight.finder.search(text, "metric", METRICS).matches
    ]
    return tuple(dict.fromkeys((*sure, *(name for name in likely if name not in rivals))))[:MOST_METRICS]


def dimensions_for(question: Question, sight: Sight, cover: Cover, unknown: Iterable[Stretch]) -> tuple[str, ...]:
    named = [name for token in cover.tokens for name in token.dimensions]
    of_members = [member.dimension for token in cover.tokens for member in token.members if not token.dimensions]
    carried = [*question.carried.group_by] if question.carried else []
    texts = searched(question, unknown, named=True)
    likely = [match.id for text in texts for match in sight.finder.search(text, "dimension", DIMENSIONS).matches]
    return tuple(dict.fromkeys((*named, *of_members, *carried, *likely)))[:MOST_DIMENSIONS]


def searched(question: Question, unknown: Iterable[Stretch], named: bool) -> list[str]:
    """What is looked up by meaning: the unknown words, and the whole question where nothing in it is named."""
    return [*(part.text for part in unknown), *([] if named else [question.text])]


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


def numbers_of(cover: Cover, text: str) -> dict[str, Number]:
    """Numbers as written, but for those that are part of a date or a name."""
    folded = fold(text)
    taken = [(token.start, token.end) for token in cover.tokens if token.when or token.members or token.metric]
    found: dict[str, Number] = {}
    for numeral in numbers_in(folded.text):
        start, end = folded.original(numeral.start, numeral.end)
        if not any(first <= start and end <= last for first, last in taken):
            found[text[start:end]] = numeral.number
    return dict(list(found.items())[:MOST_NUMBERS])

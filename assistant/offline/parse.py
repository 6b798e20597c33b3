"""A question while it is read: its tokens, which of them have been given a part, and the parts found so far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from assistant.offline.numbers import Number
from assistant.offline.period_words import When
from assistant.offline.readings import DefinitionOf, Token
from assistant.offline.vocabulary import vocabulary
from assistant.plan import Clarify, Decline, Why
from assistant.question import Sight
from catalog.calendar import Calendar
from catalog.label import Language
from catalog.metric import Grain, Metric, Offset, Over
from catalog.period import Period
from catalog.query import Filter, MemberFilter, MetricQuery, Within

Note = tuple[str, tuple[tuple[str, str], ...]]
LINKS = ("link.of",)


class Stop(Exception):
    """Reading ends here: the question has to be asked back or declined."""

    def __init__(self, plan: Clarify | Decline) -> None:
        super().__init__(plan.code)
        self.plan = plan


@dataclass(frozen=True)
class Group:
    """A key that rows are split by. `marked` says by what word: each, which, rank, or nothing but its place."""

    name: str
    index: int
    mark: str


@dataclass(frozen=True)
class Condition:
    """A bound on a metric (None: the first measure), on its change if `column` says so."""

    index: int
    metric: str | None
    operator: str
    numbers: tuple[Number, ...]
    column: str = ""


@dataclass(frozen=True)
class Ranking:
    """The first `count` by a metric (None: the first measure) or by its change; `way` is high, low, best or worst."""

    index: int
    metric: str | None
    count: int | None
    way: str
    column: str = ""


@dataclass
class Parse:
    """`tokens` are those that may carry a part; `taken` the places of those that have one."""

    tokens: list[Token]
    sight: Sight
    language: Language
    taken: set[int] = field(default_factory=set)
    metrics: dict[int, str] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    grains: list[tuple[Grain, int, str]] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)
    filter_places: list[int] = field(default_factory=list)
    only: list[MemberFilter] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    rankings: list[Ranking] = field(default_factory=list)
    whens: list[When] = field(default_factory=list)
    comparison: Offset | Period | None = None
    over: Over | None = None
    over_word: str = ""
    counted: str | None = None  # the dimension whose members, chosen by bounds, are counted
    shows: set[str] = field(default_factory=set)
    order: str | None = None
    order_metric: str | None = None
    growth: bool = False
    falling: bool = False
    chart: str | None = None
    definition_of: DefinitionOf | None = None
    follow: set[str] = field(default_factory=set)
    heads: set[int] = field(default_factory=set)
    corrected: dict[str, str] = field(default_factory=dict)
    choosing: list[When] = field(default_factory=list)
    asked: list[When] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)
    topics: dict[int, int] = field(default_factory=dict)  # places of metrics that only say what the metric at another place is about
    columns: set[str] = field(default_factory=set)
    doers: set[str] = field(default_factory=set)
    without: list[Within] = field(default_factory=list)
    carried: MetricQuery | None = None
    pending: Clarify | None = None
    notes: list[Note] = field(default_factory=list)
    caveats: list[str] = field(default_factory=list)
    text: str = ""
    asks_why: bool = False  # its causes are asked for
    expects: str = ""  # what is taken for granted of the change
    why_by: tuple[str, ...] = ()  # the dimensions that they were sought by just before
    why_target: str = ""  # the metric that is set against its target
    why: Why | None = None
    settled: Mapping[str, str] = field(default_factory=dict)  # what the conversation chose: word -> metric, or dimension of a member

    def at(self, index: int) -> Token | None:
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    def free(self, index: int) -> Token | None:
        """The token there, unless it has a part already."""
        return self.at(index) if index not in self.taken else None

    def has(self, index: int, *names: str) -> bool:
        token = self.at(index)
        return token is not None and token.has(*names)

    def left(self, index: int, *skipped: str) -> int:
        """The place before `index`, passing over links of the kinds `skipped`."""
        index -= 1
        while self.at(index) and self.tokens[index].has(*skipped):
            index -= 1
        return index

    def right(self, index: int, *skipped: str) -> int:
        index += 1
        while self.at(index) and self.tokens[index].has(*skipped):
            index += 1
        return index

    def places(self, *names: str) -> Iterator[int]:
        """Where closed-class words of these kinds stand that have no part yet."""
        return (index for index, token in enumerate(self.tokens) if index not in self.taken and token.has(*names))

    def any(self, *names: str) -> bool:
        """Whether a word of these kinds has no part yet."""
        return next(self.places(*names), None) is not None

    def take(self, *indices: int) -> None:
        self.taken.update(indices)

    def ask(self, clarify: Clarify) -> None:
        """Keeps a question back until the rest is read: a word without a part declines first, and one question is enough."""
        self.pending = self.pending or clarify

    def note(self, code: str, **facts: str) -> None:
        entry = (code, tuple(facts.items()))
        if entry not in self.notes:
            self.notes.append(entry)

    def metric(self, name: str) -> Metric:
        return self.sight.catalog.metric(name)

    def joined(self, words: Iterable[str]) -> str:
        return ("、" if self.language == "zh" else ", ").join(dict.fromkeys(words))

    def is_framed(self, code: str) -> bool:
        """Whether the question opens (in English) or ends (in Chinese) as one of a kind: did …, how has …, …吗."""
        text = self.text.lower().strip(" ?？。.!！")
        return any(text.startswith(f"{word} ") if word.isascii() else word in text[-4:] for word in vocabulary().frames.get(code, ()))

    @property
    def selections(self) -> list[Condition | Ranking]:
        """Everything that chooses rows by a measure."""
        return [*self.conditions, *self.rankings]

    @property
    def group_names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(group.name for group in self.groups))

    @property
    def calendar(self) -> Calendar:
        return self.sight.catalog.calendar

    @property
    def grain(self) -> Grain | None:
        return self.grains[0][0] if self.grains else None

    @property
    def member_filters(self) -> list[MemberFilter]:
        return [part for part in self.filters if isinstance(part, MemberFilter)]

"""What stretches of a question may be read as, and the tokens that a cover of it is made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from assistant.offline.period_words import When
from assistant.offline.vocabulary import Word
from assistant.plan import Span, SpanKind
from catalog.metric import Grain
from catalog.period import GRAINS
from catalog.query import Value


@dataclass(frozen=True, slots=True)
class MetricName:
    """One metric, or a term (a word with several definitions) with its candidates."""

    metrics: tuple[str, ...]
    term: str | None = None
    is_split: bool = False  # said in two places: flights … were cancelled
    is_weak: bool = False  # an everyday phrase ("sold") that gives way to a metric's own name


@dataclass(frozen=True, slots=True)
class DimensionName:
    dimension: str


@dataclass(frozen=True, slots=True)
class MemberName:
    dimension: str
    value: Value


@dataclass(frozen=True, slots=True)
class Qualifier:
    """Words that choose among the definitions of a term: 财务口径, operations. `metrics` are those it speaks of."""

    metrics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DefinitionOf:
    """Words that ask for the definitions of a day, the last of a period that begins with `first`; None for the one before today's."""

    day: date | None
    first: date | None


Means = MetricName | DimensionName | MemberName | Qualifier | DefinitionOf | When | Word
Doubt = Literal["fuzzy", "pinyin", "level"]  # level: the name of a whole hierarchy, taken for its top


@dataclass(frozen=True, slots=True)
class Reading:
    """Characters start..end may mean this. `weight` 0..1 orders readings of the same stretch; `doubt` says that it was not written so."""

    start: int
    end: int
    means: Means
    weight: float = 1.0
    doubt: Doubt | None = None


@dataclass(frozen=True)
class Token:
    """A stretch of the cover with everything that it may mean."""

    start: int
    end: int
    text: str
    options: tuple[Means, ...]
    doubt: Doubt | None = None

    def has(self, *names: str) -> bool:
        """Whether it is one of these closed-class words: 'rank.top', or 'rank' for any of the table."""
        return any(word.name in names or word.role in names for word in self.words)

    def word(self, role: str) -> Word | None:
        return next((word for word in self.words if word.role == role), None)

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(option for option in self.options if isinstance(option, Word))

    @property
    def metric(self) -> MetricName | None:
        return next((option for option in self.options if isinstance(option, MetricName)), None)

    @property
    def dimensions(self) -> tuple[str, ...]:
        return tuple(option.dimension for option in self.options if isinstance(option, DimensionName))

    @property
    def members(self) -> tuple[MemberName, ...]:
        return tuple(option for option in self.options if isinstance(option, MemberName))

    @property
    def qualifier(self) -> Qualifier | None:
        return next((option for option in self.options if isinstance(option, Qualifier)), None)

    @property
    def definition_of(self) -> DefinitionOf | None:
        return next((option for option in self.options if isinstance(option, DefinitionOf)), None)

    @property
    def when(self) -> When | None:
        return next((option for option in self.options if isinstance(option, When)), None)

    @property
    def grain(self) -> Grain | None:
        """The grain of 按月 and monthly; `grain_noun` is the bare word."""
        return grain_code(self.word("grain"))

    @property
    def grain_noun(self) -> Grain | None:
        return grain_code(self.word("grain_noun"))

    @property
    def is_filler(self) -> bool:
        """Carries nothing: politeness, copulas, question words."""
        return (
            bool(self.words)
            and all(word.role in ("filler", "chart_word", "part") for word in self.words)
            and len(self.options) == len(self.words)
        )

    def only(self, *options: Means) -> Token:
        return replace(self, options=options)

    def span(self) -> Span:
        return Span(self.start, self.end, self.text, self.kind, self.meaning)

    @property
    def kind(self) -> SpanKind:
        if self.metric or self.qualifier or self.has("part"):
            return "metric"
        if self.members:
            return "member"
        if self.dimensions:
            return "dimension"
        if self.when:
            return "period"
        if self.grain or self.grain_noun:
            return "grain"
        if self.has("compare"):
            return "comparison"
        return "filler" if self.is_filler or self.has("filler", "link", "chart_word") else "operator"

    @property
    def meaning(self) -> str:
        if self.metric:
            return self.metric.metrics[0] if len(self.metric.metrics) == 1 else "|".join(self.metric.metrics)
        if self.members:
            return "|".join(f"{member.dimension}={member.value}" for member in self.members)
        if self.dimensions:
            return "|".join(self.dimensions)
        if self.definition_of:
            return f"definition_date={self.definition_of.day or ''}"
        if self.when:
            return f"{self.when.period.start}..{self.when.period.end}"
        return "" if self.is_filler else next((word.name for word in self.words if word.role != "filler"), "")


def grain_code(word: Word | None) -> Grain | None:
    return next((grain for grain in GRAINS if word and grain == word.code), None)

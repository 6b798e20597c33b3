"""What a planner makes of a question: exactly one Plan, and the Reading that says how every word was understood.

Plan = MetricQuery | SqlDraft | RowList | CatalogQuestion | Clarify | Decline
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from catalog.label import Language
from catalog.query import MetricQuery, RowList

if TYPE_CHECKING:
    from assistant.question import Question, Sight
    from assistant.usage import Usage

SpanKind = Literal[
    "metric",
    "dimension",
    "member",
    "period",
    "grain",
    "operator",
    "number",
    "comparison",
    "filler",
    "carried",
    "unplaced",
]


AWAY = ("model_unavailable", "model_over_budget")  # why a model that is configured made no plan


@dataclass(frozen=True)
class Span:
    """One stretch of the question (characters start..end) and what it was taken for: `meaning` is an id, a value or a date range."""

    start: int
    end: int
    text: str
    kind: SpanKind
    meaning: str = ""


@dataclass(frozen=True)
class SqlDraft:
    """Governed SQL, written by a model or a person, for what a metric query cannot say. One that `explores` reads datasets instead of
    metrics: only a person says so, and its numbers are nobody's definition."""

    text: str
    explores: bool = False


@dataclass(frozen=True)
class CatalogQuestion:
    """A question about the catalog itself; `names` are metric or dimension ids."""

    about: Literal[
        "definition",
        "formula",
        "owner",
        "difference",
        "lineage",
        "metrics",
        "dimensions",
        "members",
        "freshness",
        "abilities",
    ]
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choice:
    """One way to go on: what the chip says, and the question that it asks, or the query that it stands for."""

    label: str
    question: str
    query: MetricQuery | None = None


@dataclass(frozen=True)
class Clarify:
    """The readings give different numbers: ask. `code` and facts are worded by the message files."""

    code: str
    facts: tuple[tuple[str, str], ...] = ()
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Decline:
    """What is missing, and the nearest questions that can be answered."""

    code: str
    facts: tuple[tuple[str, str], ...] = ()
    nearest: tuple[Choice, ...] = ()


Plan = MetricQuery | SqlDraft | RowList | CatalogQuestion | Clarify | Decline


@dataclass(frozen=True)
class Why:
    """A question for the causes of a difference: what it was (`before`), what it is (`after`), one metric and no grouping each.

    The two differ in their period, in one member or in metric and target. `expects` is what the question takes for granted;
    `by` holds the dimensions that it names, empty for all that are allowed.
    """

    before: MetricQuery
    after: MetricQuery
    sides: Literal["periods", "members", "target"] = "periods"
    expects: Literal["", "fall", "rise", "loss"] = ""
    by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Planned:
    """A plan with its reading. `planner` names who read it; `caveats` are codes of what keeps it from the verified tier;
    `notes` are codes with facts of what was decided for the asker (default definition used, all data, ties …)."""

    plan: Plan
    planner: Literal["offline", "llm", "person", "verified"]
    language: Language
    reading: tuple[Span, ...] = ()
    caveats: tuple[str, ...] = ()
    notes: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    chart: str | None = None  # a chart kind that the asker wished for
    written: str = ""  # the model's or person's own text
    held: MetricQuery | SqlDraft | RowList | None = None  # what will run once someone agrees that it is heavy
    why: Why | None = None  # the plan states a change, and its causes were asked for
    usage: Usage | None = field(default=None, compare=False)  # what a model was asked for it, if one was


class Planner(Protocol):
    """Two implementations: assistant/offline and assistant/llm."""

    def plan(self, question: Question, sight: Sight) -> Planned: ...

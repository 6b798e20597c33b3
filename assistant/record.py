"""Answer: one record that keeps every intermediate value. The chat renders it, the journal stores it, evals score it, replay re-runs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from assistant.plan import Choice, Planned
from catalog.compiler import OutputColumn
from catalog.label import Language
from retrieval.matches import Match
from sql_guard.engine import Change

if TYPE_CHECKING:
    from assistant.causes.parts import Causes

Status = Literal["answered", "clarify", "declined", "refused", "timeout", "cancelled", "failed"]
Tier = Literal["verified", "governed", "unverified", "declined"]


@dataclass(frozen=True)
class Definition:
    """What a number in the answer means: the governed definition as it stood. `until` is the end of an earlier one."""

    metric: str
    name: str
    version: int
    owner: str
    department: str
    description: str
    formula: str
    until: date | None = None


@dataclass(frozen=True)
class Dates:
    """One resolved period, first and last day inclusive; `unfinished` when the data ends before it does."""

    first: date
    last: date
    unfinished: bool = False
    label: str = ""


@dataclass(frozen=True)
class Trouble:
    """Why there is no number: a code with facts, and for bugs the id under which the log has the rest."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    log_id: str = ""


@dataclass(frozen=True)
class Working:
    """How the number was made: written -> governed SQL -> compiled SQL -> what the guard changed -> what ran, on which tables.

    `estimated_rows` is what the query was thought to work on before it ran; None where nobody could tell."""

    written: str = ""
    governed: str = ""
    compiled: str = ""
    changes: tuple[Change, ...] = ()
    executed: str = ""
    tables: tuple[str, ...] = ()
    estimated_rows: int | None = None


@dataclass(frozen=True)
class Versions:
    """What the answer depends on; equal versions replay to equal rows. `scope` digests all that the asker might see."""

    catalog: str
    data: str
    scope: str
    product: str


@dataclass(frozen=True)
class Answer:
    """Everything about one answered (or unanswered) question. Rows hold Python values; `as_json` in record_json.py writes them."""

    id: str
    question: str
    language: Language
    asker: str
    asked_at: datetime
    today: date
    status: Status
    tier: Tier
    planned: Planned | None = None
    matches: tuple[Match, ...] = ()
    working: Working = Working()
    columns: tuple[OutputColumn, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    truncated: bool = False
    chart: Mapping[str, Any] | None = None
    headline: str = ""
    explanation: str = ""
    definitions: tuple[Definition, ...] = ()
    dates: tuple[Dates, ...] = ()
    data_as_of: date | None = None
    notes: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    trouble: Trouble | None = None
    versions: Versions | None = None
    timings: Mapping[str, float] = field(default_factory=dict)
    conversation: str = ""
    department: str = ""  # the asker's, when it was asked
    causes: Causes | None = None  # why the number changed, where that was asked
    findings: tuple[str, ...] = ()  # what has to be said of the change, in words

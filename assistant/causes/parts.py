"""What an attribution is made of: a change between two sides and the parts that add up to it. Plain data: no engine, no words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from catalog.query import MetricQuery

Effect = Literal["value", "mix", "rate", "input", "rest"]
Method = Literal["difference", "mix_rate", "shapley", "level"]


@dataclass(frozen=True)
class Part:
    """One bar: a member (or an input of a formula) with its two values and what it adds to the change, in the unit of the metric.

    `before` is None for a member that is new and `after` for one that is gone. `query` gives the two values when it is run;
    the rest of a breakdown (`effect` = rest) has none. `share` is the member's weight in a ratio's denominator, before and after.
    """

    name: str  # dimension or metric id
    member: Any  # None is the member without a name; an input's id repeats `name`
    effect: Effect
    before: float | None
    after: float | None
    adds: float
    query: MetricQuery | None = None
    share: tuple[float, float] | None = None


@dataclass(frozen=True)
class Breakdown:
    """The whole change split one way. The `adds` of its parts sum to `change` within 1e-9 of the larger side.

    `by` is the dimension or, for a formula, the metric; `within` are the members that it was drilled into; `below` are drills of its parts.
    Only the first `leading` parts are to be named as causes: none where the change is small or spread evenly. `of` is the metric whose
    change is split, in its own unit (empty: the one asked about). Method `level` splits the later value itself, to name what loses money.
    """

    by: str
    method: Method
    change: float
    parts: tuple[Part, ...]
    within: tuple[tuple[str, Any], ...] = ()
    explains: float = 0.0  # 0..1, how much of the change few members carry
    below: tuple[Breakdown, ...] = ()
    leading: int = 0
    of: str = ""


@dataclass(frozen=True)
class Finding:
    """Something to be said before or beside the parts, as a code with facts: a partial period, a fault of the data, a shift of
    the calendar, a change too small to explain, every member rising under a falling total, a total that did not fall."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Causes:
    """Why a metric changed: the change, findings in the order they are said, and the few breakdowns that explain most, best first.

    `losses` are the later values of what loses money, where the question was for a loss.
    """

    metric: str
    before: float | None
    after: float | None
    change: float | None
    findings: tuple[Finding, ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()
    losses: tuple[Breakdown, ...] = ()
    queries: int = 0  # how often the engine was asked

"""Governed metrics: the card (who, which version, which words) and the formula, one kind a class.

A kind holds only what it needs, so that only valid metrics can be built. Names follow MetricFlow where it has a word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from catalog.label import Label, Text

Grain = Literal["day", "week", "month", "quarter", "year"]
Status = Literal["draft", "published", "deprecated"]
Function = Literal["sum", "count", "count_distinct", "min", "max", "average", "median"]
Take = Literal["last", "first", "average", "min", "max"]
Style = Literal["number", "integer", "currency", "percent"]


@dataclass(frozen=True)
class Aggregate:
    """`function` of a scalar SQL `expression` over one dataset's rows that pass `filter`. count needs no expression."""

    dataset: str
    function: Function
    expression: str | None = None
    filter: str | None = None
    time: str | None = None  # the dataset's own time column unless named


@dataclass(frozen=True)
class Percentile:
    """Continuous percentile: `fraction` in (0, 1) of `expression`."""

    dataset: str
    expression: str
    fraction: float
    filter: str | None = None
    time: str | None = None


@dataclass(frozen=True)
class SemiAdditive:
    """A level (stock, balance, headcount): summed over everything but time, where `take` chooses one snapshot or averages them."""

    dataset: str
    function: Literal["sum", "count", "count_distinct"]
    take: Take
    expression: str | None = None
    filter: str | None = None
    time: str | None = None


@dataclass(frozen=True)
class Offset:
    """`count` whole grains earlier: Offset(1, 'year') is the same period of last year."""

    count: int
    grain: Grain


@dataclass(frozen=True)
class Input:
    """A metric inside another's formula, with its own filter (dimension, members) and its own offset."""

    metric: str
    alias: str
    filters: tuple[tuple[str, tuple[str | int | bool, ...]], ...] = ()
    offset: Offset | None = None


@dataclass(frozen=True)
class Ratio:
    """numerator / denominator as a fraction; a zero or missing denominator gives NULL."""

    numerator: Input
    denominator: Input


@dataclass(frozen=True)
class Derived:
    """Arithmetic over other metrics' aliases: 'revenue - cost'. A missing input is NULL unless that input declares a fill."""

    expression: str
    inputs: tuple[Input, ...]


@dataclass(frozen=True)
class AllTime:
    pass


@dataclass(frozen=True)
class Trailing:
    """The `count` grains ending with each bucket."""

    count: int
    grain: Grain


@dataclass(frozen=True)
class ToDate:
    """From the start of the `grain` to each bucket: 月累计, 年累计."""

    grain: Grain


@dataclass(frozen=True)
class Cumulative:
    """A metric accumulated over a window."""

    metric: str
    window: AllTime | Trailing | ToDate


Formula = Aggregate | Percentile | SemiAdditive | Ratio | Derived | Cumulative


@dataclass(frozen=True)
class Format:
    """How a value is written: style, decimals, and the unit's word in both languages (元/CNY, 单/orders)."""

    style: Style = "number"
    decimals: int = 2
    unit: Text = Text()


@dataclass(frozen=True)
class Confusable:
    """A metric that this one is easily taken for, and the difference."""

    metric: str
    why: Text


@dataclass(frozen=True)
class Metric:
    """One governed number. `allowed_dimensions` None means every reachable one; `up_is_good` None means neither way is good."""

    id: str
    label: Label
    description: Text
    formula: Formula
    owner: str
    department: str
    version: int = 1
    status: Status = "published"
    format: Format = Format()
    allowed_dimensions: tuple[str, ...] | None = None
    required_dimensions: tuple[str, ...] = ()
    up_is_good: bool | None = True
    default_period: str | None = None  # a period word of the calendar: last_complete_month, last_30_days …
    fill_nulls_with: int | None = None
    parent: str | None = None
    level: int | None = None
    confusable: tuple[Confusable, ...] = ()
    discoverable: bool = False
    tags: tuple[str, ...] = ()
    source: str = ""  # file:line


@dataclass(frozen=True)
class Term:
    """A word with several definitions: the metrics it may mean, the declared default or none; departments resolve by metric.department."""

    label: Label
    metrics: tuple[str, ...]
    default: str | None = None

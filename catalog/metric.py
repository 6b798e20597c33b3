"""Governed metrics: the card (who, which version, which words) and the formula, one kind a class.

A kind holds only what it needs, so that only valid metrics can be built. Names follow MetricFlow where it has a word.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from catalog.label import Label, Text

Grain = Literal["day", "week", "ten_day", "month", "quarter", "half_year", "year", "fiscal_month", "fiscal_quarter", "fiscal_year"]
Status = Literal["draft", "published", "deprecated"]
Function = Literal["sum", "count", "count_distinct", "min", "max", "average", "median"]
Take = Literal["last", "first", "average", "min", "max"]
MembersTake = Literal["average", "median", "percentile", "min", "max", "count"]
Style = Literal["number", "integer", "currency", "percent"]
Operator = Literal[">", ">=", "<", "<=", "=", "!="]
Sensitivity = Literal["public", "internal", "confidential", "restricted"]


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
class WeightedAverage:
    """sum(expression * weight) / sum(weight), over the rows where both are present."""

    dataset: str
    expression: str
    weight: str
    filter: str | None = None
    time: str | None = None


@dataclass(frozen=True)
class SemiAdditive:
    """A level (stock, balance, headcount): summed over everything but time, where `take` chooses one snapshot or averages them.

    The day taken is the dataset's own, or with `per` (columns of the dataset) each group's own: every account's last balance.
    """

    dataset: str
    function: Literal["sum", "count", "count_distinct"]
    take: Take
    expression: str | None = None
    filter: str | None = None
    time: str | None = None
    per: tuple[str, ...] = ()


@dataclass(frozen=True)
class Offset:
    """`count` whole grains earlier: Offset(1, 'year') is the same period of last year."""

    count: int
    grain: Grain


@dataclass(frozen=True)
class StartOf:
    """The value at the start of the `grain` that holds each bucket: against the first day of the month. Needs a finer grain."""

    grain: Grain


@dataclass(frozen=True)
class Input:
    """A metric inside another's formula, with its own filter (dimension, members) and its own offset."""

    metric: str
    alias: str
    filters: tuple[tuple[str, tuple[str | int | bool, ...]], ...] = ()
    offset: Offset | StartOf | None = None


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
    """A metric accumulated over a window. A bucket coarser than a day shows the value of its last day, its first, or their average."""

    metric: str
    window: AllTime | Trailing | ToDate
    take: Literal["last", "first", "average"] = "last"


@dataclass(frozen=True)
class Event:
    """Something that an `entity` (a scalar SQL expression over the dataset: a user id) does at `time`, and how many there are of it."""

    dataset: str
    entity: str
    function: Literal["count", "count_distinct", "sum"] = "count"
    expression: str | None = None
    filter: str | None = None
    time: str | None = None


@dataclass(frozen=True)
class Conversion:
    """Base events followed by a converting event of the same entity within the window (none: at any later time), dated by the base event.

    A converting event belongs to the entity's last base event at or before it. `constants` are pairs of expressions, base then converting,
    that have to be equal: the product viewed is the product bought. A rate is over all base events, a fraction.
    Source: conversion metrics of MetricFlow.
    """

    base: Event
    converted: Event
    show: Literal["rate", "count"] = "rate"
    window: Trailing | None = None
    constants: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class MemberCondition:
    """Members of `dimension` (an entity: member, order, store) whose `metric` compares with `value`, within each of the query's periods
    and buckets or over all time; whatever the query filters and groups by. A member without a value does not pass."""

    metric: str
    dimension: str
    operator: Operator
    value: int | float | Decimal
    over: Literal["period", "all_time"] = "period"


@dataclass(frozen=True)
class Restricted:
    """A metric over the rows whose members meet every condition: buyers with at least three orders."""

    metric: str
    conditions: tuple[MemberCondition, ...]


DayKind = Literal["calendar", "workday", "with_data"]


@dataclass(frozen=True)
class PerDay:
    """A metric over the number of days of its bucket or period so far: all of the calendar's, workdays, or those with rows."""

    metric: str
    days: DayKind = "calendar"


@dataclass(frozen=True)
class Over:
    """The `take` of the values that a metric has by each member of `of` (of several: by each combination) and in each `grain`, or by one of
    the two. A percentile has its fraction; the count is of members with a value. With `fill` every grain that the data spans has a value:
    a month without orders is a month with none."""

    take: MembersTake
    of: tuple[str, ...] = ()
    grain: Grain | None = None
    fraction: float | None = None
    fill: int | None = None


@dataclass(frozen=True)
class OverMembers:
    """A metric's value for each member, and one number of those values: the median of what customers spend, the average monthly revenue.

    The values are those that the same question would show split by the members; a missing member, and one without a value, counts not.
    """

    metric: str
    over: Over


Formula = (
    Aggregate | Percentile | WeightedAverage | SemiAdditive | Ratio | Derived | Cumulative | Conversion | Restricted | PerDay | OverMembers
)


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
class Play:
    """What its owner says to do about a change: that way (None: either), where this member, or any of the dimension, is a cause of it."""

    text: Text
    direction: Literal["fall", "rise"] | None = None
    dimension: str | None = None
    member: str | int | bool | None = None


@dataclass(frozen=True)
class Edition:
    """An earlier approved definition of a metric: `until` is the first day on which it no longer held."""

    version: int
    formula: Formula
    until: date
    description: Text = Text()


@dataclass(frozen=True)
class Metric:
    """One governed number. `allowed_dimensions` None means every reachable one; `up_is_good` None means neither way is good.

    `target` is the metric that says what this one should be; `editions` are earlier definitions, oldest first.
    """

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
    playbook: tuple[Play, ...] = ()
    discoverable: bool = False
    tags: tuple[str, ...] = ()
    target: str | None = None
    editions: tuple[Edition, ...] = ()
    sensitivity: Sensitivity = "internal"
    benchmark: bool = False  # may be told over everybody's rows to those whose own are narrowed
    source: str = ""  # file:line

    def at(self, day: date | None) -> Metric:
        """The metric as it was defined on that day; None means now."""
        for edition in self.editions:
            if day is not None and day < edition.until:
                return replace(self, version=edition.version, formula=edition.formula, description=edition.description)
        return self


@dataclass(frozen=True)
class Term:
    """A word with several definitions: the metrics it may mean, the declared default or none; departments resolve by metric.department."""

    label: Label
    metrics: tuple[str, ...]
    default: str | None = None

"""MetricQuery: the only thing that becomes an aggregate. Frozen, hashable, with canonical member values and resolved dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from catalog.metric import Grain, Offset, Operator, Over
from catalog.period import Period

Value = str | int | float | bool | date | Decimal | None
Change = Literal["previous", "change", "change_pct"]
TIME = "metric_time"  # the time key's column name
PERIOD = "period"  # the key's column name when a query has several periods


@dataclass(frozen=True)
class Plain:
    """The metric's value."""


@dataclass(frozen=True)
class Share:
    """The value over the total of the same metric within groups of `of` (empty: the grand total of the query's scope)."""

    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Running:
    """The running total over time within the other keys; restarts at each `reset` grain if given."""

    reset: Grain | None = None


@dataclass(frozen=True)
class Rank:
    """The rank by value (ties share a rank) within groups of `of`; 1 is the largest unless ascending."""

    ascending: bool = False
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Attainment:
    """The value over that of the metric's declared target: 达成率."""


Shown = Plain | Share | Running | Rank | Attainment | Over  # Over: one number of the metric's values by member


@dataclass(frozen=True)
class MemberFilter:
    """dimension in (or not in) members. None is the missing member; `not in` keeps missing members unless None is listed."""

    dimension: str
    values: tuple[Value, ...]
    negated: bool = False


@dataclass(frozen=True)
class RangeFilter:
    """dimension compared with one value, for number and date dimensions."""

    dimension: str
    operator: Operator
    value: Value


Filter = MemberFilter | RangeFilter


@dataclass(frozen=True)
class AnyOf:
    """At least one side holds; a side is filters that hold together: (region = 华东 AND channel = 线上) OR category = 酒水."""

    sides: tuple[tuple[Filter, ...], ...]


@dataclass(frozen=True)
class Measure:
    """A metric as shown in a column, over rows that pass filters of its own. `name` is the column's name: the alias, if it has one.

    An alias that only repeats the column's own name is none, so that equal measures are equal values.
    """

    metric: str
    shown: Shown = Plain()
    filters: tuple[Filter, ...] = ()
    alias: str | None = None

    def __post_init__(self) -> None:
        if self.alias is not None and self.alias == self.own_name:
            object.__setattr__(self, "alias", None)

    @property
    def name(self) -> str:
        return self.own_name if self.alias is None else self.alias

    @property
    def own_name(self) -> str:
        """The name that the column has without an alias."""
        match self.shown:
            case Plain():
                return self.metric
            case Share():
                return f"{self.metric}_share"
            case Running():
                return f"{self.metric}_running"
            case Rank():
                return f"{self.metric}_rank"
            case Attainment():
                return f"{self.metric}_attainment"
            case Over(take, of, grain, fraction, fill):
                taken = take if fraction is None else f"p{round(fraction * 100, 2):g}".replace(".", "_")
                every = () if fill is None else ("every",)
                return "_".join((self.metric, taken, "over", *every, *of, *((grain,) if grain else ())))


@dataclass(frozen=True)
class Having:
    """A condition on an output column: a measure's name, or that name with _previous, _change, _change_pct."""

    column: str
    operator: Operator
    value: int | float | Decimal


@dataclass(frozen=True)
class Within:
    """Keeps only the members of `dimensions` that a nested query returns: 'the top-ten stores' margin'.

    Negated: only those that it does not return, 'customers without orders'; a missing member is one of them.
    """

    dimensions: tuple[str, ...]
    query: MetricQuery
    negated: bool = False


@dataclass(frozen=True)
class Comparison:
    """Each plain measure beside its value `to` an offset earlier (or in another period), and what is shown of it."""

    to: Offset | Period
    show: tuple[Change, ...] = ("previous", "change", "change_pct")


@dataclass(frozen=True)
class Order:
    column: str
    descending: bool = True


@dataclass(frozen=True)
class Limit:
    """The first `count` rows in the query's order, within groups of `per`; ties with the last one are kept."""

    count: int
    per: tuple[str, ...] = ()


@dataclass(frozen=True)
class MetricQuery:
    """Measures by keys, within filters and periods. No periods means all data. Keys: `grain` (column metric_time) then `group_by`.

    `only` keeps rows of these members in the answer, after shares, running totals and ranks have seen all rows: the share of one member.
    `any_of` are conditions beside `filters`, for what one dimension cannot say.
    `as_of` asks for the definitions that held on that day; without it today's hold for all periods.
    """

    measures: tuple[Measure, ...]
    group_by: tuple[str, ...] = ()
    grain: Grain | None = None
    filters: tuple[Filter, ...] = ()
    having: tuple[Having, ...] = ()
    within: tuple[Within, ...] = ()
    periods: tuple[Period, ...] = ()
    comparison: Comparison | None = None
    order: tuple[Order, ...] = ()
    limit: Limit | None = None
    only: tuple[MemberFilter, ...] = ()
    any_of: tuple[AnyOf, ...] = ()
    as_of: date | None = None

    @property
    def shared_filters(self) -> tuple[Filter, ...]:
        """Every filter that all measures are held to, alternatives included."""
        return (*self.filters, *(part for choice in self.any_of for side in choice.sides for part in side))

    @property
    def all_filters(self) -> tuple[Filter, ...]:
        """Every filter of the query's rows wherever it stands: what it reads, and what its asker has to be allowed to see."""
        return (*self.shared_filters, *(part for measure in self.measures for part in measure.filters))


@dataclass(frozen=True)
class RowList:
    """Detail rows of one dataset, for roles that may: columns (empty: all governed ones), filters, periods on the dataset's time."""

    dataset: str
    columns: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    periods: tuple[Period, ...] = ()
    order: tuple[Order, ...] = ()
    limit: int = 100

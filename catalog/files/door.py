"""The catalog files as pydantic models: the door. One model a thing, as written in YAML; build.py turns them into the catalog's own values.

Only this module and its neighbours in files/ import pydantic, and only when no cache answers.
"""
# ruff: noqa: RUF012  # pydantic copies defaults

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Discriminator, Field, StringConstraints, Tag, model_validator
from pydantic_core import PydanticCustomError

from catalog.dataset import Cardinality
from catalog.dimension import DimensionType
from catalog.files.door_card import ConfusableEntry, PlayEntry
from catalog.files.door_words import Count, Door, Id, MemberValue, Names, OffsetBy, Sentence, Sql, Word
from catalog.files.zone import Zone
from catalog.metric import Grain, MembersTake, Operator, Sensitivity, Status, Style, Take

PERIODS = (
    r"^((this|last_complete)_(day|week|(fiscal_)?(month|quarter|year))|last_[1-9][0-9]*_(days|weeks|(fiscal_)?(months|quarters|years)))$"
)
FUNCTIONS = ("sum", "count", "count_distinct", "min", "max", "average", "median")


class ColumnEntry(Door):
    """A governed column with more than a name."""

    name: Word
    label: Names | None = None
    sensitive: bool = False
    time_zone: Zone | None = None


Columns = Annotated[
    Annotated[Word, Tag("<name>")] | Annotated[ColumnEntry, Tag("<column>")],
    Discriminator(lambda value: "<column>" if isinstance(value, dict) else "<name>"),
]


class ValidityEntry(Door):
    """The columns between which days (start included, end excluded, an empty end: still) a row holds."""

    start: Word
    end: Word


class MinGroupEntry(Door):
    """Whom a row is about, and how many of them it takes for a figure to be shown."""

    entity: Sql
    size: Annotated[int, Field(ge=2)]


class PrivacyEntry(Door):
    """What keeps single people out of figures."""

    min_group: MinGroupEntry


class DatasetEntry(Door):
    """One table at one grain; only the columns listed are served."""

    id: Id
    name: Names
    synonyms: list[Word] = []
    description: Sentence | None = None
    table: Word
    primary_key: list[Word] = []
    time: Word | None = None
    time_grain: Grain = "day"
    complete_after: OffsetBy | None = None
    bridge: bool = False
    validity: ValidityEntry | None = None
    order_by: Word | None = None
    privacy: PrivacyEntry | None = None
    columns: Annotated[list[Columns], Field(min_length=1)]


class JoinEntry(Door):
    """How rows of `left` find their row of `right`. Two joins between the same datasets differ by role."""

    left: Id
    right: Id
    on: Annotated[dict[Word, Word], Field(min_length=1)]
    cardinality: Cardinality
    role: Id | None = None


class MemberEntry(Door):
    """A value that has other names. zh defaults to the value."""

    value: MemberValue
    zh: Word | None = None
    en: Word | None = None
    synonyms: list[Word] = []


class DimensionEntry(Door):
    """What a metric can be grouped and filtered by: a column, or a scalar expression, of one dataset."""

    id: Id
    name: Names
    synonyms: list[Word] = []
    description: Sentence | None = None
    dataset: Id
    expression: Sql | None = None
    type: DimensionType = "text"
    members: list[MemberEntry] = []
    via: list[Id] = []
    department: str = ""
    unit: str = ""
    searchable: bool = True


class HierarchyEntry(Door):
    """Drill levels, coarse to fine."""

    id: Id
    name: Names
    synonyms: list[Word] = []
    levels: Annotated[list[Id], Field(min_length=2)]


class StartOfEntry(Door):
    """The value at the start of the grain."""

    start_of: Grain


class SideEntry(Door):
    """A metric inside another's formula, with its own filters and offset."""

    metric: Id
    filters: dict[Id, Annotated[list[MemberValue], Field(min_length=1)]] = {}
    offset: (
        Annotated[
            Annotated[OffsetBy, Tag("<offset>")] | Annotated[StartOfEntry, Tag("<start>")],
            Discriminator(lambda value: "<start>" if isinstance(value, dict) and "start_of" in value else "<offset>"),
        ]
        | None
    ) = None


Side = Annotated[
    Annotated[Id, Tag("<name>")] | Annotated[SideEntry, Tag("<side>")],
    Discriminator(lambda value: "<side>" if isinstance(value, dict) else "<name>"),
]


class AggregateEntry(Door):
    """Exactly one function of an expression over one dataset's rows; with `take`, a level that is not added up over time."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": [name]} for name in FUNCTIONS]})

    sum: Sql | None = None
    count: Sql | None = None
    count_distinct: Sql | None = None
    min: Sql | None = None
    max: Sql | None = None
    average: Sql | None = None
    median: Sql | None = None
    dataset: Id
    filter: Sql | None = None
    time: Word | None = None
    take: Take | None = None
    per: list[Word] = []

    @property
    def functions(self) -> list[tuple[str, str]]:
        return [(name, written) for name in FUNCTIONS if (written := getattr(self, name)) is not None]

    @model_validator(mode="after")
    def has_one_function(self) -> AggregateEntry:
        found = [name for name, _ in self.functions]
        if len(found) != 1:
            raise PydanticCustomError("formula_functions", "", {"found": ", ".join(found), "allowed": ", ".join(FUNCTIONS)})
        if self.take and found[0] not in ("sum", "count", "count_distinct"):
            raise PydanticCustomError("take_function", "", {"found": found[0], "allowed": "sum, count, count_distinct"})
        return self


class PercentileEntry(Door):
    """The continuous percentile `fraction` of an expression."""

    percentile: Sql
    fraction: Annotated[float, Field(gt=0, lt=1)]
    dataset: Id
    filter: Sql | None = None
    time: Word | None = None


class WeightedAverageEntry(Door):
    """The average of an expression, each row counting by its weight."""

    weighted_average: Sql
    weight: Sql
    dataset: Id
    filter: Sql | None = None
    time: Word | None = None


class RatioEntry(Door):
    """One metric over another, as a fraction."""

    ratio: Annotated[list[Side], Field(min_length=2, max_length=2)]


class DerivedEntry(Door):
    """Arithmetic over metrics. Names without an input entry are metric ids."""

    derived: Sql
    inputs: dict[Id, Side] = {}


class TrailingEntry(Door):
    """The `trailing` grains that end with each bucket."""

    trailing: Count
    grain: Grain


class ToDateEntry(Door):
    """From the start of the grain to each bucket."""

    to_date: Grain


def window_kind(value: Any) -> str:
    if not isinstance(value, dict):
        return "<all>"
    return "<to_date>" if "to_date" in value else "<trailing>"


class CumulativeEntry(Door):
    """A metric accumulated over a window."""

    cumulative: Id
    window: Annotated[
        Annotated[Literal["all"], Tag("<all>")] | Annotated[TrailingEntry, Tag("<trailing>")] | Annotated[ToDateEntry, Tag("<to_date>")],
        Discriminator(window_kind),
    ]
    take: Literal["last", "first", "average"] = "last"


class EventEntry(Door):
    """Something that an entity does at a time: how many rows of a dataset, distinct values or what sum."""

    dataset: Id
    entity: Sql
    count_distinct: Sql | None = None
    sum: Sql | None = None
    filter: Sql | None = None
    time: Word | None = None

    @model_validator(mode="after")
    def has_one_function(self) -> EventEntry:
        if self.count_distinct is not None and self.sum is not None:
            raise PydanticCustomError("formula_functions", "", {"found": "count_distinct, sum", "allowed": "count_distinct, sum"})
        return self


class ConversionEntry(Door):
    """Base events followed by another event of the same entity."""

    conversion: Literal["rate", "count"]
    base: EventEntry
    converted: EventEntry
    window: TrailingEntry | None = None
    constants: dict[Sql, Sql] = {}


class MemberConditionEntry(Door):
    """Which members of a dimension count: those whose metric compares with a value."""

    metric: Id
    dimension: Id
    operator: Operator
    value: int | float
    over: Literal["period", "all_time"] = "period"


class RestrictedEntry(Door):
    """A metric over the members that meet every condition."""

    restricted: Id
    where: Annotated[list[MemberConditionEntry], Field(min_length=1)]


class PerDayEntry(Door):
    """A metric per day of its period."""

    per_day: Id
    days: Literal["calendar", "workday", "with_data"] = "calendar"


class OverMembersEntry(Door):
    """One number of a metric's values by member: of the dimensions of `of`, in each `grain`, or both."""

    over_members: Id
    of: list[Id] = []
    grain: Grain | None = None
    take: MembersTake
    fraction: Annotated[float, Field(gt=0, lt=1)] | None = None

    @model_validator(mode="after")
    def is_over_something(self) -> OverMembersEntry:
        if not self.of and self.grain is None:
            raise PydanticCustomError("over_nothing", "", {})
        if (self.take == "percentile") != (self.fraction is not None):
            raise PydanticCustomError("take_fraction", "", {"found": self.take})
        return self


def formula_kind(value: Any) -> str:
    if not isinstance(value, dict):
        return "<aggregate>"
    return next((f"<{kind}>" for kind in KINDS if kind in value), "<aggregate>")


KINDS = ("percentile", "weighted_average", "ratio", "derived", "cumulative", "conversion", "restricted", "per_day", "over_members")


FormulaEntry = Annotated[
    Annotated[AggregateEntry, Tag("<aggregate>")]
    | Annotated[PercentileEntry, Tag("<percentile>")]
    | Annotated[WeightedAverageEntry, Tag("<weighted_average>")]
    | Annotated[RatioEntry, Tag("<ratio>")]
    | Annotated[DerivedEntry, Tag("<derived>")]
    | Annotated[CumulativeEntry, Tag("<cumulative>")]
    | Annotated[ConversionEntry, Tag("<conversion>")]
    | Annotated[RestrictedEntry, Tag("<restricted>")]
    | Annotated[PerDayEntry, Tag("<per_day>")]
    | Annotated[OverMembersEntry, Tag("<over_members>")],
    Discriminator(formula_kind),
]


class FormatEntry(Door):
    """How a value is written. Decimals default to 0 for integers, else 2."""

    style: Style = "number"
    decimals: Annotated[int, Field(ge=0, le=10)] | None = None
    unit: Names | None = None


class EditionEntry(Door):
    """An earlier approved definition, and the first day on which it no longer held."""

    version: Count
    until: Annotated[date, Field(strict=False)]
    formula: FormulaEntry
    description: Sentence | None = None


class MetricEntry(Door):
    """One governed number: its words, who answers for it, and its formula."""

    id: Id
    name: Names
    synonyms: list[Word] = []
    description: Sentence
    owner: Word
    department: Word
    version: Count = 1
    status: Status = "published"
    formula: FormulaEntry
    format: FormatEntry = FormatEntry()
    allowed_dimensions: list[Id] | None = None
    required_dimensions: list[Id] = []
    up_is_good: bool | None = True
    default_period: Annotated[str, StringConstraints(pattern=PERIODS)] | None = None
    fill_nulls_with: int | None = None
    parent: Id | None = None
    level: Count | None = None
    confusable: list[ConfusableEntry] = []
    playbook: list[PlayEntry] = []
    discoverable: bool = False
    tags: list[Word] = []
    target: Id | None = None
    editions: list[EditionEntry] = []
    sensitivity: Sensitivity = "internal"
    benchmark: bool = False


class TermEntry(Door):
    """A word with several definitions, and which of them it means when nothing else decides."""

    name: Names
    synonyms: list[Word] = []
    metrics: Annotated[list[Id], Field(min_length=2)]
    default: Id | None = None

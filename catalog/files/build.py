"""Checked entries to the catalog's own frozen values. Says which id is declared twice; every other rule is in rules/."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from catalog.calendar import Calendar
from catalog.catalog import Catalog
from catalog.dataset import Dataset, DatasetColumn, Join, MinGroup, Validity
from catalog.dimension import Dimension, Hierarchy, Member
from catalog.errors import Fault, Unreadable
from catalog.expression import columns_in
from catalog.files.door import (
    AggregateEntry,
    ColumnEntry,
    ConversionEntry,
    CumulativeEntry,
    DatasetEntry,
    DerivedEntry,
    DimensionEntry,
    EditionEntry,
    EventEntry,
    FormatEntry,
    FormulaEntry,
    HierarchyEntry,
    JoinEntry,
    MetricEntry,
    OverMembersEntry,
    PercentileEntry,
    PerDayEntry,
    RatioEntry,
    RestrictedEntry,
    SideEntry,
    StartOfEntry,
    TermEntry,
    ToDateEntry,
    TrailingEntry,
    WeightedAverageEntry,
)
from catalog.files.door_words import Names, OffsetBy, Sentence
from catalog.files.entries import Declared, Entry
from catalog.label import Label, Text
from catalog.metric import (
    Aggregate,
    AllTime,
    Confusable,
    Conversion,
    Cumulative,
    Derived,
    Edition,
    Event,
    Format,
    Formula,
    Input,
    MemberCondition,
    Metric,
    Offset,
    Over,
    OverMembers,
    Percentile,
    PerDay,
    Play,
    Ratio,
    Restricted,
    SemiAdditive,
    StartOf,
    Term,
    ToDate,
    Trailing,
    WeightedAverage,
)

Made = TypeVar("Made")
Model = TypeVar("Model")


@dataclass(frozen=True)
class Written:
    """The catalog as declared, not yet checked as a whole, with the entry of each part; `calendar` is the project's, if there is one."""

    catalog: Catalog
    datasets: Mapping[str, Entry[DatasetEntry]]
    dimensions: Mapping[str, Entry[DimensionEntry]]
    metrics: Mapping[str, Entry[MetricEntry]]
    hierarchies: Sequence[Entry[HierarchyEntry]]
    joins: Sequence[Entry[JoinEntry]]
    terms: Sequence[Entry[TermEntry]]
    broken: Mapping[str, set[str]]
    calendar: Calendar | None = None

    def knows(self, section: str, name: str) -> bool:
        """Whether the name is declared, even if its entry has faults of its own."""
        return name in getattr(self, section) or name in self.broken.get(section, ())


def build(declared: Declared, fingerprint: str, faults: list[Fault]) -> Written:
    datasets = by_id(declared.datasets, faults)
    dimensions = by_id(declared.dimensions, faults)
    metrics = by_id(declared.metrics, faults)
    hierarchies = tuple(by_id(declared.hierarchies, faults).values())
    catalog = Catalog(
        datasets=made(datasets, dataset),
        joins=tuple(join(entry) for entry in declared.joins),
        dimensions=made(dimensions, dimension),
        metrics=made(metrics, metric),
        hierarchies=tuple(hierarchy(entry.value) for entry in hierarchies),
        terms=tuple(term(entry.value) for entry in declared.terms),
        fingerprint=fingerprint,
    )
    return Written(catalog, datasets, dimensions, metrics, hierarchies, declared.joins, declared.terms, declared.broken)


def made(entries: Mapping[str, Entry[Any]], make: Callable[[Entry[Any]], Made]) -> dict[str, Made]:
    return {name: make(entry) for name, entry in entries.items()}


def by_id(entries: Iterable[Entry[Any]], faults: list[Fault]) -> dict[str, Entry[Any]]:
    found: dict[str, Entry[Any]] = {}
    for entry in entries:
        first = found.setdefault(entry.value.id, entry)
        if first is not entry:
            faults.append(Fault(entry.at("id"), "duplicate_id", (("id", entry.value.id), ("first", first.at("id")))))
    return found


def label(name: Names, synonyms: Iterable[str] = ()) -> Label:
    return Label(name.zh, name.en, tuple(synonyms))


def text(sentence: Sentence | Names | None) -> Text:
    return Text() if sentence is None else Text(sentence.zh, sentence.en)


def dataset(at: Entry[DatasetEntry]) -> Dataset:
    entry = at.value
    schema, dot, table = entry.table.partition(".")
    return Dataset(
        id=entry.id,
        label=label(entry.name, entry.synonyms),
        schema=schema if dot else "main",
        table=table if dot else schema,
        columns=tuple(map(column, entry.columns)),
        primary_key=tuple(entry.primary_key),
        time=entry.time,
        description=text(entry.description),
        order_by=entry.order_by,
        time_grain=entry.time_grain,
        complete_after=one_offset(entry.complete_after),
        bridge=entry.bridge,
        validity=None if entry.validity is None else Validity(entry.validity.start, entry.validity.end),
        privacy=None if entry.privacy is None else MinGroup(entry.privacy.min_group.entity, entry.privacy.min_group.size),
        source=at.at(),
    )


def one_offset(entry: OffsetBy | None) -> Offset | None:
    return None if entry is None else next(Offset(count, grain) for grain, count in entry.items())


def column(entry: str | ColumnEntry) -> DatasetColumn:
    if isinstance(entry, str):
        return DatasetColumn(entry)
    return DatasetColumn(entry.name, None if entry.label is None else label(entry.label), entry.sensitive, entry.time_zone)


def join(at: Entry[JoinEntry]) -> Join:
    entry = at.value
    return Join(entry.left, entry.right, tuple(entry.on.items()), entry.cardinality, entry.role, source=at.at())


def dimension(at: Entry[DimensionEntry]) -> Dimension:
    entry = at.value
    return Dimension(
        id=entry.id,
        label=label(entry.name, entry.synonyms),
        dataset=entry.dataset,
        expression=entry.expression or entry.id,
        type=entry.type,
        members=tuple(
            Member(each.value, Label(each.zh or spelled(each.value), each.en or "", tuple(each.synonyms))) for each in entry.members
        ),
        via=tuple(entry.via),
        description=text(entry.description),
        department=entry.department,
        unit=entry.unit,
        searchable=entry.searchable,
        source=at.at(),
    )


def spelled(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def hierarchy(entry: HierarchyEntry) -> Hierarchy:
    return Hierarchy(entry.id, label(entry.name, entry.synonyms), tuple(entry.levels))


def term(entry: TermEntry) -> Term:
    return Term(label(entry.name, entry.synonyms), tuple(entry.metrics), entry.default)


def metric(at: Entry[MetricEntry]) -> Metric:
    entry = at.value
    return Metric(
        id=entry.id,
        label=label(entry.name, entry.synonyms),
        description=text(entry.description),
        formula=formula(entry.formula),
        owner=entry.owner,
        department=entry.department,
        version=entry.version,
        status=entry.status,
        format=number_format(entry.format),
        allowed_dimensions=None if entry.allowed_dimensions is None else tuple(entry.allowed_dimensions),
        required_dimensions=tuple(entry.required_dimensions),
        up_is_good=entry.up_is_good,
        default_period=entry.default_period,
        fill_nulls_with=entry.fill_nulls_with,
        parent=entry.parent,
        level=entry.level,
        confusable=tuple(Confusable(each.metric, text(each.why)) for each in entry.confusable),
        playbook=tuple(Play(text(each.text), each.when.direction, each.when.dimension, each.when.member) for each in entry.playbook),
        discoverable=entry.discoverable,
        tags=tuple(entry.tags),
        target=entry.target,
        sensitivity=entry.sensitivity,
        benchmark=entry.benchmark,
        editions=tuple(sorted(map(edition, entry.editions), key=lambda each: each.until)),
        source=at.at(),
    )


def edition(entry: EditionEntry) -> Edition:
    return Edition(entry.version, formula(entry.formula), entry.until, text(entry.description))


def number_format(entry: FormatEntry) -> Format:
    decimals = entry.decimals if entry.decimals is not None else 0 if entry.style == "integer" else 2
    return Format(entry.style, decimals, text(entry.unit))


def formula(entry: FormulaEntry) -> Formula:
    match entry:
        case AggregateEntry():
            return aggregate(entry)
        case PercentileEntry():
            return Percentile(entry.dataset, entry.percentile, entry.fraction, entry.filter, entry.time)
        case RatioEntry():
            return Ratio(side(entry.ratio[0], "numerator"), side(entry.ratio[1], "denominator"))
        case DerivedEntry():
            return derived(entry)
        case CumulativeEntry():
            return Cumulative(entry.cumulative, window(entry.window), entry.take)
        case WeightedAverageEntry():
            return WeightedAverage(entry.dataset, entry.weighted_average, entry.weight, entry.filter, entry.time)
        case ConversionEntry():
            return conversion(entry)
        case RestrictedEntry():
            conditions = (MemberCondition(each.metric, each.dimension, each.operator, each.value, each.over) for each in entry.where)
            return Restricted(entry.restricted, tuple(conditions))
        case PerDayEntry():
            return PerDay(entry.per_day, entry.days)
        case OverMembersEntry():
            return OverMembers(entry.over_members, Over(entry.take, tuple(entry.of), entry.grain, entry.fraction))


def aggregate(entry: AggregateEntry) -> Aggregate | SemiAdditive:
    function, written = entry.functions[0]
    expression = None if function == "count" and written == "*" else written
    if entry.take is None:
        return Aggregate(entry.dataset, function, expression, entry.filter, entry.time)  # type: ignore[arg-type]  # checked at the door
    per = tuple(entry.per)
    return SemiAdditive(entry.dataset, function, entry.take, expression, entry.filter, entry.time, per)  # type: ignore[arg-type]  # the same


def conversion(entry: ConversionEntry) -> Conversion:
    window = None if entry.window is None else Trailing(entry.window.trailing, entry.window.grain)
    return Conversion(event(entry.base), event(entry.converted), entry.conversion, window, tuple(entry.constants.items()))


def event(entry: EventEntry) -> Event:
    function: Literal["count", "count_distinct", "sum"] = "sum" if entry.sum else "count_distinct" if entry.count_distinct else "count"
    return Event(entry.dataset, entry.entity, function, entry.sum or entry.count_distinct, entry.filter, entry.time)


def derived(entry: DerivedEntry) -> Derived:
    """Inputs in the order of the expression; names without an entry are metric ids; an unused entry is kept for the rules to see."""
    try:
        names = [name for _, name in columns_in(entry.derived)]
    except Unreadable:
        names = []
    aliases = dict.fromkeys([*names, *entry.inputs])
    return Derived(entry.derived, tuple(side(entry.inputs.get(alias, alias), alias) for alias in aliases))


def side(entry: str | SideEntry, alias: str) -> Input:
    if isinstance(entry, str):
        return Input(entry, alias)
    filters = tuple((name, tuple(values)) for name, values in entry.filters.items())
    return Input(entry.metric, alias, filters, offset(entry.offset))


def offset(entry: OffsetBy | StartOfEntry | None) -> Offset | StartOf | None:
    if entry is None:
        return None
    if isinstance(entry, StartOfEntry):
        return StartOf(entry.start_of)
    [(grain, count)] = entry.items()
    return Offset(count, grain)


def window(entry: str | TrailingEntry | ToDateEntry) -> AllTime | Trailing | ToDate:
    match entry:
        case TrailingEntry():
            return Trailing(entry.trailing, entry.grain)
        case ToDateEntry():
            return ToDate(entry.to_date)
        case _:
            return AllTime()

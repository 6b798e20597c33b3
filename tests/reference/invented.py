"""Random metrics over a random world; what each SQL text means stands beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Any

from catalog.catalog import Catalog
from catalog.label import Label, Text
from catalog.metric import (
    Aggregate,
    AllTime,
    Conversion,
    Cumulative,
    Derived,
    Edition,
    Event,
    Formula,
    Input,
    MemberCondition,
    Metric,
    Offset,
    Percentile,
    PerDay,
    Ratio,
    Restricted,
    SemiAdditive,
    StartOf,
    ToDate,
    Trailing,
    WeightedAverage,
)
from catalog.parts import formulas_of, inputs_within, read_rows
from tests.reference.tables import Meaning, Tables, Unsupported

GRAINS: tuple[Any, ...] = ("day", "week", "month", "quarter", "year")


def both(get: Callable[[str], Any], one: str, other: str) -> tuple[Any, Any] | None:
    """Two values in one type, or None where one is missing."""
    left, right = get(one), get(other)
    if left is None or right is None:
        return None
    return (float(left), float(right)) if isinstance(left, float) or isinstance(right, float) else (left, right)


def of_both(combine: Callable[[Any, Any], Any], one: str, other: str) -> Meaning:
    def meaning(get: Callable[[str], Any]) -> Any:
        values = both(get, one, other)
        return None if values is None else combine(*values)

    return meaning


def of_one(find: Callable[[Any], Any], column: str) -> Meaning:
    return lambda get: None if get(column) is None else find(get(column))


EXPRESSIONS: dict[str, Meaning] = {
    "amount - cost": of_both(lambda amount, cost: amount - cost, "amount", "cost"),
    "qty * 2": of_one(lambda qty: qty * 2, "qty"),
    "COALESCE(qty, 0)": lambda get: get("qty") or 0,
    "CASE WHEN status = 'done' THEN amount END": lambda get: get("amount") if get("status") == "done" else None,
    "amount * qty": of_both(lambda amount, qty: amount * qty, "amount", "qty"),
}
COLUMNS = ("amount", "cost", "qty", "weight")
FILTERS: dict[str, Meaning] = {
    "status = 'done'": of_one(lambda status: status == "done", "status"),
    "status <> 'done' OR status IS NULL": lambda get: get("status") != "done",
    "amount > 0": of_one(lambda amount: amount > 0, "amount"),
    "status IN ('open', '取消')": of_one(lambda status: status in ("open", "取消"), "status"),
    "qty BETWEEN 0 AND 2": of_one(lambda qty: 0 <= qty <= 2, "qty"),
}
ARITHMETIC: dict[str, Meaning] = {
    "a - b": of_both(lambda a, b: a - b, "a", "b"),
    "a + b": of_both(lambda a, b: a + b, "a", "b"),
    "a * 2 - b": of_both(lambda a, b: a * 2 - b, "a", "b"),
    "(a + b) / 2": of_both(lambda a, b: float(a + b) / 2, "a", "b"),
    "a / b - 1": of_both(lambda a, b: None if b == 0 else float(a) / float(b) - 1, "a", "b"),
    "-a + b": of_both(lambda a, b: b - a, "a", "b"),
}


@dataclass
class Inventing:
    """Makes metrics of one world."""

    chance: Random
    tables: Tables
    facts: tuple[str, ...]
    catalog: Catalog

    def invent(self, count: int) -> Catalog:
        """The catalog with random metrics; ever more are made of earlier ones."""
        self.tables.meanings = {**self.tables.meanings, **EXPRESSIONS, **FILTERS, **ARITHMETIC}
        for number in range(count):
            formula = self.leaf() if number < count * 0.55 else self.compound()
            fill = 0 if self.chance.random() < 0.12 else None
            name = f"m{number}"
            before = (Edition(1, self.leaf(), date(2024, 7, 1)),) if self.chance.random() < 0.15 else ()
            target = self.chance.choice([None, *self.catalog.metrics])
            made = Metric(
                name, Label(name, name), Text(), formula, "owner", "sales", 2, fill_nulls_with=fill, target=target, editions=before
            )
            self.catalog = replace(self.catalog, metrics={**self.catalog.metrics, name: made})
        return self.catalog

    def leaf(self) -> Formula:
        chance, dataset = self.chance, self.chance.choice(self.facts)
        expression = chance.choice([*COLUMNS, *EXPRESSIONS])
        filtered = chance.choice([None, None, *FILTERS, self.joined_filter(dataset)])
        time = "paid_on" if chance.random() < 0.15 and self.catalog.datasets[dataset].time_grain == "day" else None
        functions: list[Any] = [
            "weighted",
            "sum",
            "sum",
            "sum",
            "count",
            "count_distinct",
            "min",
            "max",
            "average",
            "median",
            "percentile",
            "level",
            "conversion",
        ]
        match chance.choice(functions):
            case "weighted":
                return WeightedAverage(dataset, expression, chance.choice(["qty", "weight"]), filtered, time)
            case "percentile":
                return Percentile(dataset, expression, chance.choice([0.25, 0.9, 0.5]), filtered, time)
            case "level":
                take = chance.choice(["last", "first", "average", "min", "max"])
                function = chance.choice(["sum", "sum", "count", "count_distinct"])
                per = ("status",) if chance.random() < 0.4 else ()
                return SemiAdditive(dataset, function, take, "qty" if function == "sum" else f"{dataset}_id", filtered, time, per)
            case "conversion":
                return self.conversion(dataset, filtered)
            case "count":
                return Aggregate(dataset, "count", chance.choice([None, None, expression]), filtered, time)
            case function:
                return Aggregate(dataset, function, expression, filtered, time)

    def conversion(self, dataset: str, filtered: str | None) -> Conversion:
        """Events of one dataset after those of another (or its own), by a number that both have."""
        chance, other = self.chance, self.chance.choice(self.facts)
        keys = [key for key in ("status", "d0_id", "d1_id") if all(key in self.tables.columns[name] for name in (dataset, other))]
        entity = chance.choice(keys)
        function: Any = chance.choice(["count", "count_distinct", "sum"])
        events = Event(other, entity, function, None if function == "count" else "qty", chance.choice([None, *FILTERS]))
        window = chance.choice([None, Trailing(7, "day"), Trailing(30, "day"), Trailing(1, "month")])
        show: Any = chance.choice(["rate", "count"])
        constants = (("qty", "qty"),) if chance.random() < 0.2 else ()
        return Conversion(Event(dataset, entity, filter=filtered), events, show, window, constants)

    def joined_filter(self, dataset: str) -> str | None:
        """A filter by a column of another dataset, where one path leads there."""
        others = [other for other in self.catalog.datasets if other.startswith("d") and "_" not in other and self.leads(dataset, other, ())]
        if not others:
            return None
        other = self.chance.choice(others)
        column = f"{other}.{other}_name"
        text = f"{column} = '华东' OR {other}.{other}_size >= 10"
        self.tables.meanings[text] = either(column, f"{other}.{other}_size")  # type: ignore[index]
        self.tables.others[text] = (other,)  # type: ignore[index]
        return text

    def leads(self, dataset: str, other: str, via: tuple[str, ...]) -> bool:
        try:
            self.tables.path(dataset, other, via)
        except Unsupported:
            return False
        return True

    def compound(self) -> Formula:
        chance, known = self.chance, list(self.catalog.metrics)
        match chance.choice(["restricted", "per_day", "ratio", "derived", "derived", "cumulative", "cumulative", "cumulative"]):
            case "ratio":
                return Ratio(self.input(chance.choice(known), "n"), self.input(chance.choice(known), "d"))
            case "restricted" if (found := self.restricted(known)) is not None:
                return found
            case "per_day":
                simple = [name for name in known if isinstance(self.catalog.metrics[name].formula, Aggregate)]
                return PerDay(chance.choice(simple or known), chance.choice(["calendar", "with_data"]))
            case "cumulative":
                simple = [name for name in known if self.on_one_clock(name)]
                window = chance.choice(
                    [
                        AllTime(),
                        ToDate(chance.choice(GRAINS[2:])),
                        ToDate(chance.choice(GRAINS[1:])),
                        Trailing(chance.randint(1, 10), "day"),
                        Trailing(chance.randint(20, 70), "day"),
                    ]
                )
                return Cumulative(chance.choice(simple or known), window, chance.choice(["last"] * 5 + ["first", "average"]))
        return Derived(chance.choice(list(ARITHMETIC)), (self.input(chance.choice(known), "a"), self.input(chance.choice(known), "b")))

    def restricted(self, known: list[str]) -> Restricted | None:
        """A metric of rows whose members meet a condition on another metric."""
        simple = [name for name in known if isinstance(self.catalog.metrics[name].formula, Aggregate) and not self.is_filled((name,))]
        if not simple:
            return None
        shown, one = self.chance.choice(simple), self.chance.choice(simple)
        shared = self.dimensions_of((shown, one))
        if not shared:
            return None
        over: Any = self.chance.choice(["period", "all_time"])
        condition = MemberCondition(
            one, self.chance.choice(shared), self.chance.choice([">=", ">", "<", "!="]), self.chance.choice([0, 1, 2, 10]), over
        )
        return Restricted(shown, (condition,))

    def on_one_clock(self, name: str) -> bool:
        """Whether all that a metric is made of is dated by one column, so that the data has one last day."""
        every = [self.catalog.metrics[inner].formula for inner in (name, *inputs_within(self.catalog.metrics[name], self.catalog))]
        levels = any(isinstance(formula, Cumulative | SemiAdditive | Restricted | PerDay | Conversion) for formula in every)
        return not levels and len({found for formula in every for found in read_rows(formula)}) == 1

    def input(self, metric: str, alias: str) -> Input:
        offset = self.offset() if self.chance.random() < 0.2 else None
        filters: tuple[Any, ...] = ()
        if self.chance.random() < 0.25 and (possible := self.dimensions_of((metric,))):
            name = self.chance.choice(possible)
            members = [value for value in self.members(name) if isinstance(value, str | bool | int)]
            filters = ((name, (self.chance.choice(members),)),) if members else ()
        if offset is None and self.chance.random() < 0.3:
            return Input(metric, alias, filters, StartOf(self.chance.choice(["month", "quarter", "year"])))
        return Input(metric, alias, filters, offset)

    def offset(self) -> Offset:
        return self.chance.choice(
            [Offset(1, "year"), Offset(1, "month"), Offset(1, "quarter"), Offset(7, "day"), Offset(1, "week"), Offset(2, "month")]
        )

    def datasets_of(self, names: tuple[str, ...]) -> list[str]:
        every = {inner for name in names for inner in (name, *inputs_within(self.catalog.metrics[name], self.catalog))}
        return sorted({dataset for name in every for dataset in roots(self.catalog.metrics[name])})

    def dimensions_of(self, names: tuple[str, ...]) -> list[str]:
        """The dimensions that all metrics reach."""
        datasets = self.datasets_of(names)
        return [
            name
            for name, found in self.catalog.dimensions.items()
            if all(self.leads(dataset, found.dataset, found.via) for dataset in datasets)
        ]

    def members(self, name: str) -> list[Any]:
        found = self.catalog.dimensions[name]
        values = {self.tables.read(found.dataset, at, found.expression) for at in range(len(self.tables.rows[found.dataset]))}
        return sorted((value for value in values if value is not None), key=repr)

    def is_filled(self, names: tuple[str, ...]) -> bool:
        metrics = self.catalog.metrics
        every = {inner for name in names for inner in (name, *inputs_within(metrics[name], self.catalog))}
        return any(metrics[name].fill_nulls_with is not None for name in every)


def either(name: str, size: str) -> Meaning:
    def meaning(get: Callable[[str], Any]) -> bool | None:
        named = None if get(name) is None else get(name) == "华东"
        large = None if get(size) is None else get(size) >= 10
        return True if named or large else None if named is None or large is None else False

    return meaning


def roots(metric: Metric) -> set[str]:
    """The datasets whose rows a metric and its earlier editions are grouped by: of a conversion, the base events'."""
    found = set()
    for formula in formulas_of(metric):
        reads = read_rows(formula)
        found |= {dataset for dataset, _ in (reads[:1] if isinstance(formula, Conversion) else reads)}
    return found

"""Every way to get a metric's definition wrong in one place: what the evaluation suites have to notice.

A mutant is a catalog in which one metric's formula differs in one thing; everything else is as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from catalog.catalog import Catalog
from catalog.metric import (
    Aggregate,
    Conversion,
    Cumulative,
    Derived,
    Formula,
    Function,
    Metric,
    OverMembers,
    Percentile,
    PerDay,
    Ratio,
    Restricted,
    SemiAdditive,
    Take,
    ToDate,
    WeightedAverage,
)

Change = Literal[
    "filter", "condition", "column", "function", "time", "take", "side", "offset", "input_filter", "sign", "window", "days", "weight"
]
Types = Mapping[str, Mapping[str, str]]  # of each column, by dataset
FUNCTIONS: Mapping[Function, Function] = {
    "sum": "average",
    "count": "count_distinct",
    "count_distinct": "count",
    "min": "max",
    "max": "min",
    "average": "sum",
    "median": "average",
}
TAKES: Mapping[Take, Take] = {"last": "first", "first": "last", "average": "max", "min": "max", "max": "min"}
SIGNS = {"-": "+", "+": "-", "*": "/", "/": "*"}


@dataclass(frozen=True)
class Mutant:
    """A metric with one thing changed."""

    metric: str
    change: Change
    formula: Formula

    def of(self, catalog: Catalog) -> Catalog:
        """The catalog with the wrong definition."""
        return replace(catalog, metrics={**catalog.metrics, self.metric: replace(catalog.metrics[self.metric], formula=self.formula)})

    def __str__(self) -> str:
        return f"{self.metric}: {self.change}"


def mutants_of(metric: Metric, types: Types) -> Iterator[Mutant]:
    """Each change that the metric's kind allows, once."""
    for change, formula in changed(metric.formula, types):
        if formula != metric.formula:
            yield Mutant(metric.id, change, formula)


def changed(formula: Formula, types: Types) -> Iterator[tuple[Change, Formula]]:
    match formula:
        case Aggregate() | Percentile() | SemiAdditive() | WeightedAverage():
            yield from of_rows(formula, types)
        case Ratio(over, under):
            yield "side", Ratio(under, over)
            yield from of_inputs(formula)
        case Derived(expression):
            for at, sign in signs_in(expression):
                yield "sign", replace(formula, expression=expression[:at] + SIGNS[sign] + expression[at + 1 :])
            yield from of_inputs(formula)
        case Cumulative(window=window):
            other = ToDate("year") if window != ToDate("year") else ToDate("month")
            yield "window", replace(formula, window=other)
        case PerDay(days=days):
            yield "days", replace(formula, days="with_data" if days != "with_data" else "calendar")
        case OverMembers(over=over):
            yield "take", replace(formula, over=replace(over, take="max" if over.take != "max" else "min", fraction=None))
        case Restricted(_, (first, *rest)):
            yield "condition", replace(formula, conditions=(replace(first, value=first.value + 1), *rest))
        case Conversion(show=show):
            yield "function", replace(formula, show="count" if show == "rate" else "rate")


def of_rows(formula: Any, types: Types) -> Iterator[tuple[Change, Formula]]:
    """A formula over a dataset's rows: its filter, each side of it, its column, function, time, snapshot."""
    if formula.filter is not None:
        sides = re.split(r"\s+AND\s+", formula.filter)
        simple = len(sides) > 1 and all(side.count("(") == side.count(")") and "BETWEEN" not in side for side in sides)
        yield "filter", replace(formula, filter=None)
        for at in range(len(sides)) if simple else ():
            yield "condition", replace(formula, filter=" AND ".join(side for place, side in enumerate(sides) if place != at))
    other = other_column(formula.dataset, formula.expression, types)
    if other is not None:
        yield "column", replace(formula, expression=other)
    if formula.time is not None:
        yield "time", replace(formula, time=None)
    match formula:
        case Aggregate(function=function) if formula.expression is not None:
            yield "function", replace(formula, function=FUNCTIONS[function])
        case Percentile(fraction=fraction):
            yield "function", replace(formula, fraction=1 - fraction if fraction != 0.5 else 0.9)
        case SemiAdditive(take=take):
            yield "take", replace(formula, take=TAKES[take])
        case WeightedAverage(dataset, expression, filter=filtered, time=time):
            yield "weight", Aggregate(dataset, "average", expression, filtered, time)


def other_column(dataset: str, expression: str | None, types: Types) -> str | None:
    """The expression with its first plain column in place of which another of the same type stands."""
    for name, kind in types.get(dataset, {}).items():
        if expression is not None and re.search(rf"\b{re.escape(name)}\b", expression):
            others = [
                other
                for other, its in types[dataset].items()
                if its == kind and other != name and not re.search(rf"\b{other}\b", expression)
            ]
            if others:
                return re.sub(rf"\b{re.escape(name)}\b", others[0], expression, count=1)
    return None


def of_inputs(formula: Ratio | Derived) -> Iterator[tuple[Change, Formula]]:
    """Each input without its offset, and without its filter."""
    sides = (formula.numerator, formula.denominator) if isinstance(formula, Ratio) else formula.inputs
    for at, side in enumerate(sides):
        for change, other in (("offset", replace(side, offset=None)), ("input_filter", replace(side, filters=()))):
            inputs = (*sides[:at], other, *sides[at + 1 :])
            yield change, Ratio(*inputs) if isinstance(formula, Ratio) else replace(formula, inputs=inputs)  # type: ignore[misc]


def signs_in(expression: str) -> Iterator[tuple[int, str]]:
    """Each binary sign and where it stands."""
    for found in re.finditer(r"(?<=[\w)] )[-+*/](?= )", expression):
        yield found.start(), found.group()

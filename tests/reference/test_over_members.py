"""Aggregates over members in random worlds, against the reference: single and within ratios, restricted, per day, filtered, compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from catalog.label import Label, Text
from catalog.metric import Aggregate, Formula, Input, Metric, Over, OverMembers, Percentile, Ratio, WeightedAverage
from catalog.query import Comparison, Measure, MetricQuery
from tests.reference.asked import Asking
from tests.reference.compared import Case, Outcome, outcome
from tests.reference.worlds import world

TAKES: tuple[Any, ...] = ("average", "median", "min", "max", "count", "percentile")


def over_cases(seed: int, count: int) -> Iterator[Case]:
    made = 0
    while made < count:
        chance = Random(seed)
        found = world(chance)
        asking = Asking(chance, found.tables, found.facts, found.tables.catalog)
        asking.invent(12)
        names = list(overs(asking, chance))
        tables = replace(found.tables, catalog=asking.catalog, found={})
        asking.tables = tables
        for _ in range(min(8, count - made) if names else 0):
            yield Case(seed, asked(asking, chance, chance.choice(names)), tables, found)
            made += 1
        found.connection.close()
        seed += 1


def overs(asking: Asking, chance: Random) -> Iterator[str]:
    """Metrics over members of plain ones, and a ratio of one of them over its metric; they join the catalog."""
    plain = (Aggregate, Percentile, WeightedAverage)
    simple = [name for name, metric in asking.catalog.metrics.items() if isinstance(metric.formula, plain) and not metric.editions]
    simple = [name for name in simple if asking.catalog.metrics[name].fill_nulls_with is None]
    for number in range(4):
        inner = chance.choice(simple) if simple else ""
        possible = asking.dimensions_of((inner,)) if inner else []
        if not possible:
            return
        take = chance.choice(TAKES)
        of = tuple(chance.sample(possible, min(len(possible), chance.choice([1, 1, 2]))))
        formula: Formula = OverMembers(inner, Over(take, of, None, chance.choice([0.1, 0.9]) if take == "percentile" else None))
        yield added(asking, f"over{number}", formula)
        if number == 3:
            yield added(asking, "above", Ratio(Input(inner, "n"), Input("over3", "d")))


def added(asking: Asking, name: str, formula: Formula) -> str:
    made = Metric(name, Label(name, name), Text(), formula, "owner", "sales")
    asking.catalog = replace(asking.catalog, metrics={**asking.catalog.metrics, name: made})
    return name


def asked(asking: Asking, chance: Random, name: str) -> MetricQuery:
    possible = asking.dimensions_of((name,))
    group_by = tuple(chance.sample(possible, min(len(possible), chance.choice([0, 0, 1, 2]))))
    grain = chance.choice([None, None, "month", "quarter", "day"])
    periods = asking.periods(grain) if chance.random() < 0.7 else ()
    filters = (asking.filter(chance.choice(possible)),) if possible and chance.random() < 0.4 else ()
    comparison = Comparison(asking.offset()) if len(periods) == 1 and chance.random() < 0.3 else None
    return MetricQuery((Measure(name),), group_by, grain, filters, periods=periods, comparison=comparison)  # type: ignore[arg-type]


def judged(seed: int, count: int) -> list[tuple[Case, Outcome]]:
    found = [(case, outcome(case)) for case in over_cases(seed, count)]
    assert [f"{case} {result.fault} {result.sql}" for case, result in found if result.fault] == []
    return found


def test_one_number_of_many_in_random_worlds() -> None:
    found = judged(5, 60)
    assert sum(not result.code for _, result in found) > 30
    assert sum(result.rows for _, result in found) > 40


@pytest.mark.prove
def test_many_numbers_of_many_in_random_worlds(seed: int) -> None:
    found = judged(seed * 1000, 600)
    assert sum(not result.code for _, result in found) > 300

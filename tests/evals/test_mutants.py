"""The evaluation suites notice wrong definitions of the sample metrics."""

from __future__ import annotations

import pytest

from catalog.label import Label, Text
from catalog.metric import Aggregate, Cumulative, Derived, Formula, Input, Metric, Offset, Ratio, SemiAdditive, ToDate
from evals.mutants import mutants_of
from evals.noticed import noticed
from tests.conftest import WORLDS

TYPES = {"orders": {"amount": "DECIMAL(10,2)", "cost": "DECIMAL(10,2)", "status": "VARCHAR"}}


def changes(formula: Formula) -> dict[str, Formula]:
    metric = Metric("m", Label("m", "m"), Text(), formula, "owner", "sales")
    return {f"{mutant.change} {number}": mutant.formula for number, mutant in enumerate(mutants_of(metric, TYPES))}


def test_rows_are_got_wrong_by_filter_condition_column_function_and_time() -> None:
    found = changes(Aggregate("orders", "sum", "amount", "status = 'done' AND cost > 0", "paid_on"))
    assert [change.split()[0] for change in found] == ["filter", "condition", "condition", "column", "time", "function"]
    assert found["condition 1"] == Aggregate("orders", "sum", "amount", "cost > 0", "paid_on")
    assert found["column 3"] == Aggregate("orders", "sum", "cost", "status = 'done' AND cost > 0", "paid_on")


def test_a_side_of_between_is_no_condition() -> None:
    found = changes(Aggregate("orders", "count", None, "cost BETWEEN 1 AND 2 AND amount > 0"))
    assert [change.split()[0] for change in found] == ["filter"]


def test_formulas_over_metrics_are_got_wrong_by_side_sign_offset_and_filter() -> None:
    over = Input("a", "n", (("region", ("华东",)),), Offset(1, "year"))
    assert [change.split()[0] for change in changes(Ratio(over, Input("b", "d")))] == ["side", "offset", "input_filter"]
    derived = Derived("(a - b) * 2", (Input("a", "a"), Input("b", "b")))
    assert [found.expression for found in changes(derived).values() if isinstance(found, Derived)] == ["(a + b) * 2", "(a - b) / 2"]


def test_levels_and_windows_are_got_wrong() -> None:
    assert changes(SemiAdditive("orders", "sum", "last", "amount"))["take 1"] == SemiAdditive("orders", "sum", "first", "amount")
    assert list(changes(Cumulative("a", ToDate("year"))).values()) == [Cumulative("a", ToDate("month"))]


@pytest.mark.usefixtures("flights")
def test_a_sample_of_wrong_definitions_of_the_flights_is_noticed(seed: int) -> None:
    found = noticed("flights", WORLDS, 12, seed)
    assert not found.missed, found.missed


@pytest.mark.prove
@pytest.mark.usefixtures("retail", "flights")
@pytest.mark.parametrize("sample", ["retail", "flights"])
def test_the_suites_notice_wrong_definitions(sample: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = noticed(sample, WORLDS)
    counts = f"{len(found.noticed)} noticed, {len(found.missed)} missed, {len(found.equivalent)} equivalent"
    with capsys.disabled():
        print(f"\n{sample}: {counts} ({found.share:.1%}); missed: {', '.join(map(str, found.missed)) or '-'}")
    assert found.share >= 0.95

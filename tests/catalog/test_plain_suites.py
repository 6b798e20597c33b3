"""Other people's definitions, converted into our catalog: every metric is what its own check says, through the guard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from catalog.compiler import compile_query
from catalog.query import Measure, MetricQuery, Plain, Rank
from sql_guard.guard import guard
from sql_guard.policy import Column, Limits, Policy, Table
from tests.suites.beside import checkout
from tests.suites.plain import Suite, converted

NAMES = ("jaffle", "broker", "car_dealership")
PLACES = {name: checkout().parent / "shared/suites" / name / "catalog.yaml" for name in NAMES}
OURS = yaml.safe_load((Path(__file__).parents[1] / "suites/plain_cases.yaml").read_text("utf-8"))


def cases() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every check of the transcriptions, and ours for what they define in words."""
    for name, place in PLACES.items():
        if place.exists():
            for metric in yaml.safe_load(place.read_text("utf-8"))["metrics"]:
                if "check_sql" in metric:
                    yield name, {"metric": metric["name"], "sql": metric["check_sql"]}
            yield from ((name, case) for case in OURS[name])


CASES = list(cases())


@pytest.fixture(scope="module")
def suites() -> dict[str, Suite]:
    return {name: converted(name) for name in NAMES}


def comparable(rows: list[tuple[Any, ...]]) -> list[str]:
    return sorted(repr([f"{float(cell):.9g}" if isinstance(cell, (int, float, Decimal)) else str(cell) for cell in row]) for row in rows)


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{name}-{case['metric']}" for name, case in CASES])
def test_a_converted_metric_is_what_its_check_says(name: str, case: dict[str, Any], suites: dict[str, Suite]) -> None:
    made = suites[name]
    if case["metric"] in made.unsaid:
        pytest.skip(made.unsaid[case["metric"]])
    measure = Measure(case["metric"], Rank() if case.get("rank") else Plain())
    query = MetricQuery((measure,), tuple(case.get("keys", ())), case.get("grain"))
    safe = guard(compile_query(query, made.catalog).sql, policy(made))
    found = made.connection.execute(safe.text).fetchall()
    if (digits := re.search(r"^select round\(.*?,\s*(\d)\) from", case["sql"])) is not None:
        found = [tuple(round(float(cell), int(digits[1])) for cell in row) for row in found]
    assert comparable(found) == comparable(made.connection.execute(case["sql"]).fetchall())


def policy(made: Suite) -> Policy:
    """Everything may be seen: what is tested is that the guard lets the compiler's SQL pass and changes no number."""
    tables = (Table("main", name, tuple(Column(*each) for each in columns.items())) for name, columns in made.columns.items())
    return Policy(tuple(tables), Limits(rows=100_000), database="suite")


def test_every_definition_can_be_said(suites: dict[str, Suite]) -> None:
    assert {name: sorted(made.unsaid) for name, made in suites.items() if made.unsaid} == {}
    counts = {name: len(made.written["metrics"]) for name, made in suites.items()}
    print(f"{sum(counts.values())} definitions are said: {counts}")

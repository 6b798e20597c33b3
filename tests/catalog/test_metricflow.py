"""MetricFlow's own manifests: its requests give what its check SQL gives, its metrics what a person's SQL gives."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from catalog.period import Period
from catalog.query import TIME, Measure, MemberFilter, MetricQuery, Order
from tests.suites.beside import checkout
from tests.suites.metricflow import World, world

REQUESTS = checkout().parent / "shared/suites/metricflow/questions.jsonl"
CASES = [json.loads(line) for line in REQUESTS.read_text("utf-8").splitlines()] if REQUESTS.exists() else []
OURS = yaml.safe_load((Path(__file__).parents[1] / "suites/metricflow_cases.yaml").read_text("utf-8"))
BOOLEAN = re.compile(r"\{\{ render_dimension_template\('(\w+)'\) \}\}")


@pytest.fixture(scope="module")
def simple(tmp_path_factory: pytest.TempPathFactory) -> World:
    return world("simple_manifest", tmp_path_factory.mktemp("simple"))


def query_of(request: dict[str, Any], simple: World) -> MetricQuery:
    """A request of MetricFlow as a metric query; every key of it is used."""
    keys = [simple.dimension(name) for name in request["group_bys"] if name != TIME]
    written = request.get("where_filter")
    assert written is None or BOOLEAN.fullmatch(written)
    filters = (MemberFilter(simple.dimension(BOOLEAN.fullmatch(written)[1]), (True,)),) if written else ()  # type: ignore[index]
    days = [date.fromisoformat(day) for day in request.get("time_constraint", ())]
    assert not set(request) - {"model", "metrics", "group_bys", "where_filter", "where_rendered", "time_constraint", "order_bys"}
    return MetricQuery(
        tuple(Measure(name) for name in request["metrics"]),
        tuple(keys),
        grain="day" if TIME in request["group_bys"] else None,
        filters=filters,
        periods=(Period(days[0], days[1] + timedelta(days=1)),) if days else (),
        order=tuple(Order(name.lstrip("-"), name.startswith("-")) for name in request.get("order_bys", ())),
    )


def same_columns(rows: list[tuple[Any, ...]]) -> list[str]:
    """Rows whatever their order and that of their columns: each row's cells sorted, numbers to nine digits."""
    return sorted(repr(sorted(map(cell, row))) for row in rows)


def cell(value: Any) -> str:
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return f"{float(value):.9g}"
    return str(value.date() if hasattr(value, "date") else value)


@pytest.mark.skipif(not CASES, reason="no development suite metricflow beside the checkout")
@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{n}-{case['id']}" for n, case in enumerate(CASES)])
def test_a_request_gives_what_its_check_gives(number: int, simple: World) -> None:
    case = CASES[number]
    expected = simple.connection.execute(case["gold_sql"][0]).fetchall()
    assert same_columns(simple.rows(query_of(case["request"], simple))) == same_columns(expected)


@pytest.fixture(scope="module")
def worlds(simple: World, tmp_path_factory: pytest.TempPathFactory) -> dict[str, World]:
    name = "multi_hop_join_manifest"
    return {"simple_manifest": simple, name: world(name, tmp_path_factory.mktemp("hops"))}


@pytest.mark.parametrize("case", OURS, ids=[f"{n}-{case['metric']}" for n, case in enumerate(OURS)])
def test_a_metric_of_the_manifests_is_what_its_definition_says(case: dict[str, Any], worlds: dict[str, World]) -> None:
    here = worlds[case.get("manifest", "simple_manifest")]
    query = MetricQuery((Measure(case["metric"]),), tuple(map(here.dimension, case.get("keys", ()))), case.get("grain"))
    assert same_columns(here.rows(query)) == same_columns(here.connection.execute(case["sql"]).fetchall())


def test_a_source_of_every_kind_is_imported_or_says_why_not(simple: World, tmp_path: Path) -> None:
    metrics = {line.name for line in simple.imported.lines if line.kind == "metric"}
    left_out = {line.name for line in simple.imported.lines if line.kind == "metric" and line.field == "name" and line.outcome == "dropped"}
    written = {entry["id"] for entry in simple.imported.sections["metrics"]}
    assert metrics - left_out == written - {
        entry["id"] for entry in simple.imported.sections["metrics"] if "helper" in entry.get("tags", ())
    }
    assert len(metrics) >= 110
    assert {line.code for line in simple.imported.lines if line.name in left_out} == {
        "import.discrete",
        "import.grain",
        "import.level_filter",
    }

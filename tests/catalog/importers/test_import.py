"""What is imported gives the numbers that dbt's definitions mean (SQL by hand), and the report speaks for every field."""

from __future__ import annotations

import json
import random
from contextlib import suppress
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from catalog.errors import Faulty
from catalog.files.importers import Card, catalog_files, import_source
from catalog.files.importers.fidelity import MEANINGLESS
from catalog.files.importers.source import read_source
from tests.catalog.importers.shop import HERE, database, imported, rows

CASES = yaml.safe_load((HERE / "cases.yaml").read_text("utf-8"))


def comparable(found: list[tuple[Any, ...]]) -> list[str]:
    return sorted(
        repr(
            [
                f"{float(cell):.9g}" if isinstance(cell, (int, float, Decimal)) and cell is not True and cell is not False else cell
                for cell in row
            ]
        )
        for row in found
    )


@pytest.mark.parametrize("case", CASES, ids=[case["metric"] + "-" + case.get("grain", "") for case in CASES])
def test_an_imported_metric_is_what_its_definition_says(case: dict[str, Any]) -> None:
    expected = database().execute(case["sql"]).fetchall()
    assert comparable(rows(case["metric"], tuple(case.get("keys", ())), case.get("grain"))) == comparable(expected)


def leaves(value: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Every value of the source that is set, in the test's own words."""
    if isinstance(value, dict):
        return [found for key, inner in value.items() if key not in MEANINGLESS for found in leaves(inner, (*path, key))]
    if isinstance(value, list):
        places = [each.get("name", str(n)) if isinstance(each, dict) else str(n) for n, each in enumerate(value)]
        return [found for place, each in zip(places, value, strict=True) for found in leaves(each, (*path, place))]
    return [] if value is None or value is False or value == "" else [path]


def test_the_report_speaks_for_every_field_of_the_source() -> None:
    told = {(line.kind, line.name, line.field) for line in imported().lines}
    wanted = {(item.kind, item.name, ".".join(path)) for item in read_source(HERE / "shop") for path in leaves(item.fields)}
    assert len(wanted) > 250
    assert wanted - told == set()
    assert [line for line in imported().lines if line.code == "import.not_read"] == []


def test_what_cannot_be_said_is_left_out_with_its_reason_and_so_is_what_is_made_of_it() -> None:
    reasons = {
        line.name: line.code for line in imported().lines if line.kind == "metric" and line.field == "name" and line.outcome == "dropped"
    }
    assert reasons == {
        "p90_discrete": "import.discrete",
        "twice_discrete": "import.input_left_out",
        "hourly": "import.grain",
        "with_macro": "import.jinja",
        "with_import": "import.jinja",
        "with_statement": "import.jinja",
        "bare": "import.bare_column",
        "lost": "import.reference",
        "by_seller": "import.way",
    }
    assert {entry["id"] for entry in imported().sections["metrics"]} & set(reasons) == set()


def test_an_unknown_field_is_reported_and_not_passed_over(tmp_path: Path) -> None:
    models = "semantic_models:\n- {name: a, model: ref('a'), brand_new: {thing: 1}, measures: [{name: m, agg: sum}]}\n"
    source = models + "metrics:\n- {name: m, type: simple, type_params: {measure: m}, novelty: x}\n"
    (tmp_path / "a.yml").write_text(source, "utf-8")
    lines = import_source(tmp_path, card=Card("Ann")).lines
    unread = {(line.name, line.field) for line in lines if line.code == "import.not_read"}
    assert unread == {("a", "brand_new.thing"), ("m", "novelty")}


def test_a_metric_without_an_owner_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("semantic_models:\n- {name: a, measures: [{name: m, agg: sum, create_metric: true}]}\n", "utf-8")
    found = import_source(tmp_path)
    assert found.sections["metrics"] == []
    assert ("m", "import.no_owner") in {(line.name, line.code) for line in found.lines}


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("a.yml", "semantic_models: [", "import_unreadable"),
        ("a.yml", "a: &x 1\nb: *x\n", "import_unreadable"),
        ("a.yml", "!!python/object/apply:os.system ['true']\n", "import_unreadable"),
        ("a.yml", "version: 2\nmodels: []\n", "import_empty"),
        ("a.yml", "metrics:\n- {name: m}\n- {name: m}\n", "import_twice"),
        ("a.yml", "metrics:\n- {name: m, type_params: 3}\n", "import_shape"),
        ("semantic_manifest.json", "{", "import_unreadable"),
        ("semantic_manifest.json", "[" * 100_000, "import_unreadable"),
    ],
)
def test_what_is_no_source_of_dbt_is_refused_with_its_reason(name: str, text: str, code: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(Faulty) as refused:
        import_source(tmp_path / name)
    assert [fault.code for fault in refused.value.faults] == [code]


JUNK = (
    None,
    0,
    -1,
    1.5,
    "",
    True,
    [],
    {},
    "x" * 5000,
    "订单",
    "a'b\"; --",
    "{{",
    "{{ Dimension('') }}",
    ["a"],
    {"name": "z"},
    [[]],
    "-1 days",
    10**30,
)


def test_junk_anywhere_in_a_source_is_told_and_never_breaks_the_import(seed: int, tmp_path: Path) -> None:
    chance, file = random.Random(seed), tmp_path / "semantic_manifest.json"
    items = read_source(HERE / "shop")
    for _ in range(15):
        document = {f"{kind}s": [deepcopy(item.fields) for item in items if item.kind == kind] for kind in ("semantic_model", "metric")}
        place: Any = document[chance.choice(sorted(document))]
        while isinstance(place, (dict, list)) and place:
            key = chance.choice(list(place) if isinstance(place, dict) else range(len(place)))
            if not isinstance(place[key], (dict, list)) or not place[key] or chance.random() < 0.2:
                place[key] = deepcopy(chance.choice(JUNK))
                break
            place = place[key]
        file.write_text(json.dumps(document), "utf-8")
        with suppress(Faulty):
            catalog_files(import_source(file, card=Card("Ann")), lambda line: line.code)


def test_a_compiled_manifest_and_its_yaml_give_the_same_catalog(tmp_path: Path) -> None:
    """As dbt compiles them: filters as where_filters, windows as counts, every unset key as null."""
    items = read_source(HERE / "shop")
    sections = {
        f"{kind}s" if kind != "saved_query" else "saved_queries": [compiled(item.fields) for item in items if item.kind == kind]
        for kind in ("semantic_model", "metric", "saved_query")
    }
    (tmp_path / "semantic_manifest.json").write_text(json.dumps(sections), "utf-8")
    found = import_source(tmp_path / "semantic_manifest.json", card=Card("Ann", "Data"))
    assert found.sections == imported().sections
    assert [line for line in found.lines if line.code == "import.not_read"] == []


def compiled(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        made = {name: compiled(inner, name) for name, inner in value.items()}
        return (
            made
            | {"metadata": None, "label": made.get("label")}
            | ({"config": {"meta": {}}} if "name" in made and "config" not in made else {})
        )
    if key == "filter":
        listed = value if isinstance(value, list) else [value]
        return {"where_filters": [{"where_sql_template": each} for each in listed]}
    if isinstance(value, list):
        return [compiled(each) for each in value]
    if key in ("window", "offset_window"):
        count, grain = value.split()
        return {"count": int(count), "granularity": grain.removesuffix("s")}
    if key in ("measure", "base_measure", "conversion_measure", "numerator", "denominator"):
        return {"name": value, "filter": None, "alias": None, "join_to_timespine": False, "fill_nulls_with": None}
    return value


INLINE = """
models:
  - name: fct_orders
    semantic_model: {enabled: true, name: orders}
    agg_time_dimension: ordered_at
    columns:
      - {name: order_id, entity: {name: order, type: primary}}
      - {name: ordered_at, granularity: day, dimension: {type: time}}
      - {name: status, dimension: {type: categorical}}
    metrics:
      - {name: revenue, type: simple, agg: sum, expr: amount, filter: "{{ Dimension('order__status') }} = 'paid'"}
      - {name: p90, type: simple, agg: percentile, expr: amount, percentile: 0.9, percentile_type: continuous}
      - {name: running, type: cumulative, input_metric: revenue, grain_to_date: month, period_agg: last}
metrics:
  - {name: doubled, type: derived, expr: 2 * revenue, input_metrics: [{name: revenue}]}
"""


def test_the_inline_spec_gives_the_same_formulas(tmp_path: Path) -> None:
    (tmp_path / "orders.yml").write_text(INLINE, "utf-8")
    found = import_source(tmp_path, card=Card("Ann"))
    formulas = {entry["id"]: entry["formula"] for entry in found.sections["metrics"]}
    assert formulas == {
        "revenue": {"sum": "amount", "dataset": "orders", "filter": "status = 'paid'"},
        "p90": {"percentile": "amount", "fraction": 0.9, "dataset": "orders"},
        "running": {"cumulative": "revenue", "window": {"to_date": "month"}, "take": "last"},
        "doubled": {"derived": "2 * revenue"},
    }
    assert [line for line in found.lines if line.code == "import.not_read"] == []

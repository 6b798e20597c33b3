"""Every shape of shapes.yaml gets the chart, the other charts to switch to, the axes and the labels that are written there."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from random import Random
from typing import Any

import pytest

from assistant.chart import choose, draw, kinds
from tests.assistant.chart.shapes import Shape, shapes

SHAPES = shapes()
UNKNOWN = {"zh": "未知", "en": "Unknown"}


def drawn(shape: Shape, kind: Any = None) -> dict[str, Any] | None:
    spec = draw(kind or choose(shape.picture), shape.picture, shape.language, UNKNOWN[shape.language])
    return json.loads(json.dumps(spec)) if spec is not None else None


def told(shape: Shape) -> dict[str, Any]:
    """The parts of a drawing that shapes.yaml speaks of."""
    spec = drawn(shape)
    found: dict[str, Any] = {"kind": choose(shape.picture), "kinds": " ".join(kinds(shape.picture))}
    if spec is None or found["kind"] == "number":
        return found
    if isinstance(spec.get("title"), dict):
        found["title"] = " | ".join(spec["title"]["text"])
    panels = spec.get("concat", [spec])
    if "concat" in spec:
        found["panels"] = [panel["title"] for panel in panels]
    for channel in ("x", "y"):
        axes = [axis for axis in (axis_of(panel, channel) for panel in panels) if axis is not None]
        texts = list(dict.fromkeys(" ".join(axis) for axis in axes))
        found |= {channel: texts[0] if len(texts) == 1 else texts} if texts else {}
    short = [item[key] for item in spec["data"]["values"] for key in sorted(item) if key.startswith("l")]
    found["labels"] = short[:4]
    return found


def axis_of(panel: Mapping[str, Any], channel: str) -> list[str] | None:
    """An axis as its title and the words along it; of members their names."""
    layers = [panel, *panel.get("layer", [])]
    spec = next((layer["encoding"][channel] for layer in layers if layer.get("encoding", {}).get(channel)), None)
    if spec is None:
        return None
    head = [f"[{spec['title']}]"] if spec.get("title") else []
    expression = spec["axis"].get("labelExpr", "")
    if spec["type"] == "nominal":
        return [*head, *spec["scale"]["domain"][:4]]
    if spec["type"] == "quantitative":
        return [*head, *json.loads(re.match(r"\[.*?\](?=\[round)", expression)[0])]  # type: ignore[index]  # ours always match
    shown = json.loads(re.match(r"\((\{.*\})\)\[", expression)[1])  # type: ignore[index]
    return [*head, *(shown[str(value)] for value in spec["axis"]["values"])]


def test_there_are_sixty_shapes_or_more_each_with_a_name_of_its_own() -> None:
    assert len({shape.name for shape in SHAPES}) == len(SHAPES) >= 60


@pytest.mark.parametrize("shape", SHAPES, ids=[shape.name for shape in SHAPES])
def test_a_shape_gets_its_chart_axes_and_labels(shape: Shape) -> None:
    assert told(shape) == dict(shape.expect)


@pytest.mark.parametrize("shape", SHAPES, ids=[shape.name for shape in SHAPES])
def test_every_chart_that_a_shape_may_be_switched_to_names_only_fields_that_its_rows_have(shape: Shape) -> None:
    for kind in kinds(shape.picture):
        spec = drawn(shape, kind)
        if spec is None:
            assert kind == "table"
            continue
        made = {"v", "s", "w", "k", "b"} if "transform" in spec else set()
        assert spec["usermeta"]["kind"] == kind
        assert set(fields(spec)) <= set(spec["data"]["values"][0]) | made


def fields(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["field"]] if isinstance(node.get("field"), str) else []
        return own + [name for value in node.values() for name in fields(value)]
    return [name for item in node for name in fields(item)] if isinstance(node, list) else []


@pytest.mark.parametrize("shape", SHAPES, ids=[shape.name for shape in SHAPES])
def test_a_chart_shows_every_value_or_says_how_many_of_how_many(shape: Shape) -> None:
    spec = drawn(shape)
    if spec is None:
        return
    value = shape.picture.values[0]
    shown = [item[f"c{value}"] for item in spec["data"]["values"] if item[f"c{value}"] is not None]
    have = sorted(float(row[value]) for row in shape.picture.rows if row[value] is not None)
    said = " ".join(spec["title"]["text"]) if isinstance(spec.get("title"), dict) else ""
    assert sorted(shown) == have or re.search(r"\d+ .*\d+", said)


@pytest.mark.prove
@pytest.mark.parametrize("shape", SHAPES, ids=[shape.name for shape in SHAPES])
def test_every_chart_can_be_drawn(shape: Shape) -> None:
    check_drawing(shape)


def test_a_few_charts_can_be_drawn(seed: int) -> None:
    for shape in Random(seed).sample(SHAPES, 6):
        check_drawing(shape)


def check_drawing(shape: Shape) -> None:
    """Every kind becomes an SVG that writes the labels of its axis."""
    converter = pytest.importorskip("vl_convert")
    for kind in kinds(shape.picture):
        spec = drawn(shape, kind)
        if spec is not None:
            sized = {**spec, "width": 340} if spec.get("width") == "container" else spec
            assert "</text>" in converter.vegalite_to_svg(sized, vl_version="5.21")

"""The documentation is a working catalog, access file and project, and uses every field there is."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

from catalog.access import FEATURES, access_faults, read_access
from catalog.catalog import Catalog
from catalog.expression import FUNCTIONS, read_expression
from catalog.files import catalog_json_schema, load_catalog
from catalog.files.access_door import AccessFile
from catalog.files.faults import models_in
from catalog.files.file_door import CatalogFile
from catalog.files.project_door import ProjectEntry
from catalog.files.project_file import SparkSource, read_project
from catalog.files.schema import PUBLISHED

DOCS = Path(__file__).parents[2] / "docs"


def blocks(page: str) -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", (DOCS / page).read_text("utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    folder = tmp_path_factory.mktemp("docs")
    for place, block in enumerate(blocks("catalog.md")):
        (folder / f"{place:02}.yaml").write_text(block, "utf-8")
    return load_catalog(sorted(folder.glob("*.yaml")), root=folder)


def fields_of(model: type[BaseModel], seen: set[type[BaseModel]] | None = None) -> set[str]:
    """Every key that a model and the models inside it know."""
    seen = set() if seen is None else seen
    seen.add(model)
    inner = {each for field in model.model_fields.values() for each in models_in(field.annotation)} - seen
    return set(model.model_fields) | {name for each in inner for name in fields_of(each, seen)}


def keys_in(tree: Any) -> set[str]:
    if isinstance(tree, dict):
        return {str(key) for key in tree} | {key for value in tree.values() for key in keys_in(value)}
    return {key for value in tree for key in keys_in(value)} if isinstance(tree, list) else set()


@pytest.mark.parametrize(("page", "model"), [("catalog.md", CatalogFile), ("access.md", AccessFile), ("project.md", ProjectEntry)])
def test_the_page_uses_every_field(page: str, model: type[BaseModel]) -> None:
    used = {key for block in blocks(page) for key in keys_in(yaml.load(block, yaml.BaseLoader))}  # makes text only
    assert fields_of(model) - used == set()


def test_the_catalog_page_is_a_catalog(catalog: Catalog) -> None:
    assert len(catalog.metrics) == 29
    assert {type(metric.formula).__name__ for metric in catalog.metrics.values()} == {
        "Aggregate",
        "Percentile",
        "SemiAdditive",
        "Ratio",
        "Derived",
        "Cumulative",
        "WeightedAverage",
        "Conversion",
        "Restricted",
        "PerDay",
        "OverMembers",
    }


def test_the_access_page_fits_the_catalog_page(catalog: Catalog, tmp_path: Path) -> None:
    (tmp_path / "access.yaml").write_text(blocks("access.md")[0], "utf-8")
    access = read_access(tmp_path / "access.yaml")
    assert access_faults(access, catalog) == ()
    assert access.asker("manager_shanghai").values("store_ids") == (1, 2)
    page = (DOCS / "access.md").read_text("utf-8")
    assert all(f"`{feature}`" in page for feature in FEATURES)


def test_the_project_page_shows_the_defaults(tmp_path: Path) -> None:
    whole, *sources = blocks("project.md")
    (tmp_path / "catalog").mkdir()
    for name in ("catalog/a.yaml", "access.yaml"):
        (tmp_path / name).touch()
    (tmp_path / "wenshu.yaml").write_text(whole, "utf-8")
    written = read_project(tmp_path)
    short = "".join(line for line in whole.splitlines(keepends=True) if line.startswith(("name", "source")))
    (tmp_path / "wenshu.yaml").write_text(short, "utf-8")
    assert read_project(tmp_path) == written
    for part in sources:
        source = part if part.startswith(("source", "engine")) else short.splitlines()[1] + "\n" + part
        (tmp_path / "wenshu.yaml").write_text(short.splitlines()[0] + "\n" + source, "utf-8")
        found = read_project(tmp_path)
        assert isinstance(found.source, SparkSource) or found.source_path.is_absolute()


def test_every_function_on_the_page_is_allowed_and_no_other() -> None:
    page = (DOCS / "catalog.md").read_text("utf-8")
    named = [name for line in page.splitlines() if line.startswith("> `") for name in re.findall(r"`(\w+)`", line)]
    arguments = {
        "extract": "year FROM a",
        "if": "a, b, c",
        "date_trunc": "'month', a",
        "date_diff": "'day', a, b",
        "split_part": "a, '-', 1",
    }
    arguments |= {"date_add": "a, INTERVAL 1 DAY", "replace": "a, 'x', 'y'", "trim": "a", "concat": "a, b"}
    one = {"substring": "a, 1, 2"}
    two = "contains ends_with starts_with strpos left right nullif power greatest least coalesce round log"
    arguments |= dict.fromkeys(two.split(), "a, b") | one
    kinds = {type(node).__name__ for node in read_expression("date_trunc('month', a::DATE)").walk()}
    for name in named:
        text = f"{name}({arguments.get(name, 'a')})"
        kinds |= {type(node).__name__ for node in read_expression(text).walk()}
    assert FUNCTIONS - kinds == set()


def test_the_published_schema_is_the_models_own() -> None:
    assert json.loads(PUBLISHED.read_text("utf-8")) == catalog_json_schema(), "write catalog.schema.json anew from `wenshu catalog schema`"

"""The examples of docs/governed-sql.md compile with the retail sample's catalog."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from catalog.catalog import Catalog
from catalog.files.load import load_catalog
from catalog.metric_sql import expand_metric_sql

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = re.findall(r"```sql\n(.*?)```", (ROOT / "docs/governed-sql.md").read_text("utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def retail_catalog() -> Catalog:
    return load_catalog(sorted((ROOT / "catalog/samples/retail/catalog").glob("*.yaml")))


@pytest.mark.parametrize("text", EXAMPLES)
def test_an_example_compiles(text: str, retail_catalog: Catalog) -> None:
    assert expand_metric_sql(text, retail_catalog).metrics

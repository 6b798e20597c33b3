"""MetricFlow's own test manifests, imported, with its data: what the conformance tests stand on."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from catalog.catalog import Catalog
from catalog.compiler import compile_query
from catalog.files.importers import Card, Imported, catalog_files, import_source
from catalog.files.load import read_catalog
from catalog.query import MetricQuery
from tests.suites.beside import loaded, suite


@dataclass(frozen=True)
class World:
    catalog: Catalog
    imported: Imported
    connection: duckdb.DuckDBPyConnection

    def rows(self, query: MetricQuery) -> list[tuple[Any, ...]]:
        return self.connection.execute(compile_query(query, self.catalog).sql).fetchall()

    def dimension(self, name: str) -> str:
        return self.imported.names[name]


def world(manifest: str, place: Path) -> World:
    """The manifest of that name, with the calendar that all of them share."""
    folder = suite("metricflow")
    for part in (manifest, "shared"):
        shutil.copytree(folder / "manifests" / part, place / part)
    imported = import_source(place, schema="mf", card=Card("Ann", "Data"))
    files = catalog_files(imported, lambda line: line.code)
    return World(read_catalog(sorted(files.items()), "", []), imported, loaded(folder / "data"))

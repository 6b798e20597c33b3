"""A small dbt project of our own, imported, with its data."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from catalog.catalog import Catalog
from catalog.compiler import compile_query
from catalog.files.importers import Card, Imported, catalog_files, import_source
from catalog.files.load import read_catalog
from catalog.metric import Grain
from catalog.query import Measure, MetricQuery

HERE = Path(__file__).parent


@cache
def imported() -> Imported:
    return import_source(HERE / "shop", card=Card("Ann", "Data"))


@cache
def catalog() -> Catalog:
    return read_catalog(sorted(catalog_files(imported(), lambda line: line.code).items()), "", [])


@cache
def database() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for statement in (HERE / "shop.sql").read_text("utf-8").split(";\n"):
        if statement.strip():
            connection.execute(statement)
    return connection


def rows(metric: str, group_by: tuple[str, ...] = (), grain: Grain | None = None) -> list[tuple[Any, ...]]:
    query = MetricQuery((Measure(metric),), group_by, grain)
    return database().execute(compile_query(query, catalog()).sql).fetchall()

"""How long the guard takes for a statement of about 500 characters: one that it has not seen, and one that it remembers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from assistant.project import Project, open_project
from catalog.catalog import Catalog
from catalog.compiler import compile_query
from catalog.errors import CatalogError
from catalog.metric import Grain
from catalog.query import Measure, MetricQuery
from evals.bench.figure import Figure, milliseconds, percentile
from sql_guard.guard import checked, guard

LENGTH = 500
REPEATS = 60
GRAINS: tuple[Grain, ...] = ("month", "year")


def measure(folder: Path | None) -> list[Figure]:
    """The guard on what the compiler writes for the project's own metrics, as its local user."""
    with open_project(folder, build=False) as project:
        return figures(project)


def figures(project: Project) -> list[Figure]:
    policy = project.policy(project.access.asker(project.access.local))
    text = statement_of_length(project.catalog)
    checked(text, policy)  # the engine's empty clone is made once
    fresh = [milliseconds(lambda: checked(text, policy)) for _ in range(REPEATS)]
    guard(text, policy)
    again = [milliseconds(lambda: guard(text, policy)) for _ in range(REPEATS)]
    return [
        Figure("guard_length", len(text), "count"),
        Figure("guard_fresh", percentile(fresh, 50)),
        Figure("guard_again", percentile(again, 50)),
    ]


def statement_of_length(catalog: Catalog) -> str:
    """The first compiled statement of about LENGTH characters, or the one nearest to it."""
    nearest = ""
    for text in statements(catalog):
        nearest = min(nearest, text, key=lambda written: abs(len(written) - LENGTH))
        if abs(len(text) - LENGTH) <= LENGTH // 20:
            return text
    return nearest


def statements(catalog: Catalog) -> Iterator[str]:
    """Compiled SQL of every metric by time, and by each dimension that it can be seen by."""
    for metric in catalog.metrics:
        measures = (Measure(metric),)
        queries = [MetricQuery(measures, grain=grain) for grain in GRAINS]
        queries += [MetricQuery(measures, group_by=(dimension,)) for dimension in list(catalog.dimensions)[:8]]
        for query in queries:
            try:
                yield compile_query(query, catalog).sql
            except CatalogError:
                continue

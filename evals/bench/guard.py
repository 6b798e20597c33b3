"""How long the guard takes for a statement of about 500 characters, new and remembered, with SQLGlot as it is installed and in Python, and
how long a few rows take to a worker and back. The guard by CPU, the way by the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time_ns

from assistant.project import Project, open_project
from catalog.catalog import Catalog
from catalog.compiler import compile_query
from catalog.errors import CatalogError
from catalog.metric import Grain
from catalog.query import Measure, MetricQuery
from evals.bench.figure import Figure, milliseconds, percentile
from evals.bench.plain import build, measured_plain
from sql_guard.guard import checked, guard

LENGTH = 500
REPEATS = 60
TRIPS = 300
FEW = "SELECT n, 'x' || n AS name FROM range(10) t(n)"
MOST = {"plain": 10.0, "sqlglotc": 6.0}  # milliseconds
MOST_AGAIN, MOST_TRIP = 0.2, 3.0
GRAINS: tuple[Grain, ...] = ("month", "year")


def measure(folder: Path | None) -> list[Figure]:
    """The guard on what the compiler writes for the project's own metrics, as its local user."""
    with open_project(folder, build=False) as project:
        return figures(project)


def figures(project: Project) -> list[Figure]:
    found = {build(): checking(project)}
    if "plain" not in found:
        found["plain"] = measured_plain(project.file.folder)
    return [
        Figure("guard_length", len(statement_of_length(project.catalog)), "count"),
        *(Figure("guard_fresh", figures["fresh"], of=name, most=MOST[name]) for name, figures in found.items()),
        *(Figure("guard_again", figures["again"], of=name, most=MOST_AGAIN) for name, figures in found.items()),
        Figure("guard_trip", there_and_back(project), most=MOST_TRIP),
    ]


def checking(project: Project) -> dict[str, float]:
    """The medians for a statement that the guard has not seen, and for one that it remembers."""
    policy = project.policy(project.access.asker(project.access.local))
    text = statement_of_length(project.catalog)
    checked(text, policy)  # the engine's empty clone is made once
    fresh = [cpu_milliseconds(lambda: checked(text, policy)) for _ in range(REPEATS)]
    guard(text, policy)
    again = [cpu_milliseconds(lambda: guard(text, policy)) for _ in range(REPEATS)]
    return {"fresh": percentile(fresh, 50), "again": percentile(again, 50)}


def cpu_milliseconds(run: Callable[[], object]) -> float:
    started = process_time_ns()
    run()
    return (process_time_ns() - started) / 1_000_000


def there_and_back(project: Project) -> float:
    """The median time of ten rows that cost the engine next to nothing."""
    policy = project.policy(project.access.asker(project.access.local))
    few = guard(FEW, policy)
    project.engine.run(few, policy.limits)  # a worker has started
    return percentile([milliseconds(lambda: project.engine.run(few, policy.limits)) for _ in range(TRIPS)], 50)


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

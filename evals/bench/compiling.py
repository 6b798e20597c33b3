"""How much CPU it takes to compile a fresh query: the nine benchmark queries, dates changing at every call, and in a large catalog."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from time import process_time_ns

from catalog.catalog import Catalog
from catalog.compiler import compile_query
from catalog.period import Period
from catalog.query import MetricQuery
from evals.bench.figure import Figure, percentile
from evals.bench.nine import QUERIES, nine_catalog

REPEATS = 40
MANY = 5_000


def measure(folder: Path | None) -> list[Figure]:
    """Every query's median, the median of all, and the same with thousands of metrics more. Needs no project."""
    small = nine_catalog()
    figures = [Figure("compile", percentile(fresh(query, small), 50), of=name) for name, query in QUERIES.items()]
    every = Figure("compile", median_of_all(small), of="p50", most=3.0)
    return [*figures, every, Figure("compile", median_of_all(enlarged(small)), of=f"p50_{MANY}", most=3.0)]


def median_of_all(catalog: Catalog) -> float:
    return percentile([spent for query in QUERIES.values() for spent in fresh(query, catalog)], 50)


def fresh(query: MetricQuery, catalog: Catalog) -> list[float]:
    """CPU milliseconds of compiling the query, each time over another range of days, once warm."""
    compile_query(query, catalog)
    return [spent(dated(query, number), catalog) for number in range(REPEATS)]


def spent(query: MetricQuery, catalog: Catalog) -> float:
    started = process_time_ns()
    compile_query(query, catalog)
    return (process_time_ns() - started) / 1_000_000


def dated(query: MetricQuery, number: int) -> MetricQuery:
    start = date(2026, 1, 1) + timedelta(days=number)
    return replace(query, periods=(Period(start, start + timedelta(days=200)),))


def enlarged(catalog: Catalog) -> Catalog:
    """The catalog with copies of its metrics up to MANY."""
    metrics = dict(catalog.metrics)
    originals = list(catalog.metrics.values())
    for number in range(MANY - len(metrics)):
        original = originals[number % len(originals)]
        metrics[f"{original.id}_{number}"] = replace(original, id=f"{original.id}_{number}")
    return replace(catalog, metrics=metrics)

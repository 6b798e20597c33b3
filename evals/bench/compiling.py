"""How much CPU it takes to compile: fresh queries (dates changing at every call), the same one again, in a large catalog, and by part."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from time import process_time_ns

from catalog.catalog import Catalog
from catalog.compiler import compile_query
from catalog.compiler.check import check_query
from catalog.compiler.plan import plan_query
from catalog.files.load import load_catalog
from catalog.period import Period
from catalog.query import MetricQuery
from evals.bench.figure import Figure, percentile
from evals.bench.nine import HERE, QUERIES, nine_catalog
from evals.bench.plain import build, measured_plain

REPEATS = 40
MANY = 5_000
MOST = {"plain": 2.0, "sqlglotc": 1.0}  # milliseconds, with SQLGlot in Python and compiled


def measure(folder: Path | None) -> list[Figure]:
    """Every query's median, the median of all, fresh and again, with thousands of metrics more and with plain SQLGlot too, what takes the
    time, and loading. Needs no project."""
    small, large = nine_catalog(), enlarged(nine_catalog())
    ours = build()
    figures = [Figure("compile", percentile(fresh(query, small), 50), of=name) for name, query in QUERIES.items()]
    few, many = median_of_all(fresh, small), median_of_all(fresh, large)
    figures += [
        Figure("compile", few, of=f"p50_{ours}", most=MOST[ours]),
        Figure("compile_again", median_of_all(again, small), of=f"p50_{ours}"),
        Figure("compile", many, of=f"p50_{ours}_{MANY}", most=MOST[ours]),
        Figure("compile_growth", many / few, "ratio", of=f"{MANY}", most=1.25),
    ]
    if ours == "sqlglotc":
        plain = measured_plain()
        figures += [Figure("compile", plain["compile"], of="p50_plain", most=MOST["plain"])]
        figures += [Figure("compile_again", plain["compile_again"], of="p50_plain")]
    return [*figures, *parts(small), *loading()]


def median_of_all(way: Callable[[MetricQuery, Catalog], list[float]], catalog: Catalog) -> float:
    return percentile([spent for query in QUERIES.values() for spent in way(query, catalog)], 50)


def fresh(query: MetricQuery, catalog: Catalog) -> list[float]:
    """CPU milliseconds of compiling the query, each time over another range of days, once warm."""
    compile_query(query, catalog)
    return [spent(dated(query, number), catalog) for number in range(REPEATS)]


def again(query: MetricQuery, catalog: Catalog) -> list[float]:
    """The same, of the query as it is, over and over."""
    compile_query(query, catalog)
    return [spent(query, catalog) for _ in range(REPEATS)]


def spent(query: MetricQuery, catalog: Catalog) -> float:
    return milliseconds(lambda: compile_query(query, catalog))


def milliseconds(run: Callable[[], object]) -> float:
    """CPU time of one call."""
    started = process_time_ns()
    run()
    return (process_time_ns() - started) / 1_000_000


def parts(catalog: Catalog) -> list[Figure]:
    """Where the time goes: checking the query, planning its islands, building the tree, printing it."""
    found: dict[str, list[float]] = {"check": [], "plan": [], "build": [], "print": []}
    for query in QUERIES.values():
        for number in range(REPEATS):
            asked = dated(query, number)
            tree = compile_query(asked, catalog).tree
            one = {
                "check": milliseconds(lambda asked=asked: check_query(asked, catalog)),  # type: ignore[misc]
                "plan": milliseconds(lambda asked=asked: plan_query(asked, catalog)),  # type: ignore[misc]
                "print": milliseconds(lambda tree=tree: tree.sql("duckdb")),  # type: ignore[misc]
            }
            one["build"] = max(0.0, spent(asked, catalog) - sum(one.values()))
            for part, taken in one.items():
                found[part].append(taken)
    return [Figure("compile_part", percentile(taken, 50), of=part) for part, taken in found.items()]


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


def loading() -> list[Figure]:
    """CPU seconds of loading a catalog of MANY metrics from YAML, and again from its cache."""
    with tempfile.TemporaryDirectory() as place:
        file, cache = Path(place) / "many.yaml", Path(place) / "cache"
        file.write_text(many_metrics(), encoding="utf-8")
        cold = milliseconds(lambda: load_catalog([file], cache)) / 1000
        cached = min(milliseconds(lambda: load_catalog([file], cache)) for _ in range(3)) / 1000
    return [
        Figure("load_cold", cold, "s", of=f"{MANY}", most=3.0),
        Figure("load_cached", cached, "s", of=f"{MANY}", most=0.2),
    ]


def many_metrics() -> str:
    """The benchmark's catalog file with MANY metrics more, each with names and a formula of its own."""
    entry = (
        "  - id: m{n}\n    name: {{zh: 指标{n}, en: Metric {n}}}\n    description: {{zh: 第{n}个, en: Number {n}}}\n"
        "    owner: 基准\n    department: 基准\n"
        "    formula: {{sum: paid_amount * {n}, dataset: order_lines, filter: \"status = '已完成'\"}}\n"
    )
    return (HERE / "nine.yaml").read_text(encoding="utf-8") + "".join(entry.format(n=number) for number in range(MANY))

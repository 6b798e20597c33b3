"""Compiled SQL against hand-written SQL: the nine benchmark queries on the retail world, through the same guard, worker and threads.

A figure is the best time of many runs, taken in turns; a machine that is shared is then shared by all three. What seems slow is run
more often, all three ways alike, until it is within its limit or has been run often enough to be believed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import exp, log
from pathlib import Path
from typing import Any

from assistant.project import Project, open_project
from catalog.compiler import compile_query
from evals.bench.figure import Figure
from evals.bench.nine import QUERIES, Written, nine_catalog, written_by_hand
from sql_guard.engine import SafeSql
from sql_guard.guard import guard

ROUNDS, MOST_ROUNDS = 25, 100
SLOWEST = 1.2  # times the better of the two ways by hand


@dataclass(frozen=True)
class Times:
    """The best seconds of one query: compiled, and both ways by hand."""

    compiled: float
    naive: float
    tuned: float

    @property
    def ratio(self) -> float:
        """To the better way by hand."""
        return self.compiled / min(self.naive, self.tuned)


def measure(folder: Path | None) -> list[Figure]:
    """Every query's ratio to each way by hand, the geometric mean of the ratios to the better one, and the worst of them."""
    with open_project(folder, build=True) as project:
        times = {name: times_of(project, name, written) for name, written in written_by_hand().items()}
    naive = [Figure("execute_naive", found.compiled / found.naive, "ratio", of=name) for name, found in times.items()]
    tuned = [Figure("execute_tuned", found.compiled / found.tuned, "ratio", of=name) for name, found in times.items()]
    best = {name: found.ratio for name, found in times.items()}
    worst = max(best, key=best.__getitem__)
    mean = Figure("execute_best", geometric_mean(list(best.values())), "ratio", of="mean", most=1.05)
    return [*naive, *tuned, mean, Figure("execute_best", best[worst], "ratio", of=worst, most=SLOWEST)]


def geometric_mean(ratios: Sequence[float]) -> float:
    return exp(sum(log(ratio) for ratio in ratios) / len(ratios))


def times_of(project: Project, name: str, written: Written) -> Times:
    """Raises ValueError where the rows differ."""
    policy = project.policy(project.access.asker(project.access.local))
    queries = [guard(text, policy) for text in (compile_query(QUERIES[name], nine_catalog()).sql, written.naive, written.tuned)]
    for query in queries[1:]:
        if comparable(project, queries[0]) != comparable(project, query):
            raise ValueError(f"{name}: compiled and hand-written SQL differ")
    runs = list[list[float]]()
    while len(runs) < MOST_ROUNDS:
        runs += [[project.engine.run(query, policy.limits).seconds for query in queries] for _ in range(ROUNDS)]
        found = Times(*(min(each) for each in zip(*runs, strict=True)))
        if found.ratio <= SLOWEST:
            break
    return found


def comparable(project: Project, query: SafeSql) -> list[tuple[Any, ...]]:
    """Rows in one order, numbers to nine digits."""
    rows = project.engine.run(query, project.policy(project.access.asker(project.access.local)).limits).rows
    return sorted(
        (tuple(f"{float(cell):.9g}" if isinstance(cell, int | float | Decimal) else cell for cell in row) for row in rows), key=repr
    )

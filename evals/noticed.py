"""Whether the suites notice a wrong definition: the queries of their right answers, computed with it, against the hand-written rows.

A mutant that no question could tell from the definition on this data is equivalent, and counted apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from assistant.project import Project
from catalog.catalog import Catalog
from catalog.compiler import compile_query
from catalog.errors import CatalogError
from catalog.joins import reachable_dimensions
from catalog.parts import inputs_within, read_rows
from catalog.query import Measure, MetricQuery
from evals.case import SUITES, read_suite
from evals.match import same
from evals.mutants import Mutant, Types, mutants_of
from evals.projects import opened, quiet
from evals.score import run_case
from sql_guard.errors import GuardError
from sql_guard.guard import guard
from sql_guard.oracle import oracle

Rows = Sequence[Any]
MOST_DIMENSIONS = 12  # that a mutant is compared by before it is called equivalent


@dataclass(frozen=True)
class Asked:
    """A suite's right answer: its query, the metrics inside it, and the rows of each hand-written SQL that is accepted."""

    case: str
    query: MetricQuery
    metrics: frozenset[str]
    accepted: tuple[Rows, ...]


@dataclass(frozen=True)
class Noticed:
    """What became of one sample's mutants."""

    sample: str
    noticed: tuple[Mutant, ...] = ()
    missed: tuple[Mutant, ...] = ()
    equivalent: tuple[Mutant, ...] = ()

    @property
    def share(self) -> float:
        """The part of the mutants that differ which the suites notice."""
        count = len(self.noticed) + len(self.missed)
        return len(self.noticed) / count if count else 1.0


def noticed(sample: str, home: Path, chosen: int | None = None, seed: int = 0) -> Noticed:
    """Every mutant of a sample's catalog, or `chosen` of them drawn by the seed."""
    suites = [suite for path in sorted(SUITES.glob(f"{sample}_*.yaml")) for suite in [read_suite(path)]]
    with opened(suites[0], home, {}, quiet) as project, oracle(project.file.source_path) as expected:
        mutants = [mutant for metric in project.catalog.metrics.values() for mutant in mutants_of(metric, types_of(project))]
        # a sample for the normal tests; nothing secret
        mutants = mutants if chosen is None else Random(seed).sample(mutants, min(chosen, len(mutants)))  # noqa: S311
        known: dict[str, Rows] = {}
        wanted = {name for mutant in mutants for name in (mutant.metric,)}
        asked = [found for suite in suites for case in suite.cases if (found := right_answer(case, project, expected, known))]
        asked = [found for found in asked if found.metrics & wanted]
        return sorted_out(sample, mutants, asked, project)


def right_answer(case: Any, project: Project, expected: Any, known: dict[str, Rows]) -> Asked | None:
    """The query of a case of the local user that is answered rightly by metrics."""
    if case.expected != "answer" or case.asker not in (None, project.access.local):
        return None
    scored = run_case(case, project, expected, known)
    planned = scored.answer.planned
    if scored.outcome != "right" or planned is None or not isinstance(planned.plan, MetricQuery):
        return None
    metrics = frozenset(compile_query(planned.plan, project.catalog).metrics)
    return Asked(case.id, planned.plan, metrics, tuple(known[sql] for sql in case.sql))


def sorted_out(sample: str, mutants: Sequence[Mutant], asked: Sequence[Asked], project: Project) -> Noticed:
    found: dict[str, list[Mutant]] = {"noticed": [], "missed": [], "equivalent": []}
    for mutant in mutants:
        wrong = mutant.of(project.catalog)
        if any(mutant.metric in one.metrics and differs(one, wrong, project) for one in asked):
            found["noticed"].append(mutant)
        else:
            found["equivalent" if is_equivalent(mutant, wrong, project) else "missed"].append(mutant)
    return Noticed(sample, *(tuple(part) for part in found.values()))


def differs(asked: Asked, wrong: Catalog, project: Project) -> bool:
    rows = rows_of(asked.query, wrong, project)
    return rows is None or not any(same(rows, accepted) for accepted in asked.accepted)


def rows_of(query: MetricQuery, catalog: Catalog, project: Project) -> Rows | None:
    """The rows with these definitions; None where they give no answer."""
    policy = project.policy(project.access.asker(project.access.local))
    try:
        return project.engine.run(guard(compile_query(query, catalog).sql, policy), policy.limits).rows
    except (CatalogError, GuardError):
        return None


def is_equivalent(mutant: Mutant, wrong: Catalog, project: Project) -> bool:
    """Whether no total, day or member tells the two definitions apart on this data."""
    return all(
        valued(rows_of(query, project.catalog, project)) == valued(rows_of(query, wrong, project))
        for query in probes(mutant, project.catalog)
    )


def valued(rows: Rows | None) -> list[str]:
    """The rows that have a value other than 0, in one order, numbers to nine digits."""
    found = [(*row[:-1], f"{float(row[-1]):.9g}") for row in rows or () if row[-1]]
    return sorted(map(repr, found))


def probes(mutant: Mutant, catalog: Catalog) -> Iterator[MetricQuery]:
    measure = (Measure(mutant.metric),)
    yield MetricQuery(measure)
    yield MetricQuery(measure, grain="day")
    yield MetricQuery(measure, grain="month")
    inner = (mutant.metric, *inputs_within(catalog.metrics[mutant.metric], catalog))
    datasets = {dataset for name in inner for dataset, _ in read_rows(catalog.metrics[name].formula)}
    shared = set.intersection(*(set(reachable_dimensions(catalog, dataset)) for dataset in datasets)) if datasets else set()
    for name in sorted(shared)[:MOST_DIMENSIONS]:
        yield MetricQuery(measure, (name,))
        yield MetricQuery(measure, (name,), "month")


def types_of(project: Project) -> Types:
    """The types of governed columns by dataset."""
    tables = {(table.schema, table.name): {column.name: column.type for column in table.columns} for table in project.manifest.tables}
    found: dict[str, Mapping[str, str]] = {}
    for dataset in project.catalog.datasets.values():
        types = tables.get((dataset.schema, dataset.table), {})
        found[dataset.id] = {column.name: types[column.name] for column in dataset.columns if column.name in types}
    return found

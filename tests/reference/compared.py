"""One random case: the query compiled, guarded and run in DuckDB, beside the reference's rows. Exact, but for doubles."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import Any

import duckdb

from catalog.compiler import compile_query
from catalog.errors import Unanswerable
from catalog.metric import Cumulative, SemiAdditive, StartOf
from catalog.parts import inputs_within, sides_of
from catalog.query import PERIOD, TIME, Measure, MetricQuery
from sql_guard.errors import Refused
from sql_guard.guard import guard
from tests.reference.answers import Answered, Placed, Uncounted, answer, defined
from tests.reference.asked import Asking, shown_by
from tests.reference.invented import roots
from tests.reference.numbers import compare
from tests.reference.tables import Tables, Unsupported
from tests.reference.worlds import World, world

QUERIES_A_WORLD = 14


@dataclass(frozen=True)
class Case:
    """A query of a random world; the same seed makes the same case."""

    seed: int
    query: MetricQuery
    tables: Tables
    world: World

    def datasets(self, measures: Sequence[Measure]) -> list[str]:
        """The datasets whose rows the measures read."""
        catalog = self.tables.catalog
        names = shown_by(replace(self.query, measures=tuple(measures)), catalog)
        every = {inner for name in names for inner in (name, *inputs_within(catalog.metrics[name], catalog))}
        return sorted({dataset for name in every for dataset in roots(catalog.metrics[name])})

    @property
    def bridged(self) -> bool:
        """Whether the query's groups or filters are beyond a bridge."""
        names = (*self.query.group_by, *(part.dimension for part in self.query.all_filters))
        return any(self.tables.bridged(dataset, name) for name in names for dataset in self.datasets(self.query.measures))

    @property
    def looks_back(self) -> bool:
        """Whether earlier days are read: which rows those make that show nothing is not written down."""
        metrics = self.tables.catalog.metrics
        every = {
            name
            for shown in shown_by(self.query, self.tables.catalog)
            for name in (shown, *inputs_within(metrics[shown], self.tables.catalog))
        }
        compared = self.query.comparison is not None
        return compared or any(side.offset is not None for name in every for side in sides_of(metrics[name].formula))

    def __str__(self) -> str:
        return f"seed {self.seed}: {self.query}"


@dataclass(frozen=True)
class Outcome:
    """`code` is why there is no answer, '' if there is one; `fault` is what differs, '' if nothing does."""

    code: str = ""
    fault: str = ""
    rows: int = 0
    sql: str = ""


def cases(seed: int, count: int) -> Iterator[Case]:
    """`count` cases; each world has a seed of its own."""
    made = 0
    while made < count:
        chance = Random(seed)
        found = world(chance)
        asking = Asking(chance, found.tables, found.facts, found.tables.catalog)
        catalog = asking.invent(18)
        tables = replace(found.tables, catalog=catalog, found={})
        asking.tables = tables
        for _ in range(min(QUERIES_A_WORLD, count - made)):
            yield Case(seed, asking.query(), tables, found)
            made += 1
        found.connection.close()
        seed += 1


def outcome(case: Case) -> Outcome:
    try:
        compiled = compile_query(case.query, case.tables.catalog)
    except Unanswerable as error:
        return Outcome(error.code)
    try:
        expected = answer(case.query, case.tables)
    except Unsupported as error:
        return Outcome(fault=f"answered what cannot be ({error})", sql=compiled.sql)
    try:
        text = guard(compiled.sql, case.world.policy).text
    except Refused as error:
        return Outcome(f"guard {error.code}", sql=compiled.sql)
    names = [column.name for column in compiled.columns]
    try:
        rows = case.world.connection.execute(text).fetchall()
    except duckdb.Error as error:
        return Outcome(fault=f"engine: {error}", sql=text)
    other = answer(case.query, case.tables, zeros=False)
    fault = difference(names, rows, expected, other, case.query, case.looks_back)
    if fault and not difference(names, rows, other, other, case.query, case.looks_back):
        fault = ""
    return Outcome("", fault, len(rows), compiled.sql)


def difference(
    names: Sequence[str], rows: Sequence[tuple[Any, ...]], expected: Answered, other: Answered, query: MetricQuery, loose: bool
) -> str:
    """What differs between the rows found and those expected (or the `other` reading of a count of nothing); '' if nothing does.

    `loose`: rows that show nothing may be there or not.
    """
    if expected and names != list(expected[0]):
        return f"columns {names}, expected {list(expected[0])}"
    places = [names.index(part.column) for part in query.order]
    put = [tuple(Placed(row[at], part.descending) for at, part in zip(places, query.order, strict=True)) for row in rows]
    if any(later < earlier for earlier, later in pairwise(put)):
        return f"not in order: {rows[:10]}"
    width = len([name for name in names if name in (*query.group_by, TIME, PERIOD)])
    found = [row for row in rows if not loose or any(cell is not None for cell in row[width:])]
    wanted = {tuple(row.values())[:width]: tuple(row.values())[width:] for row in expected}
    either = {tuple(row.values())[:width]: tuple(row.values())[width:] for row in other}
    missing = {key for key in wanted if key in either}
    missing = {key for key in missing if not loose or any(cell is not None for cell in either.get(key, wanted[key]))}
    found = [row for row in found if row[:width] in wanted or not of_nothing(dict(zip(names, row, strict=True)), query)]
    extra = []
    for row in found:
        key, cells = row[:width], row[width:]
        if key in wanted and fits(cells, wanted[key], either.get(key, wanted[key])):
            missing.discard(key)
        else:
            extra.append(row)
    lost = [(*key, *wanted[key]) for key in missing]
    return "" if not lost and not extra else f"{len(rows)} rows, {len(expected)} expected; too many {extra[:4]}, missing {lost[:4]}"


def of_nothing(row: dict[str, Any], query: MetricQuery) -> bool:
    """Whether a row is there only for the 0 of a count that HAVING lets be 0: of rows none of which counts."""
    return any(type(row[part.column]) is int and row[part.column] == 0 and compare(0, part.operator, part.value) for part in query.having)


def fits(cells: Sequence[Any], wanted: Sequence[Any], other: Sequence[Any]) -> bool:
    return all(same(cell, one) or same(cell, two) for cell, one, two in zip(cells, wanted, other, strict=True))


def same(found: Any, wanted: Any) -> bool:
    """Decimals and whole numbers are exactly equal, doubles to 1e-9."""
    if isinstance(wanted, Uncounted):
        return found is None or found == 0
    if isinstance(found, bool) or isinstance(wanted, bool) or found is None or wanted is None:
        return found is wanted
    if isinstance(found, float) or isinstance(wanted, float):
        return math.isclose(float(found), float(wanted), rel_tol=1e-9, abs_tol=1e-9)
    if isinstance(found, int | Decimal) and isinstance(wanted, int | Decimal):
        return Decimal(found) == Decimal(wanted)
    if isinstance(found, datetime) or isinstance(wanted, datetime):
        return False
    return bool(type(found) is type(wanted) and found == wanted) if isinstance(found, date | str) else False


def tally(found: Sequence[tuple[Case, Outcome]]) -> dict[str, int]:
    """How many cases of each kind and shape were answered, and how many were declined for each reason."""
    counted: Counter[str] = Counter()
    for case, result in found:
        if result.code:
            counted[f"declined {result.code}"] += 1
            continue
        counted.update(["answered", *shapes(case)])
    return dict(sorted(counted.items()))


def shapes(case: Case) -> Iterator[str]:
    query, metrics = case.query, defined(case.tables, case.query.as_of).catalog.metrics
    made = [
        metrics[inner].formula
        for name in shown_by(query, case.tables.catalog)
        for inner in (name, *inputs_within(metrics[name], case.tables.catalog))
    ]
    if any(isinstance(side.offset, StartOf) for formula in made for side in sides_of(formula)):
        yield "with start of"
    yield from {f"take {formula.take}" for formula in made if isinstance(formula, Cumulative | SemiAdditive)}
    if any(isinstance(formula, SemiAdditive) and formula.per for formula in made):
        yield "with per"
    yield from {f"kind {type(metrics[measure.metric].formula).__name__}" for measure in query.measures}
    yield from {f"shown {type(measure.shown).__name__}" for measure in query.measures}
    yield f"facts {len(case.datasets(query.measures))}"
    if case.bridged:
        yield "with bridge"
    if query.grain and any(metrics[measure.metric].fill_nulls_with is not None for measure in query.measures):
        yield "with filled buckets"
    if "rating" in (*query.group_by, *(part.dimension for part in query.all_filters)):
        yield "with history"
    yield f"grain {query.grain}"
    yield f"keys {len(query.group_by)}"
    yield f"periods {len(query.periods)}"
    if any(measure.filters for measure in query.measures):
        yield "with measure filters"
    for part in ("any_of", "filters", "having", "within", "comparison", "order", "limit", "only", "as_of"):
        if getattr(query, part):
            yield f"with {part}"

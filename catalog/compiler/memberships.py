"""SQL that tells, of several sets of a dataset's rows, which entities have rows in which of them: the parts of their Venn diagram.

Of a part with enough entities only their number is told, of a smaller one each entity.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from catalog.catalog import Catalog
from catalog.compiler import tree
from catalog.compiler.days import Span, label
from catalog.compiler.filters import alternatives, filter_conditions, metric_condition
from catalog.compiler.fragments import conditions, dimension, scalar
from catalog.compiler.reader import Reader, within_spans
from catalog.errors import Unanswerable, Unknown
from catalog.joins import Path
from catalog.period import Period
from catalog.query import AnyOf, Filter

BITS = 30  # sets in one column of a part's mark


@dataclass(frozen=True)
class RowSet:
    """The rows that pass every filter, on days of any of the periods (none: on all days)."""

    filters: tuple[Filter, ...] = ()
    any_of: tuple[AnyOf, ...] = ()
    periods: tuple[Period, ...] = ()


@dataclass(frozen=True)
class Counted:
    """Rows of a dataset that pass its metric's own filter, dated by `time`, and whom they are about; `size` of these are enough."""

    dataset: str
    entity: str
    filter: str | None
    time: str | None
    size: int


def compile_memberships(counted: Counted, sets: Sequence[RowSet], catalog: Catalog) -> str:
    """Columns: marks (bit n of mark m: set m * BITS + n), the part's number of entities, and each entity where these are not enough.

    Every set is one that the rows can tell."""
    reader = Reader(catalog, counted.dataset, {}, counted.time)
    inside = [held(reader, counted, each) for each in sets]
    marks = [mark(inside[first : first + BITS]) for first in range(0, len(inside), BITS)]
    whom = reader.use(scalar(catalog, Path(counted.dataset), counted.entity))
    own = [metric_condition(reader, part) for part in conditions(catalog, Path(counted.dataset), counted.filter)]
    names = [f"mark_{place}" for place in range(len(marks))]
    columns = [*(tree.named(each, name) for each, name in zip(marks, names, strict=True)), tree.named(whom, "entity")]
    rows = tree.select(columns, reader.source, reader.joins(), tree.both([*own, *dated(counted, around(sets))]))
    listed, is_any = ", ".join(names), " OR ".join(f"{name} > 0" for name in names)
    match = " AND ".join(f"sizes.{name} = people.{name}" for name in names)
    return (
        f"WITH marked AS ({rows.sql('duckdb')}), "  # noqa: S608  # names are made here, trees write the rest
        f"people AS (SELECT DISTINCT {listed}, entity FROM marked WHERE entity IS NOT NULL AND ({is_any})), "
        f"sizes AS (SELECT {listed}, COUNT(*) AS entities FROM people GROUP BY {listed}) "
        f"SELECT {', '.join(f'sizes.{name}' for name in names)}, sizes.entities, people.entity FROM sizes "
        f"LEFT JOIN people ON {match} AND sizes.entities < {int(counted.size)}"
    )


def can_tell(counted: Counted, rows: RowSet, catalog: Catalog) -> bool:
    """Whether the rows themselves tell which of them are in the set: by their day and by what they look up, not beyond a bridge."""
    named = (*rows.filters, *(part for choice in rows.any_of for side in choice.sides for part in side))
    try:
        found = [dimension(catalog, counted.dataset, part.dimension) for part in named]
    except (Unanswerable, Unknown):
        return False
    return all(each.bridge is None for each in found) and (counted.time is not None or not rows.periods)


def held(reader: Reader, counted: Counted, rows: RowSet) -> exp.Expr:
    """The condition of a set on one row."""
    found = filter_conditions(reader, rows.filters) + [alternatives(reader, choice) for choice in rows.any_of]
    return tree.both([*found, *dated(counted, rows.periods)]) or exp.Boolean(this=True)


def dated(counted: Counted, periods: Sequence[Period]) -> list[exp.Expr]:
    """The conditions that hold a row's day within one of the periods; none without periods."""
    spans = tuple(Span(label(period), period.start, period.end) for period in periods)
    return within_spans(tree.column(counted.time, counted.dataset), spans) if spans and counted.time is not None else []


def around(sets: Sequence[RowSet]) -> tuple[Period, ...]:
    """The days from the first to the last of any set; none where a set has all days."""
    if not all(each.periods for each in sets):
        return ()
    periods = [period for each in sets for period in each.periods]
    return (Period(min(period.start for period in periods), max(period.end for period in periods)),)


def mark(inside: Sequence[exp.Expr]) -> exp.Expr:
    """A number whose bits say which of the conditions hold."""
    bits = [exp.Case(ifs=[exp.If(this=each, true=tree.number(1 << place))], default=tree.number(0)) for place, each in enumerate(inside)]
    found: exp.Expr = bits[0]
    for each in bits[1:]:
        found = exp.Add(this=found, expression=each)
    return found

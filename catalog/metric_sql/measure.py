"""MEASURE(name, option …): what it shows, read from a call."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import get_args

from sqlglot import exp

from catalog.catalog import Catalog, nearest
from catalog.errors import Unknown, Unreadable
from catalog.metric import Grain, Offset, Over
from catalog.metric_sql.names import metric_name, option_name
from catalog.metric_sql.over import KNOWN, read_over
from catalog.period import Period
from catalog.query import Attainment, Change, Filter, Measure, Plain, Rank, Running, Share, Shown

GRAINS: tuple[Grain, ...] = get_args(Grain)
CHANGES: tuple[Change, ...] = get_args(Change)
OFFSET_COUNT = re.compile(r"-?[0-9]{1,3}")  # no calendar reaches further
OPTIONS = ("share", "running", "rank", "rank ascending", "attainment", *KNOWN, *CHANGES)


@dataclass(frozen=True)
class Changed:
    """MEASURE(m, 'previous', …): one column of a comparison of a measure: the plain one of these members, or over members."""

    metric: str
    change: Change
    to: Offset | Period
    filters: tuple[Filter, ...] = ()
    shown: Plain | Over = Plain()

    @property
    def measure(self) -> Measure:
        """The measure that is compared."""
        return Measure(self.metric, self.shown, self.filters)


def place(node: exp.Expr) -> dict[str, object]:
    """Where a node stands in the text: line, column and the text itself."""
    for part in node.find_all(exp.Identifier, exp.Literal):
        if part.meta.get("line"):
            return {"line": part.meta["line"], "column": part.meta["col"], "text": node.sql("duckdb")}
    return {"text": node.sql("duckdb")}


def unreadable(code: str, node: exp.Expr, **facts: object) -> Unreadable:
    return Unreadable(code, **place(node), **facts)


def is_measure(node: exp.Expr | None) -> bool:
    """Whether a node is MEASURE(…), with or without FILTER (WHERE …)."""
    inner = node.this if isinstance(node, exp.Filter) else node
    return isinstance(inner, exp.Anonymous) and str(inner.this).upper() == "MEASURE"


def read_measure(node: exp.Expr, catalog: Catalog, filters: tuple[Filter, ...] = ()) -> Measure | Changed:
    """The measure that a MEASURE call names; raises Unknown for its metric and Unreadable for its options."""
    arguments = node.expressions
    if not arguments or not isinstance(arguments[0], exp.Column) or arguments[0].table:
        raise unreadable("measure_name", node)
    try:
        metric = catalog.metric(metric_name(arguments[0], catalog)).id
    except Unknown as error:
        raise Unknown(error.code, **(place(arguments[0]) | error.facts)) from None
    options = [option_text(argument) for argument in arguments[1:]]
    match options:
        case []:
            return Measure(metric, filters=filters)
        case [change, to] if change in CHANGES:
            return Changed(metric, change, read_compared(node, to), filters)
        case [change, to, *rest] if change in CHANGES and (over := read_over(rest, catalog)) is not None:
            return Changed(metric, change, read_compared(node, to), filters, over)
    return Measure(metric, read_shown(node, options, catalog), filters)


def read_shown(node: exp.Expr, options: list[str], catalog: Catalog) -> Shown:
    match options:
        case ["share", *of]:
            return Share(tuple(option_name(name, catalog) for name in of))
        case ["running"]:
            return Running()
        case ["running", grain] if grain in GRAINS:
            return Running(grain)
        case ["rank", *of]:
            return Rank(False, tuple(option_name(name, catalog) for name in of))
        case ["rank ascending", *of]:
            return Rank(True, tuple(option_name(name, catalog) for name in of))
        case ["attainment"]:
            return Attainment()
    if (over := read_over(options, catalog)) is not None:
        return over
    asked = options[0] if options else ""
    raise unreadable("measure_option", node, nearest=nearest(asked, OPTIONS, 1) if asked not in OPTIONS else (), known=OPTIONS)


def option_text(node: exp.Expr) -> str:
    if isinstance(node, exp.Literal) and node.is_string:
        return str(node.this)
    raise unreadable("measure_option", node, known=OPTIONS)


def read_compared(node: exp.Expr, text: str) -> Offset | Period:
    """'1 year', or '2025-01-01/2025-01-31', with ' complete before 2025-01-20' if unfinished."""
    count, _, grain = text.partition(" ")
    if OFFSET_COUNT.fullmatch(count) and grain.removesuffix("s") in GRAINS:
        return Offset(int(count), grain.removesuffix("s"))  # type: ignore[arg-type]  # just checked
    days, _, through = text.partition(" complete before ")
    first, _, last = days.partition("/")
    try:
        end = date.fromisoformat(last) + timedelta(days=1)
        return Period(date.fromisoformat(first), end, date.fromisoformat(through) if through else None)
    except ValueError as error:
        raise unreadable("comparison", node, nearest=("1 year", "1 month", "2025-01-01/2025-01-31")) from error

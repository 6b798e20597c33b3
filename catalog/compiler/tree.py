"""Constructors for the few SQL nodes that the compiler writes. Built directly, without parsing: this is the hot path.

The portable subset: every alias explicit, GROUP BY by position, NULLS LAST explicit, ratios in DOUBLE with NULLIF.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from sqlglot import exp

from catalog.dataset import Dataset
from catalog.query import Value

PLAIN_NAME = re.compile(r"[a-z_][a-z0-9_]*\Z")
WORDS = """
    all analyse analyze and anti any array as asc asof asymmetric at authorization between bigint binary bit boolean both by case cast
    char character check coalesce collate collation column columns concurrently constraint create cross cube current current_date
    current_time current_timestamp date dec decimal default deferrable desc describe distinct div do else end except exists extract
    false fetch filter float for foreign freeze from full generated glob grant group grouping having if ilike in initially inner int
    integer intersect interval into is isnull join lambda lateral leading left like limit localtime localtimestamp map materialized
    measure metrics national natural nchar none not notnull null nullif numeric offset on only or order out outer over overlaps overlay
    partition percent pivot pivot_longer pivot_wider placing position positional precision primary qualify range real recursive
    references replace returning right rollup row rows sample select semi session_user set setof sets show similar smallint some struct
    substring summarize symmetric table tablesample then time timestamp to top trailing treat trim true try_cast union unique unpivot
    user using values varchar variadic verbose when where window with within
"""
RESERVED = frozenset(WORDS.split())  # names that are quoted


@lru_cache(maxsize=65536)
def plain(name: str) -> bool:
    return bool(PLAIN_NAME.match(name)) and name not in RESERVED


def identifier(name: str) -> exp.Identifier:
    return exp.Identifier(this=name, quoted=not plain(name))


def column(name: str, table: str | None = None) -> exp.Column:
    return exp.Column(this=identifier(name), table=identifier(table) if table else None)


def named(tree: exp.Expr, name: str) -> exp.Alias:
    return exp.Alias(this=tree, alias=identifier(name))


def table(dataset: Dataset, alias: str) -> exp.Table:
    return exp.Table(this=identifier(dataset.table), db=identifier(dataset.schema), alias=exp.TableAlias(this=identifier(alias)))


def relation(name: str) -> exp.Table:
    return exp.Table(this=identifier(name))


def aliased(name: str, alias: str) -> exp.Table:
    """A CTE under a name of its own, where its own name may have been taken."""
    return relation(name) if name == alias else exp.Table(this=identifier(name), alias=exp.TableAlias(this=identifier(alias)))


def number(value: int | float | Decimal) -> exp.Expr:
    """A number literal; a negative one is a negation of a literal, as SQL reads it."""
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"not a finite number: {value}")
    text = format(abs(value), "f") if isinstance(value, Decimal) else repr(abs(value))
    literal = exp.Literal(this=text, is_string=False)
    return exp.Neg(this=literal) if value < 0 else literal


def text(value: str) -> exp.Literal:
    return exp.Literal(this=value, is_string=True)


def cast(tree: exp.Expr, kind: exp.DType) -> exp.Cast:
    return exp.Cast(this=tree, to=exp.DataType(this=kind, nested=False))


def as_date(tree: exp.Expr) -> exp.Expr:
    return cast(tree, exp.DType.DATE)


def literal(value: Value) -> exp.Expr:
    """Any member value as a literal of its own type."""
    match value:
        case None:
            return exp.Null()
        case bool():
            return exp.Boolean(this=value)
        case int() | float() | Decimal():
            return number(value)
        case date():
            return as_date(text(value.isoformat()))
        case str():
            return text(value)


def both(conditions: Iterable[exp.Expr]) -> exp.Expr | None:
    """All of the conditions joined by AND, or None."""
    return chain(conditions, exp.And)


def either(conditions: Iterable[exp.Expr]) -> exp.Expr | None:
    return chain(conditions, exp.Or)


def chain(conditions: Iterable[exp.Expr], kind: type[exp.And] | type[exp.Or]) -> exp.Expr | None:
    found: exp.Expr | None = None
    for condition in conditions:
        part = exp.Paren(this=condition) if kind is exp.And and isinstance(condition, exp.Or) else condition
        found = part if found is None else kind(this=found, expression=part)
    return found


def interval(count: int, unit: str) -> exp.Interval:
    return exp.Interval(this=text(str(count)), unit=exp.Var(this=unit))


def next_day(tree: exp.Expr) -> exp.Expr:
    return as_date(exp.Add(this=tree, expression=interval(1, "DAY")))


def divided(numerator: exp.Expr, denominator: exp.Expr) -> exp.Expr:
    """A fraction as DOUBLE; a zero or missing denominator gives NULL."""
    return exp.Div(this=cast(numerator, exp.DType.DOUBLE), expression=exp.Nullif(this=denominator, expression=number(0)))


def window(
    function: exp.Expr, partition: Sequence[exp.Expr] = (), order: Sequence[exp.Expr] = (), spec: exp.WindowSpec | None = None
) -> exp.Window:
    ordered = exp.Order(expressions=list(order)) if order else None
    return exp.Window(this=function, partition_by=list(partition), order=ordered, spec=spec, over="OVER")


def ordered(tree: exp.Expr, descending: bool) -> exp.Ordered:
    return exp.Ordered(this=tree, desc=descending, nulls_first=False)


def same(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    """Equal, with missing equal to missing."""
    return exp.NullSafeEQ(this=left, expression=right)


def joined(source: exp.Expr, on: exp.Expr | None, side: str = "", kind: str = "") -> exp.Join:
    return exp.Join(this=source, side=side or None, kind=kind or None, on=on)


def select(
    projections: Sequence[exp.Expr],
    source: exp.Expr,
    joins: Sequence[exp.Join] = (),
    where: exp.Expr | None = None,
    grouped: int = 0,
) -> exp.Select:
    """SELECT projections FROM source, grouped by the first `grouped` of them."""
    made = exp.Select(expressions=list(projections), from_=exp.From(this=source))
    if joins:
        made.set("joins", list(joins))
    if where is not None:
        made.set("where", exp.Where(this=where))
    if grouped:
        made.set("group", exp.Group(expressions=[number(position + 1) for position in range(grouped)]))
    return made

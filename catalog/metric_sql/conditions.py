"""Conditions on members, joined by AND, OR and NOT, as a query's filters and alternatives. NOT goes down to the single conditions, where
it means what SQL means by it: a missing member passes neither a condition nor its negation."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from sqlglot import exp

from catalog.catalog import Catalog
from catalog.metric_sql.filters import OPPOSITES, known_dimension, read_filters, with_missing
from catalog.metric_sql.measure import unreadable
from catalog.metric_sql.names import is_time_column
from catalog.metric_sql.times import bare
from catalog.query import AnyOf, Filter

MOST_SIDES = 64  # of one alternative, multiplied out
Sides = tuple[tuple[Filter, ...], ...]


@dataclass
class Conditions:
    """What all rows have to meet."""

    filters: tuple[Filter, ...] = ()
    any_of: tuple[AnyOf, ...] = ()


def read_conditions(node: exp.Expr, catalog: Catalog) -> Conditions:
    """The filters and the alternatives of one condition; raises Unreadable for what is neither."""
    node = plainly(node)
    if isinstance(node, exp.And):
        left, right = read_conditions(node.this, catalog), read_conditions(node.expression, catalog)
        return Conditions(left.filters + right.filters, left.any_of + right.any_of)
    if not isinstance(node, exp.Or):
        return Conditions(read_filters(node, catalog))
    check_members(node)
    sides = sides_of(node, catalog)
    return Conditions(any_of=(AnyOf(sides),)) if len(sides) > 1 else Conditions(sides[0])


def as_one_list(node: exp.Or, catalog: Catalog) -> Filter | None:
    """Members of one dimension by OR, written without brackets, are one list."""
    parts = or_parts(node)
    if any(isinstance(part, exp.Paren) for part in parts):
        return None
    names = {known_dimension(column, catalog) for part in parts for column in part.find_all(exp.Column)}
    listed = all(isinstance(part.unnest(), exp.In | exp.EQ | exp.Is | exp.Not | exp.NEQ | exp.Column) for part in parts)
    if len(names) > 1 or not listed:
        return None
    return with_missing(parts, catalog)


def or_parts(node: exp.Expr) -> list[exp.Expr]:
    """The sides of an OR as they are written, brackets and all."""
    return [part for side in (node.this, node.expression) for part in or_parts(side)] if isinstance(node, exp.Or) else [node]


def check_members(node: exp.Expr) -> None:
    for column in node.find_all(exp.Column):
        if is_time_column(column):
            raise unreadable("or_with_time", node)
    if node.find(exp.Query):
        raise unreadable("or_with_block", node)


def sides_of(node: exp.Expr, catalog: Catalog) -> Sides:
    """The condition as alternatives, each of filters that hold together."""
    node = plainly(node)
    if isinstance(node, exp.Or):
        if (one := as_one_list(node, catalog)) is not None:
            return ((one,),)
        return bounded(node, sides_of(node.this, catalog) + sides_of(node.expression, catalog))
    if isinstance(node, exp.And):
        left, right = sides_of(node.this, catalog), sides_of(node.expression, catalog)
        if len(left) * len(right) > MOST_SIDES:
            raise unreadable("too_many_sides", node, most=MOST_SIDES)
        return bounded(node, tuple(one + other for one, other in product(left, right)))
    return (read_filters(node, catalog),)


def bounded(node: exp.Expr, sides: Sides) -> Sides:
    if len(sides) > MOST_SIDES:
        raise unreadable("too_many_sides", node, most=MOST_SIDES)
    return tuple(dict.fromkeys(sides))


def plainly(node: exp.Expr) -> exp.Expr:
    """The condition without brackets around it and without a NOT over AND, OR, NOT, a comparison or BETWEEN."""
    node = bare(node)
    if not isinstance(node, exp.Not):
        return node
    inner = bare(node.this)
    match inner:
        case exp.Not(this=twice):
            return plainly(twice)
        case exp.And(this=left, expression=right):
            return exp.Or(this=exp.Not(this=left.copy()), expression=exp.Not(this=right.copy()))
        case exp.Or(this=left, expression=right):
            return exp.And(this=exp.Not(this=left.copy()), expression=exp.Not(this=right.copy()))
        case exp.Between(this=subject):
            low = exp.LT(this=subject.copy(), expression=inner.args["low"].copy())
            return exp.Or(this=low, expression=exp.GT(this=subject.copy(), expression=inner.args["high"].copy()))
        case exp.Binary(this=left, expression=right) if type(inner) in OPPOSITES:
            return OPPOSITES[type(inner)](this=left.copy(), expression=right.copy())
    return node

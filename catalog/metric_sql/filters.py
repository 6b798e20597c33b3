"""Conditions on dimensions as filters, with SQL's own meaning for missing members."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sqlglot import exp

from catalog.catalog import Catalog
from catalog.errors import Unknown
from catalog.metric import Operator
from catalog.metric_sql.measure import place, unreadable
from catalog.metric_sql.names import dimension_name
from catalog.metric_sql.times import bare, read_day
from catalog.query import Filter, MemberFilter, RangeFilter, Value

OPERATORS: dict[type[exp.Expr], Operator] = {exp.GT: ">", exp.GTE: ">=", exp.LT: "<", exp.LTE: "<=", exp.EQ: "=", exp.NEQ: "!="}
OPPOSITES: dict[type[exp.Expr], type[exp.Expr]] = {
    exp.GT: exp.LTE,
    exp.GTE: exp.LT,
    exp.LT: exp.GTE,
    exp.LTE: exp.GT,
    exp.EQ: exp.NEQ,
    exp.NEQ: exp.EQ,
}
MIRRORED: dict[Operator, Operator] = {">": "<", ">=": "<=", "<": ">", "<=": ">=", "=": "=", "!=": "!="}


def known_dimension(node: exp.Expr, catalog: Catalog) -> str:
    """The dimension that a column names; raises Unknown with its place and the nearest names."""
    if not isinstance(node, exp.Column):
        raise unreadable("filter", node)
    try:
        return catalog.dimension(dimension_name(node, catalog)).id
    except Unknown as error:
        raise Unknown(error.code, **(place(node) | error.facts)) from None


def read_filters(node: exp.Expr, catalog: Catalog) -> tuple[Filter, ...]:
    """The filters that one condition without AND and OR says (BETWEEN says two)."""
    node = bare(node)
    if isinstance(node, exp.Between):
        name = known_dimension(node.this, catalog)
        return RangeFilter(name, ">=", read_value(node.args["low"])), RangeFilter(name, "<=", read_value(node.args["high"]))
    return (read_filter(node, catalog),)


def read_filter(node: exp.Expr, catalog: Catalog) -> Filter:
    match node:
        case exp.Not(this=inner):
            return negation(bare(inner), node, catalog)
        case exp.Column():
            return MemberFilter(known_dimension(node, catalog), (True,))
        case exp.Is(this=subject, expression=exp.Null()):
            return MemberFilter(known_dimension(subject, catalog), (None,))
        case exp.In(this=subject, expressions=listed) if listed:
            return MemberFilter(known_dimension(subject, catalog), tuple(read_member(each) for each in listed))
        case exp.Binary() if type(node) in OPERATORS:
            return comparison(node, catalog)
    raise unreadable("filter", node)


def negation(inner: exp.Expr, node: exp.Expr, catalog: Catalog) -> Filter:
    """NOT IN drops the missing member, as SQL does."""
    if not isinstance(inner, exp.In | exp.Is | exp.Column):
        raise unreadable("filter", node)
    found = read_filter(inner, catalog)
    assert isinstance(found, MemberFilter)
    if isinstance(inner, exp.Column):
        return MemberFilter(found.dimension, (False,))
    values = found.values if None in found.values else (*found.values, None)
    return MemberFilter(found.dimension, values, negated=True)


def comparison(node: exp.Expr, catalog: Catalog) -> Filter:
    left, right, operator = bare(node.this), bare(node.expression), OPERATORS[type(node)]
    if isinstance(right, exp.Column) and not isinstance(left, exp.Column):
        left, right, operator = right, left, MIRRORED[operator]
    name, value = known_dimension(left, catalog), read_member(right)
    if catalog.dimension(name).type in ("number", "date") or operator not in ("=", "!="):
        return RangeFilter(name, operator, value)
    return MemberFilter(name, (value,)) if operator == "=" else MemberFilter(name, (value, None), negated=True)


def with_missing(parts: Sequence[exp.Expr], catalog: Catalog) -> Filter | None:
    """x IN (…) OR x IS NULL keeps the missing member; members of one dimension by OR are one list. None: no list says this."""
    found = [read_filter(bare(part), catalog) for part in parts]
    first, *others = found
    listed = [part for part in found if isinstance(part, MemberFilter)]
    if len(listed) < len(found):
        return None
    negated = [part for part in listed if part.negated]
    missing = [part for part in others if part == MemberFilter(first.dimension, (None,))]
    if not negated:
        return MemberFilter(first.dimension, tuple(value for part in listed for value in part.values))
    if len(listed) == 2 and len(negated) == 1 and len(missing) == 1 and negated[0] is first:
        return MemberFilter(first.dimension, tuple(value for value in negated[0].values if value is not None), negated=True)
    return None


def read_member(node: exp.Expr) -> Value:
    """A value to compare with; NULL is none, for nothing is equal to it."""
    value = read_value(node)
    if value is None:
        raise unreadable("null_member", node)
    return value


def read_value(node: exp.Expr) -> Value:
    """A literal: text, 1 whole, 1.5 exact, 1.5e0 floating, TRUE, NULL, DATE '…'."""
    match bare(node):
        case exp.Null():
            return None
        case exp.Boolean(this=value):
            return bool(value)
        case exp.Literal(this=text, is_string=True):
            return str(text)
        case exp.Literal() as found:
            return read_number(str(found.this))
        case exp.Neg(this=exp.Literal(is_string=False) as found):
            return -read_number(str(found.this))
        case exp.Cast() as cast if cast.is_type("date"):
            return read_day(cast)
    raise unreadable("not_a_literal", node)


def read_number(text: str) -> int | float | Decimal:
    if "e" in text.lower():
        return float(text)
    return Decimal(text) if "." in text else int(text)

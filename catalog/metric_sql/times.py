"""Conditions on metric_time as periods: ranges, single days, whole months or years, several of them by OR."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlglot import exp

from catalog.metric_sql.measure import GRAINS, unreadable
from catalog.period import Period, grain_of
from catalog.query import TIME

DAY = timedelta(days=1)


@dataclass
class Bounds:
    start: date = date.min
    end: date = date.max
    through: date | None = None

    def narrow(self, start: date, end: date) -> None:
        self.start, self.end = max(self.start, start), min(self.end, end)


def is_time(node: exp.Expr) -> bool:
    """Whether a condition is about time alone."""
    columns = list(node.find_all(exp.Column))
    return bool(columns) and all(column.name == TIME for column in columns) and node.find(exp.Query) is None


def read_periods(conditions: Iterable[exp.Expr]) -> tuple[Period, ...]:
    """The periods of all conditions on time; no conditions means all data."""
    listed = list(conditions)
    if len(listed) == 1 and isinstance(listed[0], exp.Or):
        return tuple(read_period([bare(side)]) for side in listed[0].flatten())
    return (read_period(listed),) if listed else ()


def bare(node: exp.Expr) -> exp.Expr:
    while isinstance(node, exp.Paren):
        node = node.this
    return node


def read_period(conditions: list[exp.Expr]) -> Period:
    bounds, parts = Bounds(), [part for condition in conditions for part in sides(condition)]
    for part in parts:
        narrow(bounds, part)
    if bounds.end <= bounds.start:
        raise unreadable("empty_period", conditions[0], start=bounds.start, end=bounds.end)
    return Period(bounds.start, bounds.end, bounds.through)


def sides(node: exp.Expr) -> list[exp.Expr]:
    node = bare(node)
    return [bare(side) for side in node.flatten()] if isinstance(node, exp.And) else [node]


def narrow(bounds: Bounds, node: exp.Expr) -> None:
    if isinstance(node, exp.Boolean) and node.this:
        return
    if isinstance(node, exp.Between) and is_column(node.this):
        bounds.narrow(read_day(node.args["low"]), read_day(node.args["high"]) + DAY)
        return
    if not isinstance(node, exp.Binary):
        raise unreadable("time_condition", node)
    left, right = bare(node.this), bare(node.expression)
    if isinstance(node, exp.LT) and is_column(left) and named_call(right, "COMPLETE_BEFORE"):
        bounds.through = read_day(right.expressions[0])
    elif isinstance(node, exp.EQ) and not is_column(left):
        whole = read_whole(node, left, right)
        bounds.narrow(whole.start, whole.end)
    elif is_column(left):
        compare(bounds, node, read_day(right))
    else:
        raise unreadable("time_condition", node)


def compare(bounds: Bounds, node: exp.Expr, day: date) -> None:
    match node:
        case exp.GTE():
            bounds.narrow(day, date.max)
        case exp.GT():
            bounds.narrow(day + DAY, date.max)
        case exp.LT():
            bounds.narrow(date.min, day)
        case exp.LTE():
            bounds.narrow(date.min, day + DAY)
        case exp.EQ():
            bounds.narrow(day, day + DAY)
        case _:
            raise unreadable("time_condition", node)


def is_column(node: exp.Expr) -> bool:
    return isinstance(node, exp.Column) and node.name == TIME


def named_call(node: exp.Expr, name: str) -> bool:
    return isinstance(node, exp.Anonymous) and str(node.this).upper() == name and len(node.expressions) == 1


def read_whole(node: exp.Expr, left: exp.Expr, right: exp.Expr) -> Period:
    """DATE_TRUNC('month', metric_time) = a date, or YEAR(metric_time) = a number."""
    inner = bare(left.this) if isinstance(left.this, exp.Expr) else left
    while isinstance(inner, exp.Cast):
        inner = bare(inner.this)
    if isinstance(left, exp.TimestampTrunc | exp.DateTrunc) and is_column(inner):
        grain = str(left.args["unit"].name).lower()
        if grain in GRAINS:
            return grain_of(read_day(right), grain)
    year = isinstance(left, exp.Year) and is_column(inner)
    year = year or (isinstance(left, exp.Extract) and left.name.upper() == "YEAR" and is_column(bare(left.expression)))
    if year and isinstance(right, exp.Literal) and not right.is_string and str(right.this).isdecimal():
        return grain_of(date(int(right.this), 1, 1), "year")
    raise unreadable("time_condition", node)


def read_day(node: exp.Expr) -> date:
    """A literal day: DATE '2026-01-31' or '2026-01-31'."""
    inner = bare(node)
    if isinstance(inner, exp.Cast) and inner.is_type("date", "timestamp"):
        inner = inner.this
    if isinstance(inner, exp.Literal) and inner.is_string:
        try:
            return date.fromisoformat(str(inner.this)[:10])
        except ValueError as error:
            raise unreadable("not_a_date", node) from error
    raise unreadable("not_a_date", node)

"""Conditions on metric_time as periods: ranges, single days, whole months or years, several of them by OR."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlglot import exp

from catalog.calendar import Calendar
from catalog.metric import Grain
from catalog.metric_sql.measure import GRAINS, unreadable
from catalog.metric_sql.names import is_time_column
from catalog.period import Period, grain_of

DAY = timedelta(days=1)
MIRRORED: dict[type[exp.Expr], type[exp.Expr]] = {exp.GT: exp.LT, exp.GTE: exp.LTE, exp.LT: exp.GT, exp.LTE: exp.GTE, exp.EQ: exp.EQ}


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
    return bool(columns) and all(is_time_column(column) for column in columns) and node.find(exp.Query) is None


def read_periods(conditions: Iterable[exp.Expr], calendar: Calendar) -> tuple[Period, ...]:
    """The periods of all conditions on time; no conditions means all data."""
    listed = list(conditions)
    if len(listed) == 1 and isinstance(listed[0], exp.Or):
        return tuple(read_period([bare(side)], calendar) for side in listed[0].flatten())
    if len(listed) == 1 and isinstance(listed[0], exp.In) and listed[0].expressions:
        unit = unit_of(listed[0].this)
        return joined(unit_holding(listed[0], unit, value, calendar) for value in listed[0].expressions)
    return (read_period(listed, calendar),) if listed else ()


def joined(periods: Iterable[Period]) -> tuple[Period, ...]:
    """Periods in order, those that follow on one another as one."""
    found: list[Period] = []
    for period in sorted(set(periods), key=lambda period: period.start):
        if found and found[-1].end == period.start:
            found[-1] = Period(found[-1].start, period.end)
        else:
            found.append(period)
    return tuple(found)


def bare(node: exp.Expr) -> exp.Expr:
    while isinstance(node, exp.Paren):
        node = node.this
    return node


def read_period(conditions: list[exp.Expr], calendar: Calendar) -> Period:
    bounds, parts = Bounds(), [part for condition in conditions for part in sides(condition)]
    for part in parts:
        narrow(bounds, part, calendar)
    if bounds.end <= bounds.start:
        raise unreadable("empty_period", conditions[0], start=bounds.start, end=bounds.end)
    return Period(bounds.start, bounds.end, bounds.through)


def sides(node: exp.Expr) -> list[exp.Expr]:
    node = bare(node)
    return [bare(side) for side in node.flatten()] if isinstance(node, exp.And) else [node]


def narrow(bounds: Bounds, node: exp.Expr, calendar: Calendar) -> None:
    if isinstance(node, exp.Between):
        unit = unit_of(node.this)
        low, high = unit_holding(node, unit, node.args["low"], calendar), unit_holding(node, unit, node.args["high"], calendar)
        bounds.narrow(low.start, high.end)
        return
    if not isinstance(node, exp.Binary) or type(node) not in MIRRORED:
        raise unreadable("time_condition", node)
    left, right = bare(node.this), bare(node.expression)
    kind: type[exp.Expr] = type(node)
    if not left.find(exp.Column):
        left, right, kind = right, left, MIRRORED[kind]
    if kind is exp.LT and is_time_column(left) and named_call(right, "COMPLETE_BEFORE"):
        bounds.through = read_day(right.expressions[0])
        return
    compare(bounds, kind, unit_holding(node, unit_of(left), right, calendar))


def compare(bounds: Bounds, kind: type[exp.Expr], unit: Period) -> None:
    """Narrows to days in units that compare so with the given one."""
    start = unit.end if kind is exp.GT else date.min if kind in (exp.LT, exp.LTE) else unit.start
    end = unit.start if kind is exp.LT else date.max if kind in (exp.GT, exp.GTE) else unit.end
    bounds.narrow(start, end)


def named_call(node: exp.Expr, name: str) -> bool:
    return isinstance(node, exp.Anonymous) and str(node.this).upper() == name and len(node.expressions) == 1


def unit_of(node: exp.Expr) -> Grain | None:
    """The unit that a condition speaks of: metric_time of days, DATE_TRUNC('month', metric_time) of months, YEAR(metric_time) of years."""
    node = uncast(node)
    if is_time_column(node):
        return "day"
    if isinstance(node, exp.TimestampTrunc | exp.DateTrunc) and is_time_column(uncast(node.this)):
        grain = str(node.args["unit"].name).lower()
        if grain not in GRAINS:
            raise unreadable("unknown_grain", node, nearest=GRAINS)
        return grain
    if isinstance(node, exp.Year) and is_time_column(uncast(node.this)):
        return None
    if isinstance(node, exp.Extract) and node.name.upper() == "YEAR" and is_time_column(uncast(node.expression)):
        return None
    raise unreadable("time_condition", node)


def uncast(node: object) -> exp.Expr:
    while isinstance(node, exp.Cast | exp.Paren | exp.TsOrDsToDate):
        node = node.this
    assert isinstance(node, exp.Expr)
    return node


def unit_holding(place: exp.Expr, unit: Grain | None, value: exp.Expr, calendar: Calendar) -> Period:
    """The unit that a value names: a day, the month that begins with a day, or (None) a year by its number."""
    if unit is None:
        number = bare(value)
        written = str(number.this) if isinstance(number, exp.Literal) and not number.is_string else ""
        if written.isdecimal() and 0 < int(written) < date.max.year:
            return grain_of(date(int(written), 1, 1), "year")
        raise unreadable("time_condition", place)
    day = read_day(value)
    found = Period(day, day + DAY) if unit == "day" else grain_of(day, unit, calendar)
    if found.start != day:
        raise unreadable("not_a_start", place, start=found.start)
    return found


def read_day(node: exp.Expr) -> date:
    """A literal day: DATE '2026-01-31' or '2026-01-31'. A time of day is none, for metrics are known by day."""
    inner = bare(node)
    if isinstance(inner, exp.Cast) and inner.is_type("date", "timestamp"):
        inner = inner.this
    if isinstance(inner, exp.Literal) and inner.is_string:
        try:
            found = datetime.fromisoformat(str(inner.this))
        except ValueError as error:
            raise unreadable("not_a_date", node) from error
        if found.time() == time():
            return found.date()
    raise unreadable("not_a_date", node)

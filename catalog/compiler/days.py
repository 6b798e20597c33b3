"""Which days an island reads, and how its days map to the query's time keys.

Earlier days are moved forward by the offset and then truncated, so that they fall into today's buckets; a single day by months is looked up
backwards (31 March - 1 month = 28 February), as period.py says, and so is the start of a grain. Windows without a grain are only other
days.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from catalog.compiler.plan import Scope, Shift, Window
from catalog.errors import Unanswerable
from catalog.metric import AllTime, Grain, Offset, StartOf, ToDate, Trailing
from catalog.period import MONTHS, Period, add, earlier, nests, start_of
from catalog.query import MetricQuery


@dataclass(frozen=True)
class Span:
    """Days from `start` (None: the first of the data) to before `end` (None: after the last), for the period that `label` names."""

    label: str
    start: date | None
    end: date | None


Move = Offset | StartOf


@dataclass(frozen=True)
class Days:
    """Spans to read; `forward` moves a row's day into today's buckets; `backward` looks today's days up instead.

    `window` is set where a window without a grain ends with the last day of the data.
    """

    spans: tuple[Span, ...]
    forward: tuple[Offset, ...] = ()
    backward: tuple[Move, ...] = ()
    window: Trailing | ToDate | None = None


def open_start(period: Period) -> bool:
    """A period without a first day (metric_time < …) starts with the calendar."""
    return period.start == date.min


def open_end(period: Period) -> bool:
    return period.effective_end == date.max


def label(period: Period) -> str:
    """A period as a key: its first and last day, ISO."""
    return f"{period.start.isoformat()}/{(period.end - timedelta(days=1)).isoformat()}"


def shifted(period: Period, shift: Shift) -> Period:
    """The days that `period` is compared with; an unfinished period is compared with the same elapsed days."""
    if isinstance(shift, Offset):
        return earlier(period, shift)
    if isinstance(shift, StartOf):
        return replace(period, start=start_of(period.start, shift.grain))
    if period.effective_end == period.end:
        return shift
    elapsed = period.effective_end - period.start
    if elapsed <= timedelta(0):
        return Period(shift.start, shift.end, shift.start)
    return Period(shift.start, min(shift.effective_end, shift.start + elapsed)) if shift.effective_end > shift.start else shift


def days_of(query: MetricQuery, scope: Scope) -> Days:
    """The days of an island of the query."""
    moves = tuple(shift if isinstance(shift, StartOf) else as_offset(query, shift) for shift in scope.shifts) if query.grain else ()
    offsets = tuple(move for move in moves if isinstance(move, Offset))
    backward = len(offsets) < len(moves) or (query.grain == "day" and any(offset.grain in MONTHS for offset in offsets))
    if len(offsets) < len(moves) and not all(keeps_buckets(query.grain, offset) for offset in offsets):
        raise Unanswerable("start_of_other_buckets", grain=query.grain)
    spans = tuple(span_of(query, scope, period) for period in query.periods) or (Span("", None, None),)
    return Days(spans, () if backward else offsets, moves if backward else (), last_window(query, scope, spans))


def keeps_buckets(grain: Grain | None, offset: Offset) -> bool:
    """Whether the days of a bucket, moved by the offset, are a bucket again."""
    return grain == "day" or grain == offset.grain or (grain is not None and nests(grain, offset.grain))


def last_window(query: MetricQuery, scope: Scope, spans: tuple[Span, ...]) -> Trailing | ToDate | None:
    if query.grain is not None or not isinstance(scope.window, Trailing | ToDate) or all(span.end is not None for span in spans):
        return None
    if len(spans) > 1 or scope.shifts:
        raise Unanswerable("window_needs_period")
    return scope.window


def span_of(query: MetricQuery, scope: Scope, period: Period) -> Span:
    if any(not isinstance(shift, StartOf) for shift in scope.shifts) and (open_start(period) or (open_end(period) and query.grain is None)):
        raise Unanswerable("comparison_needs_period")
    moved = period
    for shift in scope.shifts:
        moved = shifted(moved, shift)
    end = None if open_end(period) else moved.effective_end
    if end is None and query.grain is None:
        return Span(label(period), None if open_start(period) or scope.window is not None else moved.start, None)
    opened = open_start(period) and (scope.window is None or query.grain is not None)
    return Span(label(period), None if opened else window_start(query.grain, scope.window, moved.start, moved.effective_end), end)


def window_start(grain: Grain | None, window: Window | None, start: date, end: date) -> date | None:
    """The first day that a window over these days can reach."""
    match window:
        case None:
            return start
        case AllTime():
            return None
        case Trailing(count, unit):
            return add(end, -count, unit) if grain is None else add(start_of(start, grain), -count, unit)
        case ToDate(unit):
            return start_of(end - timedelta(days=1), unit) if grain is None else start_of(start_of(start, grain), unit)


def as_offset(query: MetricQuery, shift: Offset | Period) -> Offset:
    """The shift as a move in time; another period is moved so that both begin together."""
    if isinstance(shift, Offset):
        return shift
    if len(query.periods) != 1:
        raise Unanswerable("comparison_needs_one_period", periods=len(query.periods))
    now, grain = query.periods[0].start, query.grain
    if grain in MONTHS and start_of(now, grain) == now and start_of(shift.start, grain) == shift.start:
        return Offset((now.year - shift.start.year) * 12 + now.month - shift.start.month, "month")
    return Offset((now - shift.start).days, "day")


def overlapping(spans: tuple[Span, ...]) -> bool:
    ordered = sorted((span.start or date.min, span.end or date.max) for span in spans)
    return any(first[1] > second[0] for first, second in pairwise(ordered))

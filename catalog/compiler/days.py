"""Which days an island reads, and how its days map to the query's time keys.

Earlier days are moved forward by the offset and then truncated, so that they fall into today's buckets; a single day by months is looked up
backwards (31 March - 1 month = 28 February), as period.py says, and so is the start of a grain. Windows without a grain are only other
days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from sqlglot import exp

from catalog.calendar import ISO, MONTHS_A_YEAR, Calendar, fiscal_year_of
from catalog.compiler.plan import Scope, Shift, Window
from catalog.compiler.ruler import Move, Ruler
from catalog.errors import Unanswerable
from catalog.metric import AllTime, Grain, Offset, StartOf, ToDate, Trailing
from catalog.period import FISCAL, Period, add, earlier, first_moving_to, grain_of, nests, start_of, third_of
from catalog.query import MetricQuery


@dataclass(frozen=True)
class Span:
    """Days from `start` (None: the first of the data) to before `end` (None: after the last), for the period that `label` names."""

    label: str
    start: date | None
    end: date | None


@dataclass(frozen=True)
class Days:
    """Spans to read; `forward` moves a row's day into today's buckets; `backward` looks today's days up instead.

    `window` is set where a window without a grain ends with the last day of the data.
    """

    spans: tuple[Span, ...]
    forward: tuple[Offset, ...] = ()
    backward: tuple[Move, ...] = ()
    window: Trailing | ToDate | None = None
    ruler: Ruler = Ruler()

    def moved(self, day: exp.Expr) -> exp.Expr:
        """A row's day in the query's own days."""
        return self.ruler.moved(day, self.forward)

    def bucket(self, day: exp.Expr, grain: Grain) -> exp.Expr:
        """The bucket of a row's day."""
        starts, ends = [span.start for span in self.spans], [span.end for span in self.spans]
        if None in starts or None in ends:
            return self.ruler.bucket(day, grain, self.forward, None, None)
        return self.ruler.bucket(day, grain, self.forward, min(filter(None, starts)), max(filter(None, ends)))

    def looked_up(self, bucket: exp.Expr) -> exp.Expr:
        """The earlier day that belongs to a bucket of one day."""
        return self.ruler.looked_up(bucket, self.backward)


def open_start(period: Period) -> bool:
    """A period without a first day (metric_time < …) starts with the calendar."""
    return period.start == date.min


def open_end(period: Period) -> bool:
    return period.effective_end == date.max


def label(period: Period) -> str:
    """A period as a key: its first and last day, ISO."""
    return f"{period.start.isoformat()}/{(period.end - timedelta(days=1)).isoformat()}"


def shifted(period: Period, shift: Shift, calendar: Calendar = ISO) -> Period:
    """The days that `period` is compared with; an unfinished period is compared with the same elapsed days."""
    if isinstance(shift, Offset):
        return earlier(period, shift, calendar)
    if isinstance(shift, StartOf):
        return replace(period, start=start_of(period.start, shift.grain, calendar))
    if period.effective_end == period.end:
        return shift
    elapsed = period.effective_end - period.start
    if elapsed <= timedelta(0):
        return Period(shift.start, shift.end, shift.start)
    return Period(shift.start, min(shift.effective_end, shift.start + elapsed)) if shift.effective_end > shift.start else shift


def moved_period(query: MetricQuery, period: Period, shifts: Sequence[Shift], ruler: Ruler) -> Period:
    """The days that a period's rows are compared with: by time, of an unfinished bucket as many days of its own earlier one."""
    moved = period
    for shift in shifts:
        moved = shifted(moved, shift, ruler.calendar)
    moves = [shift for shift in shifts if not isinstance(shift, StartOf)]
    if query.grain is None or not period.start < period.effective_end < period.end or not moves or len(moves) < len(shifts):
        return moved
    bucket = grain_of(period.effective_end - timedelta(days=1), query.grain, ruler.calendar)
    first, end = max(bucket.start, period.start), min(bucket.end, period.end)
    elapsed: timedelta | None = period.effective_end - first
    for move in moves:
        first, end = (first_moving_to(day, as_offset(query, move, ruler), ruler.calendar) for day in (first, end))
        end = end if elapsed is None else min(end, first + elapsed)
        end = min(end, move.effective_end) if isinstance(move, Period) else end
        elapsed = None
    return Period(moved.start, max(end, moved.start + timedelta(days=1)))


def days_of(query: MetricQuery, scope: Scope, ruler: Ruler) -> Days:
    """The days of an island of the query."""
    moves = tuple(shift if isinstance(shift, StartOf) else as_offset(query, shift, ruler) for shift in scope.shifts) if query.grain else ()
    offsets = tuple(move for move in moves if isinstance(move, Offset))
    backward = len(offsets) < len(moves) or (query.grain == "day" and any(offset.grain not in ("day", "week") for offset in offsets))
    if len(offsets) < len(moves) and not all(keeps_buckets(query.grain, offset, ruler.calendar) for offset in offsets):
        raise Unanswerable("start_of_other_buckets", grain=query.grain)
    spans = tuple(span_of(query, scope, period, ruler) for period in query.periods) or (Span("", None, None),)
    return Days(spans, () if backward else offsets, moves if backward else (), last_window(query, scope, spans), ruler)


def keeps_buckets(grain: Grain | None, offset: Offset, calendar: Calendar) -> bool:
    """Whether the days of a bucket, moved by the offset, are a bucket again."""
    return grain == "day" or grain == offset.grain or (grain is not None and nests(grain, offset.grain, calendar))


def last_window(query: MetricQuery, scope: Scope, spans: tuple[Span, ...]) -> Trailing | ToDate | None:
    if query.grain is not None or not isinstance(scope.window, Trailing | ToDate) or all(span.end is not None for span in spans):
        return None
    if len(spans) > 1 or scope.shifts:
        raise Unanswerable("window_needs_period")
    return scope.window


def span_of(query: MetricQuery, scope: Scope, period: Period, ruler: Ruler) -> Span:
    if any(not isinstance(shift, StartOf) for shift in scope.shifts) and (open_start(period) or (open_end(period) and query.grain is None)):
        raise Unanswerable("comparison_needs_period")
    moved = moved_period(query, period, scope.shifts, ruler)
    end = None if open_end(period) else moved.effective_end
    if end is None and query.grain is None:
        return Span(label(period), None if open_start(period) or scope.window is not None else moved.start, None)
    opened = open_start(period) and (scope.window is None or query.grain is not None)
    start = None if opened else window_start(query.grain, scope.window, moved, ruler.calendar)
    return Span(label(period), start, end)


def window_start(grain: Grain | None, window: Window | None, period: Period, calendar: Calendar) -> date | None:
    """The first day that a window over these days can reach."""
    start, end = period.start, period.effective_end
    match window:
        case None:
            return start
        case AllTime():
            return None
        case Trailing(count, unit):
            return add(end if grain is None else start_of(start, grain, calendar), -count, unit, calendar)
        case ToDate(unit):
            return start_of(end - timedelta(days=1) if grain is None else start_of(start, grain, calendar), unit, calendar)


def as_offset(query: MetricQuery, shift: Offset | Period, ruler: Ruler) -> Offset:
    """The shift as a move in time; another period is moved so that both begin together."""
    if isinstance(shift, Offset):
        return shift
    if len(query.periods) != 1:
        raise Unanswerable("comparison_needs_one_period", periods=len(query.periods))
    now, grain = query.periods[0].start, query.grain
    if grain is not None and all(ruler.start_of(day, grain) == day for day in (now, shift.start)):
        unit: Grain = "month" if ruler.months(grain) else "fiscal_month" if grain in FISCAL else grain
        if unit in ("month", "ten_day", "fiscal_month"):
            return Offset(units_between(shift.start, now, unit, ruler.calendar), unit)
    return Offset((now - shift.start).days, "day")


def units_between(first: date, last: date, unit: Grain, calendar: Calendar) -> int:
    """How many units lie between the first days of two of them."""
    if unit == "fiscal_month":
        years = [fiscal_year_of(day, calendar) for day in (first, last)]
        places = [year.name * MONTHS_A_YEAR + year.month_of(day) for year, day in zip(years, (first, last), strict=True)]
    else:
        places = [day.year * MONTHS_A_YEAR + day.month for day in (first, last)]
    if unit == "ten_day":
        places = [place * 3 + third_of(day) for place, day in zip(places, (first, last), strict=True)]
    return places[1] - places[0]


def overlapping(spans: tuple[Span, ...]) -> bool:
    ordered = sorted((span.start or date.min, span.end or date.max) for span in spans)
    return any(first[1] > second[0] for first, second in pairwise(ordered))

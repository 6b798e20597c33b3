"""Whether a change is within what the metric usually does: against its own changes between buckets as far apart, and of its season.

The band is the median and two robust standard deviations (1.4826 median absolute deviations) of the earlier changes; where the same
step was taken a year before, a change is judged by how far it is from that one, as all others are from theirs. Relative to the base
where all values are above nought, else in the metric's unit. Fewer than six earlier changes judge nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import median

from assistant.causes.choice import NORMAL
from assistant.causes.inquiry import Inquiry
from assistant.causes.parts import Finding
from assistant.causes.sides import number
from assistant.causes.subject import UNANSWERED, Subject
from assistant.compose import data_days
from catalog.calendar import Calendar
from catalog.metric import Grain
from catalog.period import Period, add, whole
from catalog.query import MetricQuery

LEAST = 6  # earlier changes that make a band
WIDTH = 2.0  # robust standard deviations
A_YEAR: Mapping[Grain, int] = {"month": 12, "quarter": 4, "half_year": 2, "year": 1, "week": 52, "fiscal_month": 12, "fiscal_quarter": 4}


@dataclass(frozen=True)
class Judged:
    """Where a change lies: the change usual for it and how far from that is still usual, in the unit of the judgement."""

    change: float
    usual: float
    width: float
    count: int
    is_seasonal: bool

    @property
    def is_usual(self) -> bool:
        return abs(self.change - self.usual) <= self.width


def history_finding(inquiry: Inquiry, subject: Subject) -> Finding | None:
    """`within_usual` or `seasonal` where the change is no news; None where it is, or nothing can be said."""
    query = subject.why.after
    grain = grain_of_periods(subject, inquiry.project.catalog.calendar)
    if subject.why.sides != "periods" or grain is None or not subject.total.before:
        return None
    try:
        series = series_of(inquiry, query, grain)
    except UNANSWERED:
        return None
    calendar = inquiry.project.catalog.calendar
    lag = steps(subject.why.before.periods[0].start, query.periods[0].start, grain, calendar)
    is_relative = all(value > 0 for value in series.values())
    judged = judge(series, query.periods[0].start, lag, grain, calendar, is_relative)
    if judged is None or not judged.is_usual:
        return None
    scale = subject.total.before if is_relative else 1.0
    facts = {
        "change": subject.change,
        "low": (judged.usual - judged.width) * scale,
        "high": (judged.usual + judged.width) * scale,
        "usual": judged.usual * scale,
        "count": judged.count,
        "grain": grain,
    }
    return Finding("seasonal" if judged.is_seasonal else "within_usual", facts)


def grain_of_periods(subject: Subject, calendar: Calendar) -> Grain | None:
    """The grain of which both periods are one whole bucket."""
    if not subject.why.after.periods or not subject.why.before.periods:
        return None
    both = (subject.why.before.periods[0], subject.why.after.periods[0])
    grains: tuple[Grain, ...] = ("day", "week", "ten_day", "month", "quarter", "half_year", "year")
    fiscal: tuple[Grain, ...] = ("fiscal_month", "fiscal_quarter", "fiscal_year") if calendar.fiscal else ()
    return next((grain for grain in (*grains, *fiscal) if all(is_one(period, grain, calendar) for period in both)), None)


def is_one(period: Period, grain: Grain, calendar: Calendar) -> bool:
    return whole(period, grain, calendar) and add(period.start, 1, grain, calendar) == period.end


def series_of(inquiry: Inquiry, query: MetricQuery, grain: Grain) -> dict[date, float]:
    """The metric by whole buckets with complete data, up to the period asked about."""
    asked = replace(query, measures=(query.measures[0],), grain=grain, periods=(), comparison=None)
    _, rows, _ = inquiry.run(asked)
    known = data_days(asked, inquiry.project)
    calendar = inquiry.project.catalog.calendar
    last = query.periods[0].end
    found = {row[0]: value for row in rows if isinstance(row[0], date) and (value := number(row[1])) is not None}
    return {
        start: value
        for start, value in found.items()
        if add(start, 1, grain, calendar) <= (min(last, known.end) if known else last) and (known is None or start >= known.start)
    }


def steps(before: date, after: date, grain: Grain, calendar: Calendar) -> int:
    """How many grains lie between two starts, whichever is first."""
    first, last = sorted((before, after))
    count = 0
    while first < last:
        first, count = add(first, 1, grain, calendar), count + 1
    return count


def judge(series: Mapping[date, float], asked: date, lag: int, grain: Grain, calendar: Calendar, is_relative: bool) -> Judged | None:
    """The change at `asked` among the others; None where too few are known."""
    changes = {
        start: (value / old - 1 if is_relative else value - old)
        for start, value in series.items()
        if (old := series.get(add(start, -lag, grain, calendar))) is not None
    }
    own = changes.pop(asked, None)
    if own is None or len(changes) < LEAST:
        return None
    middle, width = band(list(changes.values()))
    if abs(own - middle) <= width:
        return Judged(own, middle, width, len(changes), is_seasonal=False)
    year = A_YEAR.get(grain)
    if year is None or lag % year == 0:
        return Judged(own, middle, width, len(changes), is_seasonal=False)
    last_year = {start: changes.get(add(start, -year, grain, calendar)) for start in (*changes, asked)}
    apart = [changes[start] - old for start, old in last_year.items() if old is not None and start != asked]
    usual = last_year[asked]
    if usual is None or len(apart) < LEAST:
        return Judged(own, middle, width, len(changes), is_seasonal=False)
    _, width = band(apart)
    return Judged(own, usual, width, len(apart), is_seasonal=True)


def band(values: Sequence[float]) -> tuple[float, float]:
    middle = median(values)
    return middle, WIDTH * NORMAL * median(abs(value - middle) for value in values)

"""Whether a change is within what the metric usually does: against its own changes between buckets as far apart, and of its season.

The band is the median and two robust standard deviations (1.4826 median absolute deviations) of all other changes that the data holds;
where the same step was taken a year before, a change is judged by how far it is from that one, as all others are from theirs. In
logarithms where all values are above nought, else in the metric's unit. Fewer than six changes judge nothing.
"""

from __future__ import annotations

import math
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
from assistant.plan import Why
from catalog.calendar import Calendar
from catalog.metric import Grain
from catalog.period import Period, add, whole
from catalog.query import MetricQuery

LEAST = 6  # other changes that make a band
WIDTH = 2.0  # robust standard deviations
A_YEAR: Mapping[Grain, int] = {"month": 12, "quarter": 4, "half_year": 2, "year": 1, "week": 52, "fiscal_month": 12, "fiscal_quarter": 4}


@dataclass(frozen=True)
class Judged:
    """Where a change lies: the change usual for it, and the robust standard deviation of such changes."""

    change: float
    usual: float
    deviation: float
    count: int
    grain: Grain
    is_seasonal: bool
    is_relative: bool

    def is_usual(self, width: float) -> bool:
        return abs(self.change - self.usual) <= width * self.deviation


def history_finding(inquiry: Inquiry, subject: Subject) -> Finding | None:
    """`within_usual` or `seasonal` where the change is no news; None where it is, or nothing can be said."""
    judged = judged_by_history(inquiry, subject.why)
    if judged is None or not judged.is_usual(WIDTH):
        return None

    def in_unit(value: float) -> float:
        return (subject.total.before or 0.0) * math.expm1(value) if judged.is_relative else value

    reach = WIDTH * judged.deviation
    facts = {
        "change": subject.change,
        "low": in_unit(judged.usual - reach),
        "high": in_unit(judged.usual + reach),
        "usual": in_unit(judged.usual),
        "count": judged.count,
        "grain": judged.grain,
    }
    return Finding("seasonal" if judged.is_seasonal else "within_usual", facts)


def judged_by_history(inquiry: Inquiry, why: Why, beside: Why | None = None, is_ratio: bool = False) -> Judged | None:
    """Where the change lies among its own others; None where too little is known of them, or it is not one between two buckets.

    `beside` asks the same of all members together: then it is what one does beyond all that is judged, season and trend taken out.
    """
    calendar = inquiry.project.catalog.calendar
    grain = grain_of_periods(why, calendar) if why.sides == "periods" else None
    if grain is None:
        return None
    try:
        series = series_of(inquiry, why.after, grain)
        if beside is not None:
            series = beyond(series, series_of(inquiry, beside.after, grain), is_ratio)
    except UNANSWERED:
        return None
    lag = steps(why.before.periods[0].start, why.after.periods[0].start, grain, calendar)
    return judge(series, why.after.periods[0].start, lag, grain, calendar, by_season=beside is None)


def grain_of_periods(why: Why, calendar: Calendar) -> Grain | None:
    """The grain of which both periods are one whole bucket."""
    if not why.after.periods or not why.before.periods:
        return None
    both = (why.before.periods[0], why.after.periods[0])
    grains: tuple[Grain, ...] = ("day", "week", "ten_day", "month", "quarter", "half_year", "year")
    fiscal: tuple[Grain, ...] = ("fiscal_month", "fiscal_quarter", "fiscal_year") if calendar.fiscal else ()
    return next((grain for grain in (*grains, *fiscal) if all(is_one(period, grain, calendar) for period in both)), None)


def is_one(period: Period, grain: Grain, calendar: Calendar) -> bool:
    return whole(period, grain, calendar) and add(period.start, 1, grain, calendar) == period.end


def series_of(inquiry: Inquiry, query: MetricQuery, grain: Grain) -> dict[date, float]:
    """The metric by whole buckets with complete data. Asked for once."""
    asked = replace(query, measures=(query.measures[0],), grain=grain, periods=(), comparison=None)
    known = inquiry.histories.get(asked)
    if known is None:
        known = inquiry.histories[asked] = asked_series(inquiry, asked, grain)
    return known


def asked_series(inquiry: Inquiry, asked: MetricQuery, grain: Grain) -> dict[date, float]:
    _, rows, _ = inquiry.run(asked)
    known = data_days(asked, inquiry.project)
    calendar = inquiry.project.catalog.calendar
    found = {row[0]: value for row in rows if isinstance(row[0], date) and (value := number(row[1])) is not None}
    return {
        start: value
        for start, value in found.items()
        if known is None or (start >= known.start and add(start, 1, grain, calendar) <= known.end)
    }


def beyond(series: Mapping[date, float], total: Mapping[date, float], is_ratio: bool) -> dict[date, float]:
    """A member's rate less that of all, its share of all where all is above nought, else its own values."""
    both = {start: (value, total[start]) for start, value in series.items() if start in total}
    if is_ratio:
        return {start: value - of for start, (value, of) in both.items()}
    if all(value > 0 for value in (*series.values(), *total.values())):
        return {start: value / of for start, (value, of) in both.items()}
    return dict(series)


def steps(before: date, after: date, grain: Grain, calendar: Calendar) -> int:
    """How many grains lie between two starts, whichever is first."""
    first, last = sorted((before, after))
    count = 0
    while first < last:
        first, count = add(first, 1, grain, calendar), count + 1
    return count


def judge(series: Mapping[date, float], asked: date, lag: int, grain: Grain, calendar: Calendar, by_season: bool) -> Judged | None:
    """The change at `asked` among the others; None where too few are known."""
    is_relative = all(value > 0 for value in series.values())
    changes = {
        start: (math.log(value / old) if is_relative else value - old)
        for start, value in series.items()
        if (old := series.get(add(start, -lag, grain, calendar))) is not None
    }
    own = changes.pop(asked, None)
    if own is None or len(changes) < LEAST:
        return None
    middle, deviation = band(list(changes.values()))
    plain = Judged(own, middle, deviation, len(changes), grain, False, is_relative)
    year = A_YEAR.get(grain)
    if not by_season or plain.is_usual(WIDTH) or year is None or lag % year == 0:
        return plain
    last_year = {start: changes.get(add(start, -year, grain, calendar)) for start in (*changes, asked)}
    apart = [changes[start] - old for start, old in last_year.items() if old is not None and start != asked]
    usual = last_year[asked]
    if usual is None or len(apart) < LEAST:
        return plain
    return Judged(own, usual, band(apart)[1], len(apart), grain, True, is_relative)


def band(values: Sequence[float]) -> tuple[float, float]:
    """The median and the robust standard deviation."""
    middle = median(values)
    return middle, NORMAL * median(abs(value - middle) for value in values)

"""Stretches of the calendar as a question names them, perhaps without their year, and how they join into periods.

A bare month, day, quarter or festival is the latest one that is not in the future.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from catalog.calendar import ISO, Calendar, week_of
from catalog.holidays import Holiday
from catalog.metric import Grain, Offset
from catalog.period import Period, add, grain_of, start_of, whole

Place = Callable[[date], Period | None]
YEARS_BACK = 8  # 29 February is at most eight years back


@dataclass(frozen=True, slots=True)
class Clock:
    """Today, the first day without complete data, and the first day with any."""

    today: date
    complete_before: date
    first_day: date
    calendar: Calendar = ISO


@dataclass(frozen=True, slots=True)
class Part:
    """Characters start..end name a stretch of the calendar. `at` places it in the year (month, week) of a day when that is `missing`.

    `grain` is set where the part may hold a smaller one (year, month, week); `step` is how far the one before it lies.
    A `holiday` lies elsewhere each year.
    """

    start: int
    end: int
    at: Place
    step: Offset
    missing: Grain | None = None
    grain: Grain | None = None
    needs_holder: bool = False
    holiday: Holiday | None = None


def fixed(period: Period | None) -> Place:
    return lambda anchor: period


def unit(start: int, end: int, day: date, grain: Grain, calendar: Calendar = ISO) -> Part:
    """The whole grain that holds `day`."""
    holds = grain if grain in ("year", "month", "week", "quarter") else None
    return Part(start, end, fixed(grain_of(day, grain, calendar)), Offset(1, grain), grain=holds)


def span(start: int, end: int, first: date, after: date, step: Offset | None = None) -> Part | None:
    """Days from `first` to before `after`."""
    if after <= first:
        return None
    period = Period(first, after)
    return Part(start, end, fixed(period), step or natural_step(period))


def month_of_year(start: int, end: int, month: int) -> Part:
    return Part(start, end, lambda anchor: grain_of(date(anchor.year, month, 1), "month"), Offset(1, "month"), "year", "month")


def months_of_year(start: int, end: int, first: int, count: int, *, needs_holder: bool = False) -> Part:
    """`count` months from month `first`: a quarter, a half, 3–5月."""

    def at(anchor: date) -> Period:
        begin = date(anchor.year, first, 1)
        return Period(begin, add(begin, count, "month"))

    step = Offset(count // 3, "quarter") if count % 3 == 0 and first % 3 == 1 else Offset(count, "month")
    return Part(start, end, at, step, "year", needs_holder=needs_holder)


def days_of_year(start: int, end: int, first: tuple[int, int], last: tuple[int, int]) -> Part:
    """From month-day `first` to month-day `last`, the same year."""

    def at(anchor: date) -> Period | None:
        begin, final = real_day(anchor.year, *first), real_day(anchor.year, *last)
        return Period(begin, final + timedelta(days=1)) if begin and final and begin <= final else None

    days = 1 if first == last else (date(2024, *last) - date(2024, *first)).days + 1
    return Part(start, end, at, Offset(max(days, 1), "day"), "year")


def days_of_month(start: int, end: int, first: int, last: int | None) -> Part:
    """Day `first` to day `last` (None: the month's last; negative `first` counts from its end)."""

    def at(anchor: date) -> Period | None:
        month = grain_of(anchor, "month")
        begin = month.start + timedelta(days=first - 1) if first > 0 else month.end + timedelta(days=first)
        after = month.end if last is None else month.start + timedelta(days=last)
        return Period(begin, after) if month.start <= begin < after <= month.end else None

    return Part(start, end, at, Offset(1, "day") if first == last or first == -1 else Offset(1, "month"), "month")


def weekday(start: int, end: int, index: int, calendar: Calendar) -> Part:
    return Part(start, end, lambda anchor: grain_of(day_of_week(anchor, index, calendar), "day"), Offset(1, "day"), "week")


def day_of_week(anchor: date, index: int, calendar: Calendar) -> date:
    """The Monday (0) to Sunday (6) of the week that holds `anchor`."""
    return week_of(anchor, calendar) + timedelta(days=(index - calendar.first_weekday) % 7)


def real_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def natural_step(period: Period) -> Offset:
    """How far the period of the same length before it lies, in whole grains where it has them."""
    if whole(period, "year"):
        return Offset(period.end.year - period.start.year, "year")
    if whole(period, "month"):
        months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month
        return Offset(months // 3, "quarter") if whole(period, "quarter") else Offset(months, "month")
    if whole(period, "week"):
        return Offset(period.days // 7, "week")
    return Offset(period.days, "day")


def placed(part: Part, today: date) -> Period | None:
    """Where the part lies: as said, or the latest that is not in the future."""
    if part.needs_holder:
        return None
    if part.missing is None:
        return part.at(today)
    for back in range(YEARS_BACK + 1):
        found = part.at(
            add(today, -back, part.missing) if part.missing == "week" else add(start_of(today, part.missing), -back, part.missing)
        )
        if found is not None and found.start <= today:
            return found
    return None


def held(holder: Part, inner: Part, start: int, end: int) -> Part:
    """`inner` in the year, month or week of `holder`: 去年 + 三季度."""

    def at(anchor: date) -> Period | None:
        outer = holder.at(anchor)
        return inner.at(outer.start) if outer else None

    return replace(inner, start=start, end=end, at=at, missing=holder.missing, needs_holder=holder.needs_holder)


def may_hold(holder: Part, inner: Part) -> bool:
    return inner.missing is not None and holder.grain == inner.missing


def ranged(first: Part, last: Part, start: int, end: int, today: date) -> Part:
    """From the first part to the end of the last; a missing year is lent by the other end."""

    def at(anchor: date) -> Period | None:
        begin, final = first.at(anchor), last.at(anchor)
        if last.missing and begin:
            final = last.at(begin.start)
            if final is None or final.start < begin.start:
                final = last.at(add(start_of(begin.start, last.missing), 1, last.missing))
            if final and first.missing and final.start > today:
                return None
        elif first.missing and final:
            begin = first.at(final.start)
            if begin and begin.start >= final.end:
                begin = first.at(add(start_of(final.start, first.missing), -1, first.missing))
        return Period(begin.start, final.end) if begin and final and begin.start < final.end else None

    missing = first.missing if last.missing else None
    found = at(today) or at(add(today, -1, "year"))
    return Part(start, end, at, natural_step(found) if found else Offset(1, "day"), missing)


def joined(parts: list[Part], text: str, link: re.Pattern[str], join: Callable[[Part, Part], Part | None]) -> list[Part]:
    """Parts made of two neighbours with only `link` between them."""
    starts: dict[int, list[Part]] = {}
    for part in parts:
        starts.setdefault(part.start, []).append(part)
    found = []
    for left in parts:
        between = link.match(text, left.end)
        if between is None:
            continue
        article = between.end() - 4 if between[0].endswith(" the ") else between.end()  # "the" may be of the name: of the week before last
        for right in [*starts.get(between.end(), ()), *(starts.get(article, ()) if article < between.end() else ())]:
            made = join(left, right)
            if made is not None:
                found.append(made)
    return found

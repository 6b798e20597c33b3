"""Calendar arithmetic on half-open date ranges, for every grain of a project's calendar; no words, no clock, no database.

Rule for units of different lengths: moving by months (or 旬, quarters, years, fiscal months …) keeps the day's place in its unit, or takes
the unit's last day: 31 March - 1 month = 28/29 February; a day of a 53rd fiscal week - 1 fiscal year = the last day of that year.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import get_args

from catalog.calendar import ISO, MONTHS_A_YEAR, Calendar, FiscalMonths, FiscalWeeks, fiscal_year_ending, fiscal_year_of, later_end, week_of
from catalog.metric import Grain, Offset

GRAINS: tuple[Grain, ...] = get_args(Grain)
MONTHS: dict[Grain, int] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}  # calendar months in a grain
FISCAL: dict[Grain, int] = {"fiscal_month": 1, "fiscal_quarter": 3, "fiscal_year": 12}  # fiscal months in a grain
TEN_DAYS = (1, 11, 21)  # the first days of a month's 旬


@dataclass(frozen=True)
class Period:
    """Days from `start` to before `end`. `through` is the first day without complete data when the period is unfinished, else None."""

    start: date
    end: date
    through: date | None = None

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"period ends ({self.end}) before it starts ({self.start})")

    @property
    def effective_end(self) -> date:
        """The first day after the data that the period really holds."""
        return self.end if self.through is None else max(self.start, min(self.end, self.through))

    @property
    def days(self) -> int:
        return (self.end - self.start).days


def start_of(day: date, grain: Grain, calendar: Calendar = ISO) -> date:
    """The first day of the grain that holds `day`. Raises Unanswerable for a fiscal grain where the calendar has none."""
    match grain:
        case "day":
            return day
        case "week":
            return week_of(day, calendar)
        case "ten_day":
            return day.replace(day=TEN_DAYS[third_of(day)])
        case "month" | "quarter" | "half_year" | "year":
            return date(day.year, day.month - (day.month - 1) % MONTHS[grain], 1)
        case "fiscal_month" | "fiscal_quarter" | "fiscal_year":
            year = fiscal_year_of(day, calendar)
            month = year.month_of(day)
            return year.months[month - month % FISCAL[grain]]


def third_of(day: date) -> int:
    """Which 旬 of its month holds the day, from 0."""
    return min((day.day - 1) // 10, 2)


def add(day: date, count: int, grain: Grain, calendar: Calendar = ISO) -> date:
    """`day` moved by `count` grains (negative: earlier)."""
    if grain == "day":
        return day + timedelta(days=count)
    if grain == "week":
        return day + timedelta(weeks=count)
    if grain == "ten_day":
        return add_ten_days(day, count)
    if grain in FISCAL:
        return add_fiscal_months(day, count * FISCAL[grain], calendar)
    index = day.year * MONTHS_A_YEAR + day.month - 1 + count * MONTHS[grain]
    year, month = divmod(index, MONTHS_A_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_ten_days(day: date, count: int) -> date:
    third = third_of(day)
    month, moved = divmod((day.year * MONTHS_A_YEAR + day.month - 1) * 3 + third + count, 3)
    year, month = divmod(month, MONTHS_A_YEAR)
    last = monthrange(year, month + 1)[1] if moved == 2 else TEN_DAYS[moved] + 9
    return date(year, month + 1, min(TEN_DAYS[moved] + day.day - TEN_DAYS[third], last))


def add_fiscal_months(day: date, count: int, calendar: Calendar) -> date:
    now = fiscal_year_of(day, calendar)
    assert calendar.fiscal is not None
    month = now.month_of(day)
    years, moved = divmod(month + count, MONTHS_A_YEAR)
    then = fiscal_year_ending(now.name + later_end(calendar.fiscal) + years, calendar.fiscal, calendar.first_weekday)
    last = then.months[moved + 1] - timedelta(days=1)
    return min(then.months[moved] + (day - now.months[month]), last)


def grain_of(day: date, grain: Grain, calendar: Calendar = ISO) -> Period:
    """The whole grain that holds `day`."""
    start = start_of(day, grain, calendar)
    return Period(start, add(start, 1, grain, calendar))


def earlier(period: Period, offset: Offset, calendar: Calendar = ISO) -> Period:
    """The period `offset` earlier; an unfinished one is cut to the same elapsed days, and one without any data yet has none there either.

    31 days of March against February are all of February, and so are its first 28: a shorter month is never filled up from the next.
    30 March alone against the month before is the last of February.
    """
    start, end = add(period.start, -offset.count, offset.grain, calendar), first_moving_to(period.end, offset, calendar)
    end = max(end, start + timedelta(days=1))
    if period.through is None or period.through >= period.end:
        return Period(start, end)
    elapsed = period.effective_end - period.start
    if not elapsed:
        return Period(start, end, through=start)
    return Period(start, min(end, start + elapsed))


def first_moving_to(day: date, offset: Offset, calendar: Calendar = ISO) -> date:
    """The first earlier day that the offset moves to `day` or later: 28 February is that of 28 March, 1 March that of the 29th to 31st."""
    before = add(day, -offset.count, offset.grain, calendar)
    return before if add(before, offset.count, offset.grain, calendar) >= day else before + timedelta(days=1)


def whole(period: Period, grain: Grain, calendar: Calendar = ISO) -> bool:
    """Whether the period is one or more whole grains."""
    return start_of(period.start, grain, calendar) == period.start and start_of(period.end, grain, calendar) == period.end


def marked(period: Period, complete_before: date) -> Period:
    """The period, marked as unfinished when data is complete only before `complete_before`."""
    return replace(period, through=complete_before) if complete_before < period.end else replace(period, through=None)


def buckets(period: Period, grain: Grain, calendar: Calendar = ISO) -> list[date]:
    """The first days of the grains that the period touches, in order."""
    first, found = start_of(period.start, grain, calendar), []
    while first < period.end:
        found.append(first)
        first = add(first, 1, grain, calendar)
    return found


def grains_of(calendar: Calendar) -> tuple[Grain, ...]:
    """The grains that the calendar has: fiscal ones only where it declares a fiscal year."""
    return tuple(grain for grain in GRAINS if grain not in FISCAL or calendar.fiscal is not None)


def nests(fine: Grain, coarse: Grain, calendar: Calendar = ISO) -> bool:
    """Whether every `coarse` grain is made of whole `fine` ones: 旬 make months; weeks only the fiscal months of a calendar by weeks."""
    if fine in ("day", coarse):
        return True
    if fine in FISCAL and coarse in FISCAL:
        return FISCAL[coarse] % FISCAL[fine] == 0
    if fine == "week":
        return coarse in FISCAL and isinstance(calendar.fiscal, FiscalWeeks)
    larger, smaller = in_months(coarse, calendar), in_months(fine, calendar)
    if larger is None or smaller is None:
        return larger is not None and fine == "ten_day"
    return larger[0] % smaller[0] == 0 and (larger[1] - smaller[1]) % smaller[0] == 0


def in_months(grain: Grain, calendar: Calendar = ISO) -> tuple[int, int] | None:
    """A grain of whole calendar months: how many, and the month (from 0) that one begins with; None for other grains."""
    if grain in MONTHS:
        return MONTHS[grain], 0
    if grain in FISCAL and isinstance(calendar.fiscal, FiscalMonths):
        return FISCAL[grain], calendar.fiscal.start_month - 1
    return None


def same_buckets(one: Period, other: Period, grain: Grain, calendar: Calendar) -> bool:
    """Whether two periods begin in one bucket of the grain and end in one."""
    return all(
        start_of(first, grain, calendar) == start_of(second, grain, calendar)
        for first, second in ((one.start, other.start), (add(one.end, -1, "day"), add(other.end, -1, "day")))
    )

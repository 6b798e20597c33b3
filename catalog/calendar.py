"""How a project's days make weeks, fiscal years and holidays. Frozen facts and the boundaries of fiscal years; no words, no clock.

Fiscal years by weeks are whole weeks of the calendar's own week start: the 4-5-4 calendar of the National Retail Federation (https://nrf.com/resources/4-5-4-calendar)
has weeks from Sunday and years that end on the Saturday nearest 31 January, named by their start.
A year's 53rd week belongs to its last month.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, get_args

from catalog.errors import Unanswerable

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Pattern = Literal["4-4-5", "4-5-4", "5-4-4"]
YearEnds = Literal["last", "nearest"]
NamedBy = Literal["start", "end"]
Country = Literal["CN"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
MONTHS_A_YEAR = 12
DATASET, SCHEMA = "calendar", "wenshu"  # the dataset of days that is made at build time, unless the catalog declares one


@dataclass(frozen=True)
class FiscalMonths:
    """A fiscal year of twelve calendar months from the first of `start_month`, named by the calendar year it starts or ends in."""

    start_month: int
    named_by: NamedBy = "end"


@dataclass(frozen=True)
class FiscalWeeks:
    """A fiscal year of 52 or 53 whole weeks; each quarter's three months have the pattern's weeks.

    Its last week is the last one that ends in `end_month`, or the one that ends nearest the month's last day.
    It is named by the calendar year of its end month, or of the month after which it starts.
    """

    pattern: Pattern
    end_month: int
    year_ends: YearEnds = "last"
    named_by: NamedBy = "end"

    @property
    def weeks_a_month(self) -> tuple[int, ...]:
        """The weeks of the year's twelve months, without a 53rd."""
        return tuple(int(weeks) for weeks in self.pattern.split("-")) * 4


Fiscal = FiscalMonths | FiscalWeeks


@dataclass(frozen=True)
class Calendar:
    """The calendar of a project: no `fiscal` means no fiscal periods, no `holidays` none, no `time_zone` times as stored."""

    week_start: Weekday = "monday"
    fiscal: Fiscal | None = None
    holidays: Country | None = None
    time_zone: str | None = None

    @property
    def first_weekday(self) -> int:
        """The first day of a week as Python counts weekdays: Monday is 0."""
        return WEEKDAYS.index(self.week_start)


ISO = Calendar()


@dataclass(frozen=True)
class FiscalYear:
    """A fiscal year by the number it is named by; `months` are the first days of its twelve months and the day after its last."""

    name: int
    months: tuple[date, ...]

    @property
    def start(self) -> date:
        return self.months[0]

    @property
    def end(self) -> date:
        return self.months[-1]

    def month_of(self, day: date) -> int:
        """Which month of the year holds the day, from 0."""
        return bisect_right(self.months, day) - 1


def week_of(day: date, calendar: Calendar = ISO) -> date:
    """The first day of the week that holds `day`."""
    return date.fromordinal(max(1, day.toordinal() - (day.weekday() - calendar.first_weekday) % 7))


def fiscal_year_of(day: date, calendar: Calendar) -> FiscalYear:
    """The fiscal year that holds `day`; raises Unanswerable where the project declares none."""
    fiscal = declared_fiscal(calendar)
    for ends in (day.year - 1, day.year, day.year + 1):
        found = fiscal_year_ending(ends, fiscal, calendar.first_weekday)
        if day < found.end:
            return found
    raise AssertionError(f"no fiscal year holds {day}")


def fiscal_year_named(name: int, calendar: Calendar) -> FiscalYear:
    """The fiscal year of that name: 2026 is FY2026."""
    fiscal = declared_fiscal(calendar)
    return fiscal_year_ending(name + later_end(fiscal), fiscal, calendar.first_weekday)


def declared_fiscal(calendar: Calendar) -> Fiscal:
    if calendar.fiscal is None:
        raise Unanswerable("no_fiscal_calendar")
    return calendar.fiscal


def later_end(fiscal: Fiscal) -> int:
    """1 where a year is named by its start and ends in the next calendar year, else 0."""
    ends_in_december = fiscal.start_month == 1 if isinstance(fiscal, FiscalMonths) else fiscal.end_month == MONTHS_A_YEAR
    return 0 if ends_in_december or fiscal.named_by == "end" else 1


@lru_cache(maxsize=1024)
def fiscal_year_ending(ends: int, fiscal: Fiscal, first_weekday: int) -> FiscalYear:
    """The fiscal year whose last month is of the calendar year `ends`."""
    name = ends - later_end(fiscal)
    if isinstance(fiscal, FiscalMonths):
        first = (ends if fiscal.start_month == 1 else ends - 1) * MONTHS_A_YEAR + fiscal.start_month - 1
        return FiscalYear(name, tuple(date(month // 12, month % 12 + 1, 1) for month in range(first, first + MONTHS_A_YEAR + 1)))
    day, months = year_end(ends - 1, fiscal, first_weekday), list[date]()
    for weeks in fiscal.weeks_a_month:
        months.append(day)
        day += timedelta(weeks=weeks)
    return FiscalYear(name, (*months, year_end(ends, fiscal, first_weekday)))


def year_end(year: int, fiscal: FiscalWeeks, first_weekday: int) -> date:
    """The first day after the fiscal year that ends in that calendar year's end month: a first day of a week."""
    after = date(year + fiscal.end_month // 12, fiscal.end_month % 12 + 1, 1)
    since = (after.weekday() - first_weekday) % 7  # days from the week's first day to the month's end
    later = fiscal.year_ends == "nearest" and since > 3
    return after + timedelta(days=7 - since if later else -since)

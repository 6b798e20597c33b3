"""Public holidays and make-up workdays of China, and the days of 春节. What no published calendar covers is unknown, never guessed.

The holidays are those of the State Council's notices, as the package chinesecalendar (MIT) has them; it is imported only here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

from catalog.errors import Unanswerable
from catalog.period import Period

SATURDAY = 5
Holiday = Literal["new_year", "spring_festival", "qingming", "labour_day", "dragon_boat", "mid_autumn", "national_day", "victory_70"]
NAMES: dict[str, Holiday] = {  # as the package calls them
    "New Year's Day": "new_year",
    "Spring Festival": "spring_festival",
    "Tomb-sweeping Day": "qingming",
    "Labour Day": "labour_day",
    "Dragon Boat Festival": "dragon_boat",
    "Mid-autumn Festival": "mid_autumn",
    "National Day": "national_day",
    "Anti-Fascist 70th Day": "victory_70",
}
# 正月初一 of each year from 1990 (Purple Mountain Observatory's calendar): month and day
FIRST_YEAR = 1990
NEW_YEARS = """
    0127 0215 0204 0123 0210 0131 0219 0207 0128 0216 0205 0124 0212 0201 0122 0209 0129 0218 0207 0126
    0214 0203 0123 0210 0131 0219 0208 0128 0216 0205 0125 0212 0201 0122 0210 0129 0217 0206 0126 0213
    0203 0123 0211 0131 0219 0208 0128 0215 0204 0124 0212 0201 0122 0210 0130 0217 0206 0126 0214 0202
""".split()  # noqa: SIM905  # a table
LAST_YEAR = FIRST_YEAR + len(NEW_YEARS) - 1


@dataclass(frozen=True)
class Published:
    """The official calendar: holidays by day, and the weekend days that are worked instead. Whole years, `first` to `last`."""

    holidays: dict[date, Holiday]
    made_up: frozenset[date]
    first: int
    last: int

    def covers(self, day: date) -> bool:
        return self.first <= day.year <= self.last

    def is_workday(self, day: date) -> bool | None:
        """Whether people work on that day; None in a year whose calendar is not published."""
        if not self.covers(day):
            return None
        return day in self.made_up or (day.weekday() < SATURDAY and day not in self.holidays)


@cache
def published() -> Published:
    """The years that the installed package knows."""
    from chinese_calendar.constants import holidays, workdays

    days = {day: NAMES[name] for day, name in holidays.items()}
    return Published(days, frozenset(workdays), min(days).year, max(days).year)


@cache
def breaks() -> dict[tuple[Holiday, int], Period]:
    """The days off in a row around each holiday, weekends included, by the year they end in; a row of two is the longer one's."""
    official, found = published(), dict[tuple[Holiday, int], Period]()
    waiting = sorted(official.holidays, reverse=True)
    while waiting:
        first = last = waiting.pop()
        while official.is_workday(first - timedelta(days=1)) is False:
            first -= timedelta(days=1)
        while official.is_workday(last + timedelta(days=1)) is False:
            last += timedelta(days=1)
        while waiting and waiting[-1] <= last:
            waiting.pop()
        names = [official.holidays[day] for day in days_from(first, last) if day in official.holidays]
        found[max(names, key=names.count), last.year] = Period(first, last + timedelta(days=1))
    return found


def days_from(first: date, last: date) -> list[date]:
    return [first + timedelta(days=count) for count in range((last - first).days + 1)]


def break_of(holiday: Holiday, year: int) -> Period | None:
    """The days off around a holiday of that year; None where its calendar is not published, or another holiday's break takes it in."""
    return breaks().get((holiday, year))


def spring_festival(year: int) -> date:
    """正月初一 of that calendar year; raises Unanswerable outside the table."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unanswerable("spring_festival_unknown", year=year, first=FIRST_YEAR, last=LAST_YEAR)
    written = NEW_YEARS[year - FIRST_YEAR]
    return date(year, int(written[:2]), int(written[2:]))


def days_from_spring_festival(day: date) -> int | None:
    """How many days after (negative: before) the nearest 正月初一 a day lies; None where that is not known."""
    near = [spring_festival(year) for year in (day.year - 1, day.year, day.year + 1) if FIRST_YEAR <= year <= LAST_YEAR]
    found = min(near, key=lambda first: abs((day - first).days), default=None)
    return None if found is None or abs((day - found).days) > 200 else (day - found).days


def aligned(period: Period, years: int = 1) -> Period:
    """The period `years` earlier whose days lie as far from that year's 春节: what a month with 春节 is fairly compared with.

    An unfinished period gives the same elapsed days. The festival meant is the one of the calendar year that the period ends in.
    """
    year = (period.effective_end - timedelta(days=1)).year
    moved = spring_festival(year) - spring_festival(year - years)
    start, end = period.start - moved, period.end - moved
    if period.effective_end == period.end:
        return Period(start, end)
    elapsed = period.effective_end - moved
    return Period(start, elapsed) if elapsed > start else Period(start, end, start)

"""What differs between the days of two periods: festivals in one and not in the other, weekend days, length. Facts of the calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from assistant.causes.parts import Finding
from catalog.calendar import Calendar
from catalog.period import Period

BEFORE, AFTER = 21, 14  # days around 正月初一 in which business is not as usual
SHOPPING = {"double_eleven": ((11, 1), (11, 11)), "mid_year_618": ((6, 1), (6, 18))}  # the days of both shopping festivals in China
SHIFTED = 3  # days of a festival more in one period than in the other
SATURDAY = 5
A_MONTH = 31


def calendar_findings(before: Period, after: Period, calendar: Calendar) -> Iterator[Finding]:
    """`festival_shift` for each festival, `weekend_shift`, `length_differs`; days are those that the periods hold so far."""
    then, now = days_of(before), days_of(after)
    if calendar.holidays is not None:
        yield from festival_findings(then, now)
    weekends = tuple(sum(day.weekday() >= SATURDAY for day in days) for days in (then, now))
    if len(then) != len(now):
        yield Finding("length_differs", {"before": len(then), "after": len(now)})
    elif weekends[0] != weekends[1] and len(now) <= A_MONTH:
        yield Finding("weekend_shift", {"before": weekends[0], "after": weekends[1]})


def days_of(period: Period) -> list[date]:
    return [period.start + timedelta(days=count) for count in range((period.effective_end - period.start).days)]


def festival_findings(then: list[date], now: list[date]) -> Iterator[Finding]:
    """春节 first, for it moves; then public holidays and shopping festivals."""
    from catalog.holidays import breaks, days_from_spring_festival

    def of_spring(days: list[date]) -> list[date]:
        return [day for day in days if (far := days_from_spring_festival(day)) is not None and -BEFORE <= far <= AFTER]

    yield from shift("spring_festival", of_spring(then), of_spring(now))
    names = dict.fromkeys(name for name, _ in breaks() if name != "spring_festival")
    for name in names:
        spans = [period for (each, _), period in breaks().items() if each == name]
        yield from shift(name, *([day for day in days if any(p.start <= day < p.end for p in spans)] for days in (then, now)))
    for shopping, (first, last) in SHOPPING.items():
        yield from shift(shopping, *([day for day in days if first <= (day.month, day.day) <= last] for days in (then, now)))


def shift(name: str, then: list[date], now: list[date]) -> Iterator[Finding]:
    """A finding where one period holds clearly more of a festival's days."""
    if abs(len(then) - len(now)) >= SHIFTED:
        yield Finding("festival_shift", {"festival": name, "before": len(then), "after": len(now)})

"""Stretches told by another one: the week of Nov 3, 双11前两周, three months ending October, YTD 2025, Monday November 2."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from assistant.offline import period_en, period_en_days, period_zh
from assistant.offline.calendar_parts import Clock, Part, Place, fixed, natural_step, placed
from assistant.offline.period_within import SIZES, grain_size
from catalog.calendar import Calendar
from catalog.metric import Grain, Offset
from catalog.period import Period, add, grain_of, start_of

AFTER_ZH = re.compile(rf"后(?:的)?(?P<n>{period_zh.N})(?P<unit>天|日|周|个星期|个月)")
AFTER_EN = re.compile(
    rf"(?<![a-z])(?:the (?:(?P<n>{period_en.N}) )?|a |one )(?P<unit>day|week|month)s? (?:right after|after|following) (?:the )?$"
)
ENDING = re.compile(
    rf"(?<![a-z\d])(?:the )?(?:(?P<n>{period_en.N}) )?(?P<unit>day|week|month|quarter|year)s? (?P<how>ending|ended|to|through)"
    r"(?: in| on)?(?: the)?(?: end of)? (?:the )?$"
)
TO_DATE = r"(?:ytd|year[ -]to[ -]date)"
TO_DATE_OF = re.compile(rf"(?<![a-z]){TO_DATE}(?: of| in| for)? $")
ITS_TO_DATE = re.compile(rf"'?,? {TO_DATE}(?![a-z])")
TO_DATE_UNTIL = re.compile(rf"(?<![a-z]){TO_DATE} (?:through|thru|to|until|till|up to|as of)(?: the)?(?: end of)? (?:the )?$")
SINCE_THEN_UNTIL = re.compile(r"(?:截至|截止到?)")
DAY_BEFORE = re.compile(rf"(?<![a-z])(?P<d>{period_en_days.WEEKDAY}|{period_en_days.SHORT_DAY}),? (?:the )?$")
DAY_AFTER = re.compile(r"[(（,]?(?:周|星期|礼拜)(?P<d>[一二三四五六日天])[)）]?")


def told_by_others(parts: list[Part], text: str, clock: Clock) -> Iterator[Part]:
    """Everything that another part helps to place."""
    yield from weeks_of(parts, text, clock.calendar)
    yield from before_parts(parts, text, clock)
    yield from after_parts(parts, text, clock)
    yield from ending_parts(parts, text, clock)
    yield from to_date_of_years(parts, text, clock)
    yield from until_in_years(parts, text, clock)
    yield from with_weekdays(parts, text, clock)


def weeks_of(parts: list[Part], text: str, calendar: Calendar) -> Iterator[Part]:
    """the week of Nov 3; 11月3日那一周."""
    for part in parts:
        before = period_en.WEEK_OF.search(text, 0, part.start)
        after = period_zh.WEEK_AROUND.match(text, part.end)
        if (before or after) and part.step == Offset(1, "day"):
            start, end = before.start() if before else part.start, after.end() if after else part.end
            yield replace(part, start=start, end=end, at=week_around(part, calendar), step=Offset(1, "week"))


def week_around(part: Part, calendar: Calendar) -> Place:
    def at(anchor: date) -> Period | None:
        day = part.at(anchor)
        return grain_of(day.start, "week", calendar) if day else None

    return at


def before_parts(parts: list[Part], text: str, clock: Clock) -> Iterator[Part]:
    """双11前两周, 2 weeks before Nov 11."""
    for part in parts:
        after = period_zh.UNITS_BEFORE.match(text, part.end)
        if after and SIZES.get(period_zh.grain_named(after["unit"]), 0) < grain_size(part):
            after = None  # 10月前10天 are its first ones
        before = period_en.UNITS_BEFORE.search(text, 0, part.start)
        period = placed(part, clock.today) if after or before else None
        if period is None:
            continue
        found = period_zh.units_before(after, period.start) if after else period_en.units_before(before, period.start) if before else None
        if found is not None:
            yield Part(before.start() if before else part.start, after.end() if after else part.end, fixed(found), natural_step(found))


def after_parts(parts: list[Part], text: str, clock: Clock) -> Iterator[Part]:
    """春节后一周, the week after Christmas: whole days after the last one. After a month or a year 后N天 could be its last days."""
    for part in parts:
        zh, en = AFTER_ZH.match(text, part.end), AFTER_EN.search(text, 0, part.start)
        if not (en or (zh and part.grain is None)) or (period := placed(part, clock.today)) is None:
            continue
        if zh and part.grain is None:
            found = Period(period.end, add(period.end, period_zh.count_of(zh["n"]), period_zh.grain_named(zh["unit"])))
            yield Part(part.start, zh.end(), fixed(found), natural_step(found))
        if en:
            count = period_en.count_of(en["n"]) if en["n"] else 1
            found = Period(period.end, add(period.end, count, period_en.grain_named(en["unit"])))
            yield Part(en.start(), part.end, fixed(found), natural_step(found))


def ending_parts(parts: list[Part], text: str, clock: Clock) -> Iterator[Part]:
    """Three months ending October, the week ending Nov 15: whole units up to the end of a part."""
    for part in parts:
        match = ENDING.search(text, 0, part.start)
        if match is None or (match["how"] in ("to", "through") and match["n"] is None) or (period := placed(part, clock.today)) is None:
            continue
        grain: Grain = period_en.grain_named(match["unit"])
        count = period_en.count_of(match["n"]) if match["n"] else 1
        is_whole = grain in ("day", "week") or start_of(period.end, "month") == period.end
        if count and is_whole:
            found = Period(add(period.end, -count, grain), period.end)
            yield Part(match.start(), part.end, fixed(found), Offset(count, grain))


def to_date_of_years(parts: list[Part], text: str, clock: Clock) -> Iterator[Part]:
    """YTD 2025, last year YTD: that year up to the month-day that this one is complete to."""
    for part in parts:
        before, after = TO_DATE_OF.search(text, 0, part.start), ITS_TO_DATE.match(text, part.end)
        if part.step != Offset(1, "year") or part.grain != "year" or not (before or after):
            continue
        period = placed(part, clock.today)
        if period is None or period.start > clock.today:
            continue
        until = add(clock.complete_before, -(clock.today.year - period.start.year) * 12, "month")
        if period.start < until <= period.end:
            start, end = before.start() if before else part.start, after.end() if after else part.end
            yield Part(start, end, fixed(Period(period.start, until)), Offset(1, "year"))


def until_in_years(parts: list[Part], text: str, clock: Clock) -> Iterator[Part]:
    """YTD through October; 今年截至9月底: from a unit's first day to the end of a part within it."""
    starts: dict[int, list[Part]] = {}
    for part in parts:
        starts.setdefault(part.start, []).append(part)
        match = TO_DATE_UNTIL.search(text, 0, part.start)
        period = placed(part, clock.today) if match else None
        if match and period:
            first = start_of(period.start, "year")
            yield Part(match.start(), part.end, fixed(Period(first, period.end)), Offset(1, "year"))
    for left in parts:
        link = SINCE_THEN_UNTIL.match(text, left.end) if left.step.count == 1 and left.grain else None
        outer = placed(left, clock.today) if link else None
        for right in starts.get(link.end(), ()) if link else ():
            inner = placed(right, clock.today) if right.grain != left.grain else None
            if outer and inner and outer.start <= inner.start and inner.end <= outer.end:
                yield Part(left.start, right.end, fixed(Period(outer.start, inner.end)), left.step)


def with_weekdays(parts: list[Part], text: str, clock: Clock) -> Iterator[Part]:
    """Monday, November 2; 11月2日(周一): read where the day is that weekday."""
    for part in parts:
        if part.step != Offset(1, "day"):
            continue
        before, after = DAY_BEFORE.search(text, 0, part.start), DAY_AFTER.match(text, part.end)
        period = placed(part, clock.today) if before or after else None
        if period is None:
            continue
        if before and period.start.weekday() == period_en_days.WEEKDAYS[before["d"]]:
            yield replace(part, start=before.start())
        if after and period.start.weekday() == period_zh.WEEKDAYS.index(after["d"].replace("天", "日")):
            yield replace(part, end=after.end())

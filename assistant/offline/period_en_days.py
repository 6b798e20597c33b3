"""English words for days and weeks: yesterday, last Friday, Mon-Fri, week 45, this weekend. A day still to come is read as such."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from assistant.offline.calendar_parts import Clock, Part, day_of_week, fixed, ranged, span, unit, weekday
from assistant.offline.period_zh import iso_week
from catalog.metric import Offset
from catalog.period import start_of

WEEKDAY_NAMES = ("mon|monday", "tue|tues|tuesday", "wed|wednesday", "thu|thur|thurs|thursday", "fri|friday", "sat|saturday", "sun|sunday")
WEEKDAYS = {name: index for index, names in enumerate(WEEKDAY_NAMES) for name in names.split("|")}
WEEKDAY = rf"(?:{'|'.join(sorted((name for name in WEEKDAYS if len(name) > 4), key=len, reverse=True))})(?![a-z])"
SHORT_DAY = rf"(?:{'|'.join(sorted((name for name in WEEKDAYS if len(name) <= 5), key=len, reverse=True))})(?![a-z])"
YEAR = r"(?:20\d\d)"
Build = Callable[[re.Match[str], Clock], Part | None]


def pattern(text: str) -> str:
    return rf"(?<![a-z\d]){text}(?![a-z\d])"


def relative_day(match: re.Match[str], clock: Clock) -> Part | None:
    word = match["word"]
    back = 2 if "before" in word else 1 if "yesterday" in word else -1 if word == "tomorrow" else 0
    return unit(*match.span(), clock.today - timedelta(days=back), "day")


def last_weekday(match: re.Match[str], clock: Clock) -> Part | None:
    """The latest one before today; `this` is the one of this week."""
    index = WEEKDAYS[match["d"]]
    if match["which"] == "this":
        return unit(*match.span(), day_of_week(clock.today, index, clock.calendar), "day")
    back = (clock.today.weekday() - index - 1) % 7 + 1
    return unit(*match.span(), clock.today - timedelta(days=back), "day")


def coming_weekday(match: re.Match[str], clock: Clock) -> Part | None:
    ahead = (WEEKDAYS[match["d"]] - clock.today.weekday() - 1) % 7 + 1
    return unit(*match.span(), clock.today + timedelta(days=ahead), "day")


def weekday_before_last(match: re.Match[str], clock: Clock) -> Part | None:
    back = (clock.today.weekday() - WEEKDAYS[match["d"]] - 1) % 7 + 1
    return unit(*match.span(), clock.today - timedelta(days=back + 7), "day")


def weekdays(match: re.Match[str], clock: Clock) -> Part | None:
    first, last = (weekday(*match.span(), WEEKDAYS[match[name]], clock.calendar) for name in "de")
    return ranged(first, last, *match.span(), clock.today)


def bare_weekday(match: re.Match[str], clock: Clock) -> Part | None:
    return weekday(*match.span(), WEEKDAYS[match["d"]], clock.calendar)


def weekend(match: re.Match[str], clock: Clock) -> Part | None:
    """The weekend of this week or of the week before."""
    first = start_of(clock.today, "week") + timedelta(days={"this": 5, "before last": -9}.get(match["which"], -2))
    return span(*match.span(), first, first + timedelta(days=2), Offset(1, "week"))


def week_number(match: re.Match[str], clock: Clock) -> Part | None:
    return iso_week(match.start(), match.end(), int(match["n"]), clock.calendar)


def week_of_year(match: re.Match[str], clock: Clock) -> Part | None:
    part = iso_week(match.start(), match.end(), int(match["n"]), clock.calendar)
    return replace(part, at=fixed(part.at(date(int(match["y"]), 1, 1))), missing=None) if part else None


def latest_day(match: re.Match[str], clock: Clock) -> Part | None:
    return unit(*match.span(), clock.complete_before - timedelta(days=1), "day")


def this_day(match: re.Match[str], clock: Clock) -> Part | None:
    """This morning is of today."""
    return unit(*match.span(), clock.today, "day")


DAY_ATOMS: tuple[tuple[str, Build], ...] = (
    (pattern(r"(?P<word>(?:the )?day before yesterday|yesterday(?:'s)?|today(?:'s)?|tomorrow)"), relative_day),
    (pattern(r"this(?= (?:morning|afternoon|evening))"), this_day),
    (pattern(rf"(?:this )?(?P<which>past|last|previous) (?P<d>{WEEKDAY}|{SHORT_DAY})"), last_weekday),
    (pattern(rf"(?P<which>this) (?P<d>{WEEKDAY}|{SHORT_DAY})"), last_weekday),
    (pattern(rf"(?:the |this )?(?P<which>coming|next|upcoming) (?P<d>{WEEKDAY}|{SHORT_DAY})"), coming_weekday),
    (pattern(rf"(?:the )?(?P<d>{WEEKDAY}) before last"), weekday_before_last),
    (pattern(rf"(?P<d>{SHORT_DAY}) ?(?:-|–|—| to | through | thru ) ?(?P<e>{SHORT_DAY})"), weekdays),
    (pattern(rf"(?P<d>{WEEKDAY})"), bare_weekday),
    (pattern(r"(?:the )?(?P<which>this|last|past|previous) weekend"), weekend),
    (pattern(r"(?:the )?weekend (?P<which>before last)"), weekend),
    (pattern(r"(?:iso |calendar )?week (?:number |no\.? ?)?(?P<n>\d{1,2})"), week_number),
    (pattern(r"(?:cw|wk? ?)(?P<n>\d{1,2})"), week_number),
    (pattern(rf"(?P<y>{YEAR})-?w(?P<n>\d{{2}})"), week_of_year),
    (pattern(r"(?:the )?(?:latest|most recent|last complete) day(?: with data| available)?"), latest_day),
    (pattern(r"(?:the )?last day with data"), latest_day),
)

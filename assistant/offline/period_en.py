"""English words for stretches of the calendar, and dates in digits: each pattern of ATOMS makes one Part."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache

from assistant.offline.calendar_parts import (
    Clock,
    Part,
    day_of_week,
    days_of_month,
    days_of_year,
    month_of_year,
    months_of_year,
    real_day,
    span,
    unit,
    weekday,
)
from assistant.offline.numbers import EN_WORD, number_of
from assistant.offline.period_zh import iso_week, until_complete
from catalog.metric import Grain, Offset
from catalog.period import Period, add, start_of

MONTH_NAMES = (
    "jan|january",
    "feb|february",
    "mar|march",
    "apr|april",
    "may",
    "jun|june",
    "jul|july",
    "aug|august",
    "sep|sept|september",
    "oct|october",
    "nov|november",
    "dec|december",
)
MONTHS = {name: number for number, names in enumerate(MONTH_NAMES, 1) for name in names.split("|")}
MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?(?![a-z])"
WEEKDAY_NAMES = ("mon|monday", "tue|tues|tuesday", "wed|wednesday", "thu|thur|thurs|thursday", "fri|friday", "sat|saturday", "sun|sunday")
WEEKDAYS = {name: index for index, names in enumerate(WEEKDAY_NAMES) for name in names.split("|")}
WEEKDAY = rf"(?:{'|'.join(sorted((name for name in WEEKDAYS if len(name) > 4), key=len, reverse=True))})(?![a-z])"
ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
N = rf"(?:\d{{1,3}}|(?:{EN_WORD})(?:-(?:{EN_WORD}))?|a couple of|couple of|half a)"
UNIT = r"(?:day|week|month|quarter|year)"
DAY = r"(?:[0-3]?\d)(?:st|nd|rd|th)?(?![\da-z])"
YEAR = r"(?:20\d\d)"
WHICH = "this|current|last|past|previous|prior|preceding|next|coming"
WHOLE = "(?:full|complete|completed|calendar|whole|consecutive)"
LAST = r"(?:last|past|previous|prior|recent|most recent|trailing|preceding)"
NOW = r"(?:to[ -]date|so far|until now|till now|up to now|to now|until today|to today|up to today)"
SINCE_START = r"since (?:the )?(?:start|beginning|first day) of"
Build = Callable[[re.Match[str], Clock], Part | None]


def count_of(text: str) -> int:
    if "couple" in text:
        return 2
    found = number_of(text)
    return int(found.value) if found else 0


def grain_named(text: str) -> Grain:
    grains: dict[str, Grain] = {"day": "day", "week": "week", "month": "month", "quarter": "quarter", "year": "year"}
    return grains[text.removesuffix("s")]


def relative_day(match: re.Match[str], clock: Clock) -> Part | None:
    word = match["word"]
    back = 2 if "before" in word else 1 if "yesterday" in word else -1 if word == "tomorrow" else 0
    return unit(*match.span(), clock.today - timedelta(days=back), "day")


def relative_unit(match: re.Match[str], clock: Clock) -> Part | None:
    """this month, last quarter, the week before last."""
    word = match["which"]
    back = 2 if match["twice"] else 0 if word in ("this", "current", "the current") else -1 if word in ("next", "coming") else 1
    return unit(*match.span(), add(clock.today, -back, grain_named(match["unit"])), grain_named(match["unit"]), clock.calendar)


def before_last(match: re.Match[str], clock: Clock) -> Part | None:
    return unit(*match.span(), add(clock.today, -2, grain_named(match["unit"])), grain_named(match["unit"]), clock.calendar)


def last_units(match: re.Match[str], clock: Clock) -> Part | None:
    """last 7 days, past three full months: whole units that end with the last complete one, or with today's where it says so."""
    name = match["unit"].removesuffix("s")
    if match["n"] == "half a":
        return last_whole(match, clock, 6, "month") if name == "year" else None
    count = count_of(match["n"])
    if name == "fortnight":
        return last_whole(match, clock, count * 2, "week")
    return last_whole(match, clock, count * 12, "month") if name == "year" else last_whole(match, clock, count, grain_named(name))


def last_whole(match: re.Match[str], clock: Clock, count: int, grain: Grain) -> Part | None:
    if count < 1:
        return None
    after = (
        add(start_of(clock.today, grain, clock.calendar), 1, grain)
        if match["incl"]
        else start_of(clock.complete_before, grain, clock.calendar)
    )
    return span(*match.span(), add(after, -count, grain), after, Offset(count, grain))


def units_ago(match: re.Match[str], clock: Clock) -> Part | None:
    count = 1 if match["n"] in ("a", "one") else count_of(match["n"])
    grain = grain_named(match["unit"])
    return unit(*match.span(), add(clock.today, -count, grain), grain, clock.calendar) if count else None


def to_date(match: re.Match[str], clock: Clock) -> Part | None:
    return until_complete(match.start(), match.end(), grain_named(match["unit"]), clock)


def short_to_date(match: re.Match[str], clock: Clock) -> Part | None:
    grains: dict[str, Grain] = {"m": "month", "q": "quarter", "y": "year", "w": "week"}
    return until_complete(match.start(), match.end(), grains[match["unit"]], clock)


def iso_date(match: re.Match[str], clock: Clock) -> Part | None:
    day = real_day(int(match["y"]), int(match["m"]), int(match["d"]))
    return unit(*match.span(), day, "day") if day else None


def iso_month(match: re.Match[str], clock: Clock) -> Part | None:
    return unit(*match.span(), date(int(match["y"]), int(match["m"]), 1), "month") if 1 <= int(match["m"]) <= 12 else None


def slashed_date(match: re.Match[str], clock: Clock) -> Part | None:
    """3/25/2026 and 25/3/2026; one that could be either is not read."""
    first, second = int(match["a"]), int(match["b"])
    if first <= 12 and second <= 12 and first != second:
        return None
    day = real_day(int(match["y"]), min(first, second) if first > 12 else first, max(first, second) if first > 12 else second)
    return unit(*match.span(), day, "day") if day else None


def year(match: re.Match[str], clock: Clock) -> Part | None:
    return unit(*match.span(), date(int(match["y"]), 1, 1), "year")


def month(match: re.Match[str], clock: Clock) -> Part | None:
    return month_of_year(*match.span(), MONTHS[match["m"].rstrip(".")])


def month_day(match: re.Match[str], clock: Clock) -> Part | None:
    number, first = MONTHS[match["m"].rstrip(".")], day_number(match["d"])
    last = day_number(match["e"]) if match.groupdict().get("e") else first
    return days_of_year(*match.span(), (number, first), (number, last)) if real_day(2024, number, last) and 0 < first <= last else None


def day_number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def day_of_month(match: re.Match[str], clock: Clock) -> Part | None:
    number = day_number(match["d"])
    return days_of_month(*match.span(), number, number) if 0 < number <= 31 else None


def quarter(match: re.Match[str], clock: Clock) -> Part | None:
    number = int(match["q"]) if match["q"].isdigit() else ORDINALS[match["q"]]
    return months_of_year(*match.span(), number * 3 - 2, 3)


def quarter_of_year(match: re.Match[str], clock: Clock) -> Part | None:
    return unit(*match.span(), date(int(match["y"]), int(match["q"]) * 3, 1), "quarter")


def half(match: re.Match[str], clock: Clock) -> Part | None:
    return months_of_year(*match.span(), 1 if match["h"] in ("1", "first", "1st") else 7, 6)


def first_months(match: re.Match[str], clock: Clock) -> Part | None:
    months = count_of(match["n"]) * (3 if match["unit"].startswith("quarter") else 1)
    return months_of_year(*match.span(), 1, months, needs_holder=True) if 0 < months <= 12 else None


def last_weekday(match: re.Match[str], clock: Clock) -> Part | None:
    """The latest one before today; `this` is the one of this week."""
    index = WEEKDAYS[match["d"]]
    if match["which"] == "this":
        return unit(*match.span(), day_of_week(clock.today, index, clock.calendar), "day")
    back = (clock.today.weekday() - index - 1) % 7 + 1
    return unit(*match.span(), clock.today - timedelta(days=back), "day")


def bare_weekday(match: re.Match[str], clock: Clock) -> Part | None:
    return weekday(*match.span(), WEEKDAYS[match["d"]], clock.calendar)


def weekend(match: re.Match[str], clock: Clock) -> Part | None:
    """The weekend of this week or of the week before."""
    first = start_of(clock.today, "week") + timedelta(days=5 if match["which"] == "this" else -2)
    return span(*match.span(), first, first + timedelta(days=2), Offset(1, "week"))


def week_number(match: re.Match[str], clock: Clock) -> Part | None:
    return iso_week(match.start(), match.end(), int(match["n"]), clock.calendar)


def latest_day(match: re.Match[str], clock: Clock) -> Part | None:
    return unit(*match.span(), clock.complete_before - timedelta(days=1), "day")


def pattern(text: str) -> str:
    return rf"(?<![a-z\d]){text}(?![a-z\d])"


INCLUDING = r"(?P<incl>,? \(?(?:including|incl\.?|inclusive of|with) (?:today|this (?:day|week|month|quarter|year))\)?)?"
ATOMS: tuple[tuple[str, Build], ...] = (
    (pattern(r"(?P<word>(?:the )?day before yesterday|yesterday(?:'s)?|today(?:'s)?|tomorrow)"), relative_day),
    (
        pattern(rf"(?:the )?(?P<which>{WHICH})(?: (?:full|complete|calendar|whole))? (?P<unit>{UNIT})(?:'s)?(?P<twice> but one)?"),
        relative_unit,
    ),
    (pattern(rf"(?:the )?(?P<unit>{UNIT}) before last"), before_last),
    (
        pattern(rf"(?:the )?{LAST} (?P<n>{N})(?: {WHOLE})* (?P<unit>(?:{UNIT}|fortnight)s?){INCLUDING}"),
        last_units,
    ),
    (pattern(rf"(?P<n>a|{N}) (?P<unit>day|week|month|quarter)s? ago"), units_ago),
    (pattern(rf"(?:the )?(?:this |current )?(?P<unit>week|month|quarter|year)[ -]{NOW}"), to_date),
    (pattern(r"so far this (?P<unit>week|month|quarter|year)"), to_date),
    (pattern(rf"{SINCE_START} (?:the |this |the current )?(?P<unit>week|month|quarter|year)"), to_date),
    (pattern(r"(?P<unit>[mqyw])td"), short_to_date),
    (pattern(rf"(?P<y>{YEAR})[-/.](?P<m>0?[1-9]|1[0-2])[-/.](?P<d>[0-3]?\d)"), iso_date),
    (pattern(rf"(?P<y>{YEAR})(?P<m>0[1-9]|1[0-2])(?P<d>[0-3]\d)"), iso_date),
    (pattern(rf"(?P<y>{YEAR})[-/](?P<m>0?[1-9]|1[0-2])(?![-/]\d)"), iso_month),
    (pattern(rf"(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})/(?P<y>{YEAR})"), slashed_date),
    (pattern(rf"(?:the (?:whole |full )?)?(?:year |calendar year )?(?P<y>{YEAR})(?:'s)?(?![-/.,]\d)"), year),
    (pattern(rf"(?P<m>{MONTH})"), month),
    (pattern(rf"(?:the )?month of (?P<m>{MONTH})"), month),
    (pattern(rf"(?P<m>{MONTH}) (?:the )?(?P<d>{DAY})"), month_day),
    (pattern(rf"(?:the )?(?P<d>{DAY}) (?:of )?(?P<m>{MONTH})"), month_day),
    (pattern(rf"(?P<m>{MONTH}) (?P<d>{DAY}) ?(?:-|–|to|through) ?(?P<e>{DAY})"), month_day),
    (pattern(r"the (?P<d>[0-3]?\d(?:st|nd|rd|th))(?: day)?"), day_of_month),
    (pattern(r"(?:the )?(?P<q>first|second|third|fourth|1st|2nd|3rd|4th) quarter"), quarter),
    (pattern(r"quarter (?P<q>[1-4])"), quarter),
    (pattern(rf"(?P<y>{YEAR}) ?[-/]? ?q(?P<q>[1-4])"), quarter_of_year),
    (pattern(r"(?P<q>[1-4])q"), quarter),
    (pattern(r"q(?P<q>[1-4])"), quarter),
    (pattern(r"(?:the )?(?P<h>first|second|1st|2nd) half(?: (?:of )?(?:the )?year)?"), half),
    (pattern(r"h(?P<h>[12])"), half),
    (pattern(rf"(?:the )?first (?P<n>{N}) (?P<unit>month|quarter)s"), first_months),
    (pattern(rf"(?P<which>last|this|past|previous) (?P<d>{WEEKDAY})"), last_weekday),
    (pattern(rf"(?P<d>{WEEKDAY})"), bare_weekday),
    (pattern(r"(?:the )?(?P<which>this|last|past|previous) weekend"), weekend),
    (pattern(r"week (?:number |no\.? ?)?(?P<n>\d{1,2})"), week_number),
    (pattern(r"w(?:k)?(?P<n>\d{1,2})"), week_number),
    (pattern(r"(?:the )?(?:latest|most recent|last complete) day"), latest_day),
)

HOLDS = re.compile(r",? (?:of |in |the )*|,|-")
RANGE = re.compile(r" ?(?:-|–|—|~) ?| (?:to|through|thru|until|till|up to)(?: the)?(?: end of)? ")
AND = re.compile(r" and ")
BETWEEN = re.compile(r"(?<![a-z])(?:between|from) (?:the )?(?:(?:start|beginning) of )?(?:the )?$")
FROM = re.compile(r"(?<![a-z])(?:from|starting from|starting) (?:the )?$")
SINCE = re.compile(r"(?<![a-z])(?:since|ever since|on or after|after)(?: the)?(?: start of| beginning of)? (?:the )?$")
ONWARDS = re.compile(r" (?:onwards?|and later|to date|until now|till now|to now|until today|to today|to the present)(?![a-z])")
UNTIL = re.compile(r"(?<![a-z])(?:until|till|up to|as of|up until)(?: the)?(?: end of)? (?:the )?$")
BEFORE = re.compile(r"(?<![a-z])(?:before|prior to) (?:the )?$")
WEEK_OF = re.compile(r"(?<![a-z])(?:the )?week (?:of|beginning|starting|commencing|containing|with) (?:the )?$")
UNITS_BEFORE = re.compile(rf"(?<![a-z])(?:the )?(?:(?P<n>a|{N}) )?(?P<unit>{UNIT}s?) (?:before|prior to|leading up to|up to) (?:the )?$")


@cache
def compiled() -> tuple[tuple[re.Pattern[str], Build], ...]:
    """Compiled when the first question in this script comes: a cold answer pays for one language only."""
    return tuple((re.compile(text), build) for text, build in ATOMS)


def atoms(text: str, clock: Clock) -> Iterator[Part]:
    """Every stretch that a pattern reads; they may overlap."""
    for regex, build in compiled():
        for match in regex.finditer(text):
            if match.groupdict().get("m") == "may" and not is_month_of_may(text, match):
                continue
            part = build(match, clock)
            if part is not None:
                yield part


BEFORE_MAY = "in|of|since|until|till|from|to|through|between|and|vs|versus|this|last|for|during|before|after|with|than|by"


def is_month_of_may(text: str, match: re.Match[str]) -> bool:
    """'may' is also a verb: it is the month after a preposition, a link or another date word, or before a number or a link."""
    before = re.search(
        rf"(?:{BEFORE_MAY}|,|-|\d(?:st|nd|rd|th)?) ?$",
        text[: match.start("m")],
    )
    after = re.match(r" (?:\d|and (?:june|april)|vs|to |through )|-", text[match.end("m") :])
    return bool(before or after or text.strip() == "may")


def units_before(match: re.Match[str], first: date) -> Period | None:
    """2 weeks before Nov 11: the whole days before a part's first."""
    count = 1 if match["n"] in (None, "a") else count_of(match["n"])
    name = match["unit"].removesuffix("s")
    return Period(add(first, -count, grain_named(name)), first) if count else None

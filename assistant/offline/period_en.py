"""English words for stretches of the calendar, and dates in digits: each pattern of ATOMS makes one Part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from assistant.offline.calendar_parts import (
    Clock,
    Part,
    days_of_month,
    days_of_year,
    month_of_year,
    months_of_year,
    real_day,
    span,
    unit,
)
from assistant.offline.numbers import EN_WORD, number_of
from assistant.offline.period_en_days import DAY_ATOMS, YEAR, Build, pattern
from assistant.offline.period_en_rolling import ROLLING_ATOMS, until_today
from assistant.offline.period_zh import until_complete
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
ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
N = rf"(?:\d{{1,3}}|(?:{EN_WORD})(?:-(?:{EN_WORD}))?|a couple of|couple of|half a)"
UNIT = r"(?:day|week|month|quarter|year|wk|mth|qtr|yr)"
SHORT: dict[str, Grain] = {
    "d": "day",
    "w": "week",
    "m": "month",
    "mo": "month",
    "mth": "month",
    "q": "quarter",
    "qtr": "quarter",
    "y": "year",
}
SHORT |= {"wk": "week", "yr": "year", "ytd": "year", "qtd": "quarter", "mtd": "month", "wtd": "week"}
DAY = r"(?:[0-3]?\d)(?:st|nd|rd|th)?(?![\da-z])"
WHICH = "this|current|last|past|previous|prior|preceding|next|coming"
WHOLE = "(?:full|complete|completed|calendar|whole|consecutive|iso)"
LAST = r"(?:last|past|previous|prior|recent|most recent|trailing|preceding)"
NOW = r"(?:to[ -]date|till date|so far|until now|till now|up to now|to now|until today|to today|up to today)"
SINCE_START = r"(?:since|from|starting from) (?:the )?(?:start|beginning|first day) of"


def count_of(text: str) -> int:
    if "couple" in text:
        return 2
    found = number_of(text)
    return int(found.value) if found else 0


def grain_named(text: str) -> Grain:
    grains: dict[str, Grain] = {"day": "day", "week": "week", "month": "month", "quarter": "quarter", "year": "year"}
    name = text.removesuffix("s")
    return grains.get(name) or SHORT[name]


def relative_unit(match: re.Match[str], clock: Clock) -> Part | None:
    """this month, last quarter, the week before last."""
    word = match["which"]
    if word == "past" and grain_named(match["unit"]) == "year":
        after = start_of(clock.complete_before, "month")  # the past year runs up to now, last year does not
        return span(*match.span(), add(after, -12, "month"), after, Offset(12, "month"))
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
    if name == "fortnight":  # two weeks
        return last_whole(match, clock, count * 2, "week")
    if grain_named(name) == "year" and re.search("full|complete|calendar|whole", match["whole"]):
        return last_whole(match, clock, count, "year")
    return (
        last_whole(match, clock, count * 12, "month") if grain_named(name) == "year" else last_whole(match, clock, count, grain_named(name))
    )


def last_short(match: re.Match[str], clock: Clock) -> Part | None:
    """L7D, last 30d, last 12m."""
    count, grain = int(match["n"]), SHORT[match["unit"]]
    return last_whole(match, clock, count * 12, "month") if grain == "year" else last_whole(match, clock, count, grain)


def trailing_year(match: re.Match[str], clock: Clock) -> Part | None:
    after = start_of(clock.complete_before, "month")
    return span(*match.span(), add(after, -12, "month"), after, Offset(12, "month"))


def fortnight(match: re.Match[str], clock: Clock) -> Part | None:
    return last_whole(match, clock, 2, "week")


def half_year(match: re.Match[str], clock: Clock) -> Part | None:
    return last_whole(match, clock, 6, "month")


def latest_unit(match: re.Match[str], clock: Clock) -> Part | None:
    grain = grain_named(match["unit"])
    return unit(*match.span(), add(start_of(clock.complete_before, grain, clock.calendar), -1, grain), grain, clock.calendar)


def last_whole(match: re.Match[str], clock: Clock, count: int, grain: Grain) -> Part | None:
    if count < 1:
        return None
    if match["incl"] and "today" in match["incl"] and grain != "day":
        return until_today(*match.span(), count, grain, clock)
    after = (
        add(start_of(clock.today, grain, clock.calendar), 1, grain)
        if match["incl"]
        else start_of(clock.complete_before, grain, clock.calendar)
    )
    return span(*match.span(), add(after, -count, grain), after, Offset(count, grain))


def units_ago(match: re.Match[str], clock: Clock) -> Part | None:
    count = 1 if match["n"] in ("a", "one") else count_of(match["n"])
    if match["unit"] == "fortnight":
        return unit(*match.span(), clock.today - timedelta(weeks=2 * count), "week", clock.calendar) if count else None
    grain = grain_named(match["unit"])
    return unit(*match.span(), add(clock.today, -count, grain), grain, clock.calendar) if count else None


def last_to_date(match: re.Match[str], clock: Clock) -> Part | None:
    """Last year to date: the days of the year to date, a year earlier."""
    grain = grain_named(match["unit"]) if "unit" in match.re.groupindex else "year"
    now = until_complete(*match.span(), grain, clock)
    period = now.at(clock.today) if now else None
    if period is None:
        return None
    first = add(period.start, -1, grain)
    return span(
        *match.span(), first, min(first + timedelta(days=period.days), period.start) if grain != "year" else add(period.end, -1, "year")
    )


def this_last_year(match: re.Match[str], clock: Clock) -> Part | None:
    grain = "day" if match["unit"] == "today" else grain_named(match["unit"])
    return unit(*match.span(), add(clock.today, -1, "year"), grain)


def start_of_this(match: re.Match[str], clock: Clock) -> Part | None:
    """Only as the end of a range: alone, the start of the year is no stretch of days."""
    part = unit(*match.span(), start_of(clock.today, grain_named(match["unit"]), clock.calendar), "day")
    return replace(part, needs_holder=True)


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


def year_of(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def year(match: re.Match[str], clock: Clock) -> Part | None:
    return unit(*match.span(), date(year_of(match["y"]), 1, 1), "year")


def years(match: re.Match[str], clock: Clock) -> Part | None:
    return span(*match.span(), date(int(match["y"]), 1, 1), date(int(match["z"]) + 1, 1, 1))


def relative_month(match: re.Match[str], clock: Clock) -> Part | None:
    """This March is of this year; last March is read where the latest one and last year's are the same."""
    number = MONTHS[match["m"].rstrip(".")]
    if match["which"] == "last" and number < clock.today.month:
        return None
    return unit(*match.span(), date(clock.today.year - (match["which"] == "last"), number, 1), "month")


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
    return unit(*match.span(), date(year_of(match["y"]), int(match["q"]) * 3, 1), "quarter")


def half_of_year(match: re.Match[str], clock: Clock) -> Part | None:
    first = date(year_of(match["y"]), int(match["h"]) * 6 - 5, 1)
    return span(*match.span(), first, add(first, 6, "month"))


def half(match: re.Match[str], clock: Clock) -> Part | None:
    return months_of_year(*match.span(), 1 if match["h"] in ("1", "first", "1st") else 7, 6)


def first_months(match: re.Match[str], clock: Clock) -> Part | None:
    months = count_of(match["n"]) * (3 if match["unit"].startswith("quarter") else 1)
    of_what = match["unit"] == "month"  # the first three quarters are a year's, the first three months may be a shop's
    return months_of_year(*match.span(), 1, months, needs_holder=of_what) if 0 < months <= 12 else None


THIS = r"(?:today(?:'s date)?|(?:this|the current) (?:iso |calendar )?(?:day|week|month|quarter|year))"
INCLUDING = rf"(?P<incl>,? \(?(?:including|incl\.?|inclusive of|with) {THIS}\)?)?"
EXCLUDING = rf"(?:,? \(?(?:excluding|not including|not counting|exclusive of|without) {THIS}\)?)?"
ATOMS: tuple[tuple[str, Build], ...] = (
    *DAY_ATOMS,
    *ROLLING_ATOMS,
    (
        pattern(
            rf"(?:the )?(?:whole of the )?(?P<which>{WHICH})[ -]?(?:(?:full|complete|calendar|whole|iso) )?(?P<unit>{UNIT})(?:'s)?"
            rf"(?P<twice> but one)?{EXCLUDING}"
        ),
        relative_unit,
    ),
    (pattern(rf"(?:the )?(?P<unit>{UNIT}) before last(?: (?P=unit))?"), before_last),
    (pattern(r"(?:the )?(?:latest|most recent)(?: (?:full|complete|completed))? (?P<unit>week|month|quarter|year)"), latest_unit),
    (
        pattern(
            rf"(?:the )?{LAST}[ -]?(?P<n>{N})(?P<whole>(?: {WHOLE})*)[ -]?(?P<unit>(?:{UNIT}|fortnight|mo)s?)(?:{INCLUDING}|{EXCLUDING})"
        ),
        last_units,
    ),
    (pattern(rf"(?:the )?(?:{LAST} |l)(?P<n>\d{{1,3}}) ?(?P<unit>[dwmqy]){INCLUDING}"), last_short),
    (pattern(r"(?P<n>ttm|ltm)"), trailing_year),
    (pattern(r"(?:the )?(?:last|past) (?P<unit>fortnight)(?P<incl>(?!))?"), fortnight),
    (pattern(r"(?:the )?(?:past|trailing) half(?: a)?[ -]year(?P<incl>(?!))?"), half_year),
    (pattern(rf"(?P<n>a|one|{N}) (?P<unit>day|week|month|quarter|fortnight)s? (?:ago|back)"), units_ago),
    (pattern(rf"(?!a |one |1 )(?P<n>{N}) (?P<unit>year)s? (?:ago|back)"), units_ago),  # a year ago is a comparison
    (pattern(r"(?:the )?(?:last|prior|previous) (?P<unit>week|month|quarter|year)(?:'s)? to[ -]date"), last_to_date),
    (pattern(r"[lp]ytd"), last_to_date),
    (pattern(r"this (?P<unit>day|month|quarter)(?: of)? last year"), this_last_year),
    (pattern(r"(?P<unit>today)(?:'s date)? last year"), this_last_year),
    (pattern(r"(?:the )?(?:start|beginning|first day) of (?:the |this |the current )?(?P<unit>week|month|quarter|year)"), start_of_this),
    (pattern(rf"(?:the )?(?:this |current )?(?P<unit>week|month|quarter|year)[ -]{NOW}"), to_date),
    (pattern(r"so far this (?P<unit>week|month|quarter|year)"), to_date),
    (pattern(rf"{SINCE_START} (?:the |this |the current )?(?P<unit>week|month|quarter|year)(?: {NOW})?"), to_date),
    (pattern(r"(?P<unit>[mqyw])-?t-?d"), short_to_date),
    (pattern(rf"(?P<y>{YEAR})[-/.](?P<m>0?[1-9]|1[0-2])[-/.](?P<d>[0-3]?\d)"), iso_date),
    (pattern(rf"(?P<y>{YEAR})(?P<m>0[1-9]|1[0-2])(?P<d>[0-3]\d)"), iso_date),
    (pattern(rf"(?P<y>{YEAR})[-/](?P<m>0?[1-9]|1[0-2])(?![-/]\d)"), iso_month),
    (pattern(rf"(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})/(?P<y>{YEAR})"), slashed_date),
    (pattern(rf"(?P<y>{YEAR})(?:'s)?(?![-/.,]\d)"), year),
    (pattern(rf"(?:the )?(?:(?:(?:whole|full|entire|calendar)[ -])?year |cy ?)(?P<y>{YEAR})(?:'s)?(?![-/.,]\d)"), year),
    (r"(?<![a-z\d])'(?P<y>[1-3]\d)(?!\d)", year),
    (r"(?<=[a-z1-4])'(?P<y>[1-3]\d)(?!\d)", year),
    (pattern(rf"(?P<y>{YEAR}) ?[-–—~] ?(?P<z>{YEAR})(?![-/.,]\d)"), years),
    (pattern(rf"(?P<m>{MONTH})(?:'s)?"), month),
    (pattern(rf"(?P<which>this|last) (?P<m>{MONTH})"), relative_month),
    (pattern(rf"(?:the )?month of (?P<m>{MONTH})"), month),
    (pattern(rf"(?P<m>{MONTH}) (?:the )?(?P<d>{DAY})"), month_day),
    (pattern(rf"(?:the )?(?P<d>{DAY})[ -](?:of )?(?P<m>{MONTH})"), month_day),
    (
        pattern(rf"(?:from )?(?:the )?(?P<d>{DAY}) ?(?:-|–|—|~|to|until|till|through) ?(?:the )?(?P<e>{DAY})(?: of)? (?P<m>{MONTH})"),
        month_day,
    ),
    (pattern(rf"between (?:the )?(?P<d>{DAY}) and (?:the )?(?P<e>{DAY})(?: of)? (?P<m>{MONTH})"), month_day),
    (pattern(rf"between (?P<m>{MONTH}) (?P<d>{DAY}) and (?P<e>{DAY})"), month_day),
    (pattern(rf"(?P<m>{MONTH}) (?P<d>{DAY}) ?(?:-|–|to|through) ?(?P<e>{DAY})"), month_day),
    (pattern(r"the (?P<d>[0-3]?\d(?:st|nd|rd|th))(?: day)?"), day_of_month),
    (pattern(r"(?:the )?(?P<q>first|second|third|fourth|1st|2nd|3rd|4th) quarter"), quarter),
    (pattern(r"quarter (?P<q>[1-4])"), quarter),
    (pattern(rf"(?P<y>{YEAR}|2\d) ?[-/]? ?q(?P<q>[1-4])"), quarter_of_year),
    (pattern(r"(?P<q>[1-4])q(?P<y>2\d)"), quarter_of_year),
    (pattern(r"(?P<q>[1-4])q"), quarter),
    (pattern(rf"(?P<y>{YEAR}|2\d) ?[-/]? ?h(?P<h>[12])"), half_of_year),
    (pattern(r"(?P<h>[12])h(?P<y>2\d)"), half_of_year),
    (pattern(r"(?P<h>[12])h"), half),
    (pattern(r"q(?P<q>[1-4])"), quarter),
    (pattern(r"(?:the )?(?P<h>first|second|1st|2nd) half(?: (?:of )?(?:the )?year)?"), half),
    (pattern(r"h(?P<h>[12])"), half),
    (pattern(rf"(?:the )?first (?P<n>{N}) (?P<unit>month|quarter)s"), first_months),
)

HOLDS = re.compile(r",? (?:of |in |the )*|,|-|/|(?=')")
RANGE = re.compile(r" ?(?:-|–|—|~|\.\.) ?| (?:to|through|thru|until|till|up to)(?: the)?(?: end of)? ")
AND = re.compile(r" and ")
BETWEEN = re.compile(r"(?<![a-z])(?:between|from) (?:the )?(?:(?:start|beginning) of )?(?:the )?$")
FROM = re.compile(r"(?<![a-z])(?:from|starting from|starting) (?:the )?$")
SINCE = re.compile(
    r"(?<![a-z])(?:ever since|since|on or after|after|starting(?: from| in| on)?)(?: the)?(?: start of| beginning of)? (?:the )?$"
)
NOT_ON = r"(?! (?:the )?[a-z]*(?:day|end|date)s?(?![a-z]))"  # from March on weekends
ONWARDS = re.compile(rf" (?:on{NOT_ON}|onwards?|and later|to date|until now|till now|to now|until today|to today|to the present)(?![a-z])")
UNTIL = re.compile(r"(?<![a-z])(?:until|till|up to|as of|up until|through|thru)(?: the)?(?: end of)? (?:the )?$")
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


BEFORE_MAY = "in|of|since|until|till|from|to|through|between|and|vs|versus|this|last|for|during|before|after|with|than|by|thru"


def is_month_of_may(text: str, match: re.Match[str]) -> bool:
    """'may' is also a verb: it is the month after a preposition, a link or another date word, or before a number or a link."""
    before = re.search(
        rf"(?:{BEFORE_MAY}|,|[-–—~]|\d(?:st|nd|rd|th)?) ?$",
        text[: match.start("m")],
    )
    after = re.match(r" (?:\d|and (?:june|april)|vs|to |through |thru |')|[-–—~]", text[match.end("m") :])
    return bool(before or after or text.strip() == "may")


def units_before(match: re.Match[str], first: date) -> Period | None:
    """2 weeks before Nov 11: the whole days before a part's first."""
    count = 1 if match["n"] in (None, "a") else count_of(match["n"])
    name = match["unit"].removesuffix("s")
    return Period(add(first, -count, grain_named(name)), first) if count else None

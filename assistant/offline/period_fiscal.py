"""Fiscal stretches in both languages: 本财年, FY2026, 上财季, fiscal Q3. Read only where the project's calendar has a fiscal year."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache

from assistant.offline.calendar_parts import Clock, Part, fixed, span
from assistant.offline.numbers import number_of
from catalog.calendar import Calendar, FiscalYear, fiscal_year_named, fiscal_year_of
from catalog.metric import Grain, Offset
from catalog.period import Period, add, grain_of, start_of

Build = Callable[[re.Match[str], Clock], Part | None]
UNITS: dict[str, Grain] = {
    "财年": "fiscal_year",
    "财务年度": "fiscal_year",
    "财政年度": "fiscal_year",
    "年度": "fiscal_year",
    "财季": "fiscal_quarter",
    "财务季度": "fiscal_quarter",
    "财月": "fiscal_month",
    "财务月": "fiscal_month",
    "year": "fiscal_year",
    "quarter": "fiscal_quarter",
    "month": "fiscal_month",
}
UNIT_ZH = r"(?:财年|财务年度|财政年度|财季|财务季度|财月|财务月)"
UNIT_EN = r"(?:year|quarter|month)"
YEAR_ZH = r"(?:(?:财年|财务年度|财政年度)(?P<y1>20\d\d)|(?P<y2>20\d\d)(?:财年|财务年度|财政年度))"
YEAR_EN = r"(?:fy ?'?(?P<y1>(?:20)?\d\d)|(?:the )?fiscal(?: year)? (?P<y2>20\d\d))"
WHICH_EN = "this|current|last|past|previous|prior|next"
NUMBER = r"(?:[1-4]|[一二三四])"
N = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,2})"
N_EN = r"(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve)"
MENTIONS = re.compile(rf"{UNIT_ZH}|(?<![a-z])(?:fiscal|fy ?'?\d\d(?:\d\d)?|fq[1-4]|fytd)(?![a-z\d])", re.IGNORECASE)


def unit(match: re.Match[str], day: date, grain: Grain, clock: Clock) -> Part:
    """The whole fiscal grain that holds `day`; a fiscal year may hold a quarter."""
    holds: Grain | None = "fiscal_year" if grain == "fiscal_year" else None
    return Part(*match.span(), fixed(grain_of(day, grain, clock.calendar)), Offset(1, grain), grain=holds)


def year_number(match: re.Match[str]) -> int | None:
    text = match["y1"] or match["y2"]
    return None if text is None else int(text) + (2000 if len(text) == 2 else 0)


def relative(match: re.Match[str], clock: Clock) -> Part | None:
    """本财年, 上个财季, last fiscal month."""
    grain, which = UNITS[match["unit"]], match["which"]
    back = 0 if which[0] in "本这今当" or which in ("this", "current") else -1 if which[0] in "下明" or which == "next" else 1
    back = 2 if which.startswith("上上") or which == "前" else back
    return unit(match, add(clock.today, -back, grain, clock.calendar), grain, clock)


def named_year(match: re.Match[str], clock: Clock) -> Part | None:
    year = fiscal_year_named(year_number(match) or 0, clock.calendar)
    return unit(match, year.start, "fiscal_year", clock)


def quarter_of(year: FiscalYear, number: int) -> Period:
    return Period(year.months[number * 3 - 3], year.months[number * 3])


def numbered_quarter(match: re.Match[str], clock: Clock) -> Part | None:
    """FQ3, 第三财季, FY26 Q3; without its year the latest that has begun."""
    found = number_of(match["q"])
    number = int(found.value) if found else 0
    if not 1 <= number <= 4:
        return None
    named = year_number(match) if "y1" in match.groupdict() else None
    if named is not None:
        return Part(*match.span(), fixed(quarter_of(fiscal_year_named(named, clock.calendar), number)), Offset(1, "fiscal_quarter"))

    def at(anchor: date) -> Period:
        return quarter_of(fiscal_year_of(anchor, clock.calendar), number)

    now = at(clock.today)
    latest = now if now.start <= clock.today else at(add(clock.today, -1, "fiscal_year", clock.calendar))
    return Part(*match.span(), fixed(latest), Offset(1, "fiscal_quarter"))


def to_date(match: re.Match[str], clock: Clock) -> Part | None:
    """财年至今, fiscal quarter to date, FYTD: up to the last complete day."""
    grain = UNITS[match["unit"]] if "unit" in match.groupdict() else "fiscal_year"
    first = start_of(clock.today, grain, clock.calendar)
    after = clock.complete_before if clock.complete_before > first else add(clock.today, 1, "day")
    return span(*match.span(), first, after, Offset(1, grain))


def last_units(match: re.Match[str], clock: Clock) -> Part | None:
    """近两个财季, last 3 fiscal months: complete ones."""
    found, grain = number_of(match["n"]), UNITS[match["unit"]]
    count = int(found.value) if found else 0
    if count < 1:
        return None
    after = start_of(clock.complete_before, grain, clock.calendar)
    return span(*match.span(), add(after, -count, grain, clock.calendar), after, Offset(count, grain))


ATOMS: tuple[tuple[str, Build], ...] = (
    (rf"(?P<which>本|这个?|今|当前?|上上个?|上一?个?|前|下一?个?|明)(?P<unit>{UNIT_ZH})(?!至今|以来|累计|\d)", relative),
    (YEAR_ZH, named_year),
    (rf"(?:{YEAR_ZH}的?)?第?(?P<q>{NUMBER})个?(?:财季|财务季度)", numbered_quarter),
    (rf"{YEAR_ZH}的?第?(?P<q>{NUMBER})季度?", numbered_quarter),
    (rf"{YEAR_ZH}的?q(?P<q>[1-4])(?!\d)", numbered_quarter),
    (rf"(?:本|这个?)?(?P<unit>{UNIT_ZH})(?:至今|以来|累计|到目前为止)", to_date),
    (rf"(?:最近|过去|近)(?P<n>{N})个?(?:完整的?)?(?P<unit>{UNIT_ZH})", last_units),
    (
        rf"(?<![a-z])(?:the )?(?P<which>{WHICH_EN})(?: full| complete)? fiscal (?P<unit>{UNIT_EN})(?!s| to date|[a-z])",
        relative,
    ),
    (rf"(?<![a-z]){YEAR_EN}(?!\d)(?:财年)?", named_year),
    (rf"(?<![a-z]){YEAR_EN},? ?q(?P<q>[1-4])(?![\da-z])", numbered_quarter),
    (rf"(?<![a-z])(?:the )?(?:fiscal )?q(?P<q>[1-4])(?: of)?,? ?{YEAR_EN}(?!\d)", numbered_quarter),
    (r"(?<![a-z])(?:fq|fiscal q|fiscal quarter )(?P<q>[1-4])(?![\da-z])", numbered_quarter),
    (rf"(?<![a-z])(?:the |this )?fiscal (?P<unit>{UNIT_EN})[ -]to[ -]date", to_date),
    (r"(?<![a-z])fytd(?![a-z])", to_date),
    (rf"(?<![a-z])(?:the )?(?:last|past|previous) (?P<n>{N_EN})(?: full| complete)? fiscal (?P<unit>{UNIT_EN})s", last_units),
)


@cache
def compiled() -> tuple[tuple[re.Pattern[str], Build], ...]:
    return tuple((re.compile(text), build) for text, build in ATOMS)


def atoms(text: str, clock: Clock) -> Iterator[Part]:
    """Every fiscal stretch; none where the calendar has no fiscal year."""
    if clock.calendar.fiscal is None or MENTIONS.search(text) is None:
        return
    for regex, build in compiled():
        for match in regex.finditer(text):
            part = build(match, clock)
            if part is not None:
                yield part


def is_missing(text: str, calendar: Calendar) -> bool:
    """Whether the text speaks of fiscal periods that the project has not declared."""
    return calendar.fiscal is None and MENTIONS.search(text) is not None

"""The numbers and dates along an axis: round steps, one scale for the whole axis (万, 亿, K, M, %), few enough to read."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from assistant.figures import SCALES, write_date
from catalog.calendar import ISO, Calendar, fiscal_year_of
from catalog.label import Language
from catalog.metric import Grain, Style
from catalog.period import FISCAL

STEPS = 5  # about so many on an axis of numbers
DATES = 12  # the most dates on an axis; fewer are shown where they would touch
PLAIN = 1e-6  # smaller and larger numbers are written as powers of ten
HUGE = 1e16
MOST, LEAST = 1e300, 1e-300  # what no axis goes beyond, and the shortest one
DIGITS = 20  # the most decimals
SMALL = 10_000  # scales up to this one stand for few digits
FLAT = 0.25  # a line that moves less than this part of its level does not start at zero


@dataclass(frozen=True)
class Ticks:
    """Where the marks of a number axis stand, and what is written there. The first and the last are its ends."""

    values: tuple[float, ...]
    labels: tuple[str, ...]

    @property
    def ends(self) -> list[float]:
        return [self.values[0], self.values[-1]]


def number_ticks(
    values: Iterable[float | Decimal | None], language: Language, *, style: Style = "number", zero: bool = True, room: float = 0.0
) -> Ticks:
    """Round steps over the values; `zero` puts zero on the axis, `room` leaves that part of its length for labels at the ends."""
    found = [float(value) for value in values if value is not None and abs(float(value)) <= MOST]
    low, high = (min(found), max(found)) if found else (0.0, 1.0)
    if zero or low <= 0 <= high or low == high or high - low >= FLAT * max(abs(low), abs(high)):
        low, high = min(low, 0.0), max(high, 0.0)
    high = high if high - low > LEAST else low + 1.0
    span = high - low
    low, high = low - (room * span if low < 0 else 0), high + (room * span if high > 0 else 0)
    step = max(round_step((high - low) / STEPS), 1.0 if style == "integer" else 0.0)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    places = tuple(count * step for count in range(first, max(last, first + 1) + 1))
    return Ticks(places, labels(places, step, language, style))


def round_step(size: float) -> float:
    """The next of 1, 2, 2.5, 5 and their powers of ten."""
    power = float(10.0 ** math.floor(math.log10(size)))
    return next((factor * power for factor in (1.0, 2.0, 2.5, 5.0) if factor * power >= size * (1 - 1e-9)), 10 * power)


def labels(places: Sequence[float], step: float, language: Language, style: Style) -> tuple[str, ...]:
    most = max(map(abs, places))
    if style == "percent":
        return tuple(f"{digits(place * 100, step * 100)}%" for place in places)
    if most >= HUGE or most < PLAIN:
        return tuple("0" if not round(place / step) else f"{place:.2e}" for place in places)
    scale, word = next(((float(size), word) for size, word in SCALES[language] if suits(float(size), most, step)), (1.0, ""))
    return tuple("0" if not round(place / step) else digits(place / scale, step / scale) + word for place in places)


def suits(scale: float, most: float, step: float) -> bool:
    """Whether a scale makes an axis shorter to read: 250万 and 0.5M, but 8,000 and not 0.8万."""
    if most < scale:
        return False
    return decimals(step / scale) <= (2 if scale > SMALL else 1 if most >= 10 * scale else 0)


def digits(value: float, step: float) -> str:
    """As many decimals as tell two neighbours apart."""
    return f"{value:,.{decimals(step)}f}"


def decimals(step: float) -> int:
    return next((count for count in range(DIGITS) if math.isclose(step * 10**count, round(step * 10**count), rel_tol=1e-6)), DIGITS)


@dataclass(frozen=True)
class Dates:
    """Labels of time buckets, short: what all have in common (the year) is said once in `title`."""

    labels: tuple[str, ...]
    title: str

    def chosen(self) -> list[int]:
        """Which of the buckets carry a label."""
        every = max(1, math.ceil(len(self.labels) / DATES))
        return list(range(0, len(self.labels), every))


def date_labels(days: Sequence[Any], grain: Grain | None, language: Language, calendar: Calendar = ISO) -> Dates:
    """Buckets as an axis names them: 3月 under 2026年, Mar under 2026; 2025年3月, Mar 2025 where years differ."""
    if not days or not all(isinstance(day, date) for day in days):
        return Dates(tuple(str(day) for day in days), "")
    if grain in FISCAL and calendar.fiscal is not None:
        return fiscal_labels(days, grain or "fiscal_year", language, calendar)
    whole = tuple(write_date(day, grain, language, calendar) for day in days)
    if any(isinstance(day, datetime) and (day.hour or day.minute) for day in days) or grain == "year":
        return Dates(whole, "")
    years = {day.year for day in days}
    if len(years) > 1:
        return Dates(tuple(whole_label(day, text, grain, language) for day, text in zip(days, whole, strict=True)), "")
    year = f"{years.pop()}年" if language == "zh" else str(years.pop())
    return Dates(tuple(inside(day, text, grain, language) for day, text in zip(days, whole, strict=True)), year)


def whole_label(day: date, text: str, grain: Grain | None, language: Language) -> str:
    if grain == "quarter":
        return f"{day.year}年Q{(day.month + 2) // 3}" if language == "zh" else text
    if grain in ("day", "week", None):
        return f"{day.year}年{day.month}月{day.day}日" if language == "zh" else f"{day:%b} {day.day}, {day.year}"
    return text


def inside(day: date, text: str, grain: Grain | None, language: Language) -> str:
    """A bucket within a year that is said elsewhere."""
    match grain:
        case "month":
            return f"{day.month}月" if language == "zh" else f"{day:%b}"
        case "quarter":
            return f"Q{(day.month + 2) // 3}"
        case "half_year":
            return text.removeprefix(f"{day.year}年") if language == "zh" else text.removeprefix(f"{day.year} ")
        case "ten_day":
            return text.removeprefix(f"{day.year}年") if language == "zh" else text.removesuffix(f", {day.year}")
        case _:
            return f"{day.month}月{day.day}日" if language == "zh" else f"{day:%b} {day.day}"


def fiscal_labels(days: Sequence[date], grain: Grain, language: Language, calendar: Calendar) -> Dates:
    """Q3, M11 under their fiscal year; years by their name."""
    whole = tuple(write_date(day, grain, language, calendar) for day in days)
    years = {fiscal_year_of(day, calendar).name for day in days}
    if grain == "fiscal_year" or len(years) > 1:
        return Dates(tuple(shorter(text, day, grain, calendar) for text, day in zip(whole, days, strict=True)), "")
    year = write_date(days[0], "fiscal_year", language, calendar)
    return Dates(tuple(fiscal_part(day, grain, calendar) for day in days), year)


def fiscal_part(day: date, grain: Grain, calendar: Calendar) -> str:
    month = fiscal_year_of(day, calendar).month_of(day)
    return f"Q{month // 3 + 1}" if grain == "fiscal_quarter" else f"M{month + 1}"


def shorter(text: str, day: date, grain: Grain, calendar: Calendar) -> str:
    """2026财年第3财季 as 2026财年Q3."""
    if grain == "fiscal_year" or "财年" not in text:
        return text
    return text.split("财年")[0] + "财年" + fiscal_part(day, grain, calendar)

"""How a value is written for a person: 万/亿 or K/M/B, separators, percent, units, dates by grain. Never changes the value in the rows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from assistant.wording import say
from catalog.calendar import ISO, Calendar, fiscal_year_of
from catalog.compiler import OutputColumn
from catalog.label import Language
from catalog.metric import Format, Grain
from catalog.period import add, third_of

SCALES: dict[Language, tuple[tuple[Decimal, str], ...]] = {
    "zh": ((Decimal(1_000_000_000_000), "万亿"), (Decimal(100_000_000), "亿"), (Decimal(10_000), "万")),
    "en": ((Decimal(1_000_000_000_000), "T"), (Decimal(1_000_000_000), "B"), (Decimal(1_000_000), "M"), (Decimal(1_000), "K")),
}
NOTHING = "—"
FRACTIONS = ("share", "attainment", "change_pct")


def write(
    value: Any, column: OutputColumn, language: Language, *, short: bool = False, grain: Grain | None = None, calendar: Calendar = ISO
) -> str:
    """One cell as text; `short` uses 万/亿 or K/M/B. A missing value is a dash, a missing member the caller's business."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return NOTHING
    if isinstance(value, bool):
        return {"zh": ("否", "是"), "en": ("no", "yes")}[language][value]
    if isinstance(value, (date, datetime)):
        return write_date(value, grain, language, calendar)
    if isinstance(value, (int, float, Decimal)):
        form = format_of(column)
        if column.role == "change" and form.style == "percent":
            return write_points(value, form, language)
        return write_number(value, form, language, short=short)
    return str(value)


def format_of(column: OutputColumn) -> Format:
    """The column's format: shares and growth are percentages whatever the metric's own unit is, ranks are whole numbers."""
    if column.role in FRACTIONS:
        return Format("percent", 1)
    if column.role == "rank":
        return Format("integer", 0)
    return column.format or Format("number", 2)


def write_number(value: float | Decimal, form: Format, language: Language, *, short: bool = False) -> str:
    """A number in its format: '123.46万元', 'CNY 1.23M', '12.3%', '1,234 单'. Plain numbers drop trailing zeros."""
    number = Decimal(str(value))
    if form.style == "percent":
        return f"{rounded(number * 100, form.decimals):,.{form.decimals}f}%"
    scale, word = scale_of(number, language) if short else (Decimal(1), "")
    decimals = 2 if word else (0 if form.style == "integer" and number == number.to_integral_value() else form.decimals)
    text = f"{rounded(number / scale, decimals):,.{decimals}f}"
    if form.style == "number" and not word and "." in text:
        text = text.rstrip("0").rstrip(".")
    return with_unit(text + word, form, language)


def write_points(value: float | Decimal, form: Format, language: Language) -> str:
    """The difference of two percentages: 1.08 个百分点, 1.08 pp. A percentage of a percentage is something else."""
    return say(language, "answer.points", value=f"{rounded(Decimal(str(value)) * 100, form.decimals):,.{form.decimals}f}")


def scale_of(number: Decimal, language: Language) -> tuple[Decimal, str]:
    for scale, word in SCALES[language]:
        if abs(number) >= scale:
            return scale, word
    return Decimal(1), ""


def rounded(number: Decimal, decimals: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def with_unit(text: str, form: Format, language: Language) -> str:
    unit = form.unit.in_language(language)
    if not unit:
        return text
    if language == "zh":
        return f"{text}{unit}" if text[-1] in "万亿" else f"{text} {unit}"
    return f"{unit} {text}" if form.style == "currency" else f"{text} {unit}"


def write_fiscal(day: date, grain: Grain, language: Language, calendar: Calendar) -> str:
    """A fiscal bucket by its year's name and its number: 2026财年第3财季, FY2026 Q3, FY2026 M11."""
    year = fiscal_year_of(day, calendar)
    month = year.month_of(day)
    zh = {"fiscal_quarter": f"第{month // 3 + 1}财季", "fiscal_month": f"第{month + 1}财月"}.get(grain, "")
    en = {"fiscal_quarter": f" Q{month // 3 + 1}", "fiscal_month": f" M{month + 1}"}.get(grain, "")
    return f"{year.name}财年{zh}" if language == "zh" else f"FY{year.name}{en}"


def write_date(day: date, grain: Grain | None, language: Language, calendar: Calendar = ISO) -> str:
    """A bucket's first day in the words of its grain: 2026年10月, Oct 2026, 2026 Q3, 2026-11-03; fiscal ones need the calendar."""
    match grain:
        case "year":
            return f"{day.year}年" if language == "zh" else f"{day.year}"
        case "quarter":
            quarter = (day.month + 2) // 3
            return f"{day.year}年第{quarter}季度" if language == "zh" else f"{day.year} Q{quarter}"
        case "month":
            return f"{day.year}年{day.month}月" if language == "zh" else f"{day:%b %Y}"
        case "half_year":
            return f"{day.year}年{'上' if day.month <= 6 else '下'}半年" if language == "zh" else f"{day.year} H{(day.month + 5) // 6}"
        case "ten_day":
            last = add(add(day, 1, "ten_day"), -1, "day")
            return (
                f"{day.year}年{day.month}月{'上中下'[third_of(day)]}旬"
                if language == "zh"
                else f"{day:%b} {day.day}–{last.day}, {day.year}"
            )
        case "fiscal_month" | "fiscal_quarter" | "fiscal_year" if calendar.fiscal is not None:
            return write_fiscal(day, grain, language, calendar)
        case "week":
            last = add(day, 6, "day")
            return f"{day:%Y-%m-%d} ~ {last:%m-%d}"
        case _:
            return day.strftime("%Y-%m-%d %H:%M") if isinstance(day, datetime) and (day.hour or day.minute) else f"{day:%Y-%m-%d}"


def nameless(notes: Sequence[str], language: Language) -> str:
    """What a row without a member is called: unknown, or where small groups are joined, the others."""
    joined = say(language, "note.small_groups_joined") in notes
    return say(language, "answer.joined_groups" if joined else "answer.unknown_member")

"""Calendar phrases put together at random, with their days: its own arithmetic, on month numbers and day counts; nothing of the planner's.

Every phrase is on Saturday 2026-11-21, with data up to the day before.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

TODAY = date(2026, 11, 21)
ONE = timedelta(days=1)
Said = tuple[str, date, date]  # words, first day, last day
ZH_NUMBERS = "零一二三四五六七八九十"
EN_NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905  # reads as a list
EN_MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
EN_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()  # noqa: SIM905


def first_of(months: int) -> date:
    """The first day of a month that is counted from year 0."""
    return date(months // 12, months % 12 + 1, 1)


def month(year: int, number: int) -> int:
    return year * 12 + number - 1


def months(first: int, count: int) -> tuple[date, date]:
    return first_of(first), first_of(first + count) - ONE


THIS_MONTH = month(2026, 11)
MONDAY = date(2026, 11, 16)


def zh_number(chance: random.Random, value: int) -> str:
    if value > 19 or chance.random() < 0.5:
        return chance.choice([str(value), f" {value} "]) if chance.random() < 0.9 else "".join(chr(ord(c) + 0xFEE0) for c in str(value))
    return ZH_NUMBERS[value] if value <= 10 else f"十{ZH_NUMBERS[value - 10]}"


def zh_count(chance: random.Random, value: int) -> str:
    return "两" if value == 2 and chance.random() < 0.7 else zh_number(chance, value)


def latest_month(number: int) -> int:
    """The latest month of that number that has begun."""
    return month(2026 if number <= 11 else 2025, number)


def zh_year(chance: random.Random) -> tuple[str, int]:
    year = chance.choice([2025, 2026])
    names = [
        f"{year}年",
        f"{year % 100}年",
        f" {year} 年",
        {2025: "去年", 2026: "今年"}[year],
        {2025: "二〇二五年", 2026: "二〇二六年"}[year],
    ]
    return chance.choice(names), year


def en_year(chance: random.Random) -> tuple[str, int]:
    year = chance.choice([2025, 2026])
    return chance.choice([f"{year}", f"of {year}", {2025: "last year", 2026: "this year"}[year], f"'{year % 100}"]), year


def zh_last(chance: random.Random) -> Said:
    open_, count = chance.choice(["近", "最近", "过去", "最近的"]), chance.randint(2, 36)
    match chance.choice(["天", "周", "个月", "个季度"]):
        case "天":
            return f"{open_}{zh_count(chance, count)}{chance.choice('天日')}", TODAY - count * ONE, TODAY - ONE
        case "周":
            return f"{open_}{zh_count(chance, count)}{chance.choice(['周', '个星期', '个自然周'])}", MONDAY - count * 7 * ONE, MONDAY - ONE
        case "个月":
            unit = chance.choice(["个月", "个完整月", "个自然月"])
            return f"{open_}{zh_count(chance, count)}{unit}", *months(THIS_MONTH - count, count)
        case _:
            count = count % 8 + 1
            return f"{open_}{zh_count(chance, count)}个季度", *months(month(2026, 10) - 3 * count, 3 * count)


def en_last(chance: random.Random) -> Said:
    open_, count = chance.choice(["last", "the last", "past", "the past", "previous", "trailing", "LAST"]), chance.randint(2, 36)
    said = EN_NUMBERS[count] if count <= 12 and chance.random() < 0.5 else str(count)
    whole = chance.choice(["", "full ", "complete "])
    match chance.choice(["days", "weeks", "months", "quarters"]):
        case "days":
            return f"{open_} {said} {chance.choice(['days', 'Days'])}", TODAY - count * ONE, TODAY - ONE
        case "weeks":
            return f"{open_} {said} {whole}weeks", MONDAY - count * 7 * ONE, MONDAY - ONE
        case "months":
            return f"{open_} {said} {whole}months", *months(THIS_MONTH - count, count)
        case _:
            count = count % 8 + 2
            return f"{open_} {count} {whole}quarters", *months(month(2026, 10) - 3 * count, 3 * count)


def zh_month(chance: random.Random) -> Said:
    number, holder = chance.randint(1, 12), chance.random() < 0.6
    said, year = zh_year(chance) if holder else ("", 0)
    if holder and (year, number) > (2026, 11):
        number = 11
    first = month(year, number) if holder else latest_month(number)
    name = f"{said}{chance.choice(['', '的']) if said in ('去年', '今年') else ''}{zh_number(chance, number)}月{chance.choice(['', '份'])}"
    match chance.choice(["whole", "whole", "上旬", "中旬", "下旬", "底", "day", "上半月", "下半月"]):
        case "上旬":
            return name.removesuffix("份") + "上旬", first_of(first), first_of(first) + 9 * ONE
        case "中旬":
            return name.removesuffix("份") + "中旬", first_of(first) + 10 * ONE, first_of(first) + 19 * ONE
        case "下旬":
            return name.removesuffix("份") + "下旬", first_of(first) + 20 * ONE, months(first, 1)[1]
        case "上半月":
            return name + "上半月", first_of(first), first_of(first) + 14 * ONE
        case "下半月":
            return name + "下半月", first_of(first) + 15 * ONE, months(first, 1)[1]
        case "底":
            return name + chance.choice("底末"), months(first, 1)[1], months(first, 1)[1]
        case "day" if holder:
            day = first_of(first) + (chance.randint(1, 28) - 1) * ONE
            return name.removesuffix("份") + f"{zh_number(chance, day.day)}{chance.choice('日号')}", day, day
    return name, *months(first, 1)


def en_month(chance: random.Random) -> Said:
    number, holder = chance.choice([1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12]), chance.random() < 0.6  # may is also a verb
    said, year = en_year(chance) if holder else ("", 0)
    if holder and (year, number) > (2026, 11):
        number = 11
    first = month(year, number) if holder else latest_month(number)
    name = EN_MONTHS[number - 1] if chance.random() < 0.6 else EN_MONTHS[number - 1][:3]
    whole = f"{name} {said}".strip()
    match chance.choice(["whole", "whole", "first", "last", "half", "day"]):
        case "first":
            count = chance.randint(2, 15)
            return f"the first {count} days of {whole}", first_of(first), first_of(first) + (count - 1) * ONE
        case "last":
            end = months(first, 1)[1]
            return f"the last day of {whole}", end, end
        case "half":
            return f"the first half of {whole}", first_of(first), first_of(first) + 14 * ONE
        case "day" if said and not said.startswith("of"):
            day = first_of(first) + (chance.randint(1, 28) - 1) * ONE
            return chance.choice([f"{name} {day.day}, {said}", f"{day.day} {name} {said}"]), day, day
    return whole, *months(first, 1)


def zh_part_of_year(chance: random.Random) -> Said:
    said, year = zh_year(chance)
    match chance.choice(["quarter", "half", "first", "last"]):
        case "quarter":
            number = chance.randint(1, 4)
            names = [f"{ZH_NUMBERS[number]}季度", f"第{ZH_NUMBERS[number]}季度", f"Q{number}", f"q{number}", f"{number}季度"]
            return said + chance.choice(names), *months(month(year, number * 3 - 2), 3)
        case "half":
            half = chance.randint(0, 1)
            return said + chance.choice([["上半年", "H1"], ["下半年", "H2"]][half]), *months(month(year, 1 + 6 * half), 6)
        case "first":
            count = chance.randint(2, 11)
            return f"{said}前{zh_count(chance, count)}个月", *months(month(year, 1), count)
        case _:
            count = chance.randint(1, 6)
            return f"去年最后{zh_count(chance, count)}个月", *months(month(2026, 1) - count, count)


def en_part_of_year(chance: random.Random) -> Said:
    said, year = en_year(chance)
    match chance.choice(["quarter", "half", "first", "last"]):
        case "quarter":
            number = chance.randint(1, 4)
            ordinal = ["first", "second", "third", "fourth"][number - 1]
            word = f"the {ordinal} quarter" if not said.startswith("'") else f"Q{number}"
            return f"{chance.choice([f'Q{number}', word])} {said}", *months(month(year, number * 3 - 2), 3)
        case "half":
            half = chance.randint(0, 1)
            return f"H{half + 1} {said}", *months(month(year, 1 + 6 * half), 6)
        case "first":
            count = chance.randint(2, 11)
            of = said if said.startswith("of") else f"of {year}"
            return f"the first {EN_NUMBERS[count]} months {of}", *months(month(year, 1), count)
        case _:
            count = chance.randint(2, 6)
            return f"the last {EN_NUMBERS[count]} months of 2025", *months(month(2026, 1) - count, count)


def zh_range(chance: random.Random) -> Said:
    link = chance.choice(["到", "至", "-", "~", "—"])
    open_ = chance.choice(["", "从"])
    if chance.random() < 0.5:
        year, start = chance.choice([2025, 2026]), chance.randint(1, 9)
        end = chance.randint(start + 1, 11)
        said = {2025: "去年", 2026: "今年"}[year] if chance.random() < 0.4 else f"{year}年"
        first = chance.choice([f"{start}", f"{start}月"])
        return f"{open_}{said}{first}{link}{end}月", first_of(month(year, start)), months(month(year, end), 1)[1]
    day = date(2025, 1, 1) + chance.randint(0, 600) * ONE
    last = day + chance.randint(1, 80) * ONE
    style: Callable[[date], str] = chance.choice([zh_date, str, lambda each: f"{each.year}/{each.month}/{each.day}", dotted])
    return f"{open_}{style(day)}{link if style in (zh_date,) else chance.choice(['到', '至', '~'])}{style(last)}", day, last


def zh_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def dotted(day: date) -> str:
    return f"{day.year}.{day.month}.{day.day}"


def en_range(chance: random.Random) -> Said:
    if chance.random() < 0.5:
        year, start = chance.choice([2025, 2026]), chance.choice([1, 2, 3, 4, 6, 7, 8])
        end = chance.randint(start + 1, 11)
        end = end + 1 if end == 5 else end
        first, last = EN_MONTHS[start - 1], EN_MONTHS[end - 1]
        names = [f"{first} to {last} {year}", f"from {first} {year} to {last} {year}", f"between {first} and {last} {year}"]
        return chance.choice([*names, f"{first[:3]}-{last[:3]} {year}"]), first_of(month(year, start)), months(month(year, end), 1)[1]
    day = date(2025, 1, 1) + chance.randint(0, 600) * ONE
    last_day = day + chance.randint(1, 80) * ONE
    style: Callable[[date], str] = chance.choice([str, lambda each: f"{EN_MONTHS[each.month - 1]} {each.day}, {each.year}"])
    form = chance.choice(["from {} to {}", "between {} and {}", "{} to {}", "{} through {}"])
    return form.format(style(day), style(last_day)), day, last_day


def zh_weekday(chance: random.Random) -> Said:
    which, back = chance.choice([("上", 1), ("上个", 1), ("上上", 2)])
    index = chance.randint(0, 6)
    day = MONDAY + (index - 7 * back) * ONE
    name = chance.choice(["周", "星期"])
    if index < 5 and chance.random() < 0.3:
        return f"{which}{name}{'一二三四五六日'[index]}到{which}{name}六", day, MONDAY + (5 - 7 * back) * ONE
    return f"{which}{name}{'一二三四五六日'[index]}", day, day


def en_weekday(chance: random.Random) -> Said:
    index = chance.randint(0, 6)
    latest = max(day for day in (TODAY - count * ONE for count in range(1, 8)) if day.weekday() == index)
    of_last_week = MONDAY + (index - 7) * ONE
    forms = [
        (f"last {EN_DAYS[index]}", latest),
        (f"this past {EN_DAYS[index]}", latest),
        (f"{EN_DAYS[index]} of last week", of_last_week),
        (f"last week's {EN_DAYS[index]}", of_last_week),
        (f"the {EN_DAYS[index]} before last", latest - 7 * ONE),
    ]
    said, day = chance.choice(forms)
    return said, day, day


def zh_ago(chance: random.Random) -> Said:
    count = chance.randint(2, 12)
    if chance.random() < 0.5:
        day = TODAY - count * ONE
        return f"{zh_count(chance, count)}天{chance.choice(['前', '之前', '以前'])}", day, day
    return f"{zh_count(chance, count)}个月前", *months(THIS_MONTH - count, 1)


def en_ago(chance: random.Random) -> Said:
    count = chance.randint(2, 12)
    said = chance.choice([EN_NUMBERS[count], str(count)])
    if chance.random() < 0.5:
        return f"{said} days ago", TODAY - count * ONE, TODAY - count * ONE
    return f"{said} months {chance.choice(['ago', 'back'])}", *months(THIS_MONTH - count, 1)


def zh_since(chance: random.Random) -> Said:
    number = chance.randint(1, 10)
    said = chance.choice(["今年", "2026年", ""])
    tail = chance.choice(["以来", "至今", "到现在"])
    return f"{chance.choice(['', '自', '从'])}{said}{number}月{tail}", first_of(month(2026, number)), TODAY - ONE


def en_since(chance: random.Random) -> Said:
    number = chance.choice([1, 2, 3, 4, 6, 7, 8, 9, 10])
    name = EN_MONTHS[number - 1]
    forms = [f"since {name}", f"since the start of {name}", f"from {name} onwards", f"since {name} 1", f"{name} to date"]
    return chance.choice(forms), first_of(month(2026, number)), TODAY - ONE


MAKERS: dict[str, tuple[Callable[[random.Random], Said], ...]] = {
    "zh": (zh_last, zh_month, zh_part_of_year, zh_range, zh_weekday, zh_ago, zh_since),
    "en": (en_last, en_month, en_part_of_year, en_range, en_weekday, en_ago, en_since),
}


def said_time(language: str, chance: random.Random) -> Said:
    """One phrase that begins before today and within the data."""
    while True:
        found = chance.choice(MAKERS[language])(chance)
        if date(2024, 9, 1) <= found[1] < TODAY:
            return found

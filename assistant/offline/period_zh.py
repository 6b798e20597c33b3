"""Chinese words for stretches of the calendar: each pattern of ATOMS makes one Part."""

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
    ranged,
    real_day,
    span,
    unit,
    weekday,
)
from assistant.offline.numbers import number_of
from catalog.calendar import Calendar
from catalog.metric import Grain, Offset
from catalog.period import Period, add, grain_of, start_of

N = r"(?:\d{1,3}|[一二两三四五六七八九十百]{1,5}|半)"
DAY_DIGITS = r"(?:[0-3]?\d)"
DAY = rf"(?:{DAY_DIGITS}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
SHORT_YEAR = r"(?<!\d)2\d|(?<![\d近去前后第每满达超过业])(?:0\d|1[1-9])(?=年(?![来内间以前后之龄限期级]))"  # 19年, but 近19年 and 19年内
YEAR = rf"(?:(?<!\d)20\d\d|二[〇零][〇零一二三四五六七八九]{{2}}|{SHORT_YEAR})"
UNIT_WORDS: dict[str, Grain] = {
    "天": "day",
    "日": "day",
    "周": "week",
    "星期": "week",
    "礼拜": "week",
    "月": "month",
    "季度": "quarter",
    "季": "quarter",
    "年": "year",
}
UNIT = r"(?:个?(?:完整的?|整|自然)?(?:天|日|周|星期|礼拜|月|季度|年))"
TO = r"(?:到|至|~|—|–|-)"
TO_NOW = "(?:至今|以来|到现在|到目前为止|到目前|到今天|到昨天)"
DAY_OF_WEEK = "(?:末|[一二三四五六日天](?![共起样些直般]))"
WEEKDAYS = "一二三四五六日"
HALVES: dict[Grain, tuple[int, Grain]] = {"year": (6, "month"), "month": (15, "day")}
Build = Callable[[re.Match[str], Clock], Part | None]


def count_of(text: str) -> int:
    found = number_of(text)
    return int(found.value) if found else 0


def grain_named(text: str) -> Grain:
    return UNIT_WORDS[re.sub("^个?(?:完整的?|整|自然)?", "", text)]


def year_of(text: str) -> int:
    year = count_of(text)
    return year + 2000 if year < 100 else year


def relative_year(match: re.Match[str], clock: Clock) -> Part | None:
    back = {"今年": 0, "本年": 0, "当年": 0, "这一年": 0, "今年度": 0, "本年度": 0, "明年": -1}.get(match[0])
    back = 2 if match[0].startswith("前年") else 3 if match[0].startswith("大前年") else 1 if back is None else back
    return unit(*match.span(), add(clock.today, -back, "year"), "year")


def named_year(match: re.Match[str], clock: Clock) -> Part | None:
    return unit(*match.span(), clock.today.replace(year=year_of(match["y"]), month=1, day=1), "year")


def relative_unit(match: re.Match[str], clock: Clock) -> Part | None:
    """本月, 上个季度, 上上周, 下个月."""
    word = match["which"]
    back = 0 if word[0] in "本这当" else -1 if word[0] == "下" else word.count("上") or 1
    return unit(*match.span(), add(clock.today, -back, grain_named(match["unit"])), grain_named(match["unit"]), clock.calendar)


def this_then(match: re.Match[str], clock: Clock) -> Part | None:
    """去年今天, 前年本月, 上个月今天: what holds today, that much earlier."""
    by_month = match["which"].endswith("月")
    grain: Grain = "day" if match["unit"].endswith(("天", "日")) else "month" if "月" in match["unit"] else "quarter"
    if by_month and grain != "day":
        return None
    back = match["which"].count("上") if by_month else 2 if match["which"] == "前年" else 1
    return unit(*match.span(), add(clock.today, -back, "month" if by_month else "year"), grain)


def relative_day(match: re.Match[str], clock: Clock) -> Part | None:
    back = {"今": 0, "昨": 1, "前": 2, "大": 3, "明": -1}[match[0][0]]
    return unit(*match.span(), clock.today - timedelta(days=back), "day")


def last_units(match: re.Match[str], clock: Clock) -> Part | None:
    """近7天, 最近三个月: whole units that end with the last complete one, or with today's where it says so."""
    grain, including = grain_named(match["unit"]), match["incl"] is not None
    if match["n"] == "半":
        count, grain = HALVES.get(grain, (0, grain))
    else:
        count = count_of(match["n"])
    if match["half"]:
        count, grain = count * 12 + 6, "month"
    elif grain == "year" and not re.search("完整|整|自然", match["unit"]):
        count, grain = count * 12, "month"
    if count < 1:
        return None
    after = (
        add(start_of(clock.today, grain, clock.calendar), 1, grain) if including else start_of(clock.complete_before, grain, clock.calendar)
    )
    return span(*match.span(), add(after, -count, grain), after, Offset(count, grain))


def units_ago(match: re.Match[str], clock: Clock) -> Part | None:
    grain, count = grain_named(match["unit"]), count_of(match["n"])
    return unit(*match.span(), add(clock.today, -count, grain), grain, clock.calendar) if count else None


def to_date(match: re.Match[str], clock: Clock) -> Part | None:
    """本月至今, 今年以来: from the unit's first day to the last complete one."""
    grain = grain_named(match["unit"])
    return until_complete(match.start(), match.end(), grain, clock)


def until_complete(start: int, end: int, grain: Grain, clock: Clock) -> Part | None:
    first = start_of(clock.today, grain, clock.calendar)
    after = clock.complete_before if clock.complete_before > first else clock.today + timedelta(days=1)
    return span(start, end, first, after, Offset(1, grain))


def start_to_date(match: re.Match[str], clock: Clock) -> Part | None:
    return until_complete(
        match.start(), match.end(), grain_named({"年": "年", "季": "季度", "季度": "季度", "月": "月", "周": "周"}[match["unit"]]), clock
    )


def full_date(match: re.Match[str], clock: Clock) -> Part | None:
    day = real_day(year_of(match["y"]), count_of(match["m"]), count_of(match["d"]))
    return unit(*match.span(), day, "day") if day else None


def month_day(match: re.Match[str], clock: Clock) -> Part | None:
    month, day = count_of(match["m"]), count_of(match["d"])
    return days_of_year(*match.span(), (month, day), (month, day)) if real_day(2024, month, day) else None


def month_days(match: re.Match[str], clock: Clock) -> Part | None:
    month, first, last = count_of(match["m"]), count_of(match["a"]), count_of(match["b"])
    return days_of_year(*match.span(), (month, first), (month, last)) if real_day(2024, month, last) and 0 < first <= last else None


def day_of_month(match: re.Match[str], clock: Clock) -> Part | None:
    first = count_of(match["a"])
    last = count_of(match["b"]) if match["b"] else first
    return days_of_month(*match.span(), first, last) if 0 < first <= last <= 31 else None


def part_of_month(match: re.Match[str], clock: Clock) -> Part | None:
    first, last = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, None), "上中旬": (1, 20), "中下旬": (11, None)}[match["part"]]
    return days_of_month(*match.span(), first, last)


def years(match: re.Match[str], clock: Clock) -> Part | None:
    return span(*match.span(), date(year_of(match["a"]), 1, 1), date(year_of(match["b"]) + 1, 1, 1))


def month(match: re.Match[str], clock: Clock) -> Part | None:
    return month_of_year(*match.span(), count_of(match["m"]))


def months(match: re.Match[str], clock: Clock) -> Part | None:
    """3到5月; 11到2月 runs into the next year."""
    first, last = (month_of_year(*match.span(), count_of(match[name])) for name in "ab")
    return ranged(first, last, *match.span(), clock.today) if match["a"] != match["b"] else None


def quarter(match: re.Match[str], clock: Clock) -> Part | None:
    return months_of_year(*match.span(), count_of(match["q"]) * 3 - 2, 3)


def quarters(match: re.Match[str], clock: Clock) -> Part | None:
    first, last = count_of(match["a"]), count_of(match["b"])
    return months_of_year(*match.span(), first * 3 - 2, (last - first + 1) * 3) if first < last else None


def first_quarters(match: re.Match[str], clock: Clock) -> Part | None:
    count = count_of(match["n"])
    return months_of_year(*match.span(), 1, count * 3) if 1 < count <= 4 else None


def first_months(match: re.Match[str], clock: Clock) -> Part | None:
    count = count_of(match["n"])
    return months_of_year(*match.span(), 1, count, needs_holder=True) if 0 < count <= 12 else None


def half(match: re.Match[str], clock: Clock) -> Part | None:
    return months_of_year(*match.span(), 1 if match["h"] in "上1" else 7, 6)


def weekday_of_week(match: re.Match[str], clock: Clock) -> Part | None:
    back = 0 if match["which"][0] in "本这" else match["which"].count("上")
    day = day_of_week(clock.today - timedelta(weeks=back), WEEKDAYS.index(match["d"].replace("天", "日")), clock.calendar)
    return unit(*match.span(), day, "day")


def bare_weekday(match: re.Match[str], clock: Clock) -> Part | None:
    return weekday(*match.span(), WEEKDAYS.index(match["d"].replace("天", "日")), clock.calendar)


def weekend(match: re.Match[str], clock: Clock) -> Part | None:
    back = 0 if match["which"][0] in "本这" else match["which"].count("上")
    first = start_of(clock.today, "week") - timedelta(weeks=back) + timedelta(days=5)
    return span(*match.span(), first, first + timedelta(days=2), Offset(1, "week"))


def week_number(match: re.Match[str], clock: Clock) -> Part | None:
    return iso_week(match.start(), match.end(), count_of(match["n"]), clock.calendar)


def iso_week(start: int, end: int, number: int, calendar: Calendar) -> Part | None:
    def at(anchor: date) -> Period | None:
        """4 January is always in week 1."""
        return grain_of(date(anchor.year, 1, 4) + timedelta(weeks=number - 1), "week", calendar)

    return Part(start, end, at, Offset(1, "week"), "year") if 0 < number <= 53 else None


def latest_day(match: re.Match[str], clock: Clock) -> Part | None:
    return unit(*match.span(), clock.complete_before - timedelta(days=1), "day")


ATOMS: tuple[tuple[str, Build], ...] = (
    ((r"今年度|本年度|今年|本年|当年|这一年|去年度?|上一?年度?|大前年|前年|明年"), relative_year),
    ((rf"(?P<y>{YEAR})年(?:度|全年)?(?!前(?![\d一二两三四五六七八九十]))"), named_year),
    (
        (r"(?P<which>本|这个?|这一|当前?|上个?|上上+个?|上一个?|前一个?|下个?)(?P<unit>(?:周|星期|礼拜)(?!{DAY_OF_WEEK})|月|季度|季)份?"),
        relative_unit,
    ),
    ((r"(?P<which>去年|上年|前年|上个?月|上上个?月)的?(?P<unit>今天|今日|这一?天|同一天|本月|这个月|本季度?|这个季度)"), this_then),
    ((r"今天|今日|昨天|昨日|大前天|前天|前日|明天|明日"), relative_day),
    (
        (
            rf"(?:最近的?|过去的?|近|前(?=[^个]+[天周])|(?<!上)上(?=[两二三四五六七八九十\d]))(?P<n>{N})(?P<unit>{UNIT})(?P<half>(?<=年)半)?(?:内|里|以来)?(?P<incl>[(（]?(?:包括|包含|含)(?:今天|今日|当天|本周|本月|本季度|今年)(?:在内)?[)）]?)?"
        ),
        last_units,
    ),
    ((r"(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})(?P<unit>天|周|个星期|个礼拜|个月|个季度|年)(?:之前|以前|前)"), units_ago),
    (
        (
            r"(?:从|自)?(?:本|这个?|今)(?P<unit>年|季度|月|周)(?:初|开始)?(?:至今|以来|到现在|到目前为止|到目前|截至目前|到今天|到昨天|截至今天|截至昨天)"
        ),
        to_date,
    ),
    ((rf"(?:从|自)?(?:今年|本季度?|本月|这个月|本周)?(?P<unit>年|季度?|月|周)初{TO_NOW}"), start_to_date),
    ((rf"(?P<y>{YEAR})年(?P<m>{MONTH})月(?P<d>{DAY})[日号]?"), full_date),
    ((rf"(?<!\d)(?P<m>{MONTH})月份?(?P<d>{DAY})[日号]"), month_day),
    ((rf"(?<!\d)(?P<m>{MONTH})月(?P<d>{DAY_DIGITS})(?![\d.日号个家名位款万亿千百%]|{TO}\d+[日号])"), month_day),
    ((rf"(?<!\d)(?P<m>{MONTH})月(?P<a>{DAY})[日号]?{TO}(?P<b>{DAY})[日号]"), month_days),
    ((rf"(?P<a>(?<!\d){DAY})[日号]?(?:{TO}(?P<b>{DAY}))?[日号](?!\d)"), day_of_month),
    ((r"(?P<part>上中旬|中下旬|上旬|中旬|下旬)"), part_of_month),
    ((rf"(?<![\d.第])(?P<m>{MONTH})月份?"), month),
    ((rf"(?<!\d)(?P<a>{MONTH})月?份?{TO}(?P<b>{MONTH})月份?(?!\d)"), months),
    ((r"第?(?P<q>[一二三四1-4])(?:个?季度|季)"), quarter),
    ((r"(?<![a-z])q(?P<q>[1-4])(?:季度)?(?![\da-z])"), quarter),
    ((rf"第?(?P<a>[一二三1-3]){TO}(?P<b>[二三四2-4])(?:个?季度)"), quarters),
    ((r"前(?P<n>[两二三2-3])个?季度"), first_quarters),
    ((rf"前(?P<n>{N})个月"), first_months),
    ((r"(?P<h>[上下])半年"), half),
    ((r"(?<![a-z])h(?P<h>[12])(?![\da-z])"), half),
    ((rf"(?P<a>{YEAR})年?{TO}(?P<b>{YEAR})年"), years),
    ((r"(?P<which>本|这个?|上个?|上上+个?)(?:周|星期|礼拜)(?P<d>[一二三四五六日天])"), weekday_of_week),
    ((r"(?:周|星期|礼拜)(?P<d>[一二三四五六日天])"), bare_weekday),
    ((r"(?P<which>本|这个?|上个?|上上+个?)(?:周末|星期末)"), weekend),
    ((r"第(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})周"), week_number),
    ((r"最新一[天日]|最近一[天日]|最后一[天日]|最新日期"), latest_day),
)

HOLDS = re.compile(r"的?,?")
RANGE = re.compile(r"(?:开始|起)?,?(?:一直|直)?(?:到|至|~|——|—|–|-)")
AND = re.compile(r"(?:和|与|到|至)")
RANGE_END = re.compile(r"(?:之间|期间|这段时间|为止|止|结束)")
FROM = re.compile(r"(?:从|自|介于)$")
SINCE = re.compile(r"(?:以来|至今|到现在|到目前为止|到目前|到今天为止|开始|之后|以后)|(?<=[日号月年])起")
UNTIL = re.compile(r"(?:截至|截止到?|直到)$")
BEFORE = re.compile(r"(?:之前|以前)")
WEEK_AROUND = re.compile(r"(?:那一?周|所在的?一?周|当周)")
UNITS_BEFORE = re.compile(rf"前(?P<n>{N})(?P<unit>{UNIT})")


@cache
def compiled() -> tuple[tuple[re.Pattern[str], Build], ...]:
    """Compiled when the first question in this script comes: a cold answer pays for one language only."""
    return tuple((re.compile(text), build) for text, build in ATOMS)


def atoms(text: str, clock: Clock) -> Iterator[Part]:
    """Every stretch that a pattern reads; they may overlap."""
    for regex, build in compiled():
        for match in regex.finditer(text):
            part = build(match, clock)
            if part is not None:
                yield part


def units_before(match: re.Match[str], first: date) -> Period | None:
    """双11前两周: the whole days before a part's first."""
    count = count_of(match["n"])
    return Period(add(first, -count, grain_named(match["unit"])), first) if count else None

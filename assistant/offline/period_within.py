"""Pieces of a longer stretch beside its name: 上季度第一个月, 10月下半月, 去年底, the last two months of 2025.

A piece is read only where the longer stretch is whole units of a known length: first weeks of a month have no one meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from assistant.offline import period_en, period_zh
from assistant.offline.calendar_parts import Part, Place
from catalog.metric import Grain, Offset
from catalog.period import Period, add, start_of, whole

SIZES: dict[Grain, int] = {"day": 0, "month": 1, "quarter": 2, "year": 3}
FIRST_OR_LAST_ZH = re.compile(
    rf"的?(?:(?P<first>第一|首|前(?={period_zh.N}))|最后|末(?={period_zh.N}))(?P<n>{period_zh.N})?个?(?P<unit>天|日|月|季度)"
)
EDGE_ZH = re.compile(r"的?(?P<unit>年|季度?|月)?(?P<edge>底|末|初)")
HALF_ZH = re.compile(r"的?(?P<half>上|下|前|后)半个?月")
WHOLE_ZH = re.compile(r"(?:一?整|全)(?P<unit>年|个?月|个?季度|周)")
OF = r" of (?:the )?$"
FIRST_OR_LAST_EN = re.compile(
    rf"(?<![a-z\d])(?:the )?(?:(?P<first>first|opening)|last|final|closing)(?: (?P<n>{period_en.N}))? (?P<unit>day|month|quarter)s?{OF}"
)
HALF_EN = re.compile(rf"(?<![a-z\d])(?:the )?(?:(?P<first>first|1st)|second|2nd) half{OF}")
AS_NAMED: dict[str, Grain] = {
    "年": "year",
    "季": "quarter",
    "季度": "quarter",
    "月": "month",
    "个月": "month",
    "个季度": "quarter",
    "周": "week",
}


def pieces(parts: list[Part], text: str) -> Iterator[Part]:
    """Every piece of every part."""
    for part in parts:
        if part.needs_holder:
            continue
        yield from firsts_and_lasts(part, text)
        yield from edges(part, text)
        yield from halves(part, text)
        if (match := WHOLE_ZH.match(text, part.end)) and part.step == Offset(1, AS_NAMED[match["unit"]]):
            yield replace(part, end=match.end())
        if part.step == Offset(1, "day") and text.startswith(("当天", "当日"), part.end):
            yield replace(part, end=part.end + 2)


def grain_size(part: Part) -> int:
    """How long the unit is that the part is one or more of; 0 for days, weeks and holidays."""
    return SIZES.get(part.step.grain, 0) if part.holiday is None else 0


def piece(part: Part, start: int, end: int, cut: Place, step: Offset, grain: Grain | None = None) -> Part:
    return replace(part, start=start, end=end, at=cut, step=step, grain=grain)


def firsts_and_lasts(part: Part, text: str) -> Iterator[Part]:
    zh, en = FIRST_OR_LAST_ZH.match(text, part.end), FIRST_OR_LAST_EN.search(text, 0, part.start)
    for match in (zh, en):
        if match is None:
            continue
        grain: Grain = period_zh.grain_named(match["unit"]) if match is zh else period_en.grain_named(match["unit"])
        count = 1 if match["n"] is None else period_zh.count_of(match["n"]) if match is zh else period_en.count_of(match["n"])
        is_day_before = count == 1 and match["first"] == "前"
        if count < 1 or is_day_before or SIZES[grain] >= grain_size(part):
            continue
        start, end = (part.start, match.end()) if match is zh else (match.start(), part.end)
        is_first = match["first"] is not None
        yield piece(part, start, end, end_of(part, count, grain, is_first), Offset(count, grain), "month" if grain == "month" else None)


def end_of(part: Part, count: int, grain: Grain, is_first: bool) -> Place:
    def at(anchor: date) -> Period | None:
        outer = part.at(anchor)
        if outer is None or not whole(outer, grain):
            return None
        found = Period(outer.start, add(outer.start, count, grain)) if is_first else Period(add(outer.end, -count, grain), outer.end)
        return found if outer.start <= found.start and found.end <= outer.end and found.days < outer.days else None

    return at


def edges(part: Part, text: str) -> Iterator[Part]:
    """上季度末, 去年年初, 3月底: the last or the first day."""
    match = EDGE_ZH.match(text, part.end)
    if match is None or part.step.count != 1 or grain_size(part) < 1:
        return
    if match["unit"] is not None and AS_NAMED[match["unit"]] != part.step.grain:
        return
    yield piece(part, part.start, match.end(), end_of(part, 1, "day", match["edge"] == "初"), Offset(1, "day"))


def bare_edges(text: str) -> Iterator[Part]:
    """月底, 季初, 年末: of the unit that holds today, or the latest such day that is not in the future."""
    for match in re.finditer(r"(?<![\d一二三四五六七八九十个本上这当该每各前后])(?P<unit>年|季度?|月)(?P<edge>底|末|初)", text):
        grain = AS_NAMED[match["unit"]]
        yield Part(*match.span(), edge_of(grain, match["edge"] == "初"), Offset(1, "day"), grain)


def edge_of(grain: Grain, is_first: bool) -> Place:
    def at(anchor: date) -> Period:
        first = start_of(anchor, grain)
        day = first if is_first else add(first, 1, grain) - timedelta(days=1)
        return Period(day, day + timedelta(days=1))

    return at


def halves(part: Part, text: str) -> Iterator[Part]:
    """10月下半月, the first half of October: to the 15th, and from the 16th."""
    zh, en = HALF_ZH.match(text, part.end), HALF_EN.search(text, 0, part.start)
    if part.step == Offset(1, "month") and zh:
        yield piece(part, part.start, zh.end(), half_of(part, zh["half"] in "上前"), Offset(1, "month"))
    if part.step == Offset(1, "month") and en:
        yield piece(part, en.start(), part.end, half_of(part, en["first"] is not None), Offset(1, "month"))


def half_of(part: Part, is_first: bool) -> Place:
    def at(anchor: date) -> Period | None:
        month = part.at(anchor)
        if month is None or not whole(month, "month"):
            return None
        middle = month.start + timedelta(days=15)
        return Period(month.start, middle) if is_first else Period(middle, month.end)

    return at

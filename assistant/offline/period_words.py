"""The periods that a question names, in Chinese and English, with their dates: every reading of every stretch, overlapping ones included.

Last N days end on the last complete day; weeks, months and quarters are complete calendar units.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from assistant.offline import period_en, period_fiscal, period_zh
from assistant.offline.calendar_parts import Clock, Part, Place, fixed, held, joined, may_hold, natural_step, placed, ranged
from assistant.offline.festivals import festivals_in
from assistant.offline.period_around import told_by_others
from assistant.offline.period_within import bare_edges, pieces
from catalog.holidays import Holiday
from catalog.metric import Grain, Offset
from catalog.period import Period, marked
from retrieval.text import CJK, CJK_CHARACTER, Cleaned, fold

SPACES = re.compile(rf"(?<=[{CJK}])\s+|\s+(?=[{CJK}])|(?<=\s)\s+")  # beside CJK characters, and more than one
# Traditional characters of closed-class words, and the curly apostrophe
PLAIN = str.maketrans(
    "個過這週從兩雙節國慶號來為開當後間內禮歷幾總數與較額達單點條項種類間區兩還後對變長漲減會麼嗎沒無於與並給請問領導誰樣層環兒",
    "个过这周从两双节国庆号来为开当后间内礼历几总数与较额达单点条项种类间区两还后对变长涨减会么吗没无于与并给请问领导谁样层环儿",
)
PLAIN[ord("’")] = ord("'")
LETTER_OR_DIGIT = re.compile(r"[a-z0-9]")
HOLDS = (period_zh.HOLDS, period_en.HOLDS)
LINKS = (period_zh.RANGE, period_en.RANGE)


@dataclass(frozen=True, slots=True)
class When:
    """Characters start..end of the text name this period; the one before it lies `step` earlier, a movable `holiday`'s in its year.

    One said without its year (month, week) is `missing` that, and lies `at` another place in another year.
    """

    start: int
    end: int
    period: Period
    step: Offset
    holiday: Holiday | None = None
    missing: Grain | None = None
    at: Place | None = field(default=None, compare=False)


def periods_in(text: str, clock: Clock) -> list[When]:
    """Every period that a stretch of the text may name, marked where it is unfinished."""
    folded = fold(text)
    squeezed, origin = without_inner_spaces(folded)
    parts = [*festivals_in(squeezed, clock.today), *bare_edges(squeezed), *period_fiscal.atoms(squeezed, clock)]
    if CJK_CHARACTER.search(squeezed):
        parts += period_zh.atoms(squeezed, clock)
    if LETTER_OR_DIGIT.search(squeezed):
        parts += period_en.atoms(squeezed, clock)
    if not parts:
        return []
    parts = with_holders(parts, squeezed)
    parts += list(pieces(parts, squeezed))
    parts += list(told_by_others(parts, squeezed, clock))
    parts += ranges(parts, squeezed, clock.today)
    parts += list(open_ended(parts, squeezed, clock))
    found: dict[tuple[int, int, Period], When] = {}
    for part in parts:
        period = placed(part, clock.today)
        if period is not None:
            start, end = folded.original(origin[part.start], origin[part.end - 1] + 1)
            found.setdefault(
                (start, end, period),
                When(start, end, marked(period, clock.complete_before), part.step, part.holiday, part.missing, part.at),
            )
    return list(found.values())


def period_named(word: str, clock: Clock) -> When | None:
    """A period word of the catalog: last_complete_month, last_30_days, year_to_date."""
    text = word.replace("_", " ")
    return next((when for when in periods_in(text, clock) if (when.start, when.end) == (0, len(text))), None)


def without_inner_spaces(folded: Cleaned) -> tuple[str, list[int]]:
    """The text in simplified characters, without the spaces beside CJK ones, and where each character came from."""
    gone = {position for match in SPACES.finditer(folded.text) for position in range(*match.span())}
    origin = [position for position in range(len(folded.text)) if position not in gone]
    return "".join(folded.text[position] for position in origin).translate(PLAIN), origin


def with_holders(parts: list[Part], text: str) -> list[Part]:
    """Also 去年 + 三季度, March + 2025, 3rd + of March + 2025."""
    fresh, everything = parts, list(parts)
    for _ in range(2):
        made = [
            part
            for link in HOLDS
            for part in joined(everything, text, link, together)
            if (part.start, part.end, part.missing) not in {(old.start, old.end, old.missing) for old in everything}
        ]
        fresh = list({(part.start, part.end, part.step, part.missing): part for part in made}.values())
        everything += fresh
    return everything


def together(left: Part, right: Part) -> Part | None:
    if may_hold(left, right):
        return held(left, right, left.start, right.end)
    if may_hold(right, left):
        return held(right, left, left.start, right.end)
    return None


def ranges(parts: list[Part], text: str, today: date) -> list[Part]:
    found = []
    for link in LINKS:
        found += joined(parts, text, link, lambda left, right: ranged(left, right, left.start, right.end, today))
    for part in joined(parts, text, period_zh.AND, lambda left, right: ranged(left, right, left.start, right.end, today)):
        if period_zh.RANGE_END.match(text, part.end):
            found.append(part)
    for part in joined(parts, text, period_en.AND, lambda left, right: ranged(left, right, left.start, right.end, today)):
        if period_en.BETWEEN.search(text, 0, part.start):
            found.append(part)
    return [embraced(part, text) for part in found]


def embraced(part: Part, text: str) -> Part:
    """With the words that open and close a range: 从…到…之间, between … and …."""
    before = (
        period_zh.FROM.search(text, 0, part.start)
        or period_en.FROM.search(text, 0, part.start)
        or period_en.BETWEEN.search(text, 0, part.start)
    )
    after = period_zh.RANGE_END.match(text, part.end)
    return replace(part, start=before.start() if before else part.start, end=after.end() if after else part.end)


def open_ended(parts: list[Part], text: str, clock: Clock) -> Iterator[Part]:
    """From a part to now, or from the first day of the data to a part: since March, 截至上月底, before 2025."""
    for part in parts:
        since_en, from_en = period_en.SINCE.search(text, 0, part.start), period_en.FROM.search(text, 0, part.start)
        since_zh, onwards = period_zh.SINCE.match(text, part.end), period_en.ONWARDS.match(text, part.end)
        if onwards and onwards[0].strip() == "on" and from_en is None:
            onwards = None
        until = period_zh.UNTIL.search(text, 0, part.start) or period_en.UNTIL.search(text, 0, part.start)
        before_en, before_zh = period_en.BEFORE.search(text, 0, part.start), period_zh.BEFORE.match(text, part.end)
        if not (since_en or since_zh or onwards or until or before_en or before_zh):
            continue
        period = placed(part, clock.today)
        if period is None:
            continue
        if since_en or since_zh or onwards:
            opening = since_en or (from_en if onwards else period_zh.FROM.search(text, 0, part.start))
            closing = since_zh or onwards
            is_after = (since_en is not None and "after" in since_en[0] and "or after" not in since_en[0]) or (
                since_zh is not None and since_zh[0] in ("之后", "以后")
            )
            yield from between(opening, part, closing, period.end if is_after else period.start, clock.complete_before)
        if until:
            yield from between(until, part, period_zh.RANGE_END.match(text, part.end), clock.first_day, period.end)
        if before_en or before_zh:
            yield from between(before_en, part, before_zh, clock.first_day, period.start)


def between(opening: re.Match[str] | None, part: Part, closing: re.Match[str] | None, first: date, after: date) -> Iterator[Part]:
    if first < after:
        period = Period(first, after)
        yield Part(opening.start() if opening else part.start, closing.end() if closing else part.end, fixed(period), natural_step(period))

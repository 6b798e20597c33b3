"""Several periods of one question: lists, days taken out, a part said once for every year. What leaves no clear stretch is declined."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from assistant.offline.calendar_parts import Clock, natural_step
from assistant.offline.parse import Parse, Stop
from assistant.offline.period_words import When, periods_in
from assistant.plan import Decline
from catalog.holidays import break_of
from catalog.metric import Offset
from catalog.period import Period, add, marked, whole

Placed = list[tuple[int, When]]
MARKS = ",，、;；/&"
YEAR = Offset(1, "year")


def without_denied(parse: Parse, placed: Placed) -> Placed:
    """本月不含今天, this year excluding October: what is left of the periods; days outside them (不是9月，是10月) take nothing away."""
    denied = [index for index, _ in placed if len(placed) > 1 and parse.has(parse.left(index, "link.of"), "negate.open", "negate.no")]
    for index in denied:
        parse.take(parse.left(index, "link.of"))
        if parse.has(after := parse.right(index, "link.of"), "negate.close"):
            parse.take(after)
    kept = [(index, when) for index, when in placed if index not in denied]
    for place in denied:
        out = next(when for index, when in placed if index == place)
        apart = [when for _, when in kept if out.period.end <= when.period.start or when.period.end <= out.period.start]
        is_beside = all(when.period.end == out.period.start for when in apart)  # 近7天不含今天
        if len(apart) == len(kept) and not is_beside and not parse.has(parse.left(place, "link.of"), "negate.wrong"):
            raise Stop(Decline("days_left_out"))
        kept = [(index, left_of(when, out, parse)) for index, when in kept]
    return kept


def left_of(when: When, out: When, parse: Parse) -> When:
    """The period without those days, where that is one stretch."""
    period, gone = when.period, out.period
    if gone.end <= period.start or period.end <= gone.start:
        return when
    if gone.start > period.start and gone.end >= min(period.end, parse.sight.complete_before):
        rest = Period(period.start, gone.start)
    elif gone.start <= period.start and gone.end < period.end:
        rest = Period(gone.end, period.end)
    else:
        raise Stop(Decline("days_left_out"))
    return replace(when, period=marked(rest, parse.sight.complete_before), step=natural_step(rest), holiday=None)


def is_listed(parse: Parse, left: int, right: int) -> bool:
    """Whether only words or marks of a list stand between two periods: 8月、9月和10月."""
    gap = parse.text[parse.tokens[left].end : parse.tokens[right].start]
    if right == left + 1:
        return any(mark in gap for mark in MARKS)
    is_link = all(parse.has(place, "link.and", "link.or", "link.of") for place in range(left + 1, right))
    return is_link and any(parse.has(place, "link.and", "link.or") for place in range(left + 1, right))


def shared(parse: Parse, placed: Placed) -> Placed:
    """今年和去年三季度, Q3 this year and last year: the part is meant of every year. The like with months has no one meaning."""
    placed = lent(parse, placed)
    if len(placed) < 2:
        return placed
    others, (place, named) = (placed[:-1], placed[-1]) if parse.language == "zh" else (placed[1:], placed[0])
    unit = others[0][1].step
    if (
        unit.count != 1
        or unit.grain not in ("year", "month")
        or any(when.step != unit or not whole(when.period, unit.grain) for _, when in others)
    ):
        return placed
    if whole(named.period, unit.grain) or not names_unit(parse, place, named, unit):
        return placed
    if any(covers(when.period, named.period) for _, when in others):
        return placed
    if unit.grain == "month" or named.step.grain == "week":
        if unit.grain == "month" and parse.language != "zh":
            return placed
        raise Stop(Decline("two_periods"))
    return [(index, named if index == place else in_year(when.period.start.year, named, parse)) for index, when in placed]


def lent(parse: Parse, placed: Placed) -> Placed:
    """去年3月和4月, 10月1日和2日, March and April 2025: the year (month, week) that one says is also that of the other."""
    found = list(placed)
    backwards = parse.language == "en" and len(found) > 1 and found[-1][1].missing is None
    order = range(len(found) - 2, -1, -1) if backwards else range(1, len(found))
    for place in order:
        index, when = found[place]
        lender = found[place + 1 if backwards else place - 1][1]
        if when.at is None or when.missing is None or lender.missing == when.missing or lender.step.grain != when.step.grain:
            continue
        moved = when.at(lender.period.start)
        if (
            moved is None
            or moved.start == when.period.start
            or (lender.period.start.month, lender.period.start.day) == (moved.start.month, moved.start.day)
        ):
            continue  # March and March 2025
        if (moved.start < lender.period.start) != backwards:
            raise Stop(Decline("two_periods"))  # 去年11月和1月
        found[place] = (index, replace(when, period=marked(moved, parse.sight.complete_before), missing=lender.missing))
    return found


def covers(outer: Period, inner: Period) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def names_unit(parse: Parse, place: int, named: When, unit: Offset) -> bool:
    """Whether the shorter period says its own year (month): 去年三季度."""
    sight, token = parse.sight, parse.tokens[place]
    clock = Clock(sight.today, sight.complete_before, sight.first_day, parse.calendar)
    return any(when.step == unit and covers(when.period, named.period) for when in periods_in(token.text, clock))


def in_year(year: int, named: When, parse: Parse) -> When:
    back = named.period.start.year - year
    moved: Period | None = Period(*(add(day, -back, "year") for day in (named.period.start, named.period.end)))
    if named.holiday is not None:
        moved = break_of(named.holiday, year)
    if moved is None:
        raise Stop(Decline("two_periods"))
    return replace(named, period=marked(moved, parse.sight.complete_before))


def refuse_rolling(parse: Parse, placed: Placed) -> None:
    """每天的近7天, 每月的本月至今: a sum that starts anew for every row, not the rows of one period."""
    for index, when in placed:
        grain, is_owned = parse.at(parse.left(index, "link.of")), parse.tokens[index - 1].text == "的"
        if grain is None or not grain.grain or not is_owned or when.period.end != parse.sight.complete_before:
            continue
        is_of_itself = when.step == Offset(1, grain.grain) and not whole(when.period, grain.grain, parse.calendar)
        if when.step.count > 1 or is_of_itself:
            raise Stop(Decline("rolling_by_grain", (("words", parse.text[grain.start : parse.tokens[index].end]),)))


def joined(parse: Parse, placed: Placed) -> bool:
    """Whether the periods are one list."""
    return all(is_listed(parse, left, right) for (left, _), (right, _) in pairwise(placed))

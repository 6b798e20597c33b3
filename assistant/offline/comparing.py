"""Periods of the question and what they are compared with: 同比, vs last quarter, Q1 和 Q2 对比, 增长了多少."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from assistant.offline.calendar_parts import natural_step
from assistant.offline.numbers import Number
from assistant.offline.parse import Condition, Parse, Stop
from assistant.offline.period_words import When
from assistant.offline.reach import ends_with_last
from assistant.offline.side_by_side import is_listed, joined, refuse_rolling, shared, without_denied
from assistant.offline.vocabulary import Word
from assistant.plan import Clarify, Decline
from catalog.calendar import Calendar
from catalog.errors import Unanswerable
from catalog.holidays import aligned, break_of
from catalog.metric import Grain, Offset
from catalog.period import FISCAL, Period, add, grain_of, marked

BASES: dict[str, Offset] = {
    "yoy": Offset(1, "year"),
    "two_years": Offset(2, "year"),
    "mom": Offset(1, "month"),
    "wow": Offset(1, "week"),
    "qoq": Offset(1, "quarter"),
    "dod": Offset(1, "day"),
}
EARLIER: dict[str, Grain] = {"earlier_days": "day", "earlier_weeks": "week", "earlier_months": "month", "earlier_years": "year"}
YEARS = tuple(Offset(count, "year") for count in range(2, 6))
ZERO = (Number(Decimal(0)),)
CHANGES = ("compare.growth", "compare.rose", "compare.fall", "compare.fell", "compare.change")
DIFFERENCES = ("compare.difference", "compare.more", "compare.less")


def read_times(parse: Parse) -> None:
    """Takes every period and every comparison word."""
    places = [index for index, token in enumerate(parse.tokens) if token.when and index not in parse.taken]
    parse.take(*places)
    placed = [(index, whole_month(parse, index, when)) for index in places if (when := parse.tokens[index].when)]
    whens = without_denied(parse, placed)
    refuse_rolling(parse, whens)
    for index in parse.places(*CHANGES):
        parse.growth = True
        parse.falling = parse.falling or parse.has(index, "compare.fall", "compare.fell")
    read_against(parse, whens)
    read_bases(parse)
    read_versus(parse)


def whole_month(parse: Parse, index: int, when: When) -> When:
    """上月末: of a level the month's value is that of its last day, and monthly facts have no days."""
    if not parse.tokens[index].text.endswith(("末", "底")) or not parse.metrics:
        return when
    if all(ends_with_last(parse.sight.catalog, metric) for metric in parse.metrics.values()):
        month = grain_of(when.period.start, "month")
        return replace(when, period=marked(month, parse.sight.complete_before), step=Offset(1, "month"))
    return when


def read_against(parse: Parse, whens: list[tuple[int, When]]) -> None:
    """Two periods with a comparing word are base and reference; without one, several periods."""
    versus = list(parse.places("compare.versus"))
    compares = bool(versus) or parse.any("compare") or parse.growth
    if len(whens) == 2 and compares and not (names_base(parse) and is_listed(parse, whens[0][0], whens[1][0])):
        (_, first), (_, second) = shared(parse, whens)
        base, other = (first, second) if first.period.start >= second.period.start else (second, first)
        parse.whens = [base]
        parse.comparison = between(base, other, parse.calendar)
        refuse_shorter(parse, base, other)
        parse.take(*versus)
    elif len(whens) == 1 and versus and not parse.metrics and parse.carried is not None and len(parse.carried.periods) == 1:
        old = parse.carried.periods[0]
        other = whens[0][1]
        is_around = other.period.start <= old.start and old.end <= other.period.end and old.days < other.period.days
        parse.comparison = other.step if is_around else between(When(0, 0, old, natural_step(old)), other, parse.calendar)
        parse.take(*versus)
    elif len(whens) == 1 and versus and stands_after(versus[-1], whens[0][0], parse) and not compares_groups(parse):
        parse.whens = [implied_base(parse, whens[0][1])]
        parse.comparison = between(parse.whens[0], whens[0][1], parse.calendar)
        parse.take(*versus)
    else:
        parse.whens = several(parse, whens)


def names_base(parse: Parse) -> bool:
    """Whether a word says what everything is compared with: 7月和8月比去年同期."""
    return any(word.role == "compare" and word.code in BASES for token in parse.tokens for word in token.words)


def refuse_shorter(parse: Parse, base: When, other: When) -> None:
    """今年较年初: a level may be set against that of one day; a sum of a year against a day's says nothing."""
    is_level = bool(parse.metrics) and all(ends_with_last(parse.sight.catalog, metric) for metric in parse.metrics.values())
    asked = (base.period.effective_end - base.period.start).days
    if isinstance(parse.comparison, Period) and asked >= 2 * other.period.days and not is_level:
        raise Stop(Decline("periods_differ"))


def several(parse: Parse, whens: list[tuple[int, When]]) -> list[When]:
    """Periods that are joined stand side by side; two that are not say two things of one number, or belong to two steps."""
    if len(whens) > 1 and not joined(parse, whens):
        if len(whens) == 2 and parse.selections and split_by_rank(parse, whens):
            return []
        raise Stop(Decline("two_periods"))
    found = [when for _, when in shared(parse, whens)]
    if len(found) > 1 and parse.grain and all(left.period.end == right.period.start for left, right in pairwise(found)):
        whole = Period(found[0].period.start, found[-1].period.end)
        return [When(found[0].start, found[-1].end, marked(whole, parse.sight.complete_before), natural_step(whole))]
    return found


def split_by_rank(parse: Parse, whens: list[tuple[int, When]]) -> bool:
    """去年销售额前五的门店今年的销售额: one period chooses the members, the other is asked of them."""
    rank = parse.selections[0].index
    (first, early), (second, late) = whens
    if not first < rank < second:
        return False
    parse.choosing, asked = ([early], late) if parse.language == "zh" else ([late], early)
    parse.asked = [asked]
    return True


def stands_after(versus: int, when: int, parse: Parse) -> bool:
    """Whether the period is what the comparing word points at: 比上个月, vs last quarter."""
    return parse.right(versus, "link.of", "link.and") == when or (parse.left(versus, "link.of") == when and parse.has(when - 1, "link.and"))


def compares_groups(parse: Parse) -> bool:
    return any(len(part.values) > 1 for part in parse.member_filters)


def implied_base(parse: Parse, other: When) -> When:
    """比上个月: the period after the one named, when that is where today lies."""
    today = parse.sight.today
    start, end = (add(day, other.step.count, other.step.grain, parse.calendar) for day in (other.period.start, other.period.end))
    if not start <= today < end:
        raise Stop(Clarify("comparison_needs_period"))
    base = When(other.start, other.start, marked(Period(start, end), parse.sight.complete_before), other.step)
    parse.note("implied_period", start=str(start), end=str(end))
    return base


def between(base: When, other: When, calendar: Calendar) -> Offset | Period:
    """An offset where the reference lies a whole step away, so that an unfinished base meets the same days; else the period itself."""
    if base.period == other.period and base.step == Offset(1, "day"):
        raise Stop(Decline("two_periods"))  # yesterday was that Friday
    if base.period == other.period:
        return simplest(base.step)  # the last 7 days against the previous 7 days
    for offset in (base.step, Offset(1, "year"), *(Offset(count, base.step.grain) for count in range(1, 13)), *YEARS):
        moved = Period(*(add(day, -offset.count, offset.grain, calendar) for day in (base.period.start, base.period.end)))
        if moved.start != other.period.start:
            continue
        is_so_far = offset in (base.step, Offset(1, "year"), *YEARS) and moved.end <= other.period.end
        if moved.end == other.period.end or is_so_far:
            return simplest(offset)
    is_finer = base.period.days < other.period.days
    if (
        is_finer
        and other.step == Offset(1, "year")
        and other.holiday is None
        and (back := base.period.start.year - other.period.start.year)
    ):
        return festival_before(base, back) if base.holiday else Offset(back, "year")
    if is_finer:
        raise Stop(Decline("periods_differ"))
    return Period(other.period.start, other.period.end)


def simplest(offset: Offset) -> Offset:
    if offset.grain == "month" and offset.count % 12 == 0:
        return Offset(offset.count // 12, "year")
    return Offset(offset.count // 4, "year") if offset.grain == "quarter" and offset.count % 4 == 0 else offset


def so_much_earlier(word: Word) -> Offset | None:
    """'Seven days earlier', 较3个月前."""
    grain = EARLIER.get(word.code)
    if grain is None or not word.numbers or word.numbers[0].value != int(word.numbers[0].value) or word.numbers[0].value < 1:
        return None
    return Offset(int(word.numbers[0].value), grain)


def read_bases(parse: Parse) -> None:
    """同比, 环比, YoY, MoM …: what the comparison is to."""
    found: list[Offset] = []
    lunar = list(parse.places("compare.lunar"))
    for index in list(parse.places("compare")):
        words = [word for word in parse.tokens[index].words if word.role == "compare"]
        if (earlier := next((offset for word in words if (offset := so_much_earlier(word)) is not None), None)) is not None:
            parse.take(index)
            found.append(earlier)
            continue
        code = next((word.code for word in words if word.code in BASES or word.code == "pop"), None)
        if code is None:
            continue
        parse.take(index)
        found.append(previous(parse) if code == "pop" else in_fiscal(parse, BASES[code]))
    if lunar:
        parse.take(*lunar)
        found = [offset for offset in found if offset.grain != "year"]  # 同比 says the same once more
    if len({*found}) + bool(lunar) > 1:
        raise Stop(Decline("two_comparisons"))
    if lunar and parse.comparison is None:
        parse.comparison = with_festival(parse)
        return
    if found and isinstance(parse.comparison, Offset) and parse.comparison != found[0]:
        raise Stop(Decline("two_comparisons"))
    if found and parse.comparison is None and (festival := one_festival(parse, found[0])) is not None:
        parse.comparison = festival
        return
    if found and parse.comparison is None:
        parse.comparison = found[0]
        if parse.grain is None and parse.whens and found[0].grain != "year" and longer(parse.whens[0], found[0], parse.calendar):
            parse.grains.append((found[0].grain, -1, "each"))


def one_festival(parse: Parse, offset: Offset) -> Period | None:
    """春节期间同比: the days of that holiday in the year before, wherever they lie."""
    if len(parse.whens) != 1 or parse.whens[0].holiday is None or offset.grain != "year":
        return None
    if parse.grain is not None:
        raise Stop(Decline("aligned_by_grain"))
    return festival_before(parse.whens[0], offset.count)


def festival_before(when: When, years: int) -> Period:
    year = when.period.start.year - years
    found = break_of(when.holiday, year) if when.holiday else None
    if found is None:
        raise Stop(Decline("no_festival_before", (("year", str(year)),)))
    return Period(found.start, found.end)


def longer(when: When, offset: Offset, calendar: Calendar) -> bool:
    """Whether the period holds several of the compared units: month over month from April to June is asked of each month."""
    return offset.count == 1 and add(when.period.start, 1, offset.grain, calendar) < when.period.end


def with_festival(parse: Parse) -> Period:
    """春节对齐同比: the days of last year that lie as far from its festival as the asked ones from theirs."""
    if len(parse.whens) != 1:
        raise Stop(Clarify("comparison_needs_period"))
    if parse.grain not in (None, "day"):
        raise Stop(Decline("aligned_by_grain"))
    try:
        found = aligned(parse.whens[0].period)
    except Unanswerable as error:
        raise Stop(Decline(error.code, tuple((name, str(value)) for name, value in error.facts.items()))) from error
    parse.note("aligned_to_festival", start=str(found.start), end=str(add(found.end, -1, "day")))
    return found


def in_fiscal(parse: Parse, offset: Offset) -> Offset:
    """同比 of a fiscal period is by fiscal years: by calendar dates a year of weeks would be compared with parts of others."""
    fiscal = any(when.step.grain in FISCAL for when in parse.whens) or parse.grain in FISCAL
    return Offset(offset.count, "fiscal_year") if fiscal and offset.grain == "year" else offset


def previous(parse: Parse) -> Offset:
    """The period just before: of the grain that rows are split by, or of the same length."""
    if parse.grain:
        return Offset(1, parse.grain)
    if parse.whens:
        return simplest(parse.whens[0].step)
    return Offset(1, "month")  # without a period it is asked back in the end


def read_versus(parse: Parse) -> None:
    """What is left of comparing words has its part where there is a comparison, or several things side by side."""
    several = compares_groups(parse) or len(set(parse.metrics.values())) > 1 or bool(parse.groups) or len(parse.whens) > 1
    if parse.comparison is not None or several:
        parse.take(*parse.places("compare.versus"))
    if parse.comparison is not None or compares_groups(parse) or len(parse.whens) > 1:
        read_differences(parse)
    if parse.comparison is not None:
        parse.take(*parse.places(*CHANGES))
        parse.growth = True


def read_differences(parse: Parse) -> None:
    """'Which sold more' and '比上个月高' say what the comparison shows; of rows that are chosen, 'higher than last month' is a bound."""
    for index in list(parse.places(*DIFFERENCES)):
        if (after := parse.at(index + 1)) and after.text == "的" and not parse.has(index, "compare.difference"):
            continue  # 毛利率高的门店 would choose rows
        parse.take(index)
        if parse.comparison is None or not parse.groups or parse.rankings:
            continue
        if parse.has(index, "compare.more", "compare.less"):
            metric = next((parse.metrics[place] for place in (parse.right(index), parse.left(index)) if place in parse.metrics), None)
            parse.growth = True
            parse.conditions.append(Condition(index, metric, "gt" if parse.has(index, "compare.more") else "lt", ZERO, "change"))


def settle_growth(parse: Parse) -> None:
    """Growth without a base: by the grain of the rows; of a year it can only be the year before; otherwise it is asked back."""
    if not parse.growth or parse.comparison is not None:
        return
    if parse.grain:
        parse.comparison = Offset(1, parse.grain)
        parse.note("previous_by_grain", grain=parse.grain)
    elif is_path(parse):
        parse.grains.append((parse.whens[0].step.grain, -1, "trend"))
        parse.growth = False
    elif len(parse.whens) == 1 and parse.is_framed("whether"):
        parse.comparison = simplest(parse.whens[0].step)
        parse.note("previous_by_grain", grain=parse.comparison.grain)
    elif len(parse.whens) == 1 and parse.whens[0].step in (Offset(1, "year"), Offset(12, "month")):
        parse.comparison = Offset(1, "year")
    elif len(parse.whens) == 1:
        parse.ask(Clarify("growth_base", (("at", growth_place(parse)),)))
        parse.comparison = parse.whens[0].step
    else:
        parse.comparison = Offset(1, "year")  # without a period it is asked back in the end
    parse.take(*parse.places(*CHANGES))


def is_path(parse: Parse) -> bool:
    """How have orders changed over the last 6 months: month by month."""
    if len(parse.whens) != 1 or parse.whens[0].step.count < 3 or parse.selections or parse.shows:
        return False
    only_changes = all(token.has("compare.change") for token in parse.tokens if token.has(*CHANGES))
    return only_changes and parse.is_framed("manner")


def growth_place(parse: Parse) -> str:
    token = next(token for token in parse.tokens if token.has(*CHANGES, "rank.fast"))
    return f"{token.start}:{token.end}"

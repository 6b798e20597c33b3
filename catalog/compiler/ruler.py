"""The ruler of a query: cuts days into the grains of the project's calendar and moves them, as SQL that says what catalog/period.py says.

Weeks, months and years by months are intervals. Fiscal years by weeks (4-4-5) begin with a week: a formula cuts them, and moving needs to
know about which days the query is, as the years have 52 or 53 weeks.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby

from sqlglot import exp

from catalog.calendar import ISO, Calendar, FiscalMonths, FiscalWeeks, declared_fiscal
from catalog.compiler import tree
from catalog.errors import Unanswerable
from catalog.metric import Grain, Offset, StartOf
from catalog.period import FISCAL, MONTHS, add, start_of

LONGER: dict[Grain, int] = {"ten_day": 11, "fiscal_month": 43, "fiscal_quarter": 99, "fiscal_year": 372}  # days that lead into the next
MOST_DAYS: dict[Grain, int] = {"day": 1, "week": 7, "month": 31, "quarter": 92, "half_year": 184, "year": 366, **LONGER}
Move = Offset | StartOf
QUARTER = 91  # days of a fiscal quarter by weeks, without a 53rd week
TURN = {"4-4-5": 2, "4-5-4": 1, "5-4-4": 0}  # the t for which (3 * week + t) // 13 counts the months of a year


@dataclass(frozen=True)
class Ruler:
    """A calendar, and the first and last day that the query can be about (None: any)."""

    calendar: Calendar = ISO
    known: tuple[date, date] | None = None

    def months(self, grain: Grain) -> int | None:
        """How many calendar months a grain always has."""
        if grain in FISCAL:
            return FISCAL[grain] if isinstance(declared_fiscal(self.calendar), FiscalMonths) else None
        return MONTHS.get(grain)

    def interval(self, grain: Grain, count: int = 1) -> exp.Interval | None:
        """`count` grains as an interval; None where their lengths differ by more than the calendar's months do."""
        if grain in ("day", "week"):
            return tree.interval(count * (7 if grain == "week" else 1), "DAY")
        months = self.months(grain)
        if months is None:
            return None if grain != "ten_day" or count % 3 else tree.interval(count // 3, "MONTH")
        return tree.interval(count * months // 12, "YEAR") if months % 12 == 0 else tree.interval(count * months, "MONTH")

    def truncated(self, day: exp.Expr, grain: Grain) -> exp.Expr:
        """The first day of the grain that holds a date or a timestamp, as a DATE."""
        match grain:
            case "day":
                return tree.as_date(day)
            case "week":
                return shifted(day, "WEEK", (7 - self.calendar.first_weekday) % 7, "DAY")
            case "ten_day":
                return ten_day_of(day)
            case "half_year":
                return half_year_of(day)
            case "fiscal_month" | "fiscal_quarter" | "fiscal_year":
                return self.fiscal(day, grain)
            case _:
                return shifted(day, grain.upper())

    def fiscal(self, day: exp.Expr, grain: Grain) -> exp.Expr:
        fiscal = declared_fiscal(self.calendar)
        if isinstance(fiscal, FiscalMonths):
            unit = {"fiscal_month": "MONTH", "fiscal_quarter": "QUARTER", "fiscal_year": "YEAR"}[grain]
            return shifted(day, unit, -((fiscal.start_month - 1) % FISCAL[grain]), "MONTH")
        start = self.year_by_weeks(day, fiscal)
        return start if grain == "fiscal_year" else self.within_year(day, start, grain)

    def in_two(self, grain: Grain) -> bool:
        """Whether a grain is cut by weeks from its fiscal year, which a column of its own then says once."""
        return grain in ("fiscal_month", "fiscal_quarter") and self.months(grain) is None

    def within_year(self, day: exp.Expr, start: exp.Expr, grain: Grain) -> exp.Expr:
        """The fiscal month or quarter of a day whose fiscal year by weeks begins with `start`."""
        fiscal = declared_fiscal(self.calendar)
        assert isinstance(fiscal, FiscalWeeks)
        since = exp.DateDiff(this=tree.as_date(day.copy()), expression=start, unit=exp.Var(this="DAY"))
        weeks = quarter_begins(since) if grain == "fiscal_quarter" else month_begins(since, fiscal)
        return tree.as_date(exp.Add(this=start.copy(), expression=exp.Mul(this=exp.Paren(this=weeks), expression=tree.interval(7, "DAY"))))

    def year_by_weeks(self, day: exp.Expr, fiscal: FiscalWeeks) -> exp.Expr:
        """A year begins with the week that holds the first day after the end month (or three days later, for the nearest end)."""
        later, months, ahead = 3 if fiscal.year_ends == "nearest" else 0, fiscal.end_month % 12, (7 - self.calendar.first_weekday) % 7
        week = exp.TimestampTrunc(this=plus(day.copy(), ahead, "DAY"), unit=exp.Var(this="WEEK"))
        near = plus(plus(week, 6 - later - ahead, "DAY"), -months, "MONTH")  # sums of days are written as one: a deep tree costs
        anchor = plus(exp.TimestampTrunc(this=near, unit=exp.Var(this="YEAR")), months, "MONTH")
        first = exp.TimestampTrunc(this=plus(anchor, later + ahead, "DAY"), unit=exp.Var(this="WEEK"))
        return tree.as_date(plus(first, -ahead, "DAY"))

    def after(self, bucket: exp.Expr, grain: Grain) -> exp.Expr:
        """The first day of the next bucket."""
        step = self.interval(grain)
        if step is not None:
            return tree.as_date(exp.Add(this=bucket, expression=step))
        if self.known is not None:
            ends = [tree.literal(end) for end, _ in buckets_between(self.calendar, grain, (), *self.known)]
            return exp.Case(ifs=[exp.If(this=exp.LT(this=bucket.copy(), expression=end), true=end.copy()) for end in ends])
        return self.truncated(plus(bucket, LONGER[grain], "DAY"), grain)

    def later(self, day: exp.Expr, offset: Offset) -> exp.Expr:
        """`day` moved later by the offset: it keeps its place in its unit, or takes the unit's last day."""
        if offset.count < 0:
            step = self.interval(offset.grain, -offset.count)
            return self.placed(day, offset) if step is None else exp.Sub(this=day, expression=step)
        step = self.interval(offset.grain, offset.count)
        return self.placed(day, offset) if step is None else exp.Add(this=day, expression=step)

    def earlier(self, day: exp.Expr, offset: Offset) -> exp.Expr:
        return self.later(day, Offset(-offset.count, offset.grain))

    def placed(self, day: exp.Expr, offset: Offset) -> exp.Expr:
        """A move by 旬 or by fiscal units of weeks: days that move equally far are one case, as far as the query is known to reach."""
        if self.known is None:
            raise Unanswerable("move_needs_period", grain=offset.grain)
        day, cases = tree.as_date(day), list[exp.If]()
        for first, days in moves(self.calendar, offset, *self.known):
            before = exp.LT(this=day.copy(), expression=tree.literal(first))
            cases.append(exp.If(this=before, true=plus(day.copy(), days, "DAY")))
        return tree.as_date(cases[0].args["true"] if len(cases) == 1 else exp.Case(ifs=cases))

    def uneven(self, offsets: Iterable[Offset]) -> bool:
        """Whether days of a query move by units that are no intervals."""
        return any(self.interval(offset.grain, abs(offset.count)) is None for offset in offsets)

    def bucket(self, day: exp.Expr, grain: Grain, forward: tuple[Offset, ...], first: date | None, last: date | None) -> exp.Expr:
        """The bucket of a row's day moved forward; between two known days, units of weeks and 旬 are listed."""
        listed = grain in ("fiscal_month", "fiscal_quarter") and self.months(grain) is None
        if not (listed or self.uneven(forward)) or first is None or last is None:
            return self.truncated(self.moved(day, forward), grain)
        found = buckets_between(self.calendar, grain, forward, first, last)
        cases = [exp.If(this=exp.LT(this=day.copy(), expression=tree.literal(end)), true=tree.literal(start)) for end, start in found]
        return cases[0].args["true"] if len(cases) == 1 else exp.Case(ifs=cases)

    def start_of(self, day: date, grain: Grain) -> date:
        return start_of(day, grain, self.calendar)

    def moved(self, day: exp.Expr, offsets: Sequence[Offset]) -> exp.Expr:
        """A day moved later by each of the offsets."""
        for offset in reversed(offsets):
            day = self.later(day, offset)
        return day

    def looked_up(self, bucket: exp.Expr, moves: Sequence[Move]) -> exp.Expr:
        """The earlier day that belongs to a bucket."""
        for move in moves:
            bucket = self.earlier(bucket, move) if isinstance(move, Offset) else self.truncated(bucket, move.grain)
        return tree.as_date(bucket) if moves else bucket

    def first_mapped(self, day: exp.Expr, grain: Grain, moves: Sequence[Offset]) -> exp.Expr:
        """The first earlier day that moves to `day`, a bucket's first, or later: by months, a longer month's last days fold into one."""
        if self.months(grain):  # no first day of a month is folded
            return self.looked_up(day, moves)
        for offset in moves:
            before = tree.as_date(self.earlier(day, offset))
            folded = exp.LT(this=tree.as_date(self.later(before.copy(), offset)), expression=day.copy())
            after = tree.next_day(before.copy())
            day = before if offset.grain in ("day", "week") else exp.Case(ifs=[exp.If(this=folded, true=after)], default=before)
        return day


@lru_cache(maxsize=1024)
def moves(calendar: Calendar, offset: Offset, first: date, last: date) -> tuple[tuple[date, int], ...]:
    """(day before which, days to move) for every run of days that move equally far."""
    listed = [first + timedelta(days=step) for step in range((last - first).days)]
    runs = groupby(listed, lambda day: (add(day, offset.count, offset.grain, calendar) - day).days)
    return tuple((max(run) + timedelta(days=1), days) for days, run in runs)


@lru_cache(maxsize=1024)
def buckets_between(
    calendar: Calendar, grain: Grain, forward: tuple[Offset, ...], first: date, last: date
) -> tuple[tuple[date, date], ...]:
    """(day before which, bucket) of the days from the first to before the last, moved forward."""

    def bucket(step: int) -> date:
        day = first + timedelta(days=step)
        for offset in reversed(forward):
            day = add(day, offset.count, offset.grain, calendar)
        return start_of(day, grain, calendar)

    steps, found, begins = range((last - first).days), list[tuple[date, date]](), 0
    while begins < len(steps):
        here = bucket(begins)
        begins = bisect_right(steps, here, lo=begins, key=bucket)
        found.append((first + timedelta(days=begins), here))
    return tuple(found)


def plus(day: exp.Expr, count: int, unit: str) -> exp.Expr:
    if count == 0:
        return day
    kind = exp.Add if count > 0 else exp.Sub
    return kind(this=day, expression=tree.interval(abs(count), unit))


def shifted(day: exp.Expr, unit: str, count: int = 0, by: str = "DAY") -> exp.Expr:
    """Truncated to the unit, whose first day lies `count` days or months before its usual one."""
    cut = exp.TimestampTrunc(this=plus(day, count, by), unit=exp.Var(this=unit))
    return tree.as_date(cut) if count == 0 else tree.as_date(plus(cut, -count, by))


def quarter_begins(since: exp.Expr) -> exp.Expr:
    """The week in which a fiscal quarter begins, from the days since its year began; a 53rd week is of the last."""
    return exp.Mul(this=at_most(exp.IntDiv(this=since, expression=tree.number(QUARTER)), 3), expression=tree.number(13))


def month_begins(since: exp.Expr, fiscal: FiscalWeeks) -> exp.Expr:
    """The same for a fiscal month, in one formula: cases would say the day, itself long, once for each month."""
    turn = TURN[fiscal.pattern]
    weeks = exp.IntDiv(this=since, expression=tree.number(7))
    thirds = exp.Add(this=exp.Mul(this=weeks, expression=tree.number(3)), expression=tree.number(turn))
    begun = exp.Mul(this=at_most(whole(thirds, 13), 11), expression=tree.number(13))
    return whole(exp.Add(this=begun, expression=tree.number(2 - turn)) if turn < 2 else begun, 3)


def whole(number: exp.Expr, divisor: int) -> exp.Expr:
    """Whole thirds, weeks …: of a sum, in parentheses."""
    return exp.IntDiv(this=exp.Paren(this=number) if isinstance(number, exp.Add) else number, expression=tree.number(divisor))


def at_most(number: exp.Expr, limit: int) -> exp.Expr:
    return exp.Least(this=number, expressions=[tree.number(limit)], ignore_nulls=True)


def ten_day_of(day: exp.Expr) -> exp.Expr:
    """The first, eleventh or twenty-first day of the month."""
    month, number = exp.TimestampTrunc(this=day, unit=exp.Var(this="MONTH")), exp.Day(this=day.copy())
    cases = [
        exp.If(this=exp.LTE(this=number, expression=tree.number(10)), true=month),
        exp.If(this=exp.LTE(this=number.copy(), expression=tree.number(20)), true=plus(month.copy(), 10, "DAY")),
    ]
    return tree.as_date(exp.Case(ifs=cases, default=plus(month.copy(), 20, "DAY")))


def half_year_of(day: exp.Expr) -> exp.Expr:
    year = exp.TimestampTrunc(this=day, unit=exp.Var(this="YEAR"))
    first = exp.LTE(this=exp.Month(this=day.copy()), expression=tree.number(6))
    return tree.as_date(exp.Case(ifs=[exp.If(this=first, true=year)], default=plus(year.copy(), 6, "MONTH")))

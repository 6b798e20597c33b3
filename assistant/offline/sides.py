"""The two sides of a change whose causes are asked for: two periods, two members, or a metric and its target."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, cast

from assistant.offline.calendar_parts import natural_step
from assistant.offline.comparing import simplest
from assistant.offline.parse import Parse, Stop
from assistant.offline.reach import days_of
from assistant.plan import Decline, Why
from catalog.compiler.days import shifted
from catalog.metric import Grain
from catalog.period import Period, add, grain_of, marked
from catalog.query import Attainment, Comparison, Measure, MemberFilter, MetricQuery, Plain

Expects = Literal["", "fall", "rise", "loss"]


def with_causes(parse: Parse, query: MetricQuery) -> MetricQuery:
    """The query that states the change; the two sides are kept in the parse. Raises Stop where there is no such change."""
    if not parse.asks_why:
        return query
    if len({measure.metric for measure in query.measures}) != 1:
        raise Stop(Decline("why_one_metric"))
    if query.having or query.limit or query.only or any(not isinstance(each.shown, Plain | Attainment) for each in query.measures):
        raise Stop(Decline("why_of_these"))
    if parse.why_target or any(isinstance(measure.shown, Attainment) for measure in query.measures):
        return against_target(parse, query)
    members = two_members(parse, query)
    if members is not None:
        return between_members(parse, query, members)
    return between_periods(parse, in_two_points(parse, query))


def against_target(parse: Parse, query: MetricQuery) -> MetricQuery:
    metric = query.measures[0].metric
    target = parse.metric(metric).target
    if target is None:
        raise Stop(Decline("no_target", (("metric", parse.metric(metric).label.in_language(parse.language)),)))
    if not query.periods:
        query = replace(query, periods=(last_month(parse, metric),))
    if query.comparison is not None or query.grain is not None or len(query.periods) > 1:
        raise Stop(Decline("why_of_these"))
    by = named_keys(parse, query)
    plain = replace(query, measures=(Measure(metric),), group_by=(), order=())
    parse.why = Why(replace(plain, measures=(Measure(target),)), plain, "target", expects(parse), by)
    return replace(plain, measures=(Measure(metric), Measure(target), Measure(metric, Attainment())))


def two_members(parse: Parse, query: MetricQuery) -> MemberFilter | None:
    """The filter whose two members are the sides: those that the question sets against each other, or that the rows before showed."""
    pairs = [part for part in query.filters if isinstance(part, MemberFilter) and len(part.values) == 2 and not part.negated]
    if len(pairs) != 1 or query.comparison is not None or len(query.periods) > 1 or query.grain is not None:
        return None
    return pairs[0]


def between_members(parse: Parse, query: MetricQuery, pair: MemberFilter) -> MetricQuery:
    by = tuple(name for name in named_keys(parse, query) if name != pair.dimension)
    plain = replace(query, group_by=(), order=())
    after, before = (
        replace(plain, filters=tuple(replace(part, values=(value,)) if part == pair else part for part in plain.filters))
        for value in pair.values
    )
    parse.why = Why(before, after, "members", expects(parse), by)
    return replace(plain, group_by=(pair.dimension,))


def in_two_points(parse: Parse, query: MetricQuery) -> MetricQuery:
    """After a course over time, its last two whole points; two periods side by side are the later against the earlier."""
    if query.grain is not None and parse.grains:
        raise Stop(Decline("why_of_these"))
    if query.grain is not None and query.comparison is None:
        return last_points(parse, query, query.grain)
    if len(query.periods) == 2 and query.comparison is None:
        early, late = sorted(query.periods, key=lambda period: period.start)
        return replace(query, periods=(late,), comparison=Comparison(Period(early.start, early.end)), grain=None)
    return query


def last_points(parse: Parse, query: MetricQuery, grain: Grain) -> MetricQuery:
    metric = query.measures[0].metric
    days = days_of(parse.sight, metric) or (parse.sight.first_day, parse.sight.complete_before)
    end = min(days[1], *(period.effective_end for period in query.periods)) if query.periods else days[1]
    last = grain_of(add(end, -1, "day"), grain, parse.calendar)
    if last.end > end:
        last = grain_of(add(last.start, -1, "day"), grain, parse.calendar)
    return replace(query, grain=None, order=(), periods=(last,), comparison=Comparison(simplest(natural_step(last))))


def last_month(parse: Parse, metric: str) -> Period:
    """The last whole month that there is data for: what a question after causes is about that names no dates."""
    days = days_of(parse.sight, metric) or (parse.sight.first_day, parse.sight.complete_before)
    month = grain_of(add(days[1], -1, "day"), "month")
    month = month if month.end <= days[1] else grain_of(add(month.start, -1, "day"), "month")
    parse.notes = [note for note in parse.notes if note[0] != "all_data"]
    parse.note("why_default_period", start=str(month.start), end=str(add(month.end, -1, "day")))
    return month


def between_periods(parse: Parse, query: MetricQuery) -> MetricQuery:
    if len(query.periods) > 1:
        raise Stop(Decline("why_of_these"))
    if not query.periods:
        query = replace(query, periods=(last_month(parse, query.measures[0].metric),))
    by = named_keys(parse, query)
    if query.group_by and not by and query.comparison is None:
        raise Stop(Decline("why_of_these"))
    [period] = query.periods
    if query.comparison is None:
        query = replace(query, comparison=Comparison(simplest(natural_step(period))))
    assert query.comparison is not None
    whole = replace(query, group_by=(), grain=None, order=())
    after = replace(whole, comparison=None, periods=(marked(period, parse.sight.complete_before),))
    earlier = shifted(after.periods[0], query.comparison.to, parse.calendar)
    parse.why = Why(replace(after, periods=(earlier,)), after, "periods", expects(parse), by or query.group_by or parse.why_by)
    return whole


def named_keys(parse: Parse, query: MetricQuery) -> tuple[str, ...]:
    """The dimensions that the question itself names, not those that only spread two members."""
    return tuple(
        name for name in parse.group_names if name in query.group_by and any(g.name == name and g.index >= 0 for g in parse.groups)
    )


def expects(parse: Parse) -> Expects:
    return cast(Expects, parse.expects)

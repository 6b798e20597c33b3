"""Random metric queries over given names, for property tests."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

from hypothesis import strategies as st

from catalog.metric import MembersTake, Offset, Over
from catalog.period import Period
from catalog.query import (
    PERIOD,
    TIME,
    AnyOf,
    Attainment,
    Change,
    Comparison,
    Filter,
    Having,
    Limit,
    Measure,
    MemberFilter,
    MetricQuery,
    Operator,
    Order,
    Plain,
    RangeFilter,
    Rank,
    Running,
    Share,
    Within,
)

DAYS = st.dates(date(2023, 1, 1), date(2026, 12, 31))
TAKES = get_args(MembersTake)
GRAINS = st.sampled_from(["day", "week", "month", "quarter", "year"])
OPERATORS = st.sampled_from(get_args(Operator))
WORDS = st.sampled_from(["华东", "O'Brien", "it''s", "a;b", "100%", "", 'q"uote', "-- no", "线上 店", "\\n", "NULL"])
ALIASES = st.sampled_from(["总额", "Total", "a b", 'q"uote', "select", "metric_time_", "o'neil", "measure", "x"])
NUMBERS = st.integers(-(10**12), 10**12) | st.decimals(-10, 10, places=3) | st.floats(-1e9, 1e9)
OFFSETS = st.builds(Offset, st.integers(1, 24), GRAINS)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    first, last, through = sorted(draw(st.lists(DAYS, min_size=3, max_size=3, unique=True)))
    return draw(st.sampled_from([Period(first, through), Period(first, through, last)]))


def subsets(names: list[str], smallest: int = 0, largest: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(names), unique=True, min_size=smallest, max_size=largest).map(tuple)


def comparisons() -> st.SearchStrategy[Comparison]:
    shows = st.lists(st.sampled_from(get_args(Change)), min_size=1, unique=True).map(tuple)
    return st.builds(Comparison, OFFSETS | periods(), shows)


@st.composite
def filters(draw: st.DrawFn, dimensions: dict[str, str]) -> Filter:
    name = draw(st.sampled_from(sorted(dimensions)))
    values: st.SearchStrategy[Any] = {"number": NUMBERS, "date": DAYS, "boolean": st.booleans(), "text": WORDS}[dimensions[name]]
    if dimensions[name] in ("number", "date") and draw(st.booleans()):
        return RangeFilter(name, draw(OPERATORS), draw(values))
    members = draw(st.lists(values, max_size=3, unique_by=repr))
    members += [None] if not members or draw(st.booleans()) else []
    return MemberFilter(name, tuple(members), draw(st.booleans()))


def kept_members(group_by: tuple[str, ...], dimensions: dict[str, str]) -> st.SearchStrategy[Filter]:
    return filters({name: dimensions[name] for name in group_by}).filter(lambda part: isinstance(part, MemberFilter))


def measures_of(metrics: list[str], dimensions: dict[str, str], shown: st.SearchStrategy[Any]) -> st.SearchStrategy[Measure]:
    own = st.lists(filters(dimensions), max_size=2).map(tuple)
    return st.builds(Measure, st.sampled_from(metrics), shown, st.just(()) | own, st.none() | ALIASES)


def overs(dimensions: list[str]) -> st.SearchStrategy[Over]:
    """Aggregates over members; a percentile alone has a fraction."""
    members = st.tuples(subsets(dimensions, largest=2), st.none() | GRAINS).filter(lambda found: bool(found[0] or found[1]))
    takes = st.sampled_from([*((take, None) for take in TAKES if take != "percentile"), ("percentile", 0.9), ("percentile", 0.05)])
    return st.builds(lambda over, take: Over(take[0], *over, take[1]), members, takes)


@st.composite
def alternatives(draw: st.DrawFn, dimensions: dict[str, str]) -> AnyOf:
    side = st.lists(filters(dimensions), min_size=1, max_size=3).map(tuple)
    return AnyOf(tuple(draw(st.lists(side, min_size=2, max_size=4, unique=True))))


@st.composite
def metric_queries(draw: st.DrawFn, metrics: list[str], dimensions: dict[str, str], depth: int = 1) -> MetricQuery:
    """Any query that can be written down; it need not be one that the catalog can answer."""
    names = sorted(dimensions)
    group_by = draw(subsets(names))
    grain = draw(st.none() | GRAINS)
    time_ranges = tuple(draw(st.lists(periods(), max_size=2, unique=True)))
    keys = [*([PERIOD] if len(time_ranges) > 1 else []), *([TIME] if grain else []), *group_by]
    part = subsets(keys, largest=2) if keys else st.just(())
    shown: list[st.SearchStrategy[Any]] = [st.just(Plain()), st.builds(Share, part), st.builds(Rank, st.booleans(), part)]
    shown += [st.just(Attainment()), overs(names)]
    shown += [st.builds(Running, st.none() | GRAINS)] if grain else []
    measures = draw(
        st.lists(measures_of(metrics, dimensions, st.one_of(shown)), min_size=1, max_size=4, unique_by=lambda m: m.name).filter(
            lambda found: not {measure.name for measure in found} & {*keys}
        )
    )
    comparison = draw(st.none() | comparisons()) if any(isinstance(measure.shown, Plain | Over) for measure in measures) else None
    columns = [measure.name for measure in measures]
    if comparison:
        columns += [f"{m.name}_{change}" for m in measures if isinstance(m.shown, Plain | Over) for change in comparison.show]
    inside = draw(metric_queries(metrics, dimensions, depth - 1)) if depth and draw(st.booleans()) else None
    chosen = () if inside is None or not inside.group_by else (Within(draw(subsets(list(inside.group_by), 1)), inside),)
    return MetricQuery(
        measures=tuple(measures),
        group_by=group_by,
        grain=grain,
        filters=tuple(draw(st.lists(filters(dimensions), max_size=3))),
        having=tuple(draw(st.lists(st.builds(Having, st.sampled_from(columns), OPERATORS, NUMBERS), max_size=2))),
        within=chosen,
        periods=time_ranges,
        comparison=comparison,
        order=tuple(
            draw(st.lists(st.builds(Order, st.sampled_from(columns + keys), st.booleans()), max_size=2, unique_by=lambda o: o.column))
        ),
        limit=draw(st.none() | st.builds(Limit, st.integers(1, 50), part)),
        any_of=tuple(draw(st.lists(alternatives(dimensions), max_size=2))),
        as_of=draw(st.none() | DAYS),
        only=tuple(draw(st.lists(kept_members(group_by, dimensions), max_size=2))) if group_by else (),
    )

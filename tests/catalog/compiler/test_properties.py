"""What always holds, on random queries: a group is what its filter gives; parts make the whole; more metrics change no metric."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from catalog.compiler import compile_query
from catalog.errors import Unanswerable
from catalog.metric import Offset
from catalog.period import Period
from catalog.query import Comparison, Measure, MemberFilter, MetricQuery, Share
from tests.catalog.world import database, shop

SHOP = shop()
SHOWN = [name for name, metric in SHOP.metrics.items() if metric.status == "published" and name not in ("by_store_only", "per_channel")]
ADDITIVE = ["sales", "cost", "cancelled", "order_count", "refunded", "targeted", "shipped"]
KEYS = ["region", "store", "city", "is_open", "level", "channel", "status", "home_city", "big_order", "category"]
EARLIER_ALONE = (
    "online_two_months_ago",
    "last_year",
    "last_month",
    "more_refunds",
    "year_start_before",
    "before_year_start",
    "buyers_last_year",
)
PERIODS = [
    Period(date(2025, 1, 1), date(2026, 1, 1)),
    Period(date(2025, 3, 1), date(2025, 4, 1), date(2025, 3, 13)),
    Period(date(2024, 1, 1), date(2025, 7, 1)),
]
SHOP_DATA = database()


@st.composite
def queries(draw: st.DrawFn, metrics: list[str]) -> MetricQuery:
    """One metric by one or two dimensions, perhaps by time, perhaps compared."""
    time_ranges = draw(st.sampled_from([(), *((period,) for period in PERIODS)]))
    comparison = draw(st.sampled_from([None, Comparison(Offset(1, "year"), ("previous",)), Comparison(Offset(1, "month"), ("previous",))]))
    return MetricQuery(
        (Measure(draw(st.sampled_from(metrics))),),
        group_by=tuple(draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=2, unique=True))),
        grain=draw(st.sampled_from([None, "day", "week", "ten_day", "month", "quarter", "half_year", "year"])),
        periods=time_ranges,
        comparison=comparison,
    )


def answered(query: MetricQuery) -> list[tuple[Any, ...]]:
    """The rows, or no example where the catalog has no answer."""
    try:
        sql = compile_query(query, SHOP).sql
    except Unanswerable:
        assume(False)
    return [rounded(row) for row in SHOP_DATA.execute(sql).fetchall()]


def rounded(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(cell if cell is None or isinstance(cell, str | bool | date) else f"{float(cell):.9g}" for cell in row)


def a_group_is_what_its_filter_gives(query: MetricQuery) -> None:
    earlier_alone = query.measures[0].metric in EARLIER_ALONE  # whether a bucket is there, others say
    assume(not earlier_alone or query.grain is None)
    *kept, last = query.group_by
    place = len(query.group_by) - 1 + (query.grain is not None)
    rows = answered(query)
    for member in {row[place] for row in rows}:
        alone = replace(query, group_by=tuple(kept), filters=(MemberFilter(last, (member,)),))
        parts = [row[:place] + row[place + 1 :] for row in rows if row[place] == member]
        assert with_value(answered(alone), query, place) == with_value(parts, query, place)


def with_value(rows: list[tuple[Any, ...]], query: MetricQuery, place: int) -> list[tuple[Any, ...]]:
    """Rows that show something; with a grain, something of the query's own days: earlier days alone add no bucket.

    No rows count as nothing or as 0, as SQL has it with and without keys.
    """
    own = slice(place, place + 1) if query.grain is not None else slice(place, None)
    counted = [(*row[:place], *(None if cell == "0" else cell for cell in row[place:])) for row in rows]
    return sorted((row for row in counted if any(cell is not None for cell in row[own])), key=repr)


def one_more_metric_changes_nothing(query: MetricQuery, other: str) -> None:
    assume(other != query.measures[0].metric)
    rows = answered(query)
    more = answered(replace(query, measures=(*query.measures, Measure(other))))
    width = len(query.group_by) + (query.grain is not None)
    shown = 1 if query.comparison is None else 2
    known = {row[:width]: row[width : width + shown] for row in more}
    for row in rows:
        if query.comparison is None or row[width] is not None:
            assert known[row[:width]][0] == row[width] or {known[row[:width]][0], row[width]} == {None, "0"}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(queries(SHOWN))
def test_a_group_is_what_its_filter_gives(query: MetricQuery) -> None:
    a_group_is_what_its_filter_gives(query)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(queries(SHOWN), st.sampled_from(SHOWN))
def test_one_more_metric_changes_no_other(query: MetricQuery, other: str) -> None:
    one_more_metric_changes_nothing(query, other)


@pytest.mark.prove
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(queries(SHOWN), st.sampled_from(SHOWN))
def test_groups_and_further_metrics_hold_for_many_queries(query: MetricQuery, other: str) -> None:
    a_group_is_what_its_filter_gives(query)
    one_more_metric_changes_nothing(query, other)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(queries(ADDITIVE))
def test_the_parts_of_an_additive_metric_make_the_whole(query: MetricQuery) -> None:
    query = replace(query, comparison=None)
    parts = [float(row[-1]) for row in answered(query) if row[-1] is not None]
    whole = answered(replace(query, group_by=(), grain=None))
    assert abs(sum(parts) - float(whole[0][-1] or 0)) < 1e-6


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(queries(ADDITIVE))
def test_shares_make_one(query: MetricQuery) -> None:
    measure = Measure(query.measures[0].metric, Share())
    rows = answered(replace(query, comparison=None, measures=(measure,)))
    found = [float(row[-1]) for row in rows if row[-1] is not None]
    assert not found or abs(sum(found) - 1) < 1e-6

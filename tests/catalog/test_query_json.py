"""The JSON form of queries: round trip, and errors that say where."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings

from catalog.errors import Unreadable
from catalog.metric import Offset
from catalog.period import Period
from catalog.query import Comparison, Having, Limit, Measure, MemberFilter, MetricQuery, Order, RowList, Share
from catalog.query_json import from_dict, to_dict
from tests.catalog.queries import metric_queries

DIMENSIONS = {"region": "text", "age": "number", "opened_on": "date", "is_open": "boolean"}


@settings(max_examples=150, deadline=None)
@given(metric_queries(["sales", "orders", "margin"], DIMENSIONS))
def test_a_query_comes_back_from_json_as_itself(query: MetricQuery) -> None:
    assert from_dict(json.loads(json.dumps(to_dict(query)))) == query


def test_the_json_form_is_short_and_readable() -> None:
    query = MetricQuery(
        (Measure("sales"), Measure("sales", Share(("region",)))),
        group_by=("region", "city"),
        filters=(MemberFilter("channel", ("线上", None)),),
        having=(Having("sales", ">", Decimal("1.50")),),
        periods=(Period(date(2026, 1, 1), date(2026, 2, 1)),),
        comparison=Comparison(Offset(1, "year"), ("change_pct",)),
        order=(Order("sales"),),
        limit=Limit(5, ("region",)),
    )
    assert to_dict(query) == {
        "measures": ["sales", {"metric": "sales", "share": ["region"]}],
        "group_by": ["region", "city"],
        "filters": [{"dimension": "channel", "in": ["线上", None]}],
        "having": [{"column": "sales", "op": ">", "value": {"decimal": "1.50"}}],
        "periods": [{"start": "2026-01-01", "end": "2026-02-01"}],
        "comparison": {"offset": {"year": 1}, "show": ["change_pct"]},
        "order": [{"column": "sales", "descending": True}],
        "limit": {"count": 5, "per": ["region"]},
    }


def test_a_row_list_comes_back_from_json_as_itself() -> None:
    rows = RowList("orders", ("order_id",), (MemberFilter("city", ("上海",), negated=True),), (Period(date(2026, 1, 1), date(2026, 1, 2)),))
    assert from_dict(json.loads(json.dumps(to_dict(rows)))) == rows


def test_short_forms_are_read() -> None:
    assert from_dict({"measures": ["sales"], "order": ["sales"], "limit": 3}) == MetricQuery(
        (Measure("sales"),), order=(Order("sales"),), limit=Limit(3)
    )


@pytest.mark.parametrize(
    ("mapping", "path", "problem"),
    [
        ({"measure": ["sales"]}, "measure", "unknown"),
        ({"measures": []}, "measures", "missing"),
        ({"measures": "sales"}, "measures", "not_a_list"),
        ({"measures": ["sales"], "grain": "fortnight"}, "grain", "not_one_of"),
        ({"measures": [{"metric": "sales", "share": [], "rank": {}}]}, "measures[0]", "one_of"),
        ({"measures": ["sales"], "filters": [{"dimension": "city"}]}, "filters[0]", "one_of"),
        ({"measures": ["sales"], "filters": [{"dimension": "city", "in": []}]}, "filters[0].in", "missing"),
        ({"measures": ["sales"], "filters": [{"dimension": "city", "in": [float("nan")]}]}, "filters[0].in[0]", "not_a_number"),
        ({"measures": ["sales"], "periods": [{"start": "2026-02-30", "end": "2026-03-01"}]}, "periods[0].start", "not_a_date"),
        ({"measures": ["sales"], "periods": [{"start": "2026-03-01", "end": "2026-03-01"}]}, "periods[0]", "ends_before_it_starts"),
        ({"measures": ["sales"], "limit": 0}, "limit", "not_a_count"),
        ({"measures": ["sales"], "having": [{"column": "sales", "op": ">", "value": "1"}]}, "having[0].value", "not_a_number"),
        (
            {"measures": ["sales"], "within": [{"dimensions": ["city"], "query": {"measures": [1]}}]},
            "within[0].query.measures[0]",
            "not_an_object",
        ),
        ({"measures": ["sales"], "comparison": {"offset": {"year": 1, "month": 1}}}, "comparison.offset", "one_of"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_path(mapping: dict[str, object], path: str, problem: str) -> None:
    with pytest.raises(Unreadable) as refused:
        from_dict(mapping)
    assert (refused.value.facts["path"], refused.value.facts["problem"]) == (path, problem)

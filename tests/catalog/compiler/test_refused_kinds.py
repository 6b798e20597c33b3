"""Kinds of metric that have no answer in some question: refused with the reason."""

from __future__ import annotations

from typing import Any

import pytest

from catalog.compiler import compile_query
from catalog.errors import CatalogError
from catalog.metric import AllTime, Cumulative, Derived, Input, Over, OverMembers, Restricted, StartOf
from catalog.query import MetricQuery
from catalog.query_json import from_dict
from tests.catalog.world import metric, over, shop

ODD = (
    metric("mean_of_means", Cumulative("mean_amount", AllTime(), "average")),
    metric("a_day_at_start", Derived("b", (Input("sales_a_day", "b", offset=StartOf("year")),))),
    metric("regulars_so_far", Cumulative("regular_sales", AllTime())),
    metric("regular_visitors", Restricted("visitors", (over("order_count", "customer", ">", 1),))),
    metric("sales_where_many", Restricted("sales", (over("store_count", "region", ">", 1),))),
    metric("sales_at_drafts", Restricted("sales", (over("draft_sales", "store", ">", 1),))),
    metric("sales_at_unallowed", Restricted("sales", (over("by_store_only", "channel", ">", 1),))),
    metric("spend_so_far", Cumulative("median_spend", AllTime())),
    metric("mean_unallowed", OverMembers("by_store_only", Over("average", ("channel",)))),
    metric("mean_growth", OverMembers("growth", Over("average", ("store",)))),
)
SHOP = shop(ODD)
YEAR = {"start": "2025-01-01", "end": "2026-01-01"}


@pytest.mark.parametrize(
    ("parts", "code", "facts"),
    [
        ({"measures": [{"metric": "unit_price", "share": []}], "group_by": ["city"]}, "share_not_additive", {"metric": "unit_price"}),
        ({"measures": ["unit_price"], "filters": [{"dimension": "status", "in": ["cancelled"]}]}, "filter_excluded", {}),
        ({"measures": [{"metric": "cost", "attainment": True}]}, "no_target", {"metric": "cost"}),
        (
            {"measures": [{"metric": "sales", "attainment": True}], "grain": "day"},
            "time_too_fine",
            {"metric": "targeted", "finest": "month"},
        ),
        ({"measures": [{"metric": "sales", "attainment": True}], "group_by": ["channel"]}, "unreachable_dimension", {"dataset": "targets"}),
        (
            {"measures": [{"metric": "sales", "attainment": True}], "periods": [{"start": "2025-01-10", "end": "2025-02-01"}]},
            "period_too_fine",
            {"metric": "targeted"},
        ),
        ({"measures": [{"metric": "own_stock_mean", "share": []}], "group_by": ["store"]}, "share_not_additive", {}),
        ({"measures": [{"metric": "own_stores", "share": []}], "group_by": ["store"]}, "share_not_additive", {}),
        ({"measures": [{"metric": "own_stock_end", "running": None}], "grain": "month"}, "running_not_additive", {}),
        ({"measures": ["total_mean"], "periods": [YEAR]}, "cumulative_needs_grain", {"metric": "total_mean"}),
        ({"measures": ["mean_of_means"], "grain": "month"}, "cumulative_average", {"metric": "mean_of_means", "inner": "mean_amount"}),
        (
            {"measures": [{"metric": "total_mean", "share": ["metric_time"]}], "grain": "month", "group_by": ["city"]},
            "share_not_additive",
            {},
        ),
        ({"measures": ["since_quarter"], "periods": [YEAR]}, "start_needs_grain", {"metric": "sales", "start": "quarter"}),
        ({"measures": ["since_quarter"], "grain": "quarter"}, "start_not_finer", {"grain": "quarter"}),
        ({"measures": ["since_quarter"], "grain": "week"}, "start_not_finer", {"grain": "week", "start": "quarter"}),
        (
            {"measures": ["since_quarter"], "grain": "month", "periods": [YEAR], "comparison": {"offset": {"week": 5}}},
            "start_of_other_buckets",
            {"grain": "month"},
        ),
        ({"measures": ["a_day_at_start"], "grain": "month"}, "start_per_day", {}),
        ({"measures": ["regulars_so_far"]}, "cumulative_members", {"metric": "sales"}),
        ({"measures": ["regulars_so_far"], "grain": "month"}, "cumulative_members", {}),
        ({"measures": ["regular_visitors"]}, "unreachable_dimension", {"dimension": "customer", "dataset": "visits"}),
        ({"measures": ["sales_where_many"], "grain": "month"}, "no_time", {"metric": "store_count"}),
        ({"measures": ["sales_at_drafts"]}, "draft_metric", {"metric": "draft_sales"}),
        ({"measures": ["sales_at_unallowed"]}, "disallowed_dimension", {"metric": "by_store_only", "dimension": "channel"}),
        (
            {"measures": ["sales_at_growth"], "grain": "month", "periods": [YEAR], "comparison": {"offset": {"year": 1}}},
            "members_of_earlier_days",
            {"metric": "sales"},
        ),
        ({"measures": [{"metric": "regular_sales", "running": None}], "grain": "month"}, "running_not_additive", {}),
        ({"measures": [{"metric": "mean_store", "share": []}], "group_by": ["city"]}, "share_not_additive", {"metric": "mean_store"}),
        ({"measures": [{"metric": "best_month", "running": None}], "grain": "year"}, "running_not_additive", {}),
        ({"measures": ["spend_so_far"], "grain": "month"}, "cumulative_over_members", {"metric": "median_spend"}),
        ({"measures": [{"metric": "sales", "over": {"take": "average"}}]}, "over_nothing", {}),
        ({"measures": [{"metric": "sales", "over": {"take": "percentile", "of": ["store"]}}]}, "percentile_fraction", {}),
        ({"measures": [{"metric": "sales", "over": {"take": "max", "of": ["store"], "fraction": 0.5}}]}, "percentile_fraction", {}),
        ({"measures": [{"metric": "sales", "over": {"take": "max", "of": ["stores"]}}]}, "unknown_dimension", {"name": "stores"}),
        (
            {"measures": [{"metric": "sales", "over": {"take": "max", "of": ["category"]}}]},
            "unreachable_dimension",
            {"dimension": "category"},
        ),
        (
            {"measures": [{"metric": "sales", "over": {"take": "max", "grain": "week"}}], "grain": "month"},
            "over_grain_not_nested",
            {"over": "week", "grain": "month"},
        ),
        ({"measures": ["best_month"], "grain": "day"}, "over_grain_not_nested", {"over": "month"}),
        ({"measures": [{"metric": "store_count", "over": {"take": "max", "grain": "month"}}]}, "no_time", {"metric": "store_count"}),
        ({"measures": ["mean_unallowed"]}, "disallowed_dimension", {"metric": "by_store_only", "dimension": "channel"}),
        ({"measures": [{"metric": "per_channel", "over": {"take": "average", "of": ["store"]}}]}, "required_dimension", {}),
        (
            {"measures": ["refunds_a_month"], "grain": "year", "comparison": {"offset": {"year": 1}}},
            "over_filled_earlier",
            {"metric": "refund_count"},
        ),
        (
            {"measures": ["mean_growth"], "grain": "month", "periods": [YEAR], "comparison": {"offset": {"year": 1}}},
            "members_of_earlier_days",
            {},
        ),
        ({"measures": [{"metric": "regular_sales", "share": []}], "grain": "month"}, "share_not_additive", {}),
    ],
)
def test_the_reason_is_given(parts: dict[str, Any], code: str, facts: dict[str, Any]) -> None:
    query = from_dict(parts)
    assert isinstance(query, MetricQuery)
    with pytest.raises(CatalogError) as refused:
        compile_query(query, SHOP)
    assert refused.value.code == code
    assert {name: refused.value.facts.get(name) for name in facts} == facts

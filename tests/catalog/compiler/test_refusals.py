"""What the catalog cannot answer is refused with the reason and the nearest possibility, never approximated."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from catalog.compiler import compile_query, compile_rows
from catalog.dimension import Dimension
from catalog.errors import CatalogError
from catalog.label import Label
from catalog.metric import AllTime, Cumulative, PerDay
from catalog.query import AnyOf, Measure, MetricQuery, RowList
from catalog.query_json import from_dict
from tests.catalog.world import JOINS, database, join, metric, shop

PER_DAY = [
    metric("mtd_a_day", PerDay("sales_mtd")),
    metric("a_day_so_far", Cumulative("sales_a_day", AllTime())),
    metric("stock_a_day", PerDay("stock_end")),
    metric("stores_a_day", PerDay("store_count")),
    metric("targets_a_day", PerDay("targeted", "with_data")),
    metric("sales_a_workday", PerDay("sales", "workday")),
]
SHOP = shop([metric("twice", Cumulative("total_sales", AllTime())), metric("stock_so_far", Cumulative("stock_end", AllTime())), *PER_DAY])
CHANNEL = {"dimension": "channel", "in": ["线上"]}
CHANEL = {"dimension": "chanel", "in": ["线上"]}
STORE = {"dimension": "store", "in": ["A"]}
DONE = {"dimension": "status", "in": ["done"]}
CANCELLED = {"dimension": "status", "in": ["cancelled"]}
YEAR = {"start": "2025-01-01", "end": "2026-01-01"}


def refusal(parts: dict[str, Any]) -> CatalogError:
    query = from_dict(parts)
    assert isinstance(query, MetricQuery)
    with pytest.raises(CatalogError) as refused:
        compile_query(query, SHOP)
    return refused.value


@pytest.mark.parametrize(
    ("parts", "code", "facts"),
    [
        ({"measures": ["salse"]}, "unknown_metric", {"name": "salse", "nearest": ("sales", "smallest", "sales_7d")}),
        ({"measures": ["sales"], "group_by": ["citty"]}, "unknown_dimension", {"nearest": ("city", "home_city")}),
        ({"measures": ["sales"], "order": ["sale"]}, "unknown_column", {"nearest": ("sales",)}),
        ({"measures": ["sales"], "group_by": ["city"], "having": [{"column": "city", "op": ">", "value": 1}]}, "unknown_column", {}),
        ({"measures": ["draft_sales"]}, "draft_metric", {"metric": "draft_sales"}),
        ({"measures": ["sales"], "filters": [{"dimension": "status", "in": ["cancelled"]}]}, "filter_excluded", {"dimension": "status"}),
        ({"measures": ["profit"], "filters": [{"dimension": "status", "in": ["cancelled", None]}]}, "filter_excluded", {}),
        ({"measures": ["visitors"], "group_by": ["channel"]}, "unreachable_dimension", {"dimension": "channel", "dataset": "visits"}),
        (
            {"measures": ["sales", "visitors"], "filters": [{"dimension": "level", "in": ["金"]}]},
            "unreachable_dimension",
            {"dataset": "visits"},
        ),
        ({"measures": ["sales"], "group_by": ["tag"]}, "unreachable_dimension", {"dimension": "tag"}),
        ({"measures": ["by_store_only"], "group_by": ["region"]}, "disallowed_dimension", {"nearest": ("store", "city")}),
        ({"measures": ["by_store_only"], "filters": [{"dimension": "channel", "in": ["线上"]}]}, "disallowed_dimension", {}),
        ({"measures": ["per_channel"], "group_by": ["city"]}, "required_dimension", {"dimension": "channel"}),
        ({"measures": ["per_channel"], "filters": [{"dimension": "channel", "in": ["线上", "门店"]}]}, "required_dimension", {}),
        ({"measures": [{"metric": "by_store_only", "filters": [CHANNEL]}]}, "disallowed_dimension", {"dimension": "channel"}),
        ({"measures": ["by_store_only"], "any_of": [[[CHANNEL], [DONE]]]}, "disallowed_dimension", {"dimension": "channel"}),
        ({"measures": ["sales", {"metric": "visitors", "filters": [CHANNEL]}]}, "unreachable_dimension", {"dataset": "visits"}),
        ({"measures": ["visitors"], "any_of": [[[STORE], [CHANNEL]]]}, "unreachable_dimension", {"dimension": "channel"}),
        (
            {"measures": ["sales"], "any_of": [[[STORE], [CHANEL]]]},
            "unknown_dimension",
            {"name": "chanel"},
        ),
        (
            {"measures": [{"metric": "sales", "filters": [CHANEL]}]},
            "unknown_dimension",
            {"name": "chanel"},
        ),
        ({"measures": [{"metric": "profit", "filters": [CANCELLED]}]}, "filter_excluded", {"dimension": "status"}),
        ({"measures": ["sales"], "any_of": [[[CANCELLED, STORE], [CANCELLED]]]}, "filter_excluded", {"dimension": "status"}),
        ({"measures": ["sales", {"metric": "cost", "alias": "sales"}]}, "same_column_twice", {"name": "sales"}),
        ({"measures": [{"metric": "sales", "alias": "city"}], "group_by": ["city"]}, "same_column_twice", {"name": "city"}),
        ({"measures": ["store_count"], "grain": "month"}, "no_time", {"metric": "store_count"}),
        ({"measures": ["store_count"], "periods": [YEAR]}, "no_time", {}),
        ({"measures": ["targeted"], "grain": "week"}, "time_too_fine", {"finest": "month"}),
        ({"measures": ["targeted"], "periods": [{"start": "2025-01-10", "end": "2025-02-01"}]}, "period_too_fine", {"finest": "month"}),
        ({"measures": ["sales"], "comparison": {"offset": {"year": 1}}}, "comparison_needs_period", {}),
        ({"measures": ["growth"]}, "comparison_needs_period", {}),
        (
            {"measures": ["sales"], "comparison": {"offset": {"year": 1}}, "periods": [{"start": "0001-01-01", "end": "2025-01-01"}]},
            "comparison_needs_period",
            {},
        ),
        (
            {
                "measures": ["sales"],
                "grain": "day",
                "periods": [YEAR, {"start": "2024-01-01", "end": "2025-01-01"}],
                "comparison": {"period": YEAR},
            },
            "comparison_needs_one_period",
            {"periods": 2},
        ),
        ({"measures": ["twice"]}, "cumulative_of_cumulative", {}),
        ({"measures": ["mtd_a_day"]}, "cumulative_per_day", {"metric": "mtd_a_day"}),
        ({"measures": ["a_day_so_far"]}, "cumulative_per_day", {"metric": "sales_a_day"}),
        ({"measures": ["stock_a_day"]}, "level_per_day", {"metric": "stock_a_day"}),
        ({"measures": ["stores_a_day"]}, "no_time", {"dataset": "stores"}),
        ({"measures": ["targets_a_day"]}, "time_too_fine", {"finest": "month"}),
        ({"measures": ["sales_a_workday"]}, "no_workdays", {}),
        ({"measures": [{"metric": "sales_a_day", "share": []}], "group_by": ["city"]}, "share_not_additive", {}),
        ({"measures": [{"metric": "sales_a_day", "running": None}], "grain": "month"}, "running_not_additive", {}),
        ({"measures": ["stock_so_far"]}, "cumulative_level", {}),
        ({"measures": [{"metric": "margin", "share": []}], "group_by": ["city"]}, "share_not_additive", {"metric": "margin"}),
        ({"measures": [{"metric": "buyers", "share": []}], "group_by": ["city"]}, "share_not_additive", {"metric": "buyers"}),
        ({"measures": [{"metric": "unit_price", "share": []}], "group_by": ["city"]}, "share_not_additive", {"metric": "unit_price"}),
        ({"measures": ["unit_price"], "filters": [{"dimension": "status", "in": ["cancelled"]}]}, "filter_excluded", {}),
        ({"measures": [{"metric": "stock_end", "share": []}], "group_by": ["store"], "grain": "month"}, "share_not_additive", {}),
        (
            {"measures": [{"metric": "sales", "share": ["region"]}], "group_by": ["city"]},
            "not_a_key",
            {"name": "region", "keys": ("city",)},
        ),
        ({"measures": ["sales"], "group_by": ["city"], "limit": {"count": 1, "per": ["store"]}}, "not_a_key", {"name": "store"}),
        ({"measures": [{"metric": "sales", "running": None}]}, "running_without_grain", {}),
        ({"measures": [{"metric": "sales", "running": "month"}], "grain": "week"}, "reset_not_nested", {"possible": ()}),
        ({"measures": [{"metric": "buyers", "running": None}], "grain": "month"}, "running_not_additive", {}),
        ({"measures": [{"metric": "stock_end", "running": None}], "grain": "month"}, "running_not_additive", {}),
        ({"measures": ["sales", "sales"]}, "same_column_twice", {"name": "sales"}),
        ({"measures": ["sales"], "filters": [{"dimension": "area", "in": ["large"]}]}, "wrong_value_type", {"type": "number"}),
        ({"measures": ["sales"], "filters": [{"dimension": "is_open", "in": ["yes"]}]}, "wrong_value_type", {"type": "boolean"}),
        ({"measures": ["sales"], "filters": [{"dimension": "opened_on", "in": ["someday"]}]}, "wrong_value_type", {"type": "date"}),
        ({"measures": ["sales"], "filters": [{"dimension": "city", "op": ">", "value": "x"}]}, "not_comparable", {"type": "text"}),
        (
            {"measures": ["sales"], "within": [{"dimensions": ["city"], "query": {"measures": ["sales"], "group_by": ["store"]}}]},
            "within_without_key",
            {"dimension": "city"},
        ),
    ],
)
def test_the_reason_is_given(parts: dict[str, Any], code: str, facts: dict[str, Any]) -> None:
    error = refusal(parts)
    assert error.code == code
    assert {name: error.facts.get(name) for name in facts} == facts


def test_an_unreachable_dimension_names_what_can_be_reached() -> None:
    assert "city" in str(refusal({"measures": ["visitors"], "group_by": ["home_city"]}).facts["nearest"])


def test_two_paths_of_equal_standing_are_named() -> None:
    catalog = replace(SHOP, joins=(*JOINS, join("orders", "stores", "customer_id", "store_id", role="odd")))
    with pytest.raises(CatalogError) as refused:
        compile_query(from_dict({"measures": ["sales"], "group_by": ["city"]}), catalog)  # type: ignore[arg-type]
    assert refused.value.code == "ambiguous_path"
    assert refused.value.facts["paths"] == ("orders > stores", "orders > stores (odd)")


def test_a_role_settles_which_path_is_meant() -> None:
    odd = Dimension("odd_city", Label("odd", "odd"), "stores", "city", via=("odd",))
    joins = (*JOINS, join("orders", "stores", "customer_id", "store_id", role="odd"))
    catalog = replace(SHOP, joins=joins, dimensions=dict(SHOP.dimensions) | {"odd_city": odd})
    query = from_dict({"measures": ["sales"], "group_by": ["odd_city"]})
    assert isinstance(query, MetricQuery)
    sql = compile_query(query, catalog).sql
    assert "key_customer_id = odd.store_id" in sql


def test_a_deprecated_metric_answers_with_a_note() -> None:
    query = from_dict({"measures": ["old_sales"]})
    assert isinstance(query, MetricQuery)
    assert compile_query(query, SHOP).notes == ("deprecated_metric",)


def test_columns_say_what_they_are() -> None:
    query = from_dict(
        {
            "measures": ["sales", {"metric": "order_count", "rank": {}}],
            "group_by": ["is_open"],
            "grain": "month",
            "comparison": {"offset": {"year": 1}},
        }
    )
    assert isinstance(query, MetricQuery)
    columns = compile_query(query, SHOP).columns
    assert [(column.name, column.role, column.type, column.of) for column in columns] == [
        ("metric_time", "time", "date", ""),
        ("is_open", "dimension", "boolean", "is_open"),
        ("sales", "measure", "number", "sales"),
        ("sales_previous", "previous", "number", "sales"),
        ("sales_change", "change", "number", "sales"),
        ("sales_change_pct", "change_pct", "number", "sales"),
        ("order_count_rank", "rank", "integer", "order_count"),
    ]
    assert columns[2].format is not None and columns[2].format.style == "currency"


def test_the_metrics_and_datasets_below_are_listed() -> None:
    query = from_dict({"measures": ["margin"], "filters": [{"dimension": "home_region", "in": ["华东"]}]})
    assert isinstance(query, MetricQuery)
    found = compile_query(query, SHOP)
    assert (found.metrics, found.datasets) == (("margin", "profit", "sales", "cost"), ("orders", "customers", "stores", "regions"))


def test_rows_are_listed_with_dimensions_filters_and_a_limit() -> None:
    rows = from_dict(
        {
            "dataset": "orders",
            "columns": ["order_id", "amount", "city"],
            "filters": [{"dimension": "region", "in": ["华东"]}],
            "periods": [YEAR],
            "limit": 2,
        }
    )
    assert isinstance(rows, RowList)
    found = compile_rows(rows, SHOP)
    assert [column.name for column in found.columns] == ["order_id", "amount", "city"]
    listed = database().execute(found.sql).fetchall()
    assert [row[0] for row in listed] == [8, 10]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"dataset": "order"}, "unknown_dataset"),
        ({"dataset": "orders", "columns": ["ammount"]}, "unknown_column"),
        ({"dataset": "stores", "periods": [YEAR]}, "no_time"),
        ({"dataset": "visits", "columns": ["channel"]}, "unreachable_dimension"),
    ],
)
def test_rows_that_do_not_exist_are_refused(parts: dict[str, Any], code: str) -> None:
    rows = from_dict(parts)
    assert isinstance(rows, RowList)
    with pytest.raises(CatalogError) as refused:
        compile_rows(rows, SHOP)
    assert refused.value.code == code


def test_a_side_that_can_hold_is_enough_for_an_alternative() -> None:
    query = from_dict({"measures": ["sales"], "any_of": [[[CANCELLED], [STORE]]]})
    assert isinstance(query, MetricQuery) and compile_query(query, SHOP).sql


def test_an_alternative_without_a_condition_is_refused() -> None:
    with pytest.raises(CatalogError) as refused:
        compile_query(MetricQuery((Measure("sales"),), any_of=(AnyOf(((), ())),)), SHOP)
    assert refused.value.code == "empty_alternative"


def test_a_members_own_filter_settles_a_required_dimension() -> None:
    query = from_dict({"measures": [{"metric": "per_channel", "filters": [CHANNEL]}]})
    assert isinstance(query, MetricQuery) and compile_query(query, SHOP).sql

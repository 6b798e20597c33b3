"""Averages and medians of many values: which words ask for them, what a conversation carries of them, and where they are asked back."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.plan import Clarify, Decline
from catalog.metric import Over
from catalog.query import Having, Measure
from tests.assistant.offline.sights import brief, plan, query

STORES = Over("average", ("store",))


@pytest.mark.parametrize(
    "question",
    [
        "上个月的店均订单数",
        "上个月平均每个门店的订单数",
        "上个月每家门店平均订单数",
        "上个月单店平均订单数",
        "上个月门店平均订单数",
        "average orders per store last month",
        "orders per store on average last month",
        "average number of orders per store last month",
    ],
)
def test_an_average_by_store_says_how_many_stores_it_is_of(question: str) -> None:
    assert query(question).measures == (Measure("orders", STORES), Measure("orders", Over("count", ("store",))))


@pytest.mark.parametrize("question", ["10月各大区的店均订单数", "average orders per store by region in October"])
def test_groups_stay_groups(question: str) -> None:
    assert query(question).group_by == ("region",)
    assert query(question).measures[0] == Measure("orders", STORES)


def test_a_bound_and_an_order_are_on_the_average() -> None:
    found = query("9月店均订单数超过200的大区，从高到低")
    assert found.having == (Having("orders_average_over_store", ">", Decimal(200)),)
    assert found.order[0].column == "orders_average_over_store"


@pytest.mark.parametrize(
    "question", ["2025年月均订单数", "average monthly orders in 2025", "2025年平均每月的订单数", "average orders per month in 2025"]
)
def test_whether_empty_months_count_is_left_to_the_rows(question: str) -> None:
    found = plan(question).plan
    assert isinstance(found, Clarify) and found.code == "empty_units"
    overs = [choice.query.measures[0].shown for choice in found.choices if choice.query]
    assert overs == [Over("average", (), "month"), Over("average", (), "month", None, 0)]


@pytest.mark.parametrize(
    "question",
    [
        "上个月各门店平均销售额",
        "上个月各门店销售额的平均值",
        "上个月的月均订单数",
        "average orders last month",
        "average orders by store last month",
    ],
)
def test_an_average_of_nobody_knows_what_is_not_read(question: str) -> None:
    found = plan(question).plan
    assert isinstance(found, Decline), brief(found)


def test_an_average_of_ratios_is_not_taken_for_the_ratio() -> None:
    found = plan("10月店均毛利率").plan
    assert isinstance(found, Clarify) and found.code == "ratio_or_average"
    assert [brief(choice.query) for choice in found.choices] == [
        "measures=gross_margin periods=2026-10-01..2026-11-01",
        "measures=gross_margin_average_over_store/store periods=2026-10-01..2026-11-01",
    ]


def test_a_conversation_carries_the_members() -> None:
    turns = ("上个月店均订单数",)
    assert query("那销量呢", turns=turns).measures[0] == Measure("units_sold", STORES)
    assert query("10月华东呢", turns=turns).measures[0] == Measure("orders", STORES)
    assert query("店均呢", turns=("上个月的订单数",)).measures[0] == Measure("orders", STORES)


def test_a_months_part_at_the_edge_is_said() -> None:
    assert "cut_units" in dict(plan("今年月均订单数").notes)
    assert "cut_units" not in dict(plan("2025年月均订单数").notes)


def test_a_governed_average_goes_before_one_of_the_question() -> None:
    assert brief(plan("10月店均销售额").plan) == "measures=sales_per_store periods=2026-10-01..2026-11-01"
    assert brief(plan("6月日均航班数", world="flights").plan) == "measures=flights_per_day periods=2013-06-01..2013-07-01"
    assert query("6月平均每家航空公司的航班数", world="flights").measures[0].shown == Over("average", ("airline",))

"""Conversations that point back: their margin, 起飞的, and what was it last month. Metrics and members differ from those of the suites."""

from __future__ import annotations

import pytest

from tests.assistant.offline.sights import brief, plan

TOP = "measures=units_sold group_by=brand periods=2026-10-01..2026-11-01 order=-units_sold limit=3"
MARCH = "periods=2013-03-01..2013-04-01"


@pytest.mark.parametrize(
    ("turns", "text"),
    [
        (("上个月销量前三的品牌",), "它们的件单价呢"),
        (("上个月销量前三的品牌",), "这些品牌的件单价"),
        (("top 3 brands by units sold last month",), "what is their average unit price"),
        (("top 3 brands by units sold last month",), "what average unit price did they have?"),
    ],
)
def test_a_word_for_what_was_shown_asks_of_those_members(turns: tuple[str, ...], text: str) -> None:
    expected = f"measures=unit_price group_by=brand within=[{TOP}] periods=2026-10-01..2026-11-01"
    assert brief(plan(text, turns=turns).plan) == expected


def test_members_chosen_by_a_bound_are_asked_of_again() -> None:
    found = brief(plan("and their refund rate", turns=("regions with more than 1000 orders last month",)).plan)
    assert "within=[measures=orders group_by=region having=orders>1000" in found


def test_a_pointer_with_something_to_point_at_in_the_question_stays_inside_it() -> None:
    found = brief(plan("cities and their orders last month", turns=("top 3 brands by units sold last month",)).plan)
    assert "within" not in found


def test_without_a_rank_the_pointer_keeps_the_key() -> None:
    expected = "measures=gross_margin group_by=region periods=2026-10-01..2026-11-01"
    assert brief(plan("它们的毛利率", turns=("上个月各大区的订单数",)).plan) == expected


@pytest.mark.parametrize(
    ("told", "text"), [("坪效怎么计算", "各大区上个月的呢"), ("what does sales per square metre mean", "by region, last month")]
)
def test_what_was_told_of_a_metric_goes_on_with_it(told: str, text: str) -> None:
    assert brief(plan(text, turns=(told,)).plan) == "measures=sales_per_sqm group_by=region periods=2026-10-01..2026-11-01"


@pytest.mark.parametrize(
    ("asked", "text", "expected"),
    [
        ("median delay in March", "the one at arrival", f"measures=median_arr_delay {MARCH}"),
        ("3月的延误率", "到达的", f"measures=arrival_delay_rate {MARCH}"),
    ],
)
def test_words_that_tell_the_choices_apart_choose(asked: str, text: str, expected: str) -> None:
    assert brief(plan(text, "flights", turns=(asked,)).plan) == expected


@pytest.mark.parametrize("text", ["flights", "airline", "JFK"])
def test_words_that_fit_no_choice_or_several_choose_nothing(text: str) -> None:
    found = brief(plan(text, "flights", turns=("median delay in March",)).plan)
    assert "median" not in found


def test_no_is_taken_for_a_correction_only_where_a_conversation_goes_on() -> None:
    assert brief(plan("no, I meant September", turns=("orders in August",)).plan) == "measures=orders periods=2026-09-01..2026-10-01"
    assert brief(plan("no orders in August").plan).startswith("Decline")


def test_a_part_that_several_names_hold_is_asked_back_with_each() -> None:
    found = plan("中山路店的订单数").plan
    assert {choice.label for choice in found.choices} == {"厦门中山路店", "石家庄中山路店"}  # type: ignore[union-attr]
    assert all("filters=store:" in brief(plan(choice.question).plan) for choice in found.choices)  # type: ignore[union-attr]

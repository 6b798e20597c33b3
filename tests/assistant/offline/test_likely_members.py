"""A part of one member's name that stands in it word for word is read as it, and said; a slip is answered by offering the whole name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.plan import Decline
from assistant.question import Question, Turn
from catalog.query import MemberFilter, MetricQuery
from tests.assistant.offline.sights import PLANNER, plan, query, sight


def offered(text: str, turns: tuple[str, ...] = ()) -> list[str]:
    found = plan(text, turns=turns).plan
    assert isinstance(found, Decline), found
    return [choice.question for choice in found.nearest]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("上个月上海南京西路店的订单数", "上个月上海南京路店的订单数"),
        ("sales of wangfujing last month", "sales of Beijing Wangfujing last month"),
        ("orders by month for tianhe this year", "orders by month for Guangzhou Tianhe this year"),
    ],
)
def test_the_question_is_offered_with_the_member_that_is_most_alike(text: str, first: str) -> None:
    assert offered(text)[0] == first
    named = query(first)
    assert any(isinstance(part, MemberFilter) and part.dimension == "store" for part in named.filters)


@pytest.mark.parametrize(
    ("text", "store"),
    [
        ("上个月王府井的销售额", "北京王府井店"),
        ("天河店上个月的毛利率", "广州天河店"),
        ("orders at the Wangfujing store last month", "北京王府井店"),
    ],
)
def test_a_part_that_only_one_name_holds_is_read_as_it_and_said(text: str, store: str) -> None:
    found = plan(text)
    assert isinstance(found.plan, MetricQuery) and found.plan.filters == (MemberFilter("store", (store,)),)
    assert found.caveats == ("read_as",) and dict(dict(found.notes)["read_as"])["name"] == store


@pytest.mark.parametrize("text", ["上个月雨天的销售额", "上个月火星店的销售额", "sales on rainy days last month", "耐克今年的销量"])
def test_words_that_no_member_is_like_offer_none(text: str) -> None:
    kept = [query(question) for question in offered(text)]
    assert not any(isinstance(part, MemberFilter) for each in kept for part in each.filters)


def test_a_follow_up_is_offered_in_its_conversation() -> None:
    before = "上个月北京王府井店的销售额"
    chips = offered("那上海南京西路店呢", (before,))
    assert chips[0] == "那上海南京路店呢"
    found = query(chips[0], turns=(before, "那上海南京西路店呢"))
    assert found == replace(query(before), filters=(MemberFilter("store", ("上海南京路店",)),))


def test_a_member_that_the_asker_may_not_see_is_not_offered() -> None:
    seen = sight()
    hidden = replace(seen, finder=replace(seen.finder, members=seen.finder.members.restricted({"city": None})))
    found = PLANNER.plan(Question("上个月王府井的销售额"), hidden).plan
    assert isinstance(found, Decline) and not [choice for choice in found.nearest if "王府井" in choice.question]


def test_a_chip_asks_a_question_that_is_read() -> None:
    first = plan("sales of wangfujing last month")
    assert isinstance(first.plan, Decline)
    chip = first.plan.nearest[0]
    after = PLANNER.plan(Question(chip.question, (Turn("sales of wangfujing last month", first),)), sight()).plan
    assert isinstance(after, MetricQuery) and after == query(chip.question)

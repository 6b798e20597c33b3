"""Questions of the sample worlds against plans that a person checked, and what must hold for any question."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.offline.vocabulary import content_characters
from assistant.plan import Clarify, Decline
from assistant.question import Question, Turn, settled
from catalog.metric import Offset
from catalog.query import Comparison, MetricQuery, RowList
from tests.assistant.offline.sights import PLANNER, brief, plan, query, sight

GOLDEN = Path(__file__).parent / "plans.txt"
NONSENSE = {"zh": ("璆鏘", "不锈钢", "第三方"), "en": ("zebra", "unless", "twelfth")}


def golden() -> Iterator[tuple[str, str]]:
    lines = [line for line in GOLDEN.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    for question, expected in zip(lines[::2], lines[1::2], strict=True):
        yield question, expected.strip()


ANSWERED = [(question, expected) for question, expected in golden() if expected.startswith("measures")]


@pytest.mark.parametrize(("question", "expected"), list(golden()))
def test_a_question_makes_the_plan_that_a_person_checked(question: str, expected: str) -> None:
    assert brief(plan(question).plan) == expected


@pytest.mark.parametrize("question", [question for question, _ in golden()])
def test_the_reading_accounts_for_every_character_that_carries_meaning(question: str) -> None:
    spans = [span for span in plan(question).reading if span.kind != "carried"]
    covered = {place for span in spans for place in range(span.start, span.end)}
    assert sum(content_characters(question, place, place + 1) for place in range(len(question)) if place not in covered) == 0


@pytest.mark.parametrize("question", [question for question, _ in ANSWERED])
def test_a_word_that_nothing_reads_is_never_dropped(question: str) -> None:
    chance = random.Random(question)
    language = plan(question).language
    words = question.split(" ") if language == "en" else list(question)
    for word in NONSENSE[language]:
        place = chance.randrange(len(words) + 1)
        text = (" " if language == "en" else "").join([*words[:place], word, *words[place:]])
        assert not isinstance(plan(text).plan, MetricQuery), text


@pytest.mark.parametrize("question", [question for question, expected in golden() if expected.startswith("Clarify")])
def test_every_choice_of_a_question_back_settles_it(question: str) -> None:
    found = plan(question).plan
    assert isinstance(found, Clarify)
    assert len(found.choices) > 1
    plans = [choice.query or plan(choice.question).plan for choice in found.choices]
    assert all(isinstance(each, MetricQuery) for each in plans), [brief(each) for each in plans]
    assert len({brief(each) for each in plans}) == len(plans)


@pytest.mark.parametrize("question", [question for question, expected in golden() if expected.startswith("Decline")])
def test_the_nearest_questions_of_a_refusal_can_be_answered(question: str) -> None:
    found = plan(question).plan
    assert isinstance(found, Decline)
    assert all(isinstance(plan(choice.question).plan, MetricQuery) for choice in found.nearest), found.nearest


def test_the_same_question_makes_the_same_plan_every_time() -> None:
    assert len({plan("上个月各大区的销售额和毛利率") for _ in range(5)}) == 1


@pytest.mark.parametrize(
    "text", ["", " ", "？？？", "的", "a" * 300, "销" * 300, "\x00\x01", "1" * 300, "前" * 50, "((((((((", "2025-13-45", "0天前"]
)
def test_no_text_breaks_the_planner(text: str) -> None:
    assert not isinstance(plan(text).plan, MetricQuery)


def test_a_department_reads_a_word_by_its_own_definition() -> None:
    assert query("客户转化率", department="财务").measures[0].metric == "payments_conversion"
    assert query("客户转化率", department="市场").measures[0].metric == "lead_qualification_rate"


def test_words_of_the_question_come_before_the_department() -> None:
    assert query("财务口径的客户转化率", department="市场").measures[0].metric == "payments_conversion"


def test_a_choice_made_in_the_conversation_comes_before_the_department() -> None:
    asked = Question("客户转化率", settled=(("客户转化率", "payments_conversion"),))
    found = PLANNER.plan(asked, sight(department="市场")).plan
    assert isinstance(found, MetricQuery)
    assert found.measures[0].metric == "payments_conversion"


def test_a_default_definition_is_noted_with_the_others() -> None:
    notes = dict(plan("上个月的销售额").notes)
    assert dict(notes["default_definition"])["name"] == "销售额（运营口径）"
    assert "财务口径" in dict(notes["default_definition"])["others"]


def test_all_data_is_noted_when_no_period_is_named() -> None:
    assert "all_data" in dict(plan("各大区的订单数").notes)


def test_suggestions_keep_the_period_and_the_key_that_were_understood() -> None:
    found = plan("umbrella orders by channel last week").plan
    assert isinstance(found, Decline)
    assert found.nearest
    assert "last week" in found.nearest[0].question
    assert "hannel" in found.nearest[0].question


def test_a_slip_of_the_pen_is_read_and_marked() -> None:
    found = plan("orders by regoin last month")
    assert isinstance(found.plan, MetricQuery)
    assert found.plan.group_by == ("region",)
    assert found.caveats == ("read_as",)


def test_a_metric_that_the_asker_may_not_see_reads_as_unknown() -> None:
    seen = sight()
    hidden = seen.catalog.restricted([name for name in seen.catalog.metrics if name != "refund_rate"], seen.catalog.dimensions)
    limited = replace(seen, catalog=hidden, finder=replace(seen.finder, catalog=hidden))
    found = PLANNER.plan(Question("上个月的退款率"), limited).plan
    assert isinstance(found, Decline)
    assert "refund_rate" not in repr(found)


@pytest.mark.parametrize(
    ("text", "language"), [("看下east区的GMV", "zh"), ("sales in 华东 last month", "en"), ("Q3 GMV 各大区", "zh"), ("GMV", "en")]
)
def test_the_language_is_that_of_the_text(text: str, language: str) -> None:
    assert plan(text).language == language


def test_a_mixed_question_is_read() -> None:
    assert brief(query("看下east区上个月的GMV")) == "measures=gmv filters=region:华东 periods=2026-10-01..2026-11-01"


def test_a_chart_that_is_wished_for_is_kept() -> None:
    assert plan("用柱状图看上个月各大区的销售额").chart == "bar"
    assert plan("sales by region last month as a pie chart").chart == "stacked"
    assert plan("今年各月各大区的销售额，小多图").chart == plan("sales by month and region this year as small multiples").chart == "facets"


DIALOGUES = [
    (("orders in October",), "no, I meant the month before", "measures=orders periods=2026-09-01..2026-10-01"),
    (("上个月各大区的订单数",), "不对，我要的是上上个月", "measures=orders group_by=region periods=2026-09-01..2026-10-01"),
    (("上个月各大区的订单数",), "去年同月呢", "measures=orders group_by=region periods=2026-10-01..2026-11-01 comparison=1year"),
    (
        ("上个月华东的订单数",),
        "占比多少",
        "measures=orders,orders_share group_by=region periods=2026-10-01..2026-11-01 only=region:华东",
    ),
    (
        ("上个月华东的订单数",),
        "排第几",
        "measures=orders,orders_rank group_by=region periods=2026-10-01..2026-11-01 order=-orders only=region:华东",
    ),
    (
        ("orders by region last month",),
        "sort by gross margin",
        "measures=orders,gross_margin group_by=region periods=2026-10-01..2026-11-01 order=-gross_margin",
    ),
    (("上个月的毛利率",), "换个口径", "Decline not_supported"),
    (("上个月的客户转化率（市场口径）",), "换个口径", "Clarify ambiguous_metric"),
    (("上个月各大区的订单数",), "那华南呢", "measures=orders group_by=region filters=region:华南 periods=2026-10-01..2026-11-01"),
    (("上个月各大区的订单数",), "换成按渠道", "measures=orders group_by=channel periods=2026-10-01..2026-11-01"),
    (("今年华东的订单数",), "换成按月", "measures=orders grain=month filters=region:华东 periods=2026-01-01..2027-01-01*"),
    (("上个月各大区的订单数",), "再看毛利率", "measures=gross_margin group_by=region periods=2026-10-01..2026-11-01"),
    (("上个月各大区的订单数",), "只看线上", "measures=orders group_by=region filters=channel_type:线上 periods=2026-10-01..2026-11-01"),
    (("上个月各大区的订单数",), "前三", "measures=orders group_by=region periods=2026-10-01..2026-11-01 order=-orders limit=3"),
    (("上个月各大区的订单数",), "同比呢", "measures=orders group_by=region periods=2026-10-01..2026-11-01 comparison=1year"),
    (("orders by region in October",), "and last year?", "measures=orders group_by=region periods=2025-10-01..2025-11-01"),
    (
        ("orders by region in October",),
        "top 3 only",
        "measures=orders group_by=region periods=2026-10-01..2026-11-01 order=-orders limit=3",
    ),
    (("orders by region in October",), "by month instead", "measures=orders grain=month periods=2026-10-01..2026-11-01"),
    (("orders in October",), "what about East China?", "measures=orders filters=region:华东 periods=2026-10-01..2026-11-01"),
    (("orders by region in October",), "how many visitors yesterday", "measures=visitors periods=2026-11-20..2026-11-21"),
    (("上个月的销售额",), "不是运营口径, 是财务口径", "measures=revenue_fin periods=2026-10-01..2026-11-01"),
    (("上个月各渠道的订单数",), "不是订单数，是销量", "measures=units_sold group_by=channel periods=2026-10-01..2026-11-01"),
    (("9月的客户转化率",), "按财务口径", "measures=payments_conversion periods=2026-09-01..2026-10-01"),
    (
        ("上个月各大区的订单数", "那华南呢"),
        "再看毛利率",
        "measures=gross_margin group_by=region filters=region:华南 periods=2026-10-01..2026-11-01",
    ),
]


@pytest.mark.parametrize(("turns", "text", "expected"), DIALOGUES)
def test_a_follow_up_keeps_what_it_does_not_change(turns: tuple[str, ...], text: str, expected: str) -> None:
    assert brief(plan(text, turns=turns).plan) == expected


def test_what_is_carried_over_is_part_of_the_reading() -> None:
    carried = [span.meaning for span in plan("那华南呢", turns=("上个月各大区的订单数",)).reading if span.kind == "carried"]
    assert carried == ["orders", "region", "2026-10-01..2026-11-01"]


def test_a_follow_up_without_a_conversation_is_declined() -> None:
    assert isinstance(plan("那华南呢").plan, Decline)


def test_a_figure_that_may_be_half_of_the_next_ones_name_is_asked_about() -> None:
    asked = plan("departure and arrival delay by origin", world="flights").plan
    assert isinstance(asked, Clarify) and [each.label for each in asked.choices] == ["Departed flights", "Average departure delay"]
    assert len(query("flights and cancellation rate by origin", world="flights").measures) == 2


def test_flights_are_read_with_their_own_words() -> None:
    assert query("JFK 7月每天的航班数", world="flights").grain == "day"
    assert query("flights by airline in June", world="flights").group_by == ("airline",)


def test_an_unfinished_period_is_marked_and_compared_by_an_offset() -> None:
    found = query("本月订单数同比")
    assert found.periods[0].through == sight().complete_before
    assert found.comparison == Comparison(Offset(1, "year"))


FLIGHTS = [
    ("flights from JFK to LGA in May", "measures=flights_count filters=origin:JFK,destination:LGA periods=2013-05-01..2013-06-01"),
    ("how many flights were cancelled in July", "measures=cancelled_flights periods=2013-07-01..2013-08-01"),
    ("10月取消了多少航班", "measures=cancelled_flights periods=2013-10-01..2013-11-01"),
    ("how many flights were scheduled in June", "measures=flights_count periods=2013-06-01..2013-07-01"),
    ("how many flights departed in June", "measures=departed_flights periods=2013-06-01..2013-07-01"),
    ("what percentage of flights were cancelled in July", "measures=cancellation_rate periods=2013-07-01..2013-08-01"),
    ("取消航班占航班数的比例", "measures=cancellation_rate"),
    ("three worst months for arrival delay", "measures=avg_arr_delay grain=month order=-avg_arr_delay limit=3"),
    ("average distance per flight", "measures=average_distance"),
    ("average speed of the aircraft used", "Decline unjoined_metrics"),
    ("share of delayed departures by hour", "Clarify metric_or_each"),
    ("share of delayed departures", "measures=departure_delay_rate"),
    ("flights over 1,000 miles by airline", "Decline not_supported"),
    ("列出昨天取消的航班", "Decline rows_of_what"),
    ("list the cancelled flights of December 25", "Decline rows_of_what"),
    ("which flights were cancelled yesterday", "Decline rows_of_what"),
    ("flights to EWR", "Decline not_supported"),
    ("JFK share of cancelled flights", "measures=cancelled_flights,cancelled_flights_share group_by=origin only=origin:JFK"),
    ("cancellation rate of the three biggest airlines", "Decline rank_of_what"),
    ("7月取消的航班占比多少", "measures=cancellation_rate periods=2013-07-01..2013-08-01"),
    ("12月各出发机场取消航班数的占比", "measures=cancelled_flights_share group_by=origin periods=2013-12-01..2014-01-01"),
    ("8月有多少航班延误了", "Clarify ambiguous_metric"),
    (
        "how many flights did JetBlue operate in May",
        "measures=departed_flights filters=airline:JetBlue Airways periods=2013-05-01..2013-06-01",
    ),
    ("what share of flights did JetBlue operate", "Decline share_of_what"),
    ("cancellation rate from high to low", "Decline rank_of_what"),
    ("flights by orgin", "measures=flights_count group_by=origin"),
]


@pytest.mark.parametrize(("question", "expected"), FLIGHTS)
def test_a_question_about_flights_makes_the_plan_that_a_person_checked(question: str, expected: str) -> None:
    assert brief(plan(question, world="flights").plan) == expected


@pytest.mark.parametrize(
    ("question", "world", "dataset"), [("列出昨天的退款明细", "retail", "refunds"), ("list all flights of July 4", "flights", "flights")]
)
def test_rows_are_listed_for_who_may_see_them(question: str, world: str, dataset: str) -> None:
    found = PLANNER.plan(Question(question), replace(sight(world), may_list_rows=True)).plan
    assert isinstance(found, RowList)
    assert found.dataset == dataset
    assert len(found.periods) == 1


@pytest.mark.parametrize("sign", ["+", "/", "*", "×", "÷", "＋", "／", "≠", "€"])
@pytest.mark.parametrize("question", ["last month sales {} orders", "上个月销售额{}订单数", "sales {} orders last month"])
def test_a_sign_between_two_metrics_is_never_dropped(question: str, sign: str) -> None:
    assert not isinstance(plan(question.format(sign)).plan, MetricQuery)


@pytest.mark.parametrize("question", ["stores with sales != 800000 last month", "上个月销售额!=800000的门店"])
def test_unequal_is_not_read_as_equal(question: str) -> None:
    assert [having.operator for having in query(question).having] == ["!="]


@pytest.mark.parametrize(("written", "plain"), [("退款率超过５％的品类", "退款率超过5%的品类"), ("上个月销售额！", "上个月销售额")])
def test_wide_signs_mean_what_plain_ones_mean(written: str, plain: str) -> None:
    assert query(written) == query(plain)


@pytest.mark.parametrize("question", ["上个月销售额排名不超过5的门店", "stores whose sales rank is at most 5 last month"])
def test_a_bound_on_the_rank_is_not_a_bound_on_the_value(question: str) -> None:
    found = plan(question).plan
    assert isinstance(found, Decline) or (isinstance(found, MetricQuery) and not found.having)


def test_which_place_a_name_means_is_asked_once_in_a_conversation() -> None:
    first, seen = plan("上个月吉林的销售额"), sight("retail")
    turns = (Turn("上个月吉林的销售额", first),)
    chosen = PLANNER.plan(Question("城市", turns), seen)
    turns = (*turns, Turn("城市", chosen))
    later = PLANNER.plan(Question("本月吉林的订单数", turns, settled(turns)), seen)
    assert isinstance(first.plan, Clarify) and first.plan.code == "ambiguous_member"
    assert isinstance(later.plan, MetricQuery) and [part.dimension for part in later.plan.filters] == ["city"]  # type: ignore[union-attr]
    assert ("settled_definition", (("word", "吉林"), ("name", "城市"))) in later.notes
    assert isinstance(PLANNER.plan(Question("本月吉林的订单数"), seen).plan, Clarify)


def test_a_word_of_the_grammar_chooses_the_chip_that_has_it() -> None:
    first = plan("上个月销售额增长率")
    turns = (Turn("上个月销售额增长率", first),)
    chosen = PLANNER.plan(Question("同比", turns), sight("retail")).plan
    assert isinstance(chosen, MetricQuery) and chosen.comparison is not None
    assert chosen == plan("上个月销售额同比增长率").plan

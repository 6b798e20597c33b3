"""Two readers: the same query stands, different ones are asked back, and a model alone never makes a verified answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.agreement import agreed, same_plan
from assistant.answer import answer
from assistant.plan import CatalogQuestion, Clarify, Decline, Planned, Span, SqlDraft
from assistant.project import Project, open_project
from assistant.question import Question, Turn
from assistant.settings import Endpoint, Spending
from catalog.metric import Offset
from catalog.query import TIME, Comparison, Having, Limit, Measure, MemberFilter, MetricQuery, Order, Share
from tests.assistant.llm.asking import SALES, SALES_PLAN, read_by_two
from tests.assistant.offline.sights import plan, query, sight
from tests.conftest import AS_OF
from tests.fakes import Says, scripted


def base() -> MetricQuery:
    return query("上个月各大区的销售额和毛利率")


@pytest.mark.parametrize(
    "other",
    [
        replace(base(), measures=tuple(reversed(base().measures))),
        replace(base(), periods=tuple(replace(period, through=period.end) for period in base().periods)),
        replace(base(), order=(Order("sales_ops"),)),
    ],
)
def test_the_same_query_in_other_words_is_the_same(other: MetricQuery) -> None:
    assert same_plan(base(), other)


@pytest.mark.parametrize(
    "other",
    [
        replace(base(), measures=base().measures[:1]),
        replace(base(), measures=(Measure("sales_ops", Share()), Measure("gross_margin"))),
        replace(base(), group_by=("province",)),
        replace(base(), grain="week"),
        replace(base(), filters=(MemberFilter("region", ("华东",)),)),
        replace(base(), periods=()),
        replace(base(), comparison=Comparison(Offset(1, "year"))),
        replace(base(), having=(Having("sales_ops", ">", 1),)),
        replace(base(), order=(Order("sales_ops"),), limit=Limit(3)),
    ],
)
def test_another_query_is_another(other: MetricQuery) -> None:
    assert not same_plan(base(), other)


def test_equal_ways_to_say_a_comparison_a_bound_or_a_key_are_equal() -> None:
    year = replace(base(), comparison=Comparison(Offset(1, "year")))
    assert same_plan(year, replace(year, comparison=Comparison(Offset(12, "month"), show=("change",))))
    bound = replace(base(), having=(Having("gross_margin", "<", Decimal("0.20")),))
    assert same_plan(bound, replace(bound, having=(Having("gross_margin", "<", 0.2),)))
    one = replace(base(), filters=(MemberFilter("region", ("华东",)),))
    assert same_plan(one, replace(one, group_by=()))
    top = replace(base(), grain="day", order=(Order("sales_ops"),), limit=Limit(3, (TIME, "region")))
    assert same_plan(top, replace(top, limit=Limit(3, ("region", TIME))))
    assert not same_plan(top, replace(top, order=(Order("sales_ops", False),)))
    assert same_plan(base(), replace(base(), grain="month"))
    assert not same_plan(base(), replace(base(), grain="day"))


@pytest.mark.parametrize(
    ("text", "reply", "stands"),
    [
        (SALES, SALES_PLAN, "same"),
        ("上个月销售额前5的门店", {**SALES_PLAN, "by": ["store"], "order": "lowest", "top": 5}, "other"),
        (SALES, {**SALES_PLAN, "by": ["region", "day"]}, "none"),
        (SALES, {"kind": "decline"}, "none"),
        (SALES, Says(status=401), "away"),
    ],
)
def test_an_answer_keeps_how_the_second_reading_stands_to_the_first(project: Project, text: str, reply: object, stands: str) -> None:
    with scripted(reply) as model:  # type: ignore[arg-type]  # what a model says
        found = answer(Question(text), with_model(project, model.endpoint()), project.access.asker("boss"))
    assert found.planned is not None and found.planned.usage is not None
    assert found.planned.usage.second == stands


def test_agreement_leaves_the_reading_by_words() -> None:
    assert read_by_two(SALES, SALES_PLAN) == plan(SALES)


TOP, LOWEST = "上个月销售额前5的门店", {**SALES_PLAN, "by": ["store"], "order": "lowest", "top": 5}


def test_a_different_reading_is_asked_back_with_what_sets_them_apart() -> None:
    planned = read_by_two(TOP, LOWEST)
    assert isinstance(planned.plan, Clarify) and planned.plan.code == "readers_differ"
    assert [choice.label for choice in planned.plan.choices] == ["销售额（运营口径）最高的 5 项", "销售额（运营口径）最低的 5 项"]
    assert [choice.query for choice in planned.plan.choices] == [query(TOP), replace(query(TOP), order=(Order("sales_ops", False),))]


def test_both_readings_are_worded_in_the_asker_s_language() -> None:
    planned = read_by_two("top 5 stores by sales last month", {**LOWEST, "periods": ["last month"]})
    assert isinstance(planned.plan, Clarify)
    assert [choice.label for choice in planned.plan.choices] == ["highest 5 by Sales (operations)", "lowest 5 by Sales (operations)"]


INVENTED: list[dict[str, object]] = [{"by": ["region", "day"]}, {"compare": "year"}, {"show": "share"}, {"order": "lowest", "top": 1}]


@pytest.mark.parametrize(
    "reply",
    [
        {**SALES_PLAN, "periods": []},
        {"kind": "decline"},
        "nonsense",
        Says(status=401),
        Says(status=500),
        *({**SALES_PLAN, **parts} for parts in INVENTED),
    ],
)
def test_what_is_no_reading_does_not_count_against_the_words(reply: object) -> None:
    planned = read_by_two(SALES, reply)  # type: ignore[arg-type]  # what a model says
    assert planned.plan == query(SALES)
    assert planned.planner == "offline" and planned.caveats == ()


def test_an_answer_by_words_alone_says_that_the_model_was_away() -> None:
    assert ("model_unavailable", ()) in read_by_two(SALES, Says(status=401)).notes
    assert ("model_unavailable", ()) in read_by_two("上个月各大区的销售额除以客流量", Says(status=401)).notes


def test_a_question_back_stays() -> None:
    planned = read_by_two("上个月的利润", {"kind": "metric_query", "metrics": ["gross_profit"], "periods": ["上个月"]})
    assert isinstance(planned.plan, Clarify) and planned.plan.code == "ambiguous_metric"


def test_a_word_that_only_the_model_reads_is_governed_with_a_caveat() -> None:
    offline = Planned(Decline("unknown_words", (("words", "进账"),)), "offline", "zh")
    model = Planned(query(SALES), "llm", "zh", (Span(0, 2, "进账", "metric", "sales_ops"),))
    found = agreed(offline, model, sight())
    assert (found.plan, found.planner, found.caveats) == (query(SALES), "llm", ("model_only",))


@pytest.mark.parametrize(
    "model",
    [
        Planned(query(SALES), "llm", "zh", (Span(0, 2, "进账", "unplaced"),)),
        Planned(query(SALES), "llm", "zh", (), ("parts_not_named",)),
        Planned(Decline("model_declined"), "llm", "zh"),
    ],
)
def test_words_left_out_or_parts_made_up_are_no_reading(model: Planned) -> None:
    offline = Planned(Decline("unknown_words", (("words", "进账"),)), "offline", "zh")
    assert agreed(offline, model, sight()) == offline


@pytest.mark.parametrize(
    "code", ["dimension_not_reachable", "no_data_in_period", "why_of_these", "own_filters", "best_way", "personal_data"]
)
def test_what_words_know_to_be_unanswerable_no_metric_query_answers(code: str) -> None:
    offline = Planned(Decline(code), "offline", "zh")
    assert agreed(offline, Planned(query(SALES), "llm", "zh"), sight()) == offline


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        (
            "上个月雨天的销售额",
            {"kind": "metric_query", "reads": [{"words": "雨", "id": "sales_ops"}], "metrics": ["sales_ops"], "periods": ["上个月"]},
        ),
        ("上个月首次下单顾客的销售额", {"kind": "metric_query", "metrics": ["sales_ops"], "periods": ["上个月"]}),
        ("耐克今年的销量", {"kind": "metric_query", "metrics": ["units_sold"], "periods": ["今年"]}),
        ("预测下个月的销售额", {"kind": "metric_query", "metrics": ["sales_ops"], "periods": ["下个月"]}),
        (
            "为什么上个月销售额和毛利都下降",
            {"kind": "metric_query", "metrics": ["sales_ops"], "periods": ["上个月"], "compare": "previous"},
        ),
        ("上个月各品牌的客流量", {"kind": "metric_query", "metrics": ["visitors"], "by": ["store"], "periods": ["上个月"]}),
    ],
)
def test_a_confident_model_does_not_answer_what_words_decline(text: str, reply: dict[str, object]) -> None:
    assert isinstance(plan(text).plan, Decline)
    found = read_by_two(text, reply)
    assert isinstance(found.plan, Decline) and found.planner == "offline"


def test_a_question_about_the_catalog_stays_with_the_words() -> None:
    planned = read_by_two("毛利率怎么算", {"kind": "metric_query", "metrics": ["gross_margin"]})
    assert isinstance(planned.plan, CatalogQuestion)


@pytest.fixture(scope="module")
def project(retail: Path) -> Iterator[Project]:
    with open_project(retail, today=AS_OF, build=False, env={}) as opened:
        yield opened


@pytest.mark.parametrize(
    ("said", "status", "tier"),
    [
        (SALES_PLAN, "answered", "verified"),
        ({**SALES_PLAN, "by": ["region", "day"]}, "answered", "verified"),
        ({**SALES_PLAN, "metrics": ["gross_margin"]}, "answered", "verified"),
        ({"kind": "governed_sql", "sql": "SELECT region, AVG(paid_amount) FROM order_lines GROUP BY region"}, "answered", "verified"),
        ({"kind": "governed_sql", "sql": "DELETE FROM metrics"}, "answered", "verified"),
        ("", "answered", "verified"),
    ],
)
def test_the_answer_is_the_one_by_words_or_a_question_back(project: Project, said: object, status: str, tier: str) -> None:
    with scripted(said) as model:  # type: ignore[arg-type]  # what a model says
        found = answer(Question(SALES), with_model(project, model.endpoint()), project.access.asker("boss"))
    assert (found.status, found.tier) == (status, tier)
    if found.status == "answered":
        assert found.planned is not None and found.planned.plan == query_at(project)


def test_a_choice_between_two_readings_is_taken_without_asking_the_model_again(project: Project) -> None:
    with scripted(LOWEST) as model:
        asked = with_model(project, model.endpoint())
        first = answer(Question(TOP), asked, project.access.asker("boss"))
        assert first.planned is not None and first.status == "clarify"
        sent = len(model.requests)
        then = Question(first.choices[1].label, (Turn(TOP, first.planned),))
        found = answer(then, asked, project.access.asker("boss"))
    assert (found.status, len(model.requests)) == ("answered", sent)
    assert found.planned is not None and found.planned.plan == first.choices[1].query


def query_at(project: Project) -> object:
    return project.offline.plan(Question(SALES), project.sight(project.access.asker("boss"))).plan


def with_model(project: Project, endpoint: Endpoint) -> Project:
    """The same project with a model."""
    project.__dict__.pop("model", None)
    project.settings = replace(project.settings, model=endpoint, spending=Spending(cache_days=0))
    return project


def sums(
    expression: str, metrics: str = "MEASURE(sales_ops) AS s, MEASURE(visitors) AS v", where: str = "PERIOD('上个月')"
) -> dict[str, object]:
    block = f"SELECT region, {metrics} FROM metrics WHERE {where} GROUP BY region"
    return {"kind": "governed_sql", "sql": f"WITH m AS ({block}) SELECT region, {expression} AS x FROM m"}


@pytest.mark.parametrize("kind", ["governed_sql", "metric_query"])
def test_arithmetic_that_the_question_names_is_governed_sql(kind: str) -> None:
    plain = {"metrics": ["sales_ops", "visitors"], "by": ["region"], "periods": ["上个月"]}
    found = read_by_two("上个月各大区的销售额除以客流量", {**plain, **sums("s / NULLIF(v, 0)"), "kind": kind})
    assert isinstance(found.plan, SqlDraft)
    assert found.caveats == ("model_only",)


@pytest.mark.parametrize(
    "reply",
    [
        sums("s - v"),
        sums("1 - s / NULLIF(v, 0)"),
        sums("100 * s / NULLIF(v, 0)"),
        sums("v / NULLIF(s, 0)"),
        sums("s / NULLIF(v, 0) / NULLIF(v, 0)", metrics="MEASURE(sales_ops) AS v, MEASURE(visitors) AS s"),
        sums("s / NULLIF(v, 0)", where="TRUE"),
        sums("s / NULLIF(s, 0)", metrics="MEASURE(sales_ops) AS s"),
        sums("v", metrics="MEASURE(visitors) AS v"),
        {"kind": "metric_query", "metrics": ["sales_ops", "visitors"], "by": ["region"], "periods": ["上个月"]},
    ],
)
def test_other_arithmetic_than_the_question_s_is_no_answer(reply: dict[str, object]) -> None:
    found = read_by_two("上个月各大区的销售额除以客流量", reply)
    assert isinstance(found.plan, Decline) and found.planner == "offline"

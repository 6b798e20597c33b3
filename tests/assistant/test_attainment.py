"""Attainment in questions, against targets that lie ahead of their facts; values counted by hand."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from assistant.answer import answer
from assistant.plan import Planned, SqlDraft
from assistant.project import Project, open_project
from assistant.question import Question
from assistant.record import Answer

FILES = {
    "wenshu.yaml": "name: {zh: 店, en: Shop}\nsource: {folder: data}\ntoday: data\n",
    "access.yaml": 'local: me\nroles: {all: {metrics: ["*"]}}\nusers: {me: {name: Me, department: Sales, roles: [all]}}\n',
    "data/sales.csv": "day,store,member,amount\n2025-01-05,East,1,90\n2025-01-20,West,2,60\n2025-02-03,East,1,30\n2025-02-10,West,3,80\n",
    "data/targets.csv": "month,store,target\n2025-01-01,East,100\n2025-01-01,West,50\n"
    "2025-02-01,East,60\n2025-02-01,West,80\n2025-12-01,East,900\n",
    "data/stores.csv": "store\nEast\nWest\n",
    "data/visits.csv": "at,member,channel\n2025-01-04,1,app\n2025-01-19,2,web\n2025-01-25,4,web\n",
    "catalog/shop.yaml": """
datasets:
  - {id: sales_lines, name: {zh: 销售明细, en: Sale lines}, table: sales, time: day, columns: [day, store, member, amount]}
  - {id: targets, name: {zh: 目标表, en: Target list}, table: targets, time: month, time_grain: month, columns: [month, store, target]}
  - {id: stores, name: {zh: 门店档案, en: Store list}, table: stores, primary_key: [store], columns: [store]}
  - {id: visits, name: {zh: 到店记录, en: Visit list}, table: visits, time: at, columns: [at, member, channel]}
joins:
  - {left: sales_lines, right: stores, on: {store: store}, cardinality: many_to_one}
  - {left: targets, right: stores, on: {store: store}, cardinality: many_to_one}
dimensions:
  - {id: store, name: {zh: 门店, en: Store}, dataset: stores}
  - {id: channel, name: {zh: 渠道, en: Channel}, dataset: visits}
  - {id: member, name: {zh: 会员, en: Member}, dataset: sales_lines, type: number, searchable: false}
metrics:
  - id: sales
    name: {zh: 销售额, en: Sales}
    description: {zh: 销售额, en: Sales}
    owner: Me
    department: Sales
    target: planned
    formula: {sum: amount, dataset: sales_lines}
  - id: planned
    name: {zh: 销售目标, en: Sales target}
    description: {zh: 目标, en: Target}
    owner: Me
    department: Sales
    formula: {sum: target, dataset: targets}
  - id: buyers
    name: {zh: 购买人数, en: Buyers}
    description: {zh: 人数, en: Buyers}
    owner: Me
    department: Sales
    formula: {count_distinct: member, dataset: sales_lines}
  - id: bought
    name: {zh: 购买转化率, en: Purchase conversion}
    description: {zh: 到店后三天内购买, en: Visits followed by a purchase within three days}
    owner: Me
    department: Sales
    format: {style: percent}
    formula:
      conversion: rate
      base: {dataset: visits, entity: member}
      converted: {dataset: sales_lines, entity: member}
      window: {trailing: 3, grain: day}
""",
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    folder = tmp_path_factory.mktemp("attainment")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    with open_project(folder, env={}) as project:
        yield project


def ask(shop: Project, text: str) -> Answer:
    return answer(Question(text), shop, shop.access.asker("me"))


def figures(found: Answer) -> dict[object, float | None]:
    return {row[0]: None if row[-1] is None else round(float(row[-1]), 6) for row in found.rows}


@pytest.mark.parametrize("text", ["1月各门店销售额达成率", "1月各门店销售目标完成率", "sales attainment by store in January"])
def test_attainment_is_the_metric_over_its_target_by_the_same_groups_and_days(shop: Project, text: str) -> None:
    assert figures(ask(shop, text)) == {"East": 0.9, "West": 1.2}


@pytest.mark.parametrize(
    "text",
    [
        "1月哪些门店没完成销售额目标",
        "1月没完成销售目标的门店",
        "1月哪些门店没达标",
        "which stores missed their sales target in January",
        "1月销售额达成率低于95%的门店",
    ],
)
def test_a_missed_target_is_an_attainment_below_one(shop: Project, text: str) -> None:
    assert figures(ask(shop, text)) == {"East": 0.9}


def test_a_reached_target_is_one_or_more(shop: Project) -> None:
    assert figures(ask(shop, "2月达标的门店")) == {"West": 1.0}


@pytest.mark.parametrize("text", ["1月销售额和达成率", "1月销售额和销售额达成率", "sales and sales attainment in January"])
def test_the_value_stays_where_both_are_asked_for(shop: Project, text: str) -> None:
    [row] = ask(shop, text).rows
    assert row == (Decimal(150), 1.0)


def test_by_month_no_period_is_needed(shop: Project) -> None:
    assert [round(float(row[1]), 6) for row in ask(shop, "各月销售额达成率").rows if row[1] is not None] == [1.0, round(110 / 140, 6)]


def test_all_data_of_a_target_that_lies_ahead_is_not_divided_by(shop: Project) -> None:
    assert ask(shop, "各门店销售额达成率").status == "clarify"
    written = Planned(SqlDraft("SELECT MEASURE(sales, 'attainment') FROM metrics"), "person", "en")
    found = answer(Question("x"), shop, shop.access.asker("me"), planned=written)
    assert (found.status, found.trouble and found.trouble.code) == ("declined", "attainment_needs_period")


@pytest.mark.parametrize("text", ["1月购买人数达成率", "1月各门店未完成的销售额", "1月销售额达成率环比", "1月各渠道销售额达成率"])
def test_what_the_catalog_cannot_say_is_declined(shop: Project, text: str) -> None:
    assert ask(shop, text).status == "declined"


def test_a_plan_for_december_does_not_make_today_december(shop: Project) -> None:
    found = ask(shop, "本月销售额")
    assert (str(shop.today()), found.rows) == ("2025-02-10", ((Decimal(110),),))


def test_a_conversion_is_split_by_what_only_its_base_event_has(shop: Project) -> None:
    assert figures(ask(shop, "各渠道购买转化率")) == {"app": 1.0, "web": 0.5}


def test_a_refusal_of_a_question_speaks_in_names(shop: Project) -> None:
    assert ask(shop, "按周看销售目标").headline == "指标“销售目标”最细到月，不能按周看。"
    assert ask(shop, "sales target by week").headline == "The metric 'Sales target' is known by month, not by week."

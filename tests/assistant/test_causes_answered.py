"""Answers to why: the sentence, the parts, who may see what of them, and that the number stands whatever becomes of its causes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from assistant.answer import answer
from assistant.conversation import asked_in
from assistant.journal import Journal
from assistant.project import Project, open_project
from assistant.question import Question
from assistant.record import Answer
from assistant.record_json import as_json, from_json
from assistant.replay import replay
from assistant.told_causes import Told, part_choices, told
from assistant.verified import NotVerifiable, verify
from catalog.query import Measure
from catalog.store import open_store
from tests.assistant.test_attacks import with_model
from tests.conftest import AS_OF
from tests.fakes import scripted

LOSS = "上个月营业利润到底亏在哪"
PROFIT = """
    SELECT (SELECT sum(net_amount - cost_amount) FROM revenue_recognized WHERE date_trunc('month', recognized_date) = $1)
         - (SELECT sum(amount) FROM store_expenses_monthly WHERE month = $1)
"""
STORES = """
    SELECT s.store_name, (SELECT sum(r.net_amount - r.cost_amount) FROM revenue_recognized r
                          WHERE r.store_id = s.store_id AND date_trunc('month', r.recognized_date) = DATE '2026-10-01')
                       - (SELECT sum(e.amount) FROM store_expenses_monthly e
                          WHERE e.store_id = s.store_id AND e.month = DATE '2026-10-01') AS profit
    FROM stores s WHERE profit < 0 ORDER BY profit
"""


@pytest.fixture(scope="module")
def project(retail: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with open_project(retail, today=AS_OF, build=False, env={}) as opened:
        opened.journal = Journal(open_store(f"sqlite:///{tmp_path_factory.mktemp('store') / 'store.sqlite'}"))  # type: ignore[misc]
        yield opened


def source(project: Project, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(project.file.source_path), read_only=True) as connection:
        return connection.execute(sql, values).fetchall()


def why(project: Project, text: str, asker: str = "boss") -> Answer:
    return answer(Question(text), project, project.asker(asker))


def said(project: Project, found: Answer) -> Told:
    shown = told(found, project.sight(project.asker(found.asker)).catalog)
    assert shown is not None
    return shown


def test_a_loss_that_was_none_is_said_first_with_the_numbers_of_hand_written_sql(project: Project) -> None:
    found = why(project, LOSS)
    ((before,),), ((after,),) = (source(project, PROFIT, day) for day in ("2026-09-01", "2026-10-01"))
    assert (
        found.causes is not None
        and found.causes.after == pytest.approx(float(after))
        and found.causes.before == pytest.approx(float(before))
    )
    assert found.headline.startswith(f"合计没有亏：2026年10月营业利润 {after / 10000:.2f}万元，比2026年9月（{before / 10000:.2f}万元）多")
    assert found.rows[0][0] == after and found.tier == "verified"


def test_the_loss_makers_that_are_named_are_those_of_hand_written_sql(project: Project) -> None:
    worst = source(project, STORES)
    shown = next(
        split
        for split in said(project, why(project, "上个月哪些门店的营业利润拖累了营业利润，为什么亏")).splits
        if split.found.by == "store"
    )
    losers = [(row.part.member, row.part.after) for row in shown.rows if (row.part.after or 0) < 0]
    assert losers and losers == [(name, pytest.approx(float(value))) for name, value in worst][: len(losers)]


@pytest.mark.parametrize(
    "text", ["为什么8月销售额下降了", LOSS, "why did gross margin change last month", "上个月华东销售额为什么比华南高"]
)
def test_the_shown_parts_add_up_to_the_shown_change(project: Project, text: str) -> None:
    splits = said(project, why(project, text)).splits
    assert splits
    for split in splits:
        assert sum(row.amount for row in split.rows) == split.total.amount


@pytest.mark.parametrize("text", [LOSS, "why did gross margin change last month"])
def test_an_answer_with_causes_is_kept_whole_and_replays_to_the_same(project: Project, text: str) -> None:
    found = why(project, text)
    body = json.loads(json.dumps(as_json(found), ensure_ascii=False))
    assert as_json(from_json(body)) | {"matches": []} == body | {"matches": []}
    project.journal.keep(found)
    again = replay(project.journal.find(found.id, "boss"), project, project.asker("boss"))
    assert again.identical and again.answer.causes is not None


def test_causes_that_differ_are_seen_when_an_answer_is_replayed(project: Project) -> None:
    found = why(project, LOSS)
    assert found.causes is not None
    project.journal.keep(replace(found, causes=replace(found.causes, after=1.0)))
    assert "causes" in replay(project.journal.find(found.id, "boss"), project, project.asker("boss")).changed


def test_the_number_stands_where_its_causes_cannot_be_found(project: Project) -> None:
    asked = project.offline.plan(Question(LOSS), project.sight(project.asker("boss")))
    assert asked.why is not None
    unknown = replace(asked.why.after, measures=(Measure("no_such_metric"),))
    broken = replace(asked, why=replace(asked.why, after=unknown))
    found = answer(Question(LOSS), project, project.asker("boss"), planned=broken)
    assert found.status == "answered" and found.rows == why(project, LOSS).rows
    assert found.causes is None and len(found.findings) == 1


def test_each_part_is_asked_by_the_words_of_its_row(project: Project) -> None:
    boss = project.asker("boss")
    found = answer(asked_in("a-talk", LOSS, project, boss), project, boss)
    project.journal.keep(found)
    part = next(each for each in part_choices(found, project.sight(boss).catalog) if "上海南京路店" in each.label)
    again = answer(asked_in("a-talk", part.question, project, boss), project, boss)
    assert again.status == "answered" and again.planned is not None and again.planned.plan == part.query
    ((_, lowest), *_) = source(project, STORES)
    assert lowest in again.rows[0]


def test_the_words_of_a_row_are_nothing_in_the_conversation_of_another(project: Project) -> None:
    boss, finance = project.asker("boss"), project.asker("finance")
    found = answer(asked_in("boss-talk", LOSS, project, boss), project, boss)
    project.journal.keep(found)
    part = part_choices(found, project.sight(boss).catalog)[0]
    assert asked_in("finance-talk", part.question, project, finance).stands_for is None


def test_finance_and_sales_get_one_number_for_the_same_profit(project: Project) -> None:
    mine, theirs = (why(project, "上个月毛利到底亏在哪", asker) for asker in ("finance", "sales"))
    assert mine.rows == theirs.rows and mine.headline == theirs.headline
    assert mine.causes is not None and theirs.causes is not None and mine.causes.change == theirs.causes.change


def test_a_store_managers_causes_name_no_other_store(project: Project) -> None:
    others = [name for (name,) in source(project, "SELECT store_name FROM stores WHERE store_id <> 101")]
    for text in (LOSS, "why did gross profit change last month by store", "为什么8月销售额下降了", "上个月哪些门店拖累了销售额"):
        found = why(project, text, "manager_shanghai")
        body = json.dumps(as_json(found), ensure_ascii=False)
        assert found.status == "answered", found.headline
        assert [name for name in others if name in body] == []


def test_a_hostile_model_changes_no_number_of_a_question_for_causes(project: Project) -> None:
    lies: list[dict[str, Any]] = [
        {"kind": "metric_query", "metrics": ["gross_profit"], "by": ["store"], "periods": ["上个月"]},
        {"kind": "governed_sql", "sql": "SELECT MEASURE(sales_ops) AS operating_profit FROM metrics", "metrics": ["sales_ops"]},
        {"kind": "decline", "metrics": [], "reason": "the loss was 8,888.88"},
    ]
    plain = why(project, LOSS)
    for lie in lies:
        with scripted(lie) as model, with_model(project, model.endpoint()) as helped:
            found = why(helped, LOSS)
        assert found.status in ("answered", "clarify", "declined")
        assert found.rows in (plain.rows, ()) and "8,888.88" not in json.dumps(as_json(found), ensure_ascii=False)


def test_an_answer_about_causes_is_not_verified_as_if_it_were_the_number_alone(project: Project) -> None:
    with pytest.raises(NotVerifiable) as refused:
        verify(why(project, LOSS), project, project.asker("boss"))
    assert refused.value.code == "asks_for_causes"

"""What is estimated to be heavy is asked back first: whoever agrees gets the same plan's answer, and what is cheap is never asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import answer
from assistant.plan import Clarify, Planned, SqlDraft
from assistant.plan_json import planned_as_json, planned_from_json
from assistant.project import Project, open_project
from assistant.question import Question, Turn
from assistant.record import Answer
from assistant.record_json import as_json, from_json
from assistant.replay import replay
from catalog.files.sharing import Sharing
from catalog.query import MetricQuery
from sql_guard.plan_cost import rows_worked_on
from tests.conftest import AS_OF

BY_REGION = "各大区的销售额"
CROSSED = """
WITH a AS (SELECT product, DATE_TRUNC('day', metric_time) AS day, MEASURE(sales_ops) AS v FROM metrics GROUP BY 1, 2),
     b AS (SELECT store, DATE_TRUNC('day', metric_time) AS day, MEASURE(sales_ops) AS w FROM metrics GROUP BY 1, 2)
SELECT a.product, b.store, a.v, b.w FROM a, b ORDER BY a.v * b.w
"""


@pytest.fixture(scope="module")
def project(retail: Path) -> Iterator[Project]:
    with open_project(retail, today=AS_OF, build=False, env={}) as opened:
        yield opened


@pytest.fixture
def wary(project: Project) -> Iterator[Project]:
    """A project that asks from 300,000 rows on: the lines of all orders are more, those of a year are not."""
    file = project.file
    project.file = replace(file, sharing=replace(file.sharing, heavy_rows=300_000))
    yield project
    project.file = file


def ask(project: Project, text: str, *turns: Turn, heavy: bool = False) -> Answer:
    return answer(Question(text, turns, heavy=heavy), project, project.asker("boss"))


def turn(found: Answer) -> Turn:
    """As the journal keeps it."""
    assert found.planned is not None
    return Turn(found.question, planned_from_json(json.loads(json.dumps(planned_as_json(found.planned)))))


def drafted(project: Project, text: str, heavy: bool = False) -> Answer:
    planned = Planned(SqlDraft(text), "person", "en", written=text)
    return answer(Question(text, heavy=heavy), project, project.asker("boss"), planned=planned)


def test_a_heavy_question_is_asked_back_with_the_estimate_and_nothing_runs(wary: Project) -> None:
    found = ask(wary, BY_REGION)
    assert (found.status, found.trouble and found.trouble.code) == ("clarify", "heavy")
    assert "1,100,000" in found.headline and "300,000" in found.headline
    assert [choice.label for choice in found.choices] == ["照样运行", "只看 2026-10-01 至 2026-10-31", "只看 2025-11-01 至 2026-10-31"]
    assert "run" not in found.timings and not found.rows


def test_agreeing_runs_the_same_plan_as_if_nobody_had_asked(wary: Project) -> None:
    asked = ask(wary, BY_REGION)
    agreed, plain = ask(wary, "照样运行", turn(asked)), ask(wary, BY_REGION, heavy=True)
    assert agreed.status == "answered" and agreed.rows == plain.rows != ()
    assert (agreed.working.executed, agreed.tier) == (plain.working.executed, plain.tier)


def test_a_narrower_choice_is_a_plan_of_its_own(wary: Project) -> None:
    asked = ask(wary, BY_REGION)
    chosen, whole = ask(wary, asked.choices[1].question, turn(asked)), ask(wary, "2026年10月各大区的销售额")
    assert chosen.status == "answered" and chosen.rows == whole.rows
    assert isinstance(asked.choices[1].query, MetricQuery)


def test_other_words_after_it_are_another_question(wary: Project) -> None:
    asked = ask(wary, BY_REGION)
    assert ask(wary, "上个月的订单数", turn(asked)).planned != asked.planned
    assert ask(wary, "照样运行").status == "declined"


def test_governed_sql_that_multiplies_is_asked_back_and_a_join_by_a_key_is_not(project: Project) -> None:
    asked = drafted(project, CROSSED)
    assert (asked.status, len(asked.choices)) == ("clarify", 1)
    assert asked.planned is not None and asked.planned.held == SqlDraft(CROSSED)
    assert drafted(project, CROSSED.replace("FROM a, b", "FROM a JOIN b USING (day)")).status != "clarify"


def test_a_program_agrees_beforehand(wary: Project) -> None:
    blocks = [
        f"{name} AS (SELECT {key}, MEASURE(sales_ops) AS {name}v FROM metrics GROUP BY 1)"
        for name, key in (("a", "product"), ("b", "store"))
    ]
    few = f"WITH {', '.join(blocks)} SELECT product, store, av, bv FROM a, b"
    assert drafted(wary, few).status == "clarify"
    assert drafted(wary, few, heavy=True).status == "answered"


@pytest.mark.parametrize("text", [BY_REGION, "今年每天各门店的销售额", "今年哪个城市客单价最高", "2026年三季度每月订单数和去年同期比"])
def test_ordinary_questions_on_a_million_rows_are_a_hundred_times_below_the_limit(project: Project, text: str) -> None:
    found = ask(project, text)
    assert found.status == "answered"
    assert found.working.estimated_rows is not None and found.working.estimated_rows * 100 < Sharing().heavy_rows


def test_the_estimate_is_kept_with_the_answer(project: Project) -> None:
    found = ask(project, "上个月的销售额")
    assert from_json(json.loads(json.dumps(as_json(found)))).working.estimated_rows == found.working.estimated_rows
    lines = next(table.rows for table in project.manifest.tables if table.name == "order_lines")
    days = (project.complete_before["order_lines"] - project.facts.first_day["order_lines"]).days
    assert found.working.estimated_rows is not None
    assert 0.95 < found.working.estimated_rows / (lines * 31 / days) < 1.05


def test_whoever_sees_some_rows_only_hears_nothing_of_how_many_there_are(wary: Project) -> None:
    for text in (BY_REGION, "上个月的销售额"):
        found = answer(Question(text), wary, wary.asker("manager_east"))
        assert found.working.estimated_rows is None and not any(char.isdigit() for char in found.headline[:30] if found.status == "clarify")
    assert found.status == "answered"
    assert answer(Question(BY_REGION), wary, wary.asker("manager_east")).status == "clarify"


def test_replaying_does_not_ask(wary: Project) -> None:
    found = ask(wary, BY_REGION, heavy=True)
    wary.journal.keep(found)
    assert replay(wary.journal.find(found.id, "boss"), wary, wary.asker("boss")).identical


def test_a_held_plan_is_not_run_for_who_may_no_longer_name_it(wary: Project) -> None:
    asked = ask(wary, "各大区的毛利额")
    assert asked.planned is not None and isinstance(asked.planned.plan, Clarify)
    hidden = next(name for name in wary.access.people if "gross_profit" not in wary.sight(wary.asker(name)).catalog.metrics)
    found = answer(Question("照样运行", (turn(asked),)), wary, wary.asker(hidden))
    assert found.status == "declined" and not found.rows


def planned_steps(*steps: object) -> str:
    return json.dumps(list(steps))


def made(name: str, rows: int | None, *children: object) -> dict[str, object]:
    return {"name": name, "children": list(children), "extra_info": {} if rows is None else {"Estimated Cardinality": str(rows)}}


def test_a_cross_product_works_on_what_its_sides_multiply_to() -> None:
    scan = made("SEQ_SCAN ", 1000)
    assert rows_worked_on(planned_steps(made("UNGROUPED_AGGREGATE", 1, made("CROSS_PRODUCT", None, scan, scan)))) == 1 + 1_000_000 + 2000


def test_a_join_of_groups_by_equal_keys_is_not_taken_for_more_than_its_larger_side() -> None:
    groups = made("HASH_GROUP_BY", 100, made("SEQ_SCAN", 1000))
    assert rows_worked_on(planned_steps(made("PROJECTION", 9**9, made("HASH_JOIN", 9**9, groups, groups)))) == 100 + 2 * 1100

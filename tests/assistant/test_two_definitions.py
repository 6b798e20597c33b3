"""One word, three definitions: each department gets its own number, and why two differ is answered by both, side by side."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from assistant.answer import answer
from assistant.conversation import asked_in
from assistant.journal import Journal
from assistant.project import Project, open_project
from assistant.record import Answer
from catalog.access import Asker
from catalog.query import MetricQuery
from catalog.store import open_store
from tests.conftest import AS_OF

QUARTER = "BETWEEN DATE '2026-07-01' AND DATE '2026-09-30'"
MARKETING = f"SELECT count(*) FILTER (WHERE is_qualified)::DOUBLE / count(*) FROM leads WHERE lead_date {QUARTER}"
SALES = (
    "SELECT count(*) FILTER (WHERE is_qualified AND contract_date IS NOT NULL)::DOUBLE / count(*) FILTER (WHERE is_qualified)"
    f" FROM leads WHERE lead_date {QUARTER}"
)
FINANCE = (
    f"SELECT (SELECT count(*) FROM leads WHERE contract_date {QUARTER})::DOUBLE / (SELECT count(*) FROM leads WHERE lead_date {QUARTER})"
)
METRIC = {"marketing": "lead_qualification_rate", "sales": "contract_conversion", "finance": "payments_conversion"}
OF = {"lead_qualification_rate": MARKETING, "contract_conversion": SALES, "payments_conversion": FINANCE}


@pytest.fixture(scope="module")
def project(retail: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with open_project(retail, today=AS_OF, build=False, env={}) as opened:
        opened.journal = Journal(open_store(f"sqlite:///{tmp_path_factory.mktemp('store') / 'store.sqlite'}"))  # type: ignore[misc]
        yield opened


def counted(project: Project, sql: str) -> float:
    with duckdb.connect(str(project.file.source_path), read_only=True) as source:
        return float(source.execute(sql).fetchall()[0][0])


def talk(project: Project, who: str | Asker, *questions: str) -> list[Answer]:
    """A conversation's answers."""
    conversation, asker = uuid.uuid4().hex, project.access.asker(who) if isinstance(who, str) else who
    found = []
    for question in questions:
        found.append(answer(asked_in(conversation, question, project, asker), project, asker))
        project.journal.keep(found[-1])
    return found


def metrics(found: Answer) -> list[str]:
    assert found.planned is not None and isinstance(found.planned.plan, MetricQuery), found.headline
    return [measure.metric for measure in found.planned.plan.measures]


def is_right(project: Project, found: Answer) -> bool:
    """Whether each value of the one row is what a person's SQL counts."""
    names = metrics(found)
    return len(found.rows) == 1 and list(found.rows[0]) == pytest.approx([counted(project, OF[name]) for name in names], rel=1e-12)


@pytest.mark.parametrize("question", ["上季度客户转化率", "customer conversion rate last quarter"])
@pytest.mark.parametrize(("who", "metric"), METRIC.items())
def test_each_department_gets_the_number_of_its_own_definition(project: Project, question: str, who: str, metric: str) -> None:
    [found] = talk(project, who, question)
    assert metrics(found) == [metric] and is_right(project, found)


@pytest.mark.parametrize(
    ("who", "told", "kept"),
    [
        ("sales", ("客户转化率（市场口径）", MARKETING), ("财务口径",)),
        ("finance", ("客户转化率（销售口径）", SALES), ("市场口径",)),
        ("marketing", None, ("财务口径", "销售口径")),
    ],
)
def test_the_other_definitions_and_their_values_are_told_to_who_may_see_them(
    project: Project, who: str, told: tuple[str, str] | None, kept: tuple[str, ...]
) -> None:
    [found] = talk(project, who, "上季度客户转化率")
    notes = "".join(found.notes)
    if told is not None:
        assert f"同一个词的其他口径：{told[0]} {counted(project, told[1]):.2%}。" in found.notes
    assert all(name not in notes for name in kept)


def test_a_course_over_time_is_told_without_the_others(project: Project) -> None:
    [found] = talk(project, "sales", "上季度各月的客户转化率")
    assert metrics(found) == ["contract_conversion"] and not any("其他口径" in note for note in found.notes)


@pytest.mark.parametrize("question", ["上季度客户转化率", "customer conversion rate last quarter"])
def test_a_person_without_department_gets_three_choices_and_no_number(project: Project, question: str) -> None:
    [found] = talk(project, replace(project.access.asker("analyst"), department=""), question)
    assert found.status == "clarify" and len(found.choices) == 3 and not found.rows


@pytest.mark.parametrize(
    ("who", "asked", "why", "pair"),
    [
        ("analyst", "上季度客户转化率（市场口径）", "为什么和财务不一样", "marketing finance"),
        ("analyst", "上季度客户转化率（市场口径）", "怎么跟财务那边的数对不上？", "marketing finance"),
        ("analyst", "上季度客户转化率（市场口径）", "和销售口径有什么区别", "marketing sales"),
        ("analyst", "上季度客户转化率（市场口径）", "财务的数为什么和我们不一样", "marketing finance"),
        ("finance", "上季度客户转化率", "为什么和销售部的不一样", "finance sales"),
        ("sales", "上季度客户转化率", "和市场差在哪", "sales marketing"),
        ("sales", "customer conversion rate last quarter", "why is it different from marketing?", "sales marketing"),
        ("finance", "customer conversion rate last quarter", "why doesn't it match sales' number", "finance sales"),
        ("analyst", "hello", "上季度市场口径和财务口径的客户转化率为什么不一样", "marketing finance"),
        ("analyst", "hello", "为什么上季度市场口径和财务口径的客户转化率不一样", "marketing finance"),
        ("analyst", "hello", "why do the marketing and finance customer conversion rates differ last quarter", "marketing finance"),
    ],
)
def test_why_two_definitions_differ_is_answered_by_both_side_by_side(project: Project, who: str, asked: str, why: str, pair: str) -> None:
    found = talk(project, who, asked, why)[-1]
    names = [METRIC[side] for side in pair.split()]
    assert metrics(found) == names and is_right(project, found)
    assert [each.metric for each in found.definitions] == names
    assert any("口径" in note or "definitions of one word" in note for note in found.notes)
    assert found.planned is not None and found.planned.why is None  # no cause is claimed


@pytest.mark.parametrize("other", ["财务", "火星"])
def test_a_definition_that_may_not_be_seen_reads_as_one_that_is_not_there(project: Project, other: str) -> None:
    found = talk(project, "marketing", "上季度客户转化率", f"为什么和{other}不一样")[-1]
    assert found.trouble is not None and found.trouble.code == "no_such_definition"
    assert found.headline.replace(other, "X") == "没有找到可以和客户转化率（市场口径）比较的“X”口径。"


@pytest.mark.parametrize("question", ["为什么和上个月不一样", "为什么华东和华南不一样", "为什么下降了", "why did it fall"])
def test_other_questions_why_are_not_about_definitions(project: Project, question: str) -> None:
    found = talk(project, "analyst", "上季度客户转化率（市场口径）", "为什么和财务不一样", question)[-1]
    assert found.planned is None or all(code != "definitions_differ" for code, _ in found.planned.notes)


def test_the_same_definition_is_not_set_beside_itself(project: Project) -> None:
    found = talk(project, "finance", "上季度客户转化率", "为什么和财务口径不一样")[-1]
    assert found.trouble is not None and found.trouble.code == "same_definition"


@pytest.mark.parametrize(
    "questions",
    [
        (
            "上季度客户转化率",
            "上季度客户转化率（市场口径）",
            "为什么和财务不一样",
            "不是市场口径，是财务口径",
            "按月",
            "上个月的客户转化率",
        ),
        (
            "customer conversion rate last quarter",
            "customer conversion rate (marketing) last quarter",
            "why is it different from finance",
            "not the marketing definition, the finance one",
            "by month",
            "customer conversion rate last month",
        ),
    ],
)
def test_a_conversation_that_changes_the_definition_keeps_the_new_one(project: Project, questions: tuple[str, ...]) -> None:
    asked, first, both, changed, by_month, later = talk(project, "analyst", *questions)
    assert asked.status == "clarify" and metrics(first) == ["lead_qualification_rate"]
    assert metrics(both) == ["lead_qualification_rate", "payments_conversion"] and is_right(project, both)
    assert metrics(changed) == ["payments_conversion"] and is_right(project, changed)
    assert metrics(by_month) == ["payments_conversion"] and len(by_month.rows) == 3
    assert metrics(later) == ["payments_conversion"] and (later.dates[0].first.month, later.dates[0].last.day) == (10, 31)

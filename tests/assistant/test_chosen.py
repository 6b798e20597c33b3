"""Members that another query chooses, or leaves out: the rows against SQL a person wrote, and what the answer says of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import answer
from assistant.plan import Planned
from assistant.project import Project, open_project
from assistant.question import Question
from assistant.record import Answer
from catalog.label import Language
from catalog.metric_sql import from_metric_sql, to_metric_sql
from catalog.period import Period
from catalog.query import Limit, Measure, MetricQuery, Order, Within
from catalog.query_json import from_dict, to_dict
from sql_guard.oracle import oracle
from tests.conftest import AS_OF

OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))
TOP = MetricQuery((Measure("sales_ops"),), ("region",), periods=(OCTOBER,), order=(Order("sales_ops"),), limit=Limit(2))
QUERY = MetricQuery((Measure("orders"),), ("region",), periods=(OCTOBER,), within=(Within(("region",), TOP),))
REST = replace(QUERY, within=(Within(("region",), TOP, negated=True),))


@pytest.fixture(scope="module")
def project(retail: Path) -> Iterator[Project]:
    with open_project(retail, today=AS_OF, build=False, env={}) as opened:
        yield opened


def ask(project: Project, query: MetricQuery, language: Language = "en") -> Answer:
    return answer(Question("x", language=language), project, project.access.asker("boss"), None, Planned(query, "person", language))


@pytest.mark.parametrize(("query", "kept"), [(QUERY, "region IN"), (REST, "region IS NULL OR region NOT IN")])
def test_the_rows_are_those_of_sql_that_a_person_wrote(project: Project, query: MetricQuery, kept: str) -> None:
    during = "order_lines.status = '已完成' AND order_date >= DATE '2026-10-01' AND order_date < DATE '2026-11-01'"
    lines = f"FROM order_lines JOIN stores USING (store_id) WHERE {during}"
    top = f"SELECT region {lines} GROUP BY 1 ORDER BY SUM(paid_amount) DESC LIMIT 2"
    with oracle(project.file.source_path) as truth:
        expected = truth.rows(f"SELECT region, COUNT(DISTINCT order_id) {lines} AND ({kept} ({top})) GROUP BY 1")
    assert sorted(ask(project, query).rows, key=repr) == sorted(expected, key=repr) != []


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (QUERY, "Scope: only the members of Region chosen by another query"),
        (REST, "Scope: without the members of Region that another query returns"),
    ],
)
def test_the_answer_says_which_members_count_and_by_what_they_were_chosen(project: Project, query: MetricQuery, words: str) -> None:
    line = next(line for line in ask(project, query).explanation.splitlines() if line.startswith("Scope"))
    assert line.lower().startswith(words.lower())
    assert "2026-10-01 to 2026-10-31" in line and "First 2" in line
    assert any("范围：" in line for line in ask(project, query, "zh").explanation.splitlines())


@pytest.mark.parametrize("query", [QUERY, REST])
def test_the_query_reads_back_from_sql_and_json_as_itself(project: Project, query: MetricQuery) -> None:
    assert from_metric_sql(to_metric_sql(query), project.catalog) == query
    assert from_dict(to_dict(query)) == query

"""What an asker may not see reads as what does not exist, and no error offers it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer import answer
from assistant.plan import Planned, SqlDraft
from assistant.project import Project, open_project
from assistant.question import Question
from assistant.record import Answer
from tests.conftest import AS_OF


@pytest.fixture(scope="module")
def project(retail: Path) -> Iterator[Project]:
    with open_project(retail, today=AS_OF, build=False, env={}) as opened:
        yield opened


def run(project: Project, sql: str, asker: str) -> Answer:
    return answer(Question(sql), project, project.access.asker(asker), planned=Planned(SqlDraft(sql), "person", "en"))


@pytest.mark.parametrize(
    ("sql", "hidden"),
    [
        ("SELECT MEASURE(gross_margi) FROM metrics", "gross_margin"),
        ("SELECT regin, MEASURE(sales_ops) FROM metrics GROUP BY regin", "home_region"),
        ("SELECT category, MEASURE(visitors) FROM metrics GROUP BY category", "weekday"),
    ],
)
def test_no_error_of_governed_sql_offers_a_name_that_the_asker_does_not_see(project: Project, sql: str, hidden: str) -> None:
    assert hidden in run(project, sql, "boss").headline
    found = run(project, sql, "intern")
    assert found.status == "declined"
    assert hidden not in repr(found.trouble)


def test_governed_sql_reads_a_hidden_name_as_one_that_does_not_exist(project: Project) -> None:
    told = [
        run(project, f"SELECT MEASURE({name}) FROM metrics", "intern").headline.replace(name, "…")
        for name in ("gross_margin", "gross_marvel")
    ]
    assert told[0] == told[1]

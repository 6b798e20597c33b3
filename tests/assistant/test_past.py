"""A question is asked again as of an earlier day: its words and its data mean what they meant then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import answer
from assistant.past import past
from assistant.project import Project, open_project
from assistant.question import Question
from catalog.period import Period
from catalog.query import MetricQuery
from tests.conftest import AS_OF


@pytest.fixture(scope="module")
def project(retail: Path) -> Iterator[Project]:
    with open_project(retail, today=AS_OF, build=False, env={}) as found:
        yield found


def periods(project: Project, text: str) -> tuple[Period, ...]:
    found = answer(Question(text), project, project.access.asker("boss"))
    assert found.planned is not None and isinstance(found.planned.plan, MetricQuery)
    return found.planned.plan.periods


def test_relative_words_mean_the_days_that_they_meant(project: Project) -> None:
    then = past(project, date(2026, 10, 12), date(2026, 10, 11))
    assert periods(then, "上个月的销售额") == (Period(date(2026, 9, 1), date(2026, 10, 1)),)
    assert [(each.start, each.effective_end) for each in periods(then, "近7天的销售额")] == [(date(2026, 10, 5), date(2026, 10, 12))]
    assert periods(project, "上个月的销售额") == (Period(date(2026, 10, 1), date(2026, 11, 1)),)


def test_definitions_rights_and_journal_are_the_projects_own(project: Project) -> None:
    then = past(project, date(2026, 10, 12), date(2026, 10, 11))
    assert then.catalog is project.catalog and then.access is project.access
    assert then.journal is project.journal
    assert then.today() == date(2026, 10, 12) and project.today() == AS_OF

"""Me against everyone: a marked metric over all rows for a role that may, alone, and never by what the person is limited to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import answer
from assistant.plan import Plan, Planned, SqlDraft
from assistant.project import Project, open_project
from assistant.question import Question
from assistant.recall import recalled, scope_of
from assistant.record import Answer
from catalog.query import Limit, Measure, MemberFilter, MetricQuery, Order, Within
from tests.assistant.clinic import ACCESS, CATALOG, write_clinic

MARKED = CATALOG.replace("  - id: visit_count\n", "  - id: visit_count\n    benchmark: true\n").replace(
    "  - id: patients_seen\n", "  - id: patients_seen\n    benchmark: true\n"
)
ALLOWED = ACCESS.replace(
    "    features: [detail_rows, audit]\n", "    benchmarks: [visit_count, fees]\n    features: [detail_rows, audit]\n"
)
EVERYONE, EAST = 2 * (12 + 12 + 3 + 10), 2 * (12 + 12 + 3)  # visits of both months
VISITS = Measure("visit_count")


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with open_project(write_clinic(tmp_path_factory.mktemp("clinic") / "clinic", ALLOWED, MARKED), env={}) as project:
        yield project


def ask(clinic: Project, asked: str | Plan, user: str = "nurse") -> Answer:
    planned = None if isinstance(asked, str) else Planned(asked, "person", "en")
    return answer(Question(asked if isinstance(asked, str) else "q"), clinic, clinic.asker(user), planned=planned)


@pytest.mark.parametrize(("text", "words"), [("就诊次数", "按全部数据计算"), ("visits", "over everybody's data")])
def test_a_benchmark_is_over_everybody_and_says_so(clinic: Project, text: str, words: str) -> None:
    found = ask(clinic, text)
    assert found.rows == ((EVERYONE,),)
    assert words in " ".join(found.notes)


def test_only_marked_metrics_that_the_role_may_are_over_everybody(clinic: Project) -> None:
    """patients_seen is marked and not allowed, fees is allowed and not marked; the clerk's role allows none."""
    assert ask(clinic, MetricQuery((Measure("patients_seen"),))).rows == ((20,),)
    assert ask(clinic, MetricQuery((Measure("fees"),))).rows[0][0] == 5916
    assert ask(clinic, MetricQuery((VISITS,)), "clerk").rows == ((EAST,),)
    assert ask(clinic, MetricQuery((VISITS,)), "chief").rows == ((EVERYONE,),)


def test_it_may_be_split_by_time_and_by_what_no_rule_narrows(clinic: Project) -> None:
    assert [row[1] for row in ask(clinic, MetricQuery((VISITS,), grain="month")).rows] == [EVERYONE // 2] * 2
    assert sum(row[1] for row in ask(clinic, MetricQuery((VISITS,), ("level",))).rows) == EVERYONE


ISLE = MemberFilter("site", ("凤凰岛分院",))
TOP = Within(("site",), MetricQuery((VISITS,), ("site",), order=(Order("visit_count"),), limit=Limit(1)))


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        (MetricQuery((VISITS,), ("site",)), "benchmark_grouped"),
        (MetricQuery((VISITS,), ("ward",)), "benchmark_grouped"),
        (MetricQuery((VISITS,), filters=(ISLE,)), "benchmark_grouped"),
        (MetricQuery((Measure("visit_count", filters=(ISLE,), alias="isle"),)), "benchmark_grouped"),
        (MetricQuery((VISITS,), within=(TOP,)), "benchmark_grouped"),
        (MetricQuery((VISITS, Measure("fees"))), "benchmark_alone"),
        (SqlDraft("SELECT site, MEASURE(visit_count) AS v FROM metrics GROUP BY site"), "benchmark_grouped"),
        (
            SqlDraft("SELECT a.v, b.f FROM (SELECT MEASURE(visit_count) AS v FROM metrics) a, (SELECT MEASURE(fees) AS f FROM metrics) b"),
            "benchmark_alone",
        ),
    ],
)
def test_it_never_tells_of_what_the_person_is_limited_to(clinic: Project, plan: Plan, code: str) -> None:
    found = ask(clinic, plan)
    assert (found.trouble and found.trouble.code, found.rows) == (code, ())


def test_someone_without_the_right_is_not_shown_the_kept_answer(clinic: Project) -> None:
    found = ask(clinic, MetricQuery((VISITS,)))
    assert recalled(found, clinic, clinic.asker("nurse")).rows == ((EVERYONE,),)
    assert recalled(found, clinic, clinic.asker("clerk")).rows == ()
    assert scope_of(clinic, clinic.asker("nurse")) != scope_of(clinic, clinic.asker("clerk"))

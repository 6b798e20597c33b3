"""A verified question answers its like with other values in its slots, and nothing else; what drifts no longer counts."""

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
from assistant.verified import Book, NotVerifiable, verify
from assistant.verified.check import check_all
from catalog.period import Period
from catalog.query import Limit, Measure, MemberFilter, MetricQuery, Order
from tests.conftest import AS_OF

SAID = "上个月华东的销售额里谁扛大梁前5"  # the planner alone does not know 谁扛大梁
OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))
QUERY = MetricQuery(
    (Measure("sales_ops"),),
    group_by=("store",),
    filters=(MemberFilter("region", ("华东",)),),
    periods=(OCTOBER,),
    order=(Order("sales_ops"),),
    limit=Limit(5),
)


@pytest.fixture
def project(retail: Path, tmp_path: Path) -> Iterator[Project]:
    """The retail project with a store of its own."""
    from assistant.journal import Journal
    from catalog.store import open_store

    with open_project(retail, today=AS_OF, build=False, env={}) as found:
        found.__dict__["journal"] = Journal(open_store(f"sqlite:///{tmp_path / 'store.sqlite'}"))
        yield found


def ask(project: Project, text: str, who: str = "boss", query: MetricQuery | None = None) -> Answer:
    """Asks as a person; with a query, as an analyst who wrote it."""
    given = None if query is None else Planned(query, "person", "zh", written=text)
    found = answer(Question(text), project, project.access.asker(who), planned=given)
    project.journal.keep(found)
    return found


def taught(project: Project, text: str = SAID, query: MetricQuery = QUERY) -> Answer:
    found = ask(project, text, query=query)
    assert found.status == "answered"
    verify(found, project, project.access.asker("boss"), "核对过")
    return found


def plan(found: Answer) -> MetricQuery:
    assert found.planned is not None
    assert isinstance(found.planned.plan, MetricQuery)
    return found.planned.plan


def test_the_same_words_are_answered_by_the_verified_query(project: Project) -> None:
    assert ask(project, SAID).status != "answered"
    taught(project)
    again = ask(project, SAID)
    assert (again.status, again.tier) == ("answered", "verified")
    assert plan(again) == QUERY
    assert any("boss" in note and "认证" in note for note in again.notes)


def test_other_periods_members_and_numbers_go_into_their_slots(project: Project) -> None:
    taught(project)
    found = ask(project, "2026年8月华南的销售额里谁扛大梁前3")
    august = Period(date(2026, 8, 1), date(2026, 9, 1))
    assert plan(found) == replace(QUERY, periods=(august,), filters=(MemberFilter("region", ("华南",)),), limit=Limit(3))


@pytest.mark.parametrize(
    "text",
    [
        "上个月华东的毛利率里谁扛大梁前5",  # another metric
        "上个月华东的销售额里谁拖后腿前5",  # another word that nobody knows
        "上个月华东的销售额里谁扛大梁",  # a slot is missing
        "上个月华东和华南的销售额里谁扛大梁前5",  # one more
        "上个月华东的销售额里谁扛大梁前5，不含退款",  # more said
    ],
)
def test_another_question_is_not_the_verified_one(text: str, project: Project) -> None:
    taught(project)
    found = ask(project, text)
    assert found.planned is None or found.planned.planner != "verified"


def test_relative_words_mean_their_own_day(project: Project) -> None:
    taught(project)
    project.fixed_today = date(2026, 10, 12)
    project.edition.sights.clear()
    assert plan(ask(project, SAID)).periods[0].start == date(2026, 9, 1)


def test_who_may_not_see_the_metric_reads_that_it_is_not_there(project: Project) -> None:
    taught(project, "上个月费用谁扛大梁", MetricQuery((Measure("expenses"),), periods=(OCTOBER,)))
    hidden = [name for name in project.access.people if "expenses" not in project.sight(project.access.asker(name)).catalog.metrics]
    found = ask(project, "上个月费用谁扛大梁", hidden[0])
    assert found.status != "answered"
    assert not any("boss" in note for note in found.notes)


def test_only_whole_questions_that_say_their_values_are_verified(project: Project) -> None:
    boss = project.access.asker("boss")
    for text, query, code in (
        ("谁扛大梁前5，华东的销售额", QUERY, "unsaid_period"),
        ("上个月销售额谁扛大梁前5", QUERY, "unsaid_member"),
        ("上个月华东销售额谁扛大梁前7", QUERY, "slot_not_used"),
    ):
        with pytest.raises(NotVerifiable) as refused:
            verify(ask(project, text, query=query), project, boss)
        assert refused.value.code == code


def test_a_person_without_the_right_verifies_nothing(project: Project) -> None:
    found = ask(project, "上个月的销售额")
    others = [name for name in project.access.people if "verify" not in project.access.asker(name).features]
    with pytest.raises(NotVerifiable, match="may_not_verify"):
        verify(found, project, project.access.asker(others[0]))


def test_what_the_planner_reads_by_itself_is_verified_too(project: Project) -> None:
    first = ask(project, "上个月各大区的销售额同比")
    verify(first, project, project.access.asker("boss"))
    again = ask(project, "2026年9月各大区的销售额同比")
    assert again.planned is not None
    assert again.planned.planner == "verified"
    assert plan(again).periods == (Period(date(2026, 9, 1), date(2026, 10, 1)),)


def test_a_changed_definition_lowers_what_rests_on_it(project: Project) -> None:
    taught(project)
    assert [checked.reasons for checked in check_all(project)] == [()]
    metric = project.catalog.metrics["sales_ops"]
    changed = replace(metric, formula=replace(metric.formula, filter="status = '已取消'"))  # type: ignore[type-var]
    catalog = replace(project.catalog, metrics={**project.catalog.metrics, "sales_ops": changed})
    project.edition = replace(project.edition, catalog=catalog)
    assert ask(project, SAID).status != "answered"
    [checked] = check_all(project)
    assert "definition" in checked.reasons
    assert Book(project.journal.store).entries()[0].lowered_at is not None


def test_verifying_again_raises_it_again_and_withdrawing_forgets_it(project: Project) -> None:
    found, book = taught(project), Book(project.journal.store)
    book.lower(book.entries()[0].id, project.now(), ["data"])
    assert ask(project, SAID).status != "answered"
    verify(found, project, project.access.asker("boss"))
    assert ask(project, SAID).tier == "verified"
    assert book.withdraw(found.id, "boss", project.now())
    assert ask(project, SAID).status != "answered"

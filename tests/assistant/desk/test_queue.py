"""The queue lists what others asked, filtered and a page at a time, and tells its reader no name that is hidden from them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from time import perf_counter

import pytest
from sqlalchemy import insert
from sqlalchemy import text as sql_text

from assistant.desk.entrance import NotAllowed
from assistant.desk.queue import Item, Wanted, counts, departments, page
from assistant.project import Project
from catalog.access import Asker
from catalog.store.tables import answers, queue
from tests.assistant.desk.conftest import Ask


def analyst(project: Project) -> Asker:
    return project.access.asker("analyst")


def listed(project: Project, **wanted: object) -> list[Item]:
    return list(page(project, analyst(project), Wanted(**wanted)).items)  # type: ignore[arg-type]


def test_a_new_project_has_an_empty_queue(project: Project) -> None:
    found = page(project, analyst(project))
    assert (found.items, found.following) == ((), None)
    assert set(counts(project, analyst(project)).values()) == {0}


def test_the_desk_is_closed_to_who_may_not_verify(project: Project) -> None:
    for user in ("sales", "manager_east", "intern"):
        with pytest.raises(NotAllowed, match="may_not_use_desk"):
            page(project, project.access.asker(user))


def test_answers_are_filtered_by_what_they_are_and_who_asked(project: Project, ask: Ask) -> None:
    sold, unknown = ask("sales", "上个月的销售额"), ask("marketing", "上个月的碳排放量")
    margin = ask("finance", "上个月的毛利率")
    project.journal.judge(margin.id, "finance", "wrong_number", project.now(), "<b>不对</b>")
    assert [item.id for item in listed(project)] == [margin.id, unknown.id, sold.id]
    assert [item.id for item in listed(project, statuses=("declined",))] == [unknown.id]
    assert [item.id for item in listed(project, tiers=("verified",), departments=("销售",))] == [sold.id]
    assert [item.id for item in listed(project, metrics=("gross_margin",))] == [margin.id]
    assert [item.id for item in listed(project, feedback="bad")] == [margin.id]
    assert [item.id for item in listed(project, feedback="wrong_definition")] == []
    assert [item.id for item in listed(project, feedback="none", askers=("sales", "finance"))] == [sold.id]
    assert [item.id for item in listed(project, since=project.now() + timedelta(days=1))] == []
    assert [item.id for item in listed(project, until=unknown.asked_at)] == [sold.id]
    assert departments(project, analyst(project)) == tuple(sorted(("销售", "市场", "财务")))
    assert (listed(project)[0].name, listed(project)[0].metrics) == ("李明", ("gross_margin",))


def test_pages_follow_one_another_while_new_answers_come_in(project: Project, ask: Ask) -> None:
    asked = [ask("sales", f"2026年{month}月的销售额").id for month in range(1, 6)]
    first = page(project, analyst(project), count=2)
    ask("sales", "昨天的销售额")
    second = page(project, analyst(project), after=first.following, count=2)
    last = page(project, analyst(project), after=second.following, count=2)
    assert [item.id for part in (first, second, last) for item in part.items] == asked[::-1]
    assert last.following is None


def test_a_page_that_never_was_is_refused(project: Project) -> None:
    with pytest.raises(NotAllowed, match="unknown_page"):
        page(project, analyst(project), after="'; DROP TABLE answers; --")


def test_words_about_what_the_analyst_may_not_see_are_left_out(project: Project, ask: Ask) -> None:
    pay, open_word = ask("hr", "各部门的平均月薪"), ask("hr", "上个月的离职人数")
    assert pay.status == "answered"
    first, second = listed(project)
    assert (first.id, first.question, first.withheld) == (open_word.id, "上个月的离职人数", False)
    assert (second.question, second.metrics, second.withheld) == ("", (), True)
    [boss] = [item for item in page(project, project.access.asker("boss")).items if item.id == pay.id]
    assert (boss.question, boss.withheld) == ("各部门的平均月薪", False)


def test_a_right_that_is_taken_away_closes_the_desk_at_once(project: Project) -> None:
    had = analyst(project)
    page(project, had)
    roles = {**project.access.roles, "analyst": replace(project.access.roles["analyst"], features=())}
    project.edition = project.edition.under(replace(project.access, roles=roles))
    with pytest.raises(NotAllowed):
        page(project, had)


def filled(project: Project, number: int) -> None:
    """That many answers in the store, one a minute, every thousandth with a complaint."""
    now = project.now()
    rows = [{"id": f"{place:032x}", "asked_at": now - timedelta(minutes=place)} for place in range(number)]
    shared = {"asker": "sales", "status": "answered", "tier": "verified"}
    with project.journal.store.engine.begin() as connection:
        connection.execute(
            insert(answers), [{**row, **shared, "conversation": "", "question": "上个月的销售额", "body": "{}"} for row in rows]
        )
        told = {**shared, "department": "销售", "state": "open"}
        entries = [
            {"answer": row["id"], "asked_at": row["asked_at"], **told, "feedback": "" if place % 1000 else "bad"}
            for place, row in enumerate(rows)
        ]
        connection.execute(insert(queue), entries)


def test_a_page_of_a_hundred_thousand_answers_is_found_by_an_index_at_once(project: Project) -> None:
    filled(project, 100_000)
    who = analyst(project)
    after = page(project, who).following
    for wanted in (Wanted(), Wanted(feedback="bad"), Wanted(states=(), departments=("财务",)), Wanted(tiers=("declined",))):
        started = perf_counter()
        page(project, who, wanted, after)
        assert perf_counter() - started < 1.5, wanted
    with project.journal.store.engine.connect() as connection:
        plan = "EXPLAIN QUERY PLAN SELECT answer FROM queue WHERE state IN ('open') ORDER BY asked_at DESC, answer DESC LIMIT 51"
        steps = " ".join(str(row) for row in connection.execute(sql_text(plan)))
    assert "queue_by_state" in steps and "TEMP B-TREE" not in steps

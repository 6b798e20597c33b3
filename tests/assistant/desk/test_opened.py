"""One answer on the desk shows everything about it, as far as the analyst's own rights reach."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from assistant.desk.entrance import NotAllowed
from assistant.desk.opened import Opened, opened
from assistant.journal import NotFound
from assistant.project import Project
from assistant.record_json import as_json
from assistant.replay import same_rows
from assistant.verified import Book, verify
from catalog.store.tables import audit
from tests.assistant.desk.conftest import Ask


def seen(project: Project, answer_id: str, who: str = "analyst") -> Opened:
    return opened(project, project.access.asker(who), answer_id)


def test_an_answer_is_opened_with_everything_that_led_to_it(project: Project, ask: Ask) -> None:
    asked = ask("boss", "上个月华东的销售额")
    project.journal.judge(asked.id, "boss", "misread", project.now(), "<script>alert(1)</script>")
    verify(asked, project, project.access.asker("boss"), "核对过")
    found = seen(project, asked.id)
    assert (found.shown, found.state, found.name, found.department) == ("kept", "verified", "老板", "总部")
    assert same_rows(as_json(found.answer), as_json(asked))
    assert found.answer.working == asked.working
    assert {"华东", "销售额"} <= {match.surface for match in found.matches}
    assert found.query is not None and found.query["measures"] == ["sales_ops"]
    assert found.answer.planned is not None and found.answer.planned.reading
    assert found.answer.timings["total"] > 0
    assert [(each.value, each.comment) for each in found.judgements] == [("misread", "<script>alert(1)</script>")]
    assert found.vouched is not None and (found.vouched.by, found.vouched.comment) == ("boss", "核对过")


def test_who_sees_all_rows_reads_the_rows_that_a_regional_manager_got(project: Project, ask: Ask) -> None:
    asked = ask("manager_east", "上个月各门店的销售额")
    found = seen(project, asked.id)
    assert found.shown == "kept"
    assert same_rows(as_json(found.answer), as_json(asked))


def test_who_sees_fewer_rows_gets_their_own_and_not_those_of_the_asker(project: Project, ask: Ask) -> None:
    asked = ask("boss", "上个月各大区的销售额")
    roles = {**project.access.roles, "regional_manager": replace(project.access.roles["regional_manager"], features=("verify",))}
    project.edition = project.edition.under(replace(project.access, roles=roles))
    found = seen(project, asked.id, "manager_east")
    assert found.shown == "again"
    assert [row[0] for row in found.answer.rows] == ["华东"]
    assert len(asked.rows) > 1
    assert (found.answer.asker, found.answer.asked_at) == ("boss", asked.asked_at)


def test_of_an_answer_about_something_hidden_nothing_is_left(project: Project, ask: Ask) -> None:
    pay = ask("hr", "各部门的平均月薪")
    assert pay.status == "answered"
    project.journal.judge(pay.id, "hr", "bad", project.now(), "平均月薪不对")
    found = seen(project, pay.id)
    assert found.shown == "withheld"
    assert "月薪" not in repr(found) and "salary" not in repr(found)
    assert not found.answer.rows
    assert same_rows(as_json(seen(project, pay.id, "boss").answer), as_json(pay))


def test_a_refusal_is_shown_with_its_reason(project: Project, ask: Ask) -> None:
    found = seen(project, ask("intern", "上个月的碳排放量").id)
    assert (found.shown, found.answer.status) == ("kept", "declined")
    assert found.answer.trouble is not None


def test_a_person_without_the_right_opens_nothing_and_a_strange_id_is_not_found(project: Project, ask: Ask) -> None:
    asked = ask("boss", "上个月的销售额")
    with pytest.raises(NotAllowed):
        seen(project, asked.id, "sales")
    with pytest.raises(NotFound):
        seen(project, "nothing")


def test_that_an_answer_was_looked_at_is_in_the_audit_log(project: Project, ask: Ask) -> None:
    asked = ask("sales", "上个月的销售额")
    seen(project, asked.id)
    with project.journal.store.engine.connect() as connection:
        [row] = connection.execute(select(audit).where(audit.c.kind == "opened")).all()
    assert (row.asker, row.subject) == ("analyst", asked.id)


def test_a_definition_that_changed_is_said_where_the_answer_is_opened(project: Project, ask: Ask) -> None:
    asked = ask("boss", "上个月华东的销售额")
    verify(asked, project, project.access.asker("boss"))
    book = Book(project.journal.store)
    book.lower(book.entries()[0].id, project.now(), ["definition"])
    found = seen(project, asked.id)
    assert found.vouched is not None and found.vouched.reasons == ("definition",)


def test_a_remark_that_names_something_hidden_is_left_out(project: Project, ask: Ask) -> None:
    asked = ask("boss", "上个月华东的销售额")
    project.journal.judge(asked.id, "boss", "bad", project.now(), "和平均月薪对不上")
    project.journal.judge(asked.id, "boss", "bad", project.now(), "和毛利率对不上")
    assert [each.comment for each in seen(project, asked.id).judgements] == ["", "和毛利率对不上"]
    assert [each.comment for each in seen(project, asked.id, "boss").judgements] == ["和平均月薪对不上", "和毛利率对不上"]


def test_causes_are_sought_again_under_the_analysts_own_rights(project: Project, ask: Ask) -> None:
    asked = ask("manager_east", "上个月销售额为什么变化")
    assert asked.status == "answered" and asked.causes is not None
    found = seen(project, asked.id)
    assert found.shown == "again" and found.answer.causes is not None
    assert found.answer.causes != asked.causes

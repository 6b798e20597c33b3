"""An analyst replies, dismisses, opens a gap and looks as somebody else; the asker reads what was said to them, and nobody else does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from assistant.desk.asking_as import answered_as, asked_as
from assistant.desk.book import book
from assistant.desk.correction import correct
from assistant.desk.draft import QueryDraft
from assistant.desk.entrance import NotAllowed
from assistant.desk.opened import opened
from assistant.desk.queue import Wanted, page
from assistant.desk.replies import NotSaid, dismiss, mark_seen, notices, open_gap, reply, unseen
from assistant.desk.usage import usage
from assistant.gaps import gaps
from assistant.journal import NotFound
from assistant.project import Project
from catalog.access import Asker
from catalog.errors import Unknown
from catalog.store.retention import erase
from catalog.store.tables import audit
from tests.assistant.desk.conftest import Ask
from tests.assistant.desk.test_correction import REFUNDS

HOSTILE = "<img src=x onerror=alert(1)> ' OR 1=1 -- 请按“退款单数”再问\n\x1b[31m"


def person(project: Project, user: str = "analyst") -> Asker:
    return project.access.asker(user)


def test_the_asker_reads_a_reply_once_and_under_the_answer_for_ever(project: Project, ask: Ask) -> None:
    asked = ask("sales", "上个月华东的退款")
    reply(project, person(project), asked.id, HOSTILE)
    [told] = unseen(project, person(project, "sales"))
    assert (told.answer, told.kind, told.by, told.text) == (asked.id, "replied", "林分析", HOSTILE.strip())
    assert unseen(project, person(project, "finance")) == []
    mark_seen(project, person(project, "finance"), [told])
    assert unseen(project, person(project, "sales")) == [told]
    mark_seen(project, person(project, "sales"), [told])
    assert unseen(project, person(project, "sales")) == []
    assert [each.text for each in notices(project, person(project, "sales"), [asked.id])[asked.id]] == [HOSTILE.strip()]
    assert notices(project, person(project, "finance"), [asked.id]) == {}
    assert [item.state for item in page(project, person(project), Wanted(states=("replied",))).items] == ["replied"]


def test_a_correction_is_told_with_its_cause_and_without_the_analysts_remark(own: Project, ask: Ask) -> None:
    asked = ask("sales", "上个月华东的退款")
    correct(own, person(own), asked.id, "wrong_metric", QueryDraft(REFUNDS), "这个人总问错")
    [told] = unseen(own, person(own, "sales"))
    assert (told.kind, told.cause, told.text) == ("corrected", "wrong_metric", "")


def test_what_nothing_is_done_about_leaves_the_queue(project: Project, ask: Ask) -> None:
    asked = ask("sales", "上个月的销售额")
    dismiss(project, person(project), asked.id, "没有问题")
    assert page(project, person(project)).items == ()
    assert opened(project, person(project), asked.id).acts[0].text == "没有问题"
    assert unseen(project, person(project, "sales")) == []


def test_an_opened_gap_is_in_the_report_of_gaps(project: Project, ask: Ask) -> None:
    asked = ask("sales", "上个月华东的退款")
    open_gap(project, person(project), asked.id, "碳排放量", "要财务给口径")
    found = {gap.missing: gap for gap in gaps(project, person(project))}
    assert found["碳排放量"].opened == ["要财务给口径"]
    assert found["碳排放量"].examples == ["上个月华东的退款"]
    ask("marketing", "上个月的碳排放量")
    [again] = [gap for gap in gaps(project, person(project)) if gap.missing == "碳排放量"]
    assert (again.opened, again.count) == (["要财务给口径"], 2)
    assert page(project, person(project)).items[-1].state == "open"


def test_each_act_needs_its_right_an_answer_and_words(project: Project, ask: Ask) -> None:
    asked, pay = ask("sales", "上个月的销售额"), ask("hr", "各部门的平均月薪")
    for act in (reply, dismiss, open_gap):
        with pytest.raises(NotAllowed, match="may_not_use_desk"):
            act(project, person(project, "sales"), asked.id, "话")
        with pytest.raises(NotFound):
            act(project, person(project), "nothing", "话")
        with pytest.raises(NotAllowed, match="withheld_answer"):
            act(project, person(project), pay.id, "话")
        with pytest.raises(NotSaid, match="reply_too_long"):
            act(project, person(project), asked.id, "长" * 2001)
    with pytest.raises(NotSaid, match="reply_empty"):
        reply(project, person(project), asked.id, "  ")
    assert opened(project, person(project), asked.id).acts == ()


def test_what_another_person_would_see_is_shown_where_one_sees_as_much(project: Project, ask: Ask) -> None:
    boss = person(project, "boss")
    found = asked_as(project, boss, "manager_east", "上个月各大区的销售额")
    assert ([row[0] for row in found.answer.rows], found.withheld) == (["华东"], False)
    assert asked_as(project, boss, "intern", "上个月的毛利率").answer.status == "declined"
    asked = ask("boss", "上个月各大区的销售额")
    assert [row[0] for row in answered_as(project, boss, "manager_east", asked.id).answer.rows] == ["华东"]
    with project.journal.store.engine.connect() as connection:
        assert {row.asker for row in connection.execute(select(audit).where(audit.c.kind == "asked_as"))} == {"boss"}
    assert project.journal.latest("manager_east") == []


def test_looking_as_another_widens_nobodys_rights(project: Project) -> None:
    roles = {**project.access.roles, "analyst": replace(project.access.roles["analyst"], features=("verify", "audit"))}
    project.edition = project.edition.under(replace(project.access, roles=roles))
    found = asked_as(project, person(project), "hr", "各部门的平均月薪")
    assert (found.withheld, found.answer.status, found.answer.rows) == (True, "answered", ())
    rest = replace(found.answer, question="")
    assert "月薪" not in repr(rest) and "salary" not in repr(rest)


def test_looking_as_another_needs_the_right_to_read_everybodys_journal(project: Project) -> None:
    with pytest.raises(NotAllowed, match="may_not_ask_as"):
        asked_as(project, person(project), "boss", "上个月的销售额")
    with pytest.raises(Unknown, match="unknown_person"):
        asked_as(project, person(project, "boss"), "nobody", "上个月的销售额")


def test_the_book_groups_wrong_answers_by_cause(own: Project, ask: Ask) -> None:
    assert book(own, person(own)) == ()
    for text in ("上个月华东的退款", "2026年9月华南的退款"):
        correct(own, person(own), ask("sales", text).id, "data", None, "少了一天")
    correct(own, person(own), ask("sales", "上个月华东的退款").id, "wrong_metric", QueryDraft(REFUNDS))
    first, second = book(own, person(own))
    assert (first.cause, [each.question for each in first.wrong]) == ("data", ["2026年9月华南的退款", "上个月华东的退款"])
    assert (second.cause, second.wrong[0].verified, second.wrong[0].department) == ("wrong_metric", True, "销售")
    assert second.wrong[0].case is not None
    with pytest.raises(NotAllowed):
        book(own, person(own, "sales"))


def test_usage_counts_each_metric_by_department_and_says_what_nobody_asks(own: Project, ask: Ask) -> None:
    wrong = ask("sales", "上个月华东的退款")
    ask("sales", "2026年9月华南的退款")
    ask("finance", "上个月的退款率")
    ask("hr", "各部门的平均月薪")
    own.journal.judge(wrong.id, "sales", "wrong_definition", own.now())
    correct(own, person(own), wrong.id, "definition")
    found = usage(own, person(own))
    refunds = found.uses[0]
    assert (refunds.metric, refunds.asked, refunds.people, refunds.corrected, refunds.complaints) == ("refund_amount", 2, 1, 1, 1)
    assert refunds.departments == {"销售": 2}
    assert [use.metric for use in found.most_corrected] == ["refund_amount"]
    assert "gmv" in found.unused and "average_salary" not in {use.metric for use in found.uses}
    assert [use.metric for use in usage(own, person(own), department="财务").uses if use.asked] == ["refund_rate"]
    assert usage(own, person(own), since=own.now()).uses[0].asked == 0
    with pytest.raises(NotAllowed):
        usage(own, person(own, "sales"))


def test_what_is_erased_leaves_no_words_on_the_desk(project: Project, ask: Ask) -> None:
    asked = ask("sales", "上个月华东的退款")
    reply(project, person(project), asked.id, "请按退款单数再问")
    open_gap(project, person(project), asked.id, "跨境退款")
    erase(project.journal.store, project.now(), "boss", project.now())
    assert page(project, person(project), Wanted(states=())).items == ()
    assert unseen(project, person(project, "sales")) == []
    assert gaps(project, person(project)) == []
    assert "跨境".encode() not in Path(str(project.journal.store.engine.url.database)).read_bytes()

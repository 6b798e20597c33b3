"""An analyst sees what verifying would teach, verifies, and in projects that say so never an answer of their own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.desk.entrance import NotAllowed
from assistant.desk.preview import previews
from assistant.desk.queue import Wanted, page
from assistant.desk.vouching import vouch, withdraw
from assistant.project import Project
from assistant.verified import NotVerifiable
from catalog.access import Asker
from tests.assistant.desk.conftest import Ask


def analyst(project: Project) -> Asker:
    return project.access.asker("analyst")


def october(project: Project, where: str) -> object:
    """Sales by a person's own SQL on the source."""
    from sql_guard.oracle import oracle

    with oracle(project.file.source_path) as source:
        return source.rows(
            f"SELECT SUM(o.paid_amount) FROM order_lines o JOIN stores s USING (store_id) WHERE o.status = '已完成' AND {where}"
        )[0][0]


def test_three_paraphrases_are_answered_before_anything_is_verified(project: Project, ask: Ask) -> None:
    asked = ask("sales", "上个月华东的销售额")
    found = {each.kind: each for each in previews(project, analyst(project), asked.id)}
    assert found.keys() == {"period", "member", "wording"}
    september = "s.region = '华东' AND o.order_date BETWEEN DATE '2026-09-01' AND DATE '2026-09-30'"
    assert found["period"].question == "2026年9月华东的销售额"
    assert found["period"].answer is not None and found["period"].answer.rows == ((october(project, september),),)
    assert found["member"].answer is not None and found["member"].answer.status == "answered" and "华东" not in found["member"].question
    assert found["wording"].answer is not None and found["wording"].answer.rows == asked.rows
    assert found["wording"].question != asked.question
    assert page(project, analyst(project)).items[0].state == "open"


def test_an_english_question_is_paraphrased_in_english(project: Project, ask: Ask) -> None:
    asked = ask("boss", "sales by region in Q3 2026")
    found = previews(project, analyst(project), asked.id)
    assert "Q2 2026" in found[0].question
    assert [each.kind for each in found] == ["period", "wording", "wording"]
    assert all(each.answer is not None and each.answer.status == "answered" for each in found)


def test_a_verified_answer_leaves_the_queue_and_comes_back_when_that_is_withdrawn(project: Project, ask: Ask) -> None:
    asked = ask("sales", "上个月华东的销售额")
    vouch(project, analyst(project), asked.id, "对过账")
    assert page(project, analyst(project)).items == ()
    assert [item.id for item in page(project, analyst(project), Wanted(states=("verified",))).items] == [asked.id]
    again = ask("sales", "2026年8月华南的销售额")
    assert again.planned is not None and again.planned.planner == "verified"
    assert withdraw(project, analyst(project), asked.id)
    assert asked.id in [item.id for item in page(project, analyst(project)).items]


def test_nobody_verifies_their_own_answer_where_the_project_says_so(project: Project, ask: Ask) -> None:
    own, others = ask("analyst", "上个月华东的销售额"), ask("sales", "上个月华南的销售额")
    project.file = replace(project.file, own_answers=False)
    with pytest.raises(NotAllowed, match="own_answer"):
        vouch(project, analyst(project), own.id)
    vouch(project, analyst(project), others.id)
    vouch(project, project.access.asker("boss"), own.id)


def test_without_the_right_nothing_is_verified_nor_previewed(project: Project, ask: Ask) -> None:
    asked = ask("sales", "上个月华东的销售额")
    for act in (vouch, withdraw, previews):
        with pytest.raises(NotAllowed, match="may_not_use_desk"):
            act(project, project.access.asker("sales"), asked.id)


def test_what_the_analyst_may_not_see_they_cannot_vouch_for(project: Project, ask: Ask) -> None:
    pay = ask("hr", "各部门的平均月薪")
    with pytest.raises(NotAllowed, match="withheld_answer"):
        vouch(project, analyst(project), pay.id)


def test_an_answer_that_teaches_nothing_says_why(project: Project, ask: Ask) -> None:
    with pytest.raises(NotVerifiable, match="not_answered"):
        previews(project, analyst(project), ask("sales", "上个月的碳排放量").id)

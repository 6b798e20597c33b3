"""What an analyst does at the desk through its forms: correct, compare, verify, take back, and who may not."""

from __future__ import annotations

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.desk.opened import opened
from assistant.project import Project
from assistant.record import Answer
from tests.ui.desk.conftest import HERE, As, Ask
from tests.ui.desk.test_query_form import Sent
from ui.web.desk.correcting import marks
from ui.web.desk.routes import ACTS


def post(client: TestClient, answer: Answer, act: str, **fields: Any) -> Any:
    return client.post(f"/zh/desk/{answer.id}/{act}", data=fields, headers=HERE)


def form_of(client: TestClient, answer: Answer) -> dict[str, Any]:
    page = client.get(f"/zh/desk/{answer.id}?do=correct").text
    return Sent(re.findall(r"<form[^>]*draft.*?</form>", page, re.S)[0]).fields


@pytest.mark.parametrize("act", ACTS)
def test_every_act_is_nowhere_for_who_may_not_verify(at_desk: As, ask: Ask, shop: Project, act: str) -> None:
    own = ask("sales", "上个月销售额")
    told, nowhere = post(at_desk("sales"), own, act, do="save", cause="other"), at_desk("sales").get("/zh/nowhere")
    assert (told.status_code, told.text) == (404, nowhere.text)
    assert opened(shop, shop.access.asker("boss"), own.id).state == "open"


@pytest.mark.parametrize("act", ACTS)
def test_every_act_on_an_answer_that_may_not_be_seen_changes_nothing(at_desk: As, ask: Ask, shop: Project, act: str) -> None:
    pay = ask("hr", "平均工资按部门")
    told = post(at_desk("analyst"), pay, act, do="save", cause="other", sql="SELECT MEASURE(average_salary) FROM metrics", comment="x")
    assert "工资" not in told.text.replace("average_salary", "")
    assert opened(shop, shop.access.asker("boss"), pay.id).state == "open"


def test_a_draft_runs_beside_the_old_result_and_what_differs_is_marked(at_desk: As, ask: Ask) -> None:
    asked, client = ask("sales", "上个月各大区的销售额"), at_desk("boss")
    fields = form_of(client, asked)
    fields["metric"][0] = "revenue_fin"
    page = post(client, asked, "correct", **fields, do="try").text
    assert "与原答案对比" in page and "（有差别）" in page
    before, after = re.findall(r'<div class="table-box".*?</table>', page.split('id="compared"')[1], re.S)[:2]
    assert before.count('class="number differs"') == after.count('class="number differs"') == len(asked.rows) + 1  # the heading too
    assert "<ins>revenue_fin</ins>" in page and "<del>sales_ops</del>" in page


def test_the_same_draft_differs_in_nothing(at_desk: As, ask: Ask) -> None:
    asked, client = ask("sales", "上个月各大区的订单数"), at_desk("boss")
    page = post(client, asked, "correct", **form_of(client, asked), do="try").text
    assert "没有差别" in page and 'differs"' not in page.split('id="compared"')[1]


def test_a_draft_that_cannot_run_says_why_and_keeps_what_was_chosen(at_desk: As, ask: Ask) -> None:
    asked, client = ask("sales", "上个月各大区的订单数"), at_desk("boss")
    fields = form_of(client, asked)
    fields["from"], fields["to"] = ["2026-10-31"], ["2026-10-01"]
    page = post(client, asked, "correct", **fields, do="save", cause="wrong_period").text
    assert 'role="alert"' in page and 'value="2026-10-31"' in page
    assert 'id="compared"' not in page


def test_a_saved_correction_is_what_the_question_gets_from_then_on(at_desk: As, ask: Ask, shop: Project) -> None:
    asked, client = ask("sales", "8月各大区的流水"), at_desk("boss")
    assert asked.status != "answered"
    days = "metric_time >= DATE '2026-08-01' AND metric_time < DATE '2026-09-01'"
    sql = f"SELECT region, MEASURE(sales_ops) FROM metrics WHERE {days} GROUP BY region"
    assert "保存为正确答案" in post(client, asked, "correct", sql=sql, do="try").text
    told = post(client, asked, "correct", sql=sql, do="save", cause="wrong_metric", comment="流水就是销售额")
    assert told.status_code == 303 and told.headers["location"].startswith(f"/zh/desk/{asked.id}?said=")
    page = client.get(told.headers["location"]).text
    assert "已纠正（指标错）" in page and "流水就是销售额" in page and 'role="status"' in page
    assert opened(shop, shop.access.asker("boss"), asked.id).state == "corrected"


def test_governed_sql_is_checked_while_it_is_written(at_desk: As, ask: Ask) -> None:
    asked, client = ask("sales", "上个月销售额"), at_desk("boss")
    fine = post(client, asked, "check", sql="SELECT MEASURE(sales_ops) FROM metrics").json()
    assert fine == {"said": "可以运行。", "marks": [], "fine": True}
    text = "SELECT\n  MEASURE(sales_opps)\nFROM metrics"
    wrong = post(client, asked, "check", sql=text.replace("\n", "\r\n")).json()
    [mark] = wrong["marks"]
    assert text[mark["start"] : mark["end"]] == "sales_opps" and not wrong["fine"] and "sales_ops" in wrong["said"]
    broken = post(client, asked, "check", sql="SELECT MEASURE(sales_ops) FROM metrics GROUP region").json()
    assert broken["marks"] and not broken["fine"]
    assert post(client, asked, "check", sql=" ").json()["marks"] == []


def test_a_place_outside_the_text_is_marked_at_its_end() -> None:
    from assistant.desk.draft import Problem
    from catalog.errors import Unreadable

    problem = Problem("not_sql", Unreadable("not_sql", line=1, column=99, text="x"), 1, 99)
    assert marks((problem,), "ab") == [{"start": 1, "end": 2}]
    assert marks((Problem("not_sql", Unreadable("not_sql", text="x"), 7, 1),), "ab") == []


def test_an_answer_is_verified_after_its_previews_and_that_is_taken_back(at_desk: As, ask: Ask, shop: Project) -> None:
    asked, client = ask("sales", "上个月华东的订单数"), at_desk("boss")
    page = client.get(f"/zh/desk/{asked.id}?do=verify").text
    assert page.count("<li><p><span") == 3 and "2026年9月华东的订单数" in page
    told = post(client, asked, "verify", comment="对过账")
    assert told.headers["location"].endswith("said=verified") and "已认证。" in client.get(told.headers["location"]).text
    assert opened(shop, shop.access.asker("boss"), asked.id).state == "verified"
    assert "撤销认证" in client.get(f"/zh/desk/{asked.id}?do=verify").text
    assert post(client, asked, "withdraw").headers["location"].endswith("said=withdrawn")
    assert opened(shop, shop.access.asker("boss"), asked.id).state == "open"


def test_what_cannot_be_verified_says_why(at_desk: As, ask: Ask) -> None:
    asked = ask("sales", "上个月每个项目的代码缺陷数")
    page = at_desk("boss").get(f"/zh/desk/{asked.id}?do=verify").text
    assert 'role="alert"' in page and 'action="/zh/desk' not in page.split('id="work"')[1].split("</section>")[0]


def test_an_answer_that_should_not_have_been_given_is_marked_without_another(at_desk: As, ask: Ask, shop: Project) -> None:
    asked, client = ask("sales", "上个月各门店的订单数"), at_desk("boss")
    told = post(client, asked, "correct", do="wrong", cause="should_have_asked", comment="哪种订单？")
    assert told.headers["location"].endswith("said=corrected")
    assert opened(shop, shop.access.asker("boss"), asked.id).acts[-1].facts["cause"] == "should_have_asked"


def test_a_cause_that_is_none_is_refused(at_desk: As, ask: Ask, shop: Project) -> None:
    asked = ask("sales", "上个月各门店的订单数")
    told = post(at_desk("boss"), asked, "correct", do="wrong", cause="<b>")
    assert told.status_code == 200 and 'role="alert"' in told.text and "<b>" not in told.text
    assert opened(shop, shop.access.asker("boss"), asked.id).state == "open"


def test_filters_of_the_queue_survive_an_act(at_desk: As, ask: Ask) -> None:
    asked, client = ask("sales", "上个月各门店的订单数"), at_desk("boss")
    page = client.get(f"/zh/desk/{asked.id}?tier=verified&do=wrong").text
    [action] = re.findall(r'action="(/zh/desk/[0-9a-f]{32}/correct[^"]*)"', page)
    told = client.post(action, data={"do": "wrong", "cause": "data"}, headers=HERE)
    assert told.headers["location"] == f"/zh/desk/{asked.id}?tier=verified&said=corrected"


def test_governed_sql_is_completed_with_what_the_analyst_may_use(at_desk: As, ask: Ask) -> None:
    asked = ask("sales", "上个月销售额")
    sql = "SELECT MEASURE(average_sal"
    texts = {
        who: [each["text"] for each in post(at_desk(who), asked, "complete", sql=sql, at=str(len(sql))).json()]
        for who in ("boss", "analyst")
    }
    assert any("average_salary" in text for text in texts["boss"])
    assert not any("average_salary" in text for text in texts["analyst"])
    assert post(at_desk("boss"), asked, "complete", sql=sql, at="x").status_code == 200


def test_the_chart_is_drawn_in_the_page_itself(at_desk: As, ask: Ask) -> None:
    pytest.importorskip("vl_convert")
    page = at_desk("boss").get(f"/zh/desk/{ask('boss', '上个月各大区的销售额').id}").text
    assert '<img src="data:image/svg+xml;base64,' in page
    assert "<img" not in at_desk("boss").get(f"/zh/desk/{ask('boss', '上个月销售额').id}").text


def test_the_address_of_a_forms_result_opened_by_itself_is_the_answer(at_desk: As, ask: Ask) -> None:
    asked, client = ask("sales", "上个月各大区的订单数"), at_desk("boss")
    page = post(client, asked, "correct", **form_of(client, asked), do="try").text
    [other] = re.findall(r'href="([^"]*)" lang="en"', page)
    assert client.get(other).headers["location"] == f"/en/desk/{asked.id}"
    assert at_desk("sales").get(other).status_code == 404

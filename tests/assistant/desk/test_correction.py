"""An analyst corrects a wrong answer: the right one is shown beside it, kept, taught and written down as a case."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from assistant.desk.acts import acts_of
from assistant.desk.case_file import FILE, CaseFileFaulty
from assistant.desk.correction import CAUSES, NotCorrectable, correct
from assistant.desk.draft import QueryDraft, SqlText, check
from assistant.desk.entrance import NotAllowed
from assistant.desk.queue import Wanted, page
from assistant.desk.trial import tried
from assistant.project import Project
from catalog.access import Asker
from catalog.store.chain import check as check_log
from evals.case import read_suite
from tests.assistant.desk.conftest import Ask

REFUNDS = {
    "measures": ["refund_orders"],
    "filters": [{"dimension": "region", "in": ["华东"]}],
    "periods": [{"start": "2026-10-01", "end": "2026-11-01"}],
}
WRITTEN = (
    "SELECT MEASURE(refund_orders) FROM metrics WHERE region = '华东' "
    "AND metric_time >= DATE '2026-10-01' AND metric_time < DATE '2026-11-01'"
)


def analyst(project: Project) -> Asker:
    return project.access.asker("analyst")


def counted(project: Project, region: str, first: str, last: str) -> int:
    """Refunded orders by a person's own SQL on the source."""
    from sql_guard.oracle import oracle

    with oracle(project.file.source_path) as source:
        [[found]] = source.rows(
            "SELECT COUNT(DISTINCT order_id) FROM refunds LEFT JOIN stores USING (store_id) "
            f"WHERE region = '{region}' AND refund_date BETWEEN DATE '{first}' AND DATE '{last}'"
        )
    return int(found)


def test_a_draft_is_run_beside_the_answer_and_nothing_is_kept(own: Project, ask: Ask) -> None:
    asked = ask("manager_east", "上个月华东的退款")
    found = tried(own, analyst(own), asked.id, QueryDraft(REFUNDS))
    assert found.was.rows != found.now.rows
    assert found.now.rows == ((counted(own, "华东", "2026-10-01", "2026-10-31"),),)
    assert found.changed == ("columns", "rows")
    assert [item.id for item in page(own, analyst(own)).items] == [asked.id]
    assert tried(own, analyst(own), asked.id, SqlText(WRITTEN)).now.rows == found.now.rows


def test_rows_of_equal_keys_stand_beside_each_other(own: Project, ask: Ask) -> None:
    asked = ask("sales", "上个月各大区的订单数")
    body = {"measures": ["orders"], "group_by": ["region"], "periods": [{"start": "2026-09-01", "end": "2026-10-01"}]}
    found = tried(own, analyst(own), asked.id, QueryDraft(body))
    assert found.changed == ("rows",)
    assert len(found.pairs) == len(asked.rows)
    assert all(pair.was is not None and pair.now is not None and pair.was[0] == pair.now[0] for pair in found.pairs)


def test_a_corrected_answer_is_verified_written_down_and_marked_with_its_cause(own: Project, ask: Ask) -> None:
    asked = ask("manager_east", "上个月华东的退款")
    done = correct(own, analyst(own), asked.id, "wrong_metric", QueryDraft(REFUNDS), "这里说的是单数")
    assert (done.verified, done.reason, done.holds) == (True, "", True)
    assert [item.id for item in page(own, analyst(own)).items] == []
    assert [item.id for item in page(own, analyst(own), Wanted(states=("corrected",))).items] == [asked.id]
    [act] = acts_of(own, asked.id)
    assert (act.kind, act.by, act.text, act.facts["cause"]) == ("corrected", "analyst", "这里说的是单数", "wrong_metric")
    [case] = read_suite(own.file.folder / FILE).cases
    assert (case.question, case.asker, str(case.as_of), case.metric_query) == ("上个月华东的退款", "manager_east", "2026-11-18", REFUNDS)
    again = ask("boss", "2026年9月华南的退款")
    assert again.rows == ((counted(own, "华南", "2026-09-01", "2026-09-30"),),)
    with own.journal.store.engine.connect() as connection:
        assert check_log(connection).broken == ()


def test_governed_sql_that_says_more_than_one_query_is_a_case_and_no_verified_question(own: Project, ask: Ask) -> None:
    asked = ask("sales", "上个月华东的退款")
    text = f"WITH m AS ({WRITTEN.replace('MEASURE(refund_orders)', 'MEASURE(refund_orders) AS n')}) SELECT n * 2 AS twice FROM m"
    done = correct(own, analyst(own), asked.id, "other", SqlText(text))
    assert (done.verified, done.reason, done.holds) == (False, "not_a_metric_query", False)
    [case] = read_suite(own.file.folder / FILE).cases
    assert (case.metric_sql, case.presumed) == (text, "wrong")


@pytest.mark.parametrize(("cause", "expected"), [("should_have_asked", "clarify"), ("should_have_declined", "decline")])
def test_an_answer_that_should_not_have_been_given_is_a_case_of_silence(own: Project, ask: Ask, cause: str, expected: str) -> None:
    done = correct(own, analyst(own), ask("sales", "上个月华东的退款").id, cause)
    assert (done.answer, done.holds) == (None, False)
    [case] = read_suite(own.file.folder / FILE).cases
    assert (case.expected, case.presumed) == (expected, "wrong")


def test_a_wrong_definition_is_marked_without_a_case(own: Project, ask: Ask) -> None:
    asked = ask("sales", "上个月华东的退款")
    done = correct(own, analyst(own), asked.id, "definition", None, "口径应当不含运费")
    assert (done.case, done.answer) == (None, None)
    assert page(own, analyst(own), Wanted(states=("corrected",))).items[0].id == asked.id
    assert not (own.file.folder / FILE).exists()


def test_what_cannot_be_saved_says_why_and_changes_nothing(own: Project, ask: Ask) -> None:
    asked = ask("sales", "上个月华东的退款")
    empty = {**REFUNDS, "measures": ["average_salary"]}
    for cause, draft, code in (
        ("because", None, "unknown_cause"),
        ("wrong_metric", None, "draft_missing"),
        ("wrong_metric", QueryDraft(empty), "draft_not_answered"),
    ):
        with pytest.raises(NotCorrectable, match=code):
            correct(own, analyst(own), asked.id, cause, draft)
    assert [item.id for item in page(own, analyst(own)).items] == [asked.id]
    assert len(CAUSES) == 9


def test_without_the_right_nobody_corrects_or_tries(own: Project, ask: Ask) -> None:
    asked = ask("sales", "上个月华东的退款")
    with pytest.raises(NotAllowed):
        correct(own, own.access.asker("sales"), asked.id, "data")
    with pytest.raises(NotAllowed):
        tried(own, own.access.asker("sales"), asked.id, QueryDraft(REFUNDS))
    with pytest.raises(NotAllowed):
        check(own, own.access.asker("sales"), QueryDraft(REFUNDS))


def test_a_follow_up_is_corrected_and_not_taught(own: Project, ask: Ask) -> None:
    from dataclasses import replace

    from assistant.answer import answer
    from assistant.question import Question, Turn

    first = ask("sales", "上个月华东的退款")
    assert first.planned is not None
    second = answer(Question("华南呢", (Turn(first.question, first.planned),)), own, own.access.asker("sales"))
    own.journal.keep(replace(second, id="f" * 32))
    body = {**REFUNDS, "filters": [{"dimension": "region", "in": ["华南"]}]}
    assert correct(own, analyst(own), "f" * 32, "wrong_metric", QueryDraft(body)).reason == "is_follow_up"


@pytest.mark.parametrize(
    ("draft", "code", "place", "near"),
    [
        (SqlText("SELECT MEASURE(refund_order) FROM metrics"), "unknown_metric", 1, "refund_orders"),
        (SqlText("SELECT MEASURE(orders)\nFROM metrics\nWHERE regionn = '华东'"), "unknown_dimension", 3, "region"),
        (SqlText("SELECT MEASURE(orders FROM metrics"), "not_sql", 1, ""),
        (SqlText("SELECT * FROM order_lines"), "only_metrics", 1, "metrics"),
        (SqlText("SELECT MEASURE(average_salary) FROM metrics"), "unknown_metric", 1, ""),
        (SqlText("SELECT MEASURE(orders) FROM metrics WHERE region = '华冬'"), "no_such_member", 0, "华东"),
        (QueryDraft({"measures": ["orders"], "filters": [{"dimension": "region", "is": 1}]}), "query_part", 0, ""),
        (QueryDraft({"measures": ["orders"], "group_by": ["regionn"]}), "unknown_dimension", 0, "region"),
    ],
)
def test_a_draft_is_checked_as_it_is_written(own: Project, draft: QueryDraft | SqlText, code: str, place: int, near: str) -> None:
    [problem] = check(own, analyst(own), draft)
    assert (problem.code, problem.line) == (code, place)
    assert near in problem.nearest or not near
    for language in ("zh", "en"):
        assert problem.said(language)  # type: ignore[arg-type]
        assert "salary" not in str(problem.nearest)


def test_a_good_draft_has_no_problem(own: Project) -> None:
    assert check(own, analyst(own), SqlText(WRITTEN)) == check(own, analyst(own), QueryDraft(REFUNDS)) == ()


def test_a_file_of_cases_that_is_none_is_left_as_it_is(own: Project, ask: Ask) -> None:
    asked = ask("sales", "上个月华东的退款")
    path = own.file.folder / FILE
    path.parent.mkdir()
    path.write_text("cases: 不是列表", encoding="utf-8")
    with pytest.raises(CaseFileFaulty, match="case_file_unreadable"):
        correct(own, analyst(own), asked.id, "wrong_metric", QueryDraft(REFUNDS))
    assert path.read_text(encoding="utf-8") == "cases: 不是列表"
    assert [item.id for item in page(own, analyst(own)).items] == [asked.id]


def test_hostile_words_in_a_question_stay_words_in_the_file(own: Project, ask: Ask) -> None:
    text = "上个月华东的退款\u2028- id: x\n  sql: DROP TABLE a # \"'{}[]&*!|>%@`\x85"
    asked = ask("sales", text)
    correct(own, analyst(own), asked.id, "should_have_declined")
    found = yaml.safe_load(Path(own.file.folder / FILE).read_text(encoding="utf-8"))
    assert [case["zh"] for case in found["cases"]] == [asked.question]


def test_a_word_with_several_definitions_is_corrected_for_the_department_that_asked(own: Project, ask: Ask) -> None:
    asked = ask("sales", "上个月华东的业绩")
    assert asked.planned is not None
    body = {**REFUNDS, "measures": ["net_sales"]}
    done = correct(own, analyst(own), asked.id, "wrong_metric", QueryDraft(body), "销售说的业绩是净销售额")
    assert (done.verified, done.holds) == (True, True)
    for who, measure in (("sales", "net_sales"), ("finance", "revenue_fin"), ("manager_east", "sales_ops")):
        found = ask(who, "2026年9月华东的业绩")
        assert found.planned is not None and found.planned.plan.measures[0].metric == measure, who  # type: ignore[union-attr]


def test_verifying_one_departments_definition_leaves_the_others_theirs(own: Project, ask: Ask) -> None:
    from assistant.desk.vouching import vouch

    asked = {who: ask(who, "上季度客户转化率") for who in ("marketing", "sales", "finance")}
    assert len({answer.rows for answer in asked.values()}) == 3
    vouch(own, analyst(own), asked["finance"].id)
    for who, first in asked.items():
        again = ask(who, "上季度客户转化率")
        assert again.rows == first.rows
        assert again.planned is not None and (again.planned.planner == "verified") is (who == "finance")
    assert ask("boss", "上季度客户转化率").status == "clarify"

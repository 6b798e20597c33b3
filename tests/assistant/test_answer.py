"""The whole path on the retail world: numbers against SQL a person wrote, and every way in which there is no number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Event

import pytest

from assistant.answer import Step, Watch, answer
from assistant.plan import Planned, SqlDraft
from assistant.project import Project, open_project
from assistant.question import Question
from assistant.record import Answer
from catalog.query import Measure, MetricQuery, RowList
from sql_guard.oracle import Oracle, oracle
from tests.conftest import AS_OF


@pytest.fixture(scope="module")
def project(retail: Path) -> Iterator[Project]:
    with open_project(retail, today=AS_OF, build=False, env={}) as opened:
        yield opened


@pytest.fixture(scope="module")
def truth(project: Project) -> Iterator[Oracle]:
    with oracle(project.file.source_path) as found:
        yield found


def ask(project: Project, text: str, asker: str = "boss", planned: Planned | None = None, watch: Watch | None = None) -> Answer:
    return answer(Question(text), project, project.access.asker(asker), watch, planned)


OCTOBER = "o.status = '已完成' AND o.order_date >= DATE '2026-10-01' AND o.order_date < DATE '2026-11-01'"


def test_an_answer_holds_the_number_the_definition_the_dates_and_the_sql(project: Project, truth: Oracle) -> None:
    found = ask(project, "上个月各大区的销售额")
    expected = truth.rows(
        f"SELECT region, SUM(paid_amount) FROM order_lines o LEFT JOIN stores USING (store_id) WHERE {OCTOBER} GROUP BY 1"
    )
    assert sorted(found.rows, key=repr) == sorted(expected, key=repr)
    assert (found.status, found.tier) == ("answered", "verified")
    assert [item.metric for item in found.definitions] == ["sales_ops"]
    assert [(dates.first, dates.last, dates.unfinished) for dates in found.dates] == [(date(2026, 10, 1), date(2026, 10, 31), False)]
    assert "MEASURE(sales_ops)" in found.working.governed and "serving.main.order_lines" in found.working.executed
    assert found.versions is not None and found.versions.data == project.manifest.version


@pytest.mark.parametrize(
    ("text", "rows", "words"),
    [
        ("昨天订单数最多的 5 个商品", 6, "与最后一名并列的都保留。"),
        ("yesterday's top 5 products by orders", 6, "Rows that tie with the last place are all kept."),
        ("昨天订单数最多的 2 个大区", 2, ""),
    ],
)
def test_ties_with_the_last_place_are_kept_and_said(text: str, rows: int, words: str, project: Project) -> None:
    found = ask(project, text)
    assert len(found.rows) == rows
    assert [note for note in found.notes if "并列" in note or "tie" in note] == ([words] if words else [])


def test_the_sentence_says_a_value_that_is_in_the_rows(project: Project) -> None:
    found = ask(project, "how many orders did we have yesterday")
    assert f"{found.rows[0][0]:,}" in found.headline or "K" in found.headline
    assert found.language == "en"


def test_an_unfinished_month_is_marked_and_compared_with_the_same_days(project: Project, truth: Oracle) -> None:
    found = ask(project, "本月销售额同比")
    days = "o.status = '已完成' AND o.order_date BETWEEN DATE '{0}-11-01' AND DATE '{0}-11-17'"
    now, before = (truth.rows(f"SELECT SUM(paid_amount) FROM order_lines o WHERE {days.format(year)}")[0][0] for year in (2026, 2025))
    assert found.rows[0][:2] == (now, before)
    assert found.dates[0].unfinished and found.dates[0].last == date(2026, 11, 17)


def test_two_people_get_their_own_rows_of_the_same_question(project: Project, truth: Oracle) -> None:
    east = ask(project, "上个月的销售额", "manager_east")
    expected = truth.rows(f"SELECT SUM(paid_amount) FROM order_lines o JOIN stores USING (store_id) WHERE region = '华东' AND {OCTOBER}")
    assert list(east.rows) == expected
    assert east.rows != ask(project, "上个月的销售额").rows
    assert any("有权" in note for note in east.notes)


def test_a_metric_that_the_asker_may_not_see_reads_as_one_that_does_not_exist(project: Project) -> None:
    hidden = ask(project, "平均月薪是多少", "sales")
    assert hidden.status == "declined" and not hidden.rows
    assert "average_salary" not in repr(hidden)
    plan = Planned(MetricQuery((Measure("average_salary"),)), "llm", "zh")
    missing = Planned(MetricQuery((Measure("average_salery"),)), "llm", "zh")
    told = [ask(project, "x", "sales", planned) for planned in (plan, missing)]
    assert [found.status for found in told] == ["declined", "declined"]
    assert told[0].headline.replace("average_salary", "") == told[1].headline.replace("average_salery", "")


def test_a_word_with_two_definitions_and_no_default_is_asked_about(project: Project) -> None:
    found = ask(project, "上季度客户转化率")
    assert found.status == "clarify" and len(found.choices) == 3 and not found.rows
    chosen = ask(project, found.choices[0].question)
    assert chosen.status == "answered" and len(chosen.rows) == 1


def test_a_question_beyond_the_catalog_is_declined_with_questions_that_can_be_answered(project: Project) -> None:
    found = ask(project, "上个月各大区的碳排放量")
    assert found.status == "declined" and found.choices
    assert all(ask(project, choice.question).status == "answered" for choice in found.choices)


def test_a_period_before_the_data_is_declined_and_not_zero(project: Project) -> None:
    found = ask(project, "2019年的销售额")
    assert found.status == "declined" and "2024" in found.headline


def test_governed_sql_runs_for_the_asker_and_is_never_verified(project: Project, truth: Oracle) -> None:
    days = "metric_time >= DATE '2026-10-01' AND metric_time < DATE '2026-11-01'"
    text = f"SELECT region, MEASURE(sales_ops) AS s FROM metrics WHERE {days} GROUP BY region"
    found = ask(project, text, "manager_east", Planned(SqlDraft(text), "person", "zh", written=text))
    expected = truth.rows(
        f"SELECT region, SUM(paid_amount) FROM order_lines o JOIN stores USING (store_id) WHERE region = '华东' AND {OCTOBER} GROUP BY 1"
    )
    assert list(found.rows) == expected and found.tier == "governed"


def test_a_block_of_governed_sql_compares_an_unfinished_month_with_as_many_days(project: Project, truth: Oracle) -> None:
    days = "metric_time >= DATE '2026-11-01' AND metric_time < DATE '2026-12-01'"
    text = f"SELECT MEASURE(sales_ops, 'previous', '1 month') AS before FROM metrics WHERE {days}"
    october = "o.status = '已完成' AND o.order_date BETWEEN DATE '2026-10-01' AND DATE '2026-10-17'"
    found = ask(project, text, planned=Planned(SqlDraft(text), "person", "zh", written=text))
    assert list(found.rows) == truth.rows(f"SELECT SUM(paid_amount) FROM order_lines o WHERE {october}")


@pytest.mark.parametrize(
    "text", ["SELECT * FROM main.order_lines", "SELECT token FROM internal_tokens", "DELETE FROM metrics", "SELECT 1; SELECT 2"]
)
def test_governed_sql_reaches_no_table(project: Project, text: str) -> None:
    found = ask(project, text, planned=Planned(SqlDraft(text), "llm", "en", written=text))
    assert found.status in ("declined", "refused") and not found.rows


def test_single_rows_are_listed_only_for_those_who_may(project: Project) -> None:
    plan = Planned(RowList("refunds", limit=5), "offline", "zh")
    assert len(ask(project, "x", "boss", plan).rows) == 5
    assert ask(project, "x", "intern", plan).status == "declined"


def test_a_cancelled_question_stops_and_says_so(project: Project) -> None:
    cancel = Event()
    seen: list[Step] = []

    def stop_before_running(step: Step) -> None:
        seen.append(step)
        if step == "guard":
            cancel.set()

    found = ask(project, "上个月的销售额", watch=Watch(stop_before_running, cancel))
    assert found.status == "cancelled" and seen == ["plan", "compile", "guard"]


def test_the_steps_are_told_in_order_and_timed(project: Project) -> None:
    seen: list[Step] = []
    found = ask(project, "上个月的订单数", watch=Watch(seen.append))
    assert seen == ["plan", "compile", "guard", "run", "show"]
    assert set(seen) <= set(found.timings) and found.timings["total"] > 0


def test_a_question_that_is_too_long_is_declined_before_it_is_read(project: Project) -> None:
    found = ask(project, "销售额和" * 1000)
    assert found.trouble is not None and found.trouble.code == "question_too_long"


@pytest.mark.parametrize("text", ["", " ", "？？？", "\x00\ud800", "a" * 100_000, "'; DROP TABLE order_lines; --", "{}[]()%s{0}", "ﷺ" * 50])
def test_no_text_breaks_the_path(project: Project, text: str) -> None:
    assert ask(project, text).status in ("declined", "clarify")


def test_a_partly_counted_month_is_marked_and_is_never_called_the_lowest(project: Project, truth: Oracle) -> None:
    found = ask(project, "今年每月的新增会员数")
    months = truth.rows(
        "SELECT date_trunc('month', joined_on)::DATE, COUNT(*) FROM members WHERE joined_on >= DATE '2026-01-01' GROUP BY 1"
    )
    assert sorted(found.rows) == sorted(months)
    lowest = min((row for row in months if row[0] < date(2026, 11, 1)), key=lambda row: row[1])[0]
    assert "2026年11月（未完）" in found.headline and f"最低 {lowest.year}年{lowest.month}月" in found.headline
    assert any("2026年11月" in note for note in found.notes)


def test_whole_months_carry_no_mark(project: Project) -> None:
    found = ask(project, "去年每月的订单数")
    assert "未完" not in found.headline + "".join(found.notes) and len(found.rows) == 12


def test_a_ratio_is_answered_for_someone_who_may_not_see_what_it_is_made_of(project: Project, truth: Oracle) -> None:
    found = ask(project, "上个月签约率", "finance")
    assert "won_leads" not in project.sight(project.access.asker("finance")).catalog.metrics
    assert found.status == "answered" and found.rows == ask(project, "上个月签约率").rows
    assert not any("won_leads" in text for text in (found.headline, found.explanation, *found.notes))

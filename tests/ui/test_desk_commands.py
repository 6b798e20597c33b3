"""wenshu desk: an analyst finds a wrong answer, corrects and teaches it; what was taught holds while its definition does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.desk.correction import CAUSES
from assistant.desk.queue import STATES
from tests.assistant.desk.conftest import shop  # noqa: F401  (a fixture)
from tests.conftest import AS_OF
from tests.ui.command_line import Done, Run
from ui.cli import desk_options, exits

REFUNDS = {
    "measures": ["refund_orders"],
    "filters": [{"dimension": "region", "in": ["华东"]}],
    "periods": [{"start": "2026-10-01", "end": "2026-11-01"}],
}


class Shop:
    """The commands on one project, as one person or another."""

    def __init__(self, run: Run, folder: Path) -> None:
        self.run, self.folder = run, folder

    def desk(self, *words: object, who: str = "analyst", language: str = "zh") -> Done:
        return self.run("desk", words[0], "--project", self.folder, "--today", AS_OF, "--as", who, *words[1:], language=language)

    def ask(self, text: str, *words: str, who: str = "sales") -> Done:
        return self.run("ask", "--project", self.folder, "--today", AS_OF, "--as", who, text, *words, language="zh")

    def rows(self, text: str, who: str = "sales") -> object:
        return self.ask(text, "--json", who=who).json["rows"]


@pytest.fixture
def at(run: Run, shop: Path) -> Shop:  # noqa: F811
    return Shop(run, shop)


def count(region: str, month: int, folder: Path) -> int:
    """Refunded orders by a person's own SQL on the source."""
    from catalog.files.project_file import read_project
    from sql_guard.oracle import oracle

    sql = "SELECT COUNT(DISTINCT order_id) FROM refunds LEFT JOIN stores USING (store_id) "
    with oracle(read_project(folder).source_path) as source:
        return int(source.rows(f"{sql} WHERE region = '{region}' AND year(refund_date) = 2026 AND month(refund_date) = {month}")[0][0])


def test_a_wrong_answer_is_found_corrected_and_right_at_the_next_ask(at: Shop) -> None:
    first = at.ask("上个月华东的退款", "--json").json
    [item] = at.desk("queue", "--json").json["items"]
    assert (item["id"], item["question"], item["department"]) == (first["id"], "上个月华东的退款", "销售")
    assert "上个月华东的退款" in at.desk("show", first["id"]).out
    dry = at.desk("correct", first["id"], "--cause", "wrong_metric", "--query", json.dumps(REFUNDS), "--dry-run", "--json").json
    assert dry["now"]["rows"] == [[count("华东", 10, at.folder)]] and dry["was"]["rows"] == first["rows"]
    saved = at.desk("correct", first["id"], "--cause", "wrong_metric", "--query", json.dumps(REFUNDS))
    assert (saved.code, "evals/corrected.yaml" in saved.out, "已认证" in saved.out) == (exits.ANSWERED, True, True)
    added = at.desk("synonym", "退款单数", "退单")
    assert added.code == exits.ANSWERED and "+" in added.out and "退单" in added.out
    assert at.rows("上个月华东的退款") == [[count("华东", 10, at.folder)]]
    assert at.rows("2026年9月华南的退款") == [[count("华南", 9, at.folder)]]
    assert at.rows("上个月华北的退单") == [[count("华北", 10, at.folder)]]
    assert at.desk("book", "--json").json["groups"][0]["wrong"][0]["case"] == f"corrected-{first['id'][:12]}"
    assert at.desk("queue", "--state", "corrected", "--json").json["counts"]["corrected"] == 1


def test_the_suite_grows_by_the_case_and_names_it_when_the_definition_is_mutated(at: Shop) -> None:
    first = at.ask("上个月华东的退款", "--json").json
    at.desk("correct", first["id"], "--cause", "wrong_metric", "--query", json.dumps(REFUNDS))
    before = at.run("eval", "--project", at.folder)
    assert before.code == exits.ANSWERED, before.out
    assert "corrected" in before.out
    path = at.folder / "catalog" / "metrics_sales.yaml"
    text = path.read_text("utf-8")
    place = text.index("id: refund_orders")
    changed = text[place:].replace("{count_distinct: order_id, dataset: refunds}", "{count: order_id, dataset: refunds}", 1)
    assert changed != text[place:], "the definition is written otherwise now"
    path.write_text(text[:place] + changed, encoding="utf-8")
    assert at.run("build", "--project", at.folder, "--as-of", AS_OF).code == exits.ANSWERED
    after = at.run("eval", "--project", at.folder)
    assert after.code == exits.FAILED
    assert f"corrected-{first['id'][:12]}-zh" in after.out
    again = at.ask("上个月华东的退款", "--json").json
    assert again["planned"]["planner"] != "verified"


def test_the_asker_is_told_of_a_correction_and_a_reply_once(at: Shop) -> None:
    first = at.ask("上个月华东的退款", "--json").json
    at.desk("correct", first["id"], "--cause", "definition")
    assert at.desk("reply", first["id"], "请按退款单数问\x1b[31m\n第二行").code == exits.ANSWERED
    told = at.ask("昨天的订单数").out
    assert "口径问题" in told and "请按退款单数问" in told and "\x1b" not in told
    assert "请按退款单数问" not in at.ask("昨天的订单数").out
    assert "请按退款单数问" not in at.ask("昨天的订单数", who="finance").out


def test_an_empty_queue_and_nothing_wrong_are_said(at: Shop) -> None:
    for part in ("queue", "book", "usage"):
        for language in ("zh", "en"):
            found = at.desk(part, language=language)
            assert found.code == exits.ANSWERED and found.out.strip()
    assert at.desk("queue", "--json").json == {"items": [], "next": None, "counts": dict.fromkeys(STATES, 0)}


def test_previews_gaps_and_looking_as_another(at: Shop) -> None:
    first = at.ask("上个月华东的订单数", "--json").json
    assert [each["kind"] for each in at.desk("preview", first["id"], "--json").json["previews"]][:2] == ["period", "member"]
    at.desk("gap", first["id"], "碳排放量", "--comment", "谁来定口径")
    gaps = at.run("catalog", "gaps", "--project", at.folder, "--as", "analyst", "--json").json["gaps"]
    assert [(gap["missing"], gap["opened"]) for gap in gaps] == [("碳排放量", ["谁来定口径"])]
    assert at.desk("dismiss", first["id"]).code == exits.ANSWERED
    seen = at.desk("as", "manager_east", "上个月各大区的销售额", "--json", who="boss").json
    assert [row[0] for row in seen["answer"]["rows"]] == ["华东"]
    assert at.desk("as", "manager_east", first["id"], who="boss").code == exits.ANSWERED


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("queue",), "may_not_use_desk"),
        (("usage",), "may_not_use_desk"),
        (("book",), "may_not_use_desk"),
        (("synonym", "退款单数", "退单"), "may_not_use_desk"),
        (("as", "boss", "上个月的销售额"), "may_not_ask_as"),
    ],
)
def test_without_the_right_each_command_says_what_is_needed(at: Shop, words: tuple[str, ...], code: str) -> None:
    found = at.desk(*words, "--json", who="sales")
    assert (found.code, json.loads(found.out or found.err)["code"]) == (exits.DECLINED, code)


def test_a_draft_that_is_none_is_wrong_usage(at: Shop) -> None:
    first = at.ask("上个月华东的订单数", "--json").json
    assert at.desk("correct", first["id"], "--cause", "other", "--query", "{").code == exits.USAGE
    assert at.desk("correct", first["id"], "--cause", "other", "--sql", "SELECT MEASURE(order) FROM metrics").code == exits.DECLINED
    assert at.desk("correct", first["id"], "--cause", "because").code == exits.USAGE


def test_the_grammar_knows_the_words_of_the_desk() -> None:
    assert desk_options.STATES == STATES and desk_options.CAUSES == CAUSES


def test_an_own_answer_is_not_judged_where_the_project_says_so(at: Shop) -> None:
    path = at.folder / "wenshu.yaml"
    path.write_text(path.read_text("utf-8") + "desk: {own_answers: false}\n", encoding="utf-8")
    own = at.ask("上个月华东的订单数", "--json", who="analyst").json["id"]
    assert at.desk("correct", own, "--cause", "data", "--json").code == exits.DECLINED
    refused = at.run("verify", "--project", at.folder, "--as", "analyst", own, "--json")
    assert json.loads(refused.out or refused.err)["code"] == "own_answer"

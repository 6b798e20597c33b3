"""Asking on at the command line: a question back is answered by a chip's number, and what was chosen is remembered."""

from __future__ import annotations

import pytest

from tests.ui.command_line import Run
from ui.cli import exits


@pytest.mark.parametrize(("first", "later"), [("上个月的利润", "今年的利润"), ("profit last month", "profit this year")])
def test_a_question_back_is_answered_by_its_number_and_remembered(ask: Run, first: str, later: str) -> None:
    asked = ask("--json", first)
    assert (asked.code, asked.json["status"], len(asked.json["choices"])) == (exits.CLARIFY, "clarify", 2)
    taken = ask("--json", "--after", asked.json["id"], "2").json
    assert (taken["status"], taken["question"]) == ("answered", asked.json["choices"][1]["question"])
    after = ask("--json", "--after", taken["id"], later).json
    assert [item["metric"] for item in after["definitions"]] == ["operating_profit"]
    assert taken["conversation"] == after["conversation"] == asked.json["id"]
    assert ask(later).code == exits.CLARIFY


def test_a_follow_up_goes_on_from_the_answer_that_is_named(ask: Run) -> None:
    first = ask("--json", "上个月华东的销售额").json
    found = ask("--json", "--after", first["id"], "那华南呢").json
    assert found["metric_query"]["filters"] != first["metric_query"]["filters"]
    assert found["metric_query"]["periods"] == first["metric_query"]["periods"]


def test_an_answer_that_is_not_there_or_another_s_is_told_alike(ask: Run) -> None:
    first = ask("--json", "上个月的利润").json
    other = ask("--as", "manager_east", "--after", first["id"], "2")
    missing = ask("--after", "0" * 32, "2")
    assert other.code == missing.code == exits.DECLINED
    assert other.err.replace(first["id"], "") == missing.err.replace("0" * 32, "")
    assert ask("--as", "hr", "--after", "last", "2").code == exits.DECLINED

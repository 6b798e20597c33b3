"""The report says what came out, in both languages and in forms that other tools read."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as xml

import pytest

from catalog.label import Language
from evals.report import aligned, markdown, summary, wide
from evals.report_files import write_reports
from tests.evals.answers import run, scored

ITEMS = [
    scored("a", "right", tags=("share",)),
    scored("b", "wrong", tags=("share",)),
    scored("c", "declined", tags=("having",)),
    scored("d", "failed"),
    scored("e", "wrong", language="en"),
    scored("f", "right", "decline", language="en"),
]
BEFORE = {"a-zh": "right", "b-zh": "wrong", "c-zh": "right", "d-zh": "right", "e-en": "right", "f-en": "right"}


def test_junit_counts_only_what_fails_the_run_as_failures(tmp_path: Path) -> None:
    write_reports(tmp_path, [run(ITEMS, BEFORE)], "offline", "zh")  # type: ignore[arg-type]  # outcomes are words
    (suite,) = xml.parse(tmp_path / "junit.xml").getroot()
    assert suite.attrib | {"time": ""} == {"name": "small", "tests": "6", "failures": "2", "errors": "1", "skipped": "1", "time": ""}
    kinds = {case.get("name"): [child.tag for child in case] for case in suite}
    assert kinds == {"a-zh": [], "b-zh": ["skipped"], "c-zh": ["failure"], "d-zh": ["error"], "e-en": ["failure"], "f-en": []}


def test_json_holds_every_case_and_the_verdict(tmp_path: Path) -> None:
    write_reports(tmp_path, [run(ITEMS, BEFORE)], "offline", "en")  # type: ignore[arg-type]  # outcomes are words
    found = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert (found["planner"], found["passes"], found["score"]["wrong"]) == ("offline", False, 2)
    assert [case["outcome"] for case in found["suites"][0]["cases"]] == ["right", "wrong", "declined", "failed", "wrong", "right"]
    assert found["suites"][0]["verdict"]["lost"] == ["c-zh"]
    assert found["by_tag"]["share"]["right"] == 1


@pytest.mark.parametrize(("language", "title"), [("zh", "# 评测"), ("en", "# Evaluation")])
def test_the_report_names_every_wrong_answer_with_its_reason(language: Language, title: str) -> None:
    text = markdown([run(ITEMS)], "offline", language)
    assert text.startswith(title)
    for name in ("b-zh", "c-zh", "d-zh", "e-en"):
        assert f"**{name}** 上个月的销售额" in text
    assert "because wrong" in text and "MEASURE(sales_ops)" in text


def test_the_summary_has_a_line_for_each_suite_and_language_and_for_all() -> None:
    lines = summary([run(ITEMS), run(ITEMS, name="other")], "en").splitlines()
    assert [line.split("  ")[0] for line in lines[1:8]] == ["small zh", "small en", "other zh", "other en", "all zh", "all en", "all"]


def test_a_conversation_is_told_whole() -> None:
    from dataclasses import replace

    item = scored("a", "wrong")
    talk = replace(item, case=replace(item.case, turns=("上个月的订单数", "按渠道分")))
    assert "上个月的订单数 → 按渠道分 → 上个月的销售额" in summary([run([talk])], "zh")


def test_chinese_letters_are_two_columns_wide() -> None:
    lines = list(aligned([("题目", "题数"), ("a", "1")]))
    assert [wide(line) for line in lines] == [10, 10]

"""Causes and conclusions at the terminal: the sentence, what has to be known, aligned tables, a part asked by its words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import AS_OF
from tests.ui.command_line import Done, Run
from ui.cli import exits

Wenshu = Callable[..., Done]


@pytest.fixture
def wenshu(run: Run, shop: Path) -> Wenshu:
    def asked(command: str, *arguments: object, language: str = "zh") -> Done:
        today = ("--today", AS_OF) if command == "ask" else ()
        return run(command, "--project", shop, *today, *arguments, language=language)

    return asked


def test_why_prints_the_sentence_the_findings_and_tables_that_add_up(wenshu: Wenshu) -> None:
    done = wenshu("ask", "上个月营业利润到底亏在哪")
    assert done.code == exits.ANSWERED and "[已认证] 合计没有亏：2026年10月营业利润 161.08万元" in done.out
    assert "\n  ! " in done.out and "营业利润由什么构成" in done.out and "上海南京路店" in done.out
    total = next(line for line in done.out.splitlines() if line.startswith("合计") and "102.15" in line)
    assert total.split()[1] == "+102.15万元"


def test_a_part_is_asked_by_its_words_after_the_answer(wenshu: Wenshu) -> None:
    first = wenshu("ask", "--json", "按门店看10月营业利润为什么变化", language="en").json
    part = next(part for found in first["causes"]["breakdowns"] for part in found["parts"] if part["member"] == "上海南京路店")
    words = "门店上海南京路店的营业利润，2026年10月对比2026年9月"
    second = wenshu("ask", "--json", "--after", first["id"], words).json
    assert second["status"] == "answered" and second["metric_query"] == part["query"]
    assert second["rows"][0][0] == pytest.approx(part["after"])


def test_why_after_the_last_answer_in_english(wenshu: Wenshu) -> None:
    wenshu("ask", "sales last month", language="en")
    done = wenshu("ask", "--after", "last", "why", language="en")
    assert "more than Sep 2026" in done.out or "less than Sep 2026" in done.out
    assert "Adds" in done.out and "Of the change" in done.out


def test_a_conclusion_is_written_and_told_the_next_time(wenshu: Wenshu) -> None:
    wenshu("ask", "9月营业利润是多少")
    done = wenshu("conclude", "last", "复业后恢复", "--owner", "王店长", "--due", "2026-12-01")
    assert done.code == exits.ANSWERED and "已写下结论：复业后恢复（负责人 王店长，2026-12-01 前）" in done.out
    assert "结论：复业后恢复" in wenshu("ask", "10月营业利润是多少").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nothing", "x"), "nothing"),
        (("last", "x", "--due", "someday"), "someday"),
        (("last", "x", "--as", "supply"), "conclude"),
    ],
)
def test_what_cannot_be_concluded_is_said(wenshu: Wenshu, arguments: tuple[str, ...], said: str) -> None:
    wenshu("ask", "9月销售额是多少", "--as", "supply")
    wenshu("ask", "9月营业利润是多少")
    done = wenshu("conclude", *arguments)
    assert done.code != exits.ANSWERED and said in done.err and "Traceback" not in done.err

"""The boss asks where money was lost, on a phone, in Chinese: asked back once at most, dates and base shown, drilled to store and item."""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import pytest

from assistant.project import Project
from tests.ui.conftest import Chat

pytestmark = pytest.mark.browser
Open = Callable[..., Chat]
QUESTION = "上个月到底亏在哪"


def phone(chat: Open, asker: str = "boss") -> Chat:
    return chat(asker, width=390, height=844, device_scale_factor=2).open()


def asked_back(page: Chat, choice: str) -> int:
    """Answers what is asked back by its chip; how often something was."""
    count = 0
    while page.last(".card-top .tier-word") == "反问" and count < 3:
        page.page.locator("#chat .choices .chip", has_text=choice).last.click()
        page.settle()
        count += 1
    return count


def source(project: Project, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(project.file.source_path), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_the_boss_asks_where_money_was_lost_and_drills_to_store_and_product(chat: Open, project: Project) -> None:
    page = phone(chat)
    page.ask(QUESTION)
    assert asked_back(page, "营业利润") == 1
    headline = page.last(".headline")
    assert headline.startswith("合计没有亏：2026年10月营业利润") and "比2026年9月" in headline and "亏损的大区：华东" in headline
    assert page.page.evaluate("document.documentElement.scrollWidth") <= 390
    page.page.wait_for_selector("#chat .vega-embed svg .mark-rect path")

    page.ask("按门店看为什么")
    first = page.texts("#chat .bot-row:last-of-type .card-causes section tbody th")[0]
    assert first == "上海南京路店"
    page.page.locator("#chat .card-causes section tbody .link", has_text="上海南京路店").last.click()
    page.settle()
    ((lost,),) = source(
        project,
        "SELECT (SELECT sum(net_amount - cost_amount) FROM revenue_recognized WHERE store_id = 101"
        " AND recognized_date BETWEEN '2026-10-01' AND '2026-10-31')"
        " - (SELECT sum(amount) FROM store_expenses_monthly WHERE store_id = 101 AND month = '2026-10-01')",
    )
    assert f"{float(str(lost)) / 10000:.2f}万元" in page.last(".headline")

    page.ask("销售额上个月为什么变化")
    page.ask("按商品看为什么")
    assert "商品" in page.last(".card-causes section .split-title")
    assert len(page.texts("#chat .bot-row:last-of-type .card-causes section tbody tr")) >= 5


def test_a_bar_of_the_waterfall_asks_what_its_row_asks(chat: Open) -> None:
    page = phone(chat)
    page.ask("上个月营业利润为什么变化")
    page.page.wait_for_selector("#chat .vega-embed svg .mark-rect path")
    row = page.page.locator("#chat .card-causes section:has(.split-title) tbody .link").first
    words = row.get_attribute("data-ask")
    page.page.locator("#chat .vega-embed svg .mark-rect path").nth(1).click()
    page.page.wait_for_function("() => document.querySelectorAll('#chat .user-row').length === 2")
    page.settle()
    assert page.texts("#chat .user-row .said")[-1] == words
    assert page.last(".card-top .tier-word") == "已认证"


def test_finance_and_sales_see_one_number(chat: Open) -> None:
    headlines = []
    for asker in ("finance", "sales"):
        page = phone(chat, asker)
        page.ask(QUESTION)
        assert asked_back(page, "毛利") <= 1
        headlines.append(page.last(".headline"))
    assert headlines[0] == headlines[1] and "2026年10月毛利" in headlines[0]


def test_a_store_managers_page_names_no_other_store(chat: Open, project: Project) -> None:
    page = phone(chat, "manager_shanghai")
    page.ask(QUESTION)
    assert asked_back(page, "营业利润") <= 1
    page.ask("按门店看为什么")
    others = [str(name) for (name,) in source(project, "SELECT store_name FROM stores WHERE store_id <> 101")]
    content = page.page.content()
    assert [name for name in others if name in content] == []


def test_why_is_a_button_under_a_comparison(chat: Open) -> None:
    page = phone(chat)
    page.ask("上个月销售额同比")
    page.page.locator("#chat .next .chip", has_text="为什么").first.click()
    page.settle()
    assert "比2025年10月" in page.last(".headline")
    assert page.page.locator("#chat .card-causes").count() == 1


def test_a_conclusion_written_on_the_page_is_told_with_the_number_the_next_time(chat: Open) -> None:
    page = phone(chat)
    page.ask("9月营业利润为什么下降")
    page.page.locator("#chat .conclude summary").last.click()
    page.page.fill("#chat .conclude textarea", "<b>南京路店</b>复业后恢复")
    page.page.fill("#chat .conclude input[name=owner]", "王店长")
    page.page.fill("#chat .conclude input[name=due]", "2026-12-01")
    page.page.locator("#chat .conclude button").last.click()
    page.page.wait_for_function("() => document.querySelector('#chat .conclude .thanks').textContent !== ''")
    page.ask("10月营业利润是多少")
    line = page.last(".findings li")
    assert "<b>南京路店</b>复业后恢复" in line and "负责人 王店长，2026-12-01 前" in line and "58.93万元" in line
    assert page.page.locator("#chat .findings b").count() == 0


def test_who_has_no_right_to_conclude_finds_no_form(chat: Open) -> None:
    page = phone(chat, "manager_shanghai")
    page.ask("9月营业利润是多少")
    assert page.page.locator("#chat .conclude").count() == 0

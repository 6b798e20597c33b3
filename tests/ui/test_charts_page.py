"""Charts on the page: switched without a new question, kept after a reload; two definitions side by side on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.ui.conftest import Chat

Open = Callable[..., Chat]
pytestmark = pytest.mark.browser


def pressed(page: Chat) -> list[str]:
    return page.texts("#chat .kinds [aria-pressed=true]")


def switch(page: Chat, kind: str) -> None:
    page.click(f"#chat [data-draw={kind}]")
    page.page.wait_for_selector(f"#chat [data-draw={kind}][aria-pressed=true]")


def test_a_chart_is_switched_without_a_question_and_stays_so(chat: Open) -> None:
    page = chat().open()
    page.ask("2026年各月的销售额")
    assert pressed(page) == ["折线"]
    switch(page, "bar")
    page.page.wait_for_selector("#chat .vega-embed .mark-rect.role-mark path")
    assert page.page.locator("#chat .user-row").count() == 1
    with page.leaving():
        page.page.reload()
    page.page.wait_for_selector("#chat .vega-embed .mark-rect.role-mark path")
    assert pressed(page) == ["柱状"]
    switch(page, "table")
    page.page.wait_for_selector("#chat .vega-embed", state="detached")
    assert page.page.locator("#chat .table-box").count() == 1


def test_values_stand_at_bars_where_the_screen_is_wide_enough_and_nowhere_else(chat: Open) -> None:
    shown = {}
    for width in (390, 1280):
        page = chat(width=width).open()
        page.ask("2026年各月的销售额")
        switch(page, "bar")
        labels = page.page.locator("#chat .labels_marks text")
        labels.first.wait_for(state="attached")
        shown[width] = [float(each.get_attribute("opacity") or 1) for each in labels.all()]
    assert set(shown[390]) == {0.0} and set(shown[1280]) == {1.0}


def test_small_charts_fit_a_phone(chat: Open) -> None:
    page = chat(width=390, height=844).open()
    page.ask("2026年各月的销售额和毛利率和订单数")
    assert pressed(page) == ["小图"]
    box = page.page.locator("#chat .vega-embed svg.marks").bounding_box()
    assert box is not None and box["width"] <= 366


def test_the_story_of_two_definitions_on_a_phone(chat: Open) -> None:
    page = chat("analyst", width=390, height=844).open()
    page.ask("上季度客户转化率")
    assert len(page.texts("#chat .choices .chip")) == 3 and page.texts("#chat .figure-value") == []
    page.click("#chat .choices .chip:has-text('市场口径')")
    page.settle()
    first = page.last(".figure-value")
    page.ask("为什么和财务不一样")
    both = page.texts("#chat .bot-row:last-of-type .figure-value")
    assert len(both) == 2 and both[0] == first != both[1]
    cards = page.texts("#chat .bot-row:last-of-type .beside .definition")
    assert ["市场口径" in cards[0], "财务口径" in cards[1], len(cards)] == [True, True, 2]
    page.ask("不是市场口径，是财务口径")
    assert page.last(".figure-value") == both[1]
    page.ask("按月")
    assert "财务口径" in page.last(".headline") and "市场口径" not in page.last(".headline")


@pytest.mark.parametrize(("who", "own"), [("marketing", "市场口径"), ("finance", "财务口径")])
def test_each_department_sees_its_own_number(chat: Open, who: str, own: str) -> None:
    page = chat(who).open()
    page.ask("上季度客户转化率")
    assert own in page.last(".figure-name") and len(page.texts("#chat .figure-value")) == 1

"""The chat in a real browser: asked, answered, stopped, judged, downloaded, by keyboard, on a phone, in the dark."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from assistant.project import Project
from assistant.turnstile import Turnstile
from catalog.files.sharing import Sharing
from sql_guard.worker_process import Clock
from tests.ui.answers import HOSTILE, hostile_answer
from tests.ui.conftest import Chat, Served

pytestmark = pytest.mark.browser
Open = Callable[..., Chat]
REGIONS = "上个月各大区的销售额和毛利率"


def test_a_chinese_question_gets_badge_sentence_chart_table_and_sql(chat: Open) -> None:
    page = chat().open()
    assert page.page.url.endswith("/zh/")
    page.ask(REGIONS)
    assert page.last(".tier-word") == "已认证"
    assert "2026-10-01 至 2026-10-31" in page.last(".headline")
    assert page.texts("#chat th") == ["大区", "销售额（运营口径）", "毛利率"]
    assert len(page.texts("#chat tbody tr")) >= 6
    page.page.wait_for_selector("#chat .vega-embed svg .mark-rect path")
    page.click("#chat .panel summary")
    assert {"口径", "治理 SQL", "编译后的 SQL", "实际运行的 SQL", "安全检查改了什么"} <= set(page.texts("#chat .panel h4"))
    assert "MEASURE(sales_ops)" in page.last(".panel pre >> nth=0")


def test_the_table_holds_the_numbers_that_hand_written_sql_counts(chat: Open, project: Project) -> None:
    import duckdb

    page = chat().open()
    page.ask("上个月各大区的销售额")
    with duckdb.connect(str(project.file.source_path), read_only=True) as source:
        expected = source.execute(
            "SELECT coalesce(s.region, '未知'), printf('%,.2f 元', sum(paid_amount)) FROM order_lines l LEFT JOIN stores s USING (store_id)"
            " WHERE l.status = '已完成' AND l.order_date >= DATE '2026-10-01' AND l.order_date < DATE '2026-11-01' GROUP BY 1"
        ).fetchall()
    found = [tuple(text.split("\t")) for text in page.texts("#chat tbody tr")]
    assert sorted(found) == sorted(expected)


def test_an_english_question_compares_the_top_stores_of_two_quarters(chat: Open) -> None:
    page = chat(locale="en-US").open()
    assert page.page.url.endswith("/en/")
    page.ask("Top 5 stores by revenue this quarter vs last quarter")
    assert page.last(".tier-word") == "Verified"
    assert page.texts("#chat th")[1:3] == ["Sales (operations)", "Sales (operations) (before)"]
    assert len(page.texts("#chat tbody tr")) == 5
    page.page.wait_for_selector("#chat .vega-embed svg .mark-rect path")
    assert page.page.locator("#chat .vega-embed svg .mark-rect path").count() == 10


def test_a_word_with_several_definitions_is_asked_back_and_the_chip_answers(chat: Open) -> None:
    page = chat().open()
    page.ask("上个月的客户转化率")
    assert page.last(".tier-word") == "反问"
    page.click("#chat .choices .chip")
    page.settle()
    assert page.last(".card-top .tier-word") in ("已认证", "口径内")
    assert page.page.locator("#chat .figure-value, #chat .table-box").count() >= 1


def test_what_cannot_be_answered_offers_questions_that_can(chat: Open) -> None:
    page = chat().open()
    page.ask("上个月每个项目的代码缺陷数")
    assert page.last(".tier-word") == "拒答"
    page.click("#chat .choices .chip")
    page.settle()
    assert page.last(".card-top .tier-word") == "已认证"


def test_a_follow_up_goes_on_from_the_answer(chat: Open) -> None:
    page = chat().open()
    page.ask("上个月销售额")
    assert page.page.locator("#chat .figure-value").count() == 1
    page.click("#chat .next .chip:has-text('大区')")
    page.settle()
    assert page.texts("#chat th")[0] == "大区"
    assert page.page.locator("#chat .next").locator("visible=true").count() == 1


def test_a_judgement_is_kept_and_shown_again(chat: Open, project: Project) -> None:
    page = chat().open()
    page.ask("上个月销售额")
    page.click("#chat [data-judge=bad]")
    page.click("#chat .why-bad [data-judge=misread]")
    talk = page.page.url.split("c=")[1]
    deadline = time.monotonic() + 5
    while set(project.journal.judged(talk, "boss").values()) != {"misread"} and time.monotonic() < deadline:
        time.sleep(0.05)
    with page.leaving():
        page.page.reload()
        page.page.wait_for_selector("#chat .card-foot")
    assert page.texts("#chat [aria-pressed=true]") == ["有问题", "没读懂我的问题"]


@contextmanager
def all_workers_busy(project: Project) -> Iterator[None]:
    """Nobody's query can start."""
    held = [project.engine.borrow(Clock(30, None)) for _ in range(project.engine.size)]
    try:
        for worker in held:
            worker.wait_until_ready(None)
        yield
    finally:
        for worker in held:
            worker.usable = True
            project.engine.give_back(worker)


def test_one_question_too_many_is_said_in_words_and_the_next_is_answered(chat: Open, project: Project) -> None:
    page = chat().open()
    before, project.turnstile = project.turnstile, Turnstile(Sharing(at_once=0), time.monotonic)
    try:
        page.page.fill(".composer textarea", "上个月销售额")
        page.page.keyboard.press("Enter")
        page.page.wait_for_selector("#chat >> text=请等其中一个回答完")
        page.page.wait_for_function("() => !document.body.classList.contains('busy')")
    finally:
        project.turnstile = before
    page.ask("上个月销售额")
    assert "销售额" in page.last(".headline")


def test_the_stop_button_ends_a_running_question(chat: Open, project: Project) -> None:
    page = chat().open()
    with all_workers_busy(project):
        page.page.fill(".composer textarea", "上个月销售额")
        page.page.keyboard.press("Enter")
        page.page.wait_for_selector("#chat .thought-group:has-text('查询数据')")
        page.click(".stop")
        page.settle()
    assert page.last(".tier-word") == "已停止"
    page.click("#chat .act:has-text('重新问')")
    page.settle()
    assert page.last(".card-top .tier-word") == "已认证"


def test_a_closed_page_stops_its_question(chat: Open, project: Project, serve: Callable[[str], Served]) -> None:
    page, rooms = chat().open(), serve("boss").rooms
    with all_workers_busy(project):
        page.page.fill(".composer textarea", "上个月销售额")
        page.page.keyboard.press("Enter")
        page.page.wait_for_selector("#chat .thought-group:has-text('查询数据')")
        assert rooms.running
        page.page.close()
        deadline = time.monotonic() + 10
        while rooms.running and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not rooms.running


def test_a_waiting_question_does_not_hold_up_anothers_page(chat: Open, project: Project) -> None:
    waiting, other = chat().open(), chat().open()
    with all_workers_busy(project):
        waiting.page.fill(".composer textarea", "上个月销售额")
        waiting.page.keyboard.press("Enter")
        waiting.page.wait_for_selector("#chat .thought-group:has-text('查询数据')")
        other.ask("毛利率怎么算")
        assert "毛利率" in other.last(".headline")
        waiting.click(".stop")
        waiting.settle()


CONTRAST = """(selectors) => {
  const luminance = (color) => {
    const [r, g, b] = color.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255)
      .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const paper = luminance(getComputedStyle(document.querySelector('#shell')).backgroundColor);
  return selectors.map((selector) => {
    const element = document.querySelector(selector), style = getComputedStyle(element);
    const ink = luminance(element instanceof SVGElement ? style.fill : style.color);
    return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
  });
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_and_charts_can_be_read_light_and_dark(chat: Open, theme: str) -> None:
    page = chat().open(f"/zh/?__theme={theme}")
    page.ask(REGIONS)
    page.page.wait_for_selector("#chat .vega-embed svg text")
    assert page.page.evaluate("() => document.body.classList.contains('dark')") == (theme == "dark")
    ratios = page.page.evaluate(CONTRAST, ["#chat .vega-embed svg text", "#chat .headline", "#chat td", "#chat .label", "#chat .as-of"])
    assert min(ratios) >= 4.5


def test_the_system_theme_is_followed_and_can_be_switched(chat: Open) -> None:
    page = chat(color_scheme="dark").open()
    assert page.page.evaluate("() => document.body.classList.contains('dark')")
    page.click("[data-do=theme]")
    assert not page.page.evaluate("() => document.body.classList.contains('dark')")
    page.open()
    assert not page.page.evaluate("() => document.body.classList.contains('dark')")


def test_a_phone_scrolls_tables_in_their_box_and_never_the_page(chat: Open) -> None:
    page = chat(width=390, height=844, has_touch=True, is_mobile=True).open()
    page.ask("Top 5 stores by revenue this quarter vs last quarter")
    page.click("#chat .panel summary")
    assert page.page.evaluate("() => document.documentElement.scrollWidth") <= 390
    assert page.page.evaluate("() => document.querySelector('#chat [role=log]').scrollWidth") <= 390
    wide = page.page.evaluate("() => { const box = document.querySelector('.table-box'); return box.scrollWidth > box.clientWidth; }")
    assert wide
    page.click(".bar [data-do=menu]")
    page.page.wait_for_selector("#side .asker", state="visible")


def test_hostile_values_are_text_everywhere_and_load_nothing(chat: Open, project: Project) -> None:
    talk = hostile_answer(project, "boss")
    page = chat().open(f"/zh/?c={talk}")
    page.page.wait_for_selector("#chat .card-foot")
    page.click("#chat .panel summary")
    page.page.wait_for_timeout(500)
    assert page.page.evaluate("() => window.pwned === undefined")
    assert page.page.locator("#chat img, #chat iframe, #chat script, #chat a[href^=http], #talks img").count() == 0
    for selector in (".headline", ".notes", "#chat td", "#chat th", ".definition", ".panel pre", ".chip", ".user", "#talks button"):
        assert HOSTILE[:20] in " ".join(page.texts(selector)), selector


def test_a_typed_question_is_text_too(chat: Open) -> None:
    page = chat().open()
    page.ask("<img src=https://example.com/x onerror=window.pwned=1> **销售额** $$x$$ {{7*7}} ${7*7}")
    assert page.page.evaluate("() => window.pwned === undefined")
    assert "**销售额** $$x$$ {{7*7}} ${7*7}" in page.last(".user-row")
    assert page.page.locator("#chat img").count() == 0


def test_another_asker_sees_neither_the_conversation_nor_the_rows(chat: Open) -> None:
    mine = chat("boss").open()
    mine.ask("上个月各大区的销售额")
    talk = mine.page.url.split("?")[1]
    address = mine.page.locator("#chat a[data-form=csv]").get_attribute("href")
    theirs = chat("sales").open(f"/zh/?{talk}")
    assert theirs.page.locator("#chat .user-row").count() == 0
    assert theirs.texts("#talks button") == []
    assert theirs.page.request.get(theirs.url + str(address)).status == 404
    got = mine.page.request.get(mine.url + str(address))
    assert got.status == 200
    assert got.body().startswith("\ufeff大区,销售额（运营口径）\r\n".encode())


def test_a_role_without_export_gets_no_download(chat: Open) -> None:
    page = chat("intern").open()
    page.ask("上个月各大区的销售额")
    assert page.page.locator("#chat .table-box").count() == 1
    assert page.page.locator("#chat a.act").count() == 0
    talk = page.page.locator("#chat [data-answer]").first.get_attribute("data-answer")
    assert page.page.request.get(f"{page.url}/answers/{talk}.csv").status == 403


def test_everything_works_by_keyboard_and_has_a_name(chat: Open) -> None:
    page = chat().open()
    page.page.locator(".example").first.focus()
    page.page.keyboard.press("Enter")
    page.settle()
    nameless = page.page.evaluate(
        "() => [...document.querySelectorAll('#shell button, #shell a, #shell textarea')].filter((element) => element.offsetParent && "
        "!element.closest('.thought-group') && "  # Gradio's own
        "!(element.getAttribute('aria-label') || element.textContent.trim() || element.title)).map((element) => element.outerHTML)"
    )
    assert nameless == []
    assert page.page.evaluate("() => document.documentElement.lang") == "zh-CN"
    assert page.page.evaluate("() => document.activeElement.tagName") == "TEXTAREA"


def test_enter_while_an_input_method_composes_sends_nothing(chat: Open) -> None:
    page = chat().open()
    page.page.fill(".composer textarea", "xiaoshoue")
    page.page.evaluate(
        "() => document.querySelector('.composer textarea').dispatchEvent("
        "new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))"
    )
    page.page.wait_for_timeout(300)
    assert page.page.locator("#chat .user-row").count() == 0
    assert page.page.input_value(".composer textarea") == "xiaoshoue"


def test_the_language_switch_keeps_the_conversation(chat: Open) -> None:
    page = chat().open()
    page.ask("上个月销售额")
    with page.leaving():
        page.click(".switch")
        page.page.wait_for_url("**/en/**")
        page.page.wait_for_selector("#chat .user-row")
    assert page.texts(".new-talk") == ["New chat"]
    page.open("/")
    assert page.page.url.endswith("/en/")


def test_conversations_are_listed_opened_and_left(chat: Open) -> None:
    page = chat("manager_east").open()
    page.ask("上个月订单数")
    page.click(".new-talk")
    page.page.wait_for_selector(".welcome", state="visible")
    page.ask("上个月销售额")
    assert page.texts("#talks button") == ["上个月销售额", "上个月订单数"]
    page.click("#talks button:has-text('订单数')")
    page.page.wait_for_selector("#chat .user-row:has-text('订单数')")
    assert page.page.locator("#chat .user-row").count() == 1
    assert page.texts(".who") == ["以 张大区 的身份"]

"""The desk in a real browser: an analyst finds a wrong answer and makes the next one right; keyboard, phone, dark, labels, no complaint."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.answer import answer
from assistant.project import Project, open_project
from assistant.question import Question
from assistant.record import Answer
from assistant.verified.check import check_all
from tests.assistant.growing_shop import built, write_shop
from tests.conftest import AS_OF
from tests.ui.answers import hostile_answer
from tests.ui.conftest import PATIENCE, Chat, listening
from tests.ui.desk.conftest import own_folder

pytestmark = pytest.mark.browser
Open = Callable[..., Chat]


@pytest.fixture(scope="module")
def market(retail: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """A retail project whose catalog may be written to."""
    with open_project(own_folder(retail, tmp_path_factory.mktemp("market") / "shop"), today=AS_OF, build=False, env={}) as found:
        yield found


@pytest.fixture(scope="module")
def urls(market: Project) -> Iterator[Callable[[str], str]]:
    running: dict[str, Any] = {}

    def url(who: str) -> str:
        if who not in running:
            running[who] = listening(market, who)
        return str(running[who].url)

    yield url
    for served in running.values():
        served.server.should_exit = True


@pytest.fixture
def desk(browser: Any, urls: Callable[[str], str]) -> Iterator[Open]:
    """Opens pages of the desk or of the chat; at the end none may have complained or turned to another host."""
    opened: list[tuple[Any, Chat]] = []

    def page(who: str = "analyst", path: str = "/zh/desk", width: int = 1280, height: int = 860, url: str = "", **options: Any) -> Chat:
        context = browser.new_context(locale="zh-CN", viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(PATIENCE)
        made = Chat(context.new_page(), url or urls(who))
        made.watch()
        opened.append((context, made))
        made.page.goto(made.url + path)
        return made

    yield page
    wrong = [complaint for _, made in opened for complaint in made.wrong]
    for context, _ in opened:
        context.close()
    assert wrong == []


def asked(market: Project, who: str, text: str) -> Answer:
    found = answer(Question(text), market, market.asker(who))
    market.journal.keep(found)
    return found


def rows(found: Answer) -> list[tuple[Any, ...]]:
    return sorted((tuple(row) for row in found.rows), key=repr)


def test_a_wrong_answer_is_corrected_by_form_a_synonym_is_added_and_the_next_answers_are_right(desk: Open, market: Project) -> None:
    """The third story: what was wrong is right at the next ask, in the same words and in two others; the suite has grown by the case."""
    import duckdb

    wrong = asked(market, "sales", "上个月各大区的订单数")
    strange = asked(market, "sales", "上个月各大区的揽单数")
    market.journal.judge(wrong.id, "sales", "wrong_number", market.now(), "取消的也要算")
    page = desk("analyst", "/zh/desk?feedback=bad").page
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector(f'article[data-answer="{wrong.id}"]')
    page.click(".acts >> text=按表单纠正")
    page.select_option("select[name=metric] >> nth=0", "placed_orders")
    page.click("button[value=try]")
    page.wait_for_selector("#compared td.differs")
    page.select_option("select[name=cause]", "wrong_metric")
    page.click("button[value=save]")
    assert "再问这个问题会答对" in page.inner_text(".said-done")
    page.goto(f"{page.url.split('/zh/')[0]}/zh/desk/{strange.id}?do=synonym")
    page.fill("input[name=word]", "揽单数")
    page.select_option("select[name=target]", "metric placed_orders")
    page.click("button[value=look]")
    assert "揽单数" in page.inner_text(".patch")
    page.click("button[value=add]")
    page.wait_for_selector(".said-done")
    with duckdb.connect(str(market.file.source_path), read_only=True) as source:
        count = (
            "SELECT s.region, count(DISTINCT l.order_id) FROM order_lines l LEFT JOIN stores s USING (store_id)"
            " WHERE l.order_date >= DATE '{}' AND l.order_date < DATE '{}' GROUP BY 1"
        )
        october, september = (
            source.execute(count.format(*days)).fetchall() for days in (("2026-10-01", "2026-11-01"), ("2026-09-01", "2026-10-01"))
        )
    assert rows(wrong) != sorted(october, key=repr)
    for text, expected in (
        ("上个月各大区的订单数", october),
        ("9月份各地区的订单数", september),
        ("各区域上个月的揽单数", october),
        ("上个月各大区的揽单数", october),
    ):
        again = asked(market, "sales", text)
        assert again.status == "answered" and rows(again) == sorted(expected, key=repr), text
    suite = yaml.safe_load((market.file.folder / "evals" / "corrected.yaml").read_text(encoding="utf-8"))
    assert [case["zh"] for case in suite["cases"]] == ["上个月各大区的订单数"]


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Project]:
    """A small shop that is built in no time, so that a definition of it can change."""
    folder = write_shop(tmp_path / "small")
    access = folder / "access.yaml"
    access.write_text(access.read_text("utf-8").replace("[detail_rows]", "[detail_rows, verify]"), "utf-8")
    built(folder)
    with open_project(folder, env={}) as found:
        yield found


def test_what_an_analyst_verified_is_no_longer_so_when_its_definition_changes(desk: Open, small: Project) -> None:
    """The analyst's part of the second story."""
    question, file = "2026年3月各门店的销售额", small.file.folder / "catalog" / "shop.yaml"
    first, served = asked(small, "boss", question), listening(small, "boss")
    try:
        page = desk(path=f"/zh/desk/{first.id}?do=verify", url=served.url).page
        assert page.locator(".previews li").count() == 1  # the dates; nothing in it has another name
        page.click(".work button >> text=认证")
        page.wait_for_selector(".said-done")
        assert "状态：已认证" in page.inner_text(".meta")
        assert read_by(asked(small, "boss", question)) == "verified"
        file.write_text(file.read_text("utf-8").replace("{sum: amount, dataset: sales}", "{sum: amount * 2, dataset: sales}"), "utf-8")
        built(small.file.folder)
        after = asked(small, "boss", question)
        assert read_by(after) == "offline" and rows(after) == [(name, value * 2) for name, value in rows(first)]
        assert [checked.reasons[0] for checked in check_all(small)] == ["definition"]
        page.goto(page.url.split("?")[0])
        assert "认证已失效" in page.inner_text(".meta") and "起不再算数" in page.inner_text(".history")
    finally:
        served.server.should_exit = True


def read_by(found: Answer) -> str:
    return found.planned.planner if found.planned else ""


def test_governed_sql_is_completed_checked_and_run(desk: Open, market: Project) -> None:
    page = desk("analyst", f"/zh/desk/{asked(market, 'boss', '上个月各大区的订单数').id}?do=sql").page
    page.wait_for_function("() => document.getElementById('sql-live').textContent === '可以运行。'")
    page.fill(".editor textarea", "")
    page.type(".editor textarea", "SELECT region, MEASURE(gross_mar")
    page.wait_for_selector(".suggested:not([hidden]) li >> text=gross_margin")
    page.keyboard.press("Enter")
    page.keyboard.type(") FROM metrics GROUP BY regionn")
    page.wait_for_selector(".editor .under mark", state="attached")
    assert page.locator(".editor .under mark").all_text_contents() == ["regionn"]
    page.keyboard.press("Escape")
    page.keyboard.press("Backspace")
    page.wait_for_function("() => document.getElementById('sql-live').textContent === '可以运行。'")
    page.click("button[value=try]")
    page.wait_for_selector("#compared")


DEEDS = ("verify", "correct", "sql", "wrong", "synonym", "gap", "reply", "dismiss", "as")
VIEWS = ("", "?state=all", "/book", "/gaps", "/usage", "/HOSTILE", "/ID", *(f"/ID?do={deed}" for deed in DEEDS))
FAULTS = """() => {
  const named = (element) => (element.getAttribute("aria-label") || element.innerText || element.alt || element.title || "").trim();
  const faults = [];
  for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea"))
    if (!named(field) && !field.labels.length) faults.push("no label: " + field.outerHTML.slice(0, 90));
  for (const element of document.querySelectorAll("button, a[href]"))
    if (!named(element)) faults.push("no name: " + element.outerHTML.slice(0, 90));
  for (const image of document.querySelectorAll("img")) if (!image.alt) faults.push("no alt");
  for (const element of document.querySelectorAll("[tabindex]")) if (element.tabIndex > 0) faults.push("an order of its own");
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  for (const id of new Set(ids)) if (ids.filter((each) => each === id).length > 1) faults.push("twice: " + id);
  for (const name of ["aria-describedby", "aria-controls"])
    for (const element of document.querySelectorAll(`[${name}]`))
      if (!document.getElementById(element.getAttribute(name))) faults.push("nowhere: " + name);
  const levels = [...document.querySelectorAll("h1, h2, h3, h4")].map((heading) => Number(heading.tagName[1]));
  if (levels.length && Math.min(...levels) > 2) faults.push("no heading to begin with");
  if (document.documentElement.scrollWidth > innerWidth + 1) faults.push("wider than the page: " + document.documentElement.scrollWidth);
  if (!document.documentElement.lang) faults.push("no language");
  return faults;
}"""
CONTRAST = """() => {
  const channel = (part) => ((part /= 255) <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  const light = (rgb) => 0.2126 * channel(rgb[0]) + 0.7152 * channel(rgb[1]) + 0.0722 * channel(rgb[2]);
  const parts = (text) => text.match(/[\\d.]+/g).map(Number);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const found = parts(getComputedStyle(at).backgroundColor);
      if (found.length < 4 || found[3] > 0.5) return found;
    }
    return [255, 255, 255];
  };
  const faint = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    if (!own || !box.width || !box.height || style.visibility === "hidden" || style.color.startsWith("rgba(0, 0, 0, 0")) continue;
    if (element.closest(".sr, script, style, option, .under")) continue;
    const [one, other] = [light(parts(style.color)), light(ground(element))].sort((a, b) => b - a);
    if ((one + 0.05) / (other + 0.05) < 4.5) faint.push(`${element.className || element.tagName}: ${style.color} on ${ground(element)}`);
  }
  return [...new Set(faint)];
}"""


@pytest.mark.parametrize(("width", "height", "scheme"), [(1280, 860, "light"), (390, 844, "dark")])
def test_every_view_is_labelled_legible_fits_and_complains_of_nothing(
    desk: Open, market: Project, width: int, height: int, scheme: str
) -> None:
    plain = asked(market, "boss", "上个月各大区的销售额和毛利率")
    [hostile] = market.journal.history(hostile_answer(market, "boss"), "boss")
    page = desk("boss", width=width, height=height, color_scheme=scheme).page
    for language in ("zh", "en"):
        for view in VIEWS:
            path = view.replace("ID", plain.id).replace("HOSTILE", hostile.id)
            assert page.goto(page.url.split("/desk")[0].rsplit("/", 1)[0] + f"/{language}/desk{path}").ok, view  # type: ignore[union-attr]
            assert page.evaluate(FAULTS) == [], (language, view)
            assert page.evaluate(CONTRAST) == [], (language, view)
            assert page.evaluate("() => window.pwned") is None


def test_the_checks_of_a_view_find_what_they_are_for(desk: Open) -> None:
    page = desk("boss").page
    page.set_content(
        "<html><body style='background: #fff'><p style='color: #aaa'>faint</p><input><button></button><a href='/'></a><img src='data:,'>"
        "<b id='x' tabindex='1'>b</b><b id='x' aria-controls='y'>c</b><div style='width: 3000px'>wide</div></body></html>"
    )
    assert len(page.evaluate(CONTRAST)) == 1
    assert [fault.split(":")[0] for fault in page.evaluate(FAULTS)] == [
        *("no label", "no name", "no name", "no alt", "an order of its own", "twice", "nowhere", "wider than the page", "no language")
    ]


def test_the_desk_is_walked_by_keyboard_and_focus_is_seen(desk: Open, market: Project) -> None:
    for text in ("上个月的订单数", "上个月的毛利率", "上个月的客流量"):
        asked(market, "boss", text)
    page = desk("boss", "/zh/desk").page
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "skip"
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert "上个月的客流量" in page.evaluate("() => document.activeElement.innerText")
    assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_selector("article h1 >> text=上个月的客流量")
    page.focus("select[name=tier]")
    page.keyboard.press("j")
    assert page.evaluate("() => document.activeElement.name") == "tier"


def test_on_a_phone_the_queue_and_the_answer_take_turns(desk: Open, market: Project) -> None:
    asked(market, "boss", "上个月的订单数")
    page = desk("boss", width=390, height=844).page
    page.click(".queue-list a >> nth=0")
    page.wait_for_selector("article")
    assert not page.is_visible(".queue-list")
    page.click("text=返回队列")
    page.wait_for_selector(".queue-list")
    assert not page.is_visible("article")


def test_without_script_every_form_still_works(desk: Open, market: Project) -> None:
    found = asked(market, "boss", "上个月各大区的订单数")
    page = desk("boss", f"/zh/desk/{found.id}?do=correct", java_script_enabled=False).page
    page.locator("select[name=group_by]").last.select_option("channel")
    page.click("button[value=try]")
    page.wait_for_selector("#compared")
    page.goto(page.url.split("/correct")[0] + "?do=dismiss")
    page.click(".work button")
    page.wait_for_selector(".said-done")


def test_an_asker_reads_the_reply_under_the_answer_in_the_chat(desk: Open, market: Project) -> None:
    page = desk("sales", "/zh/")
    page.page.wait_for_selector(".composer textarea")
    page.page.wait_for_function("() => document.querySelector('#talks nav') && window.wenshu.isReady()")
    assert page.page.locator(".to-desk").count() == 0
    page.ask("上个月的订单数")
    number = page.page.locator("#chat .card-top").last.get_attribute("data-answer")
    analyst = desk("analyst", f"/zh/desk/{number}?do=reply").page
    analyst.fill("textarea[name=text]", "只算已完成的订单")
    analyst.click(".work button")
    analyst.wait_for_selector(".said-done")
    with page.leaving():
        page.page.reload()
        page.page.wait_for_selector("#chat .told-by")
    assert "只算已完成的订单" in page.last(".told-by")
    assert json.dumps(page.texts("#chat .told-by strong"), ensure_ascii=False) == '["林分析 回复："]'

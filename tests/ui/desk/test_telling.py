"""Another name, a gap, a reply, dismissing, and asking as somebody else, through the forms of the desk; and the book of what was wrong."""

from __future__ import annotations

import re
from typing import Any

import pytest

from assistant.desk.opened import Opened, opened
from assistant.project import Project
from tests.ui.answers import HOSTILE
from tests.ui.desk.conftest import As, Ask
from tests.ui.desk.test_acts import post
from ui.web.desk.telling import patch
from ui.web.messages import turn
from ui.web.page import Page
from ui.web.room import Room, Rooms


def stands(shop: Project, answer: Any) -> Opened:
    return opened(shop, shop.access.asker("boss"), answer.id)


def chat_of(shop: Project, who: str, talk: str) -> str:
    page = Page(Rooms(shop), "zh")
    return str(page.told(Room(shop, shop.access.asker(who)), talk))


def test_a_synonym_is_shown_as_the_change_of_its_file_before_anything_is_written(at_desk: As, ask: Ask, shop: Project) -> None:
    asked = ask("sales", "上个月的揽储额")
    page = post(at_desk("boss"), asked, "synonym", word="揽储额", target="metric sales_ops", do="look").text
    assert re.search(r'<span class="added">\+.*揽储额.*</span>', page) and 'value="add"' in page
    assert not stands(shop, asked).acts
    assert not any("揽储额" in path.read_text(encoding="utf-8") for path in shop.file.catalog)


@pytest.mark.parametrize(
    ("word", "target"),
    [("销售额", "metric sales_ops"), ("", "metric sales_ops"), ("x", ""), ("x", "metric nothing"), ("各", "dimension region")],
)
def test_a_synonym_that_cannot_be_is_refused_in_words(at_desk: As, ask: Ask, word: str, target: str) -> None:
    page = post(at_desk("boss"), ask("sales", "上个月的揽储额"), "synonym", word=word, target=target, do="look").text
    assert 'role="alert"' in page and 'value="add"' not in page


def test_the_form_begins_with_the_word_that_nobody_understood(at_desk: As, ask: Ask) -> None:
    asked = ask("sales", "上个月每个项目的代码缺陷数")
    page = at_desk("boss").get(f"/zh/desk/{asked.id}?do=synonym").text
    [word] = re.findall(r'name="word" value="([^"]*)"', page)
    assert word and word in asked.question


def test_a_reply_is_read_by_its_asker_under_the_answer(at_desk: As, ask: Ask, shop: Project) -> None:
    asked = ask("sales", "上个月的揽储额")
    room = Room(shop, shop.access.asker("sales"))
    told = post(at_desk("boss"), asked, "reply", text=f"我们叫销售额 {HOSTILE}")
    assert told.headers["location"].endswith("said=reply")
    markup = str(turn(asked, Page(Rooms(shop), "zh").shown(room, asked, noticed=room.notices([asked])[asked.id])))
    assert "老板 回复：" in markup and "我们叫销售额" in markup and "<img" not in markup
    assert "（提问人已看到）" in at_desk("boss").get(f"/zh/desk/{asked.id}").text


def test_nobody_else_is_told_what_was_replied(at_desk: As, ask: Ask, shop: Project) -> None:
    asked = ask("sales", "上个月的揽储额")
    post(at_desk("boss"), asked, "reply", text="给王倩的话")
    assert not Room(shop, shop.access.asker("finance")).notices([asked])
    assert not stands(shop, asked).acts[-1].seen_at


def test_a_reply_without_words_is_not_sent(at_desk: As, ask: Ask, shop: Project) -> None:
    asked = ask("sales", "上个月的揽储额")
    assert 'role="alert"' in post(at_desk("boss"), asked, "reply", text=" \n ").text
    assert not stands(shop, asked).acts


def test_a_dismissed_answer_leaves_the_queue(at_desk: As, ask: Ask, shop: Project) -> None:
    asked = ask("sales", "上个月的揽储额")
    post(at_desk("boss"), asked, "dismiss", text="不是我们的指标")
    assert stands(shop, asked).state == "dismissed"
    assert asked.id not in at_desk("boss").get("/zh/desk").text
    assert asked.id in at_desk("boss").get("/zh/desk?state=dismissed").text


def test_a_gap_opened_by_hand_is_among_the_gaps(at_desk: As, ask: Ask) -> None:
    told = post(at_desk("boss"), ask("sales", "上个月的揽储额"), "gap", missing="揽储额按客户经理", comment="两个部门都要")
    assert told.headers["location"].endswith("said=gap")
    assert "揽储额按客户经理" in at_desk("boss").get("/zh/desk/gaps").text


def test_the_book_names_the_cause_and_what_came_of_it(at_desk: As, ask: Ask) -> None:
    asked = ask("sales", "上个月各大区的销售额")
    post(at_desk("boss"), asked, "correct", do="wrong", cause="should_have_asked", comment=HOSTILE)
    page = at_desk("boss").get("/zh/desk/book").text
    assert "本应反问（1）" in page and asked.id in page and "用例 corrected-" in page and "<img" not in page


def test_who_else_would_see_what_is_for_those_who_may_read_everybodys_journal(at_desk: As, ask: Ask) -> None:
    asked = ask("sales", "上个月各大区的销售额")
    seen = post(at_desk("boss"), asked, "as", user="manager_east").text.split('id="seen-as"')[1].split("</section>")[0]
    assert "华东" in seen and "华北" not in seen
    assert "do=as" not in at_desk("analyst").get(f"/zh/desk/{asked.id}").text
    refused = post(at_desk("analyst"), asked, "as", user="manager_east")
    assert refused.status_code == 404 or 'role="alert"' in refused.text
    assert 'id="seen-as"' not in refused.text


def test_the_lines_of_a_change_are_only_text() -> None:
    markup = patch(f"--- a\n+++ b\n@@ -1 +1 @@\n-{HOSTILE}\n+<b>\n")
    assert "<img" not in markup and "<b>" not in markup and markup.count('class="removed"') == 1

"""The queue as a page: filters, counts, paging, escapes, and sizes from nothing to ten thousand answers."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.desk.queue import Wanted
from assistant.journal import Journal
from assistant.project import Project
from catalog.store import open_store
from tests.ui.answers import HOSTILE, hostile_answer, made_answer, versions_for
from tests.ui.desk.conftest import As, Ask
from ui.web.desk.wanted import Filters

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def listed(client: TestClient, query: str) -> list[str]:
    """The questions in the list, top to bottom."""
    return re.findall(r'<span class="asked">(.*?)</span>', client.get(f"/zh/desk{query}").text, re.S)


@pytest.fixture(scope="module", autouse=True)
def asked(ask: Ask, shop: Project) -> None:
    ask("boss", "上个月各大区的销售额")
    ask("sales", "上个月每个项目的代码缺陷数")
    complained = ask("marketing", "上周的进店人数")
    shop.journal.judge(complained.id, "marketing", "misread", shop.now())


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"上个月各大区的销售额", "上个月每个项目的代码缺陷数", "上周的进店人数"}),
        ("?tier=declined", {"上个月每个项目的代码缺陷数"}),
        ("?tier=verified", {"上个月各大区的销售额", "上周的进店人数"}),
        ("?feedback=bad", {"上周的进店人数"}),
        ("?feedback=none", {"上个月各大区的销售额", "上个月每个项目的代码缺陷数"}),
        ("?department=销售", {"上个月每个项目的代码缺陷数"}),
        ("?age=1&tier=declined", {"上个月每个项目的代码缺陷数"}),
        ("?state=dismissed", set()),
        ("?metric=visitors", {"上周的进店人数"}),
    ],
)
def test_filters_leave_what_they_say(at_desk: As, query: str, expected: set[str]) -> None:
    assert set(listed(at_desk("boss"), query)) == expected


def test_filters_that_are_none_of_ours_filter_nothing() -> None:
    found = Filters.of({"state": "'; DROP TABLE answers", "tier": "x", "feedback": "<b>", "age": "-1", "other": "1"})
    assert found == Filters() and found.wanted(NOW) == Wanted()


def test_a_filter_of_days_counts_back_from_now() -> None:
    assert Filters(age="7").wanted(NOW).since == NOW - timedelta(days=7)


def test_the_open_answer_keeps_the_filters_in_its_links(at_desk: As) -> None:
    page = at_desk("boss").get("/zh/desk?feedback=bad").text
    [link] = re.findall(r'href="(/zh/desk/[0-9a-f]{32}[^"]*)"', page)
    assert link.endswith("?feedback=bad")
    assert 'aria-current="page"><span class="asked">上周的进店人数' in at_desk("boss").get(link).text


def test_every_stretch_of_the_question_is_told_in_words(at_desk: As, ask: Ask) -> None:
    page = at_desk("boss").get(f"/en/desk/{ask('boss', '上个月各大区的毛利率').id}").text
    for text, meaning in (("毛利率", "metric · Gross margin"), ("大区", "dimension · Region"), ("上个月", "dates")):
        assert re.search(rf'>{text}</span><span class="gloss-of">{meaning}', page), text


def test_what_the_guard_changed_is_marked(at_desk: As, ask: Ask) -> None:
    page = at_desk("boss").get(f"/zh/desk/{ask('boss', '上个月各门店的退款率').id}").text
    assert "<ins>" in page and "治理 SQL" in page and "编译后的 SQL" in page and "实际运行的 SQL" in page


def test_whatever_can_be_a_value_is_only_text(at_desk: As, shop: Project) -> None:
    talk = hostile_answer(shop, "boss")
    [kept] = shop.journal.history(talk, "boss")
    for page in (at_desk("boss").get(f"/zh/desk/{kept.id}").text, at_desk("boss").get("/en/desk").text):
        assert "<img src=h" not in page and page.count("<script>") == 1 and page.count("<img") <= 1  # ours, the chart
        assert "&lt;img src=https://example.com/x" in page
    hostile = at_desk("boss").get("/zh/desk", params={"department": HOSTILE, "metric": HOSTILE, "after": HOSTILE})
    assert "<img" not in hostile.text


@pytest.fixture
def empty(shop: Project, tmp_path: Path) -> Iterator[Project]:
    """The project with an empty journal for a while."""
    before = shop.journal
    shop.__dict__["journal"] = Journal(open_store(f"sqlite:///{tmp_path / 'store.sqlite'}"))
    yield shop
    shop.journal.store.close()
    shop.__dict__["journal"] = before


def test_an_empty_desk_says_so(at_desk: As, empty: Project) -> None:
    page = at_desk("boss").get("/en/desk").text
    assert "No answers here" in page and "0 answers" in page
    assert at_desk("boss").get("/en/desk/gaps").status_code == at_desk("boss").get("/en/desk/usage").status_code == 200


def test_ten_thousand_answers_are_paged_and_none_is_lost_or_twice(at_desk: As, empty: Project) -> None:
    from sqlalchemy import insert

    from catalog.store.tables import answers, queue

    count, first = 10_000, datetime(2026, 1, 1, tzinfo=UTC)
    kept = made_answer(versions=versions_for(empty, "boss"))
    empty.journal.keep(kept)
    rows = [
        {"id": f"{n:032x}", "asker": "boss", "asked_at": first + timedelta(minutes=n // 3), "question": f"第{n}问", "status": "answered"}
        for n in range(1, count)
    ]
    with empty.journal.store.engine.begin() as connection:
        connection.execute(insert(answers), [{**row, "conversation": "", "tier": "governed", "body": "{}"} for row in rows])
        told = [{**{name: row[name] for name in ("asker", "asked_at", "status")}, "answer": row["id"]} for row in rows]
        connection.execute(insert(queue), [{**row, "tier": "governed", "department": "", "feedback": "", "state": "open"} for row in told])
    client, seen, at = at_desk("boss"), list[str](), "/en/desk"
    begun = time.perf_counter()
    assert "10,000 answers" in client.get(at).text
    took = time.perf_counter() - begun
    for _ in range(6):
        page = client.get(at).text
        seen += re.findall(r'<span class="asked">(.*?)</span>', page)
        [at] = [link.replace("&amp;", "&") for link in re.findall(r'href="(/en/desk\?after=[^"]*)" rel="next"', page)]
    assert len(seen) == len(set(seen)) == 300
    assert seen == ["各门店的销售额", *(f"第{n}问" for n in sorted(range(1, count), key=lambda n: (n // 3, n), reverse=True)[:299])]
    assert took < 5

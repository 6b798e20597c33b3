"""The desk for who may not use it, and answers that their reader may not see."""

from __future__ import annotations

import pytest

from assistant.project import Project
from tests.ui.desk.conftest import As, Ask

PATHS = ("", "/gaps", "/usage", f"/{'0' * 32}")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_who_may_not_verify_is_told_what_an_unknown_address_is_told(at_desk: As, language: str, path: str) -> None:
    found, nowhere = at_desk("sales").get(f"/{language}/desk{path}"), at_desk("sales").get("/zh/no-such-page")
    assert (found.status_code, found.text) == (nowhere.status_code, nowhere.text) == (404, nowhere.text)
    assert {**found.headers} == {**nowhere.headers}


def test_another_persons_answer_is_not_there_for_who_may_not_verify(at_desk: As, ask: Ask) -> None:
    asked = ask("boss", "上个月销售额")
    found = at_desk("sales").get(f"/zh/desk/{asked.id}")
    assert found.status_code == 404 and "销售额" not in found.text


def test_an_unknown_answer_is_not_there_for_an_analyst_either(at_desk: As) -> None:
    assert at_desk("analyst").get(f"/zh/desk/{'0' * 32}").status_code == 404


def test_what_an_analyst_may_not_see_is_neither_in_the_queue_nor_open(at_desk: As, ask: Ask) -> None:
    asked = ask("hr", "平均工资按部门")
    assert asked.status == "answered" and asked.rows
    for path in ("/zh/desk?state=all", f"/zh/desk/{asked.id}"):
        page = at_desk("analyst").get(path)
        assert page.status_code == 200
        assert "工资" not in page.text and "salary" not in page.text, path
    assert "平均工资" in at_desk("boss").get(f"/zh/desk/{asked.id}").text


def test_pages_of_other_sites_may_not_post_to_the_desk(at_desk: As) -> None:
    told = at_desk("boss").post(f"/zh/desk/{'0' * 32}/dismiss", headers={"origin": "https://evil.example"})
    assert told.status_code == 403


def test_no_page_of_the_desk_is_kept_by_a_browser(at_desk: As) -> None:
    assert at_desk("boss").get("/zh/desk").headers["cache-control"] == "no-store"


def test_only_who_may_verify_is_shown_the_way_to_the_desk(shop: Project) -> None:
    from ui.web.page import Page
    from ui.web.room import Room, Rooms

    page = Page(Rooms(shop), "zh")
    assert 'href="/zh/desk"' in page.who(Room(shop, shop.access.asker("analyst")))
    assert "/desk" not in page.who(Room(shop, shop.access.asker("sales")))


def test_who_loses_the_right_is_out_at_the_next_request(at_desk: As, shop: Project) -> None:
    file = shop.file.access
    before = file.read_text(encoding="utf-8")
    assert at_desk("boss").get("/zh/desk").status_code == 200
    file.write_text(before.replace(", verify", ""), encoding="utf-8")
    try:
        assert at_desk("boss").get("/zh/desk").status_code == 404
    finally:
        file.write_text(before, encoding="utf-8")


def test_a_bug_is_told_by_the_id_of_its_log_and_nothing_else(at_desk: As, shop: Project, caplog: pytest.LogCaptureFixture) -> None:
    store = shop.journal.store
    shop.__dict__["journal"] = None  # no page can be made without one
    try:
        told = at_desk("boss").get("/zh/desk")
    finally:
        from assistant.journal import Journal

        shop.__dict__["journal"] = Journal(store)
    assert told.status_code == 500 and "Traceback" not in told.text
    assert caplog.records[-1].args[0] in told.text  # type: ignore[index]

"""A question that is estimated to be heavy, on every face: the offer, taking it, and programs that agree beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.project import Project, open_project
from tests.assistant.growing_shop import PROJECT, amounts, built, write_shop, write_state
from tests.ui.command_line import Run
from ui.sign_in.tokens import Tokens
from ui.web.app import build_app
from ui.web.card import choices
from ui.web.room import Room

ASKED = "各门店的销售额"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop that asks back before it reads more than five rows."""
    folder = write_shop(tmp_path_factory.mktemp("heavy") / "shop")
    (folder / "wenshu.yaml").write_text(PROJECT + "limits: {heavy_rows: 5}\n", "utf-8")
    write_state(folder, 3)
    built(folder)
    return folder


@pytest.fixture(scope="module")
def shop(folder: Path) -> Iterator[Project]:
    with open_project(folder, env={}) as project:
        yield project


def test_a_program_gets_the_offer_and_agrees_by_a_field(shop: Project) -> None:
    bearer = {"authorization": f"Bearer {Tokens(shop.journal.store).make('boss', 'x', 1, shop.now())}"}
    with TestClient(build_app(shop, None), base_url="http://127.0.0.1:8000", headers=bearer) as client:
        offered = client.post("/api/ask", json={"question": ASKED}).json()
        assert (offered["status"], offered["error"]["code"]) == ("clarify", "heavy")
        assert offered["choices"][0]["label"] == "照样运行" and not offered["rows"]
        agreed = client.post("/api/ask", json={"question": ASKED, "heavy": True}).json()
        assert agreed["rows"] == [list(each) for each in amounts(3).items()] and agreed["working"]["estimated_rows"] == 12


def test_on_the_page_the_offer_is_a_chip_whose_words_run_it(shop: Project) -> None:
    room = Room(shop, shop.asker("boss"))
    talk = room.new_talk()
    asking = room.ask(talk, ASKED, "zh")
    assert asking.done.wait(30) and asking.answer is not None
    chip = str(choices(asking.answer))
    assert 'data-ask="照样运行"' in chip
    again = room.ask(talk, "照样运行", "zh")
    assert again.done.wait(30) and again.answer is not None
    assert dict(again.answer.rows) == amounts(3)


def test_the_command_line_offers_and_takes_it_by_number_or_beforehand(folder: Path, run: Run) -> None:
    place = ("--project", str(folder), "--json")
    assert run("ask", ASKED, *place).json["status"] == "clarify"
    assert run("ask", "--after", "last", "1", *place).json["rows"] == [list(each) for each in amounts(3).items()]
    assert run("ask", ASKED, "--heavy", *place).json["status"] == "answered"

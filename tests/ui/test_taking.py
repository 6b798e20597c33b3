"""Answers taken away as files: typed cells, no formulas, the chart as a picture, only for who may, and every file in the audit log."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from assistant.answer import answer
from assistant.chart.image import image, writes_chinese
from assistant.project import Project
from assistant.question import Question
from assistant.record import Answer
from catalog.compiler import OutputColumn
from catalog.errors import Unanswerable
from catalog.label import Label
from catalog.store import chain
from tests.ui.answers import made_answer, number_column, text_column, versions_for
from ui.export import forms_of, written
from ui.export.workbook import as_workbook
from ui.web.app import build_app

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "http://example.com", "{=1}"]


@pytest.fixture
def client(project: Project) -> Iterator[TestClient]:
    with TestClient(build_app(project, "boss"), base_url="http://127.0.0.1:8000") as opened:
        yield opened


def sheet(book: bytes, number: int) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(book)) as opened:
        return ElementTree.fromstring(opened.read(f"xl/worksheets/sheet{number}.xml"))


def strings(book: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(book)) as opened:
        found = ElementTree.fromstring(opened.read("xl/sharedStrings.xml"))
    return ["".join(item.itertext()) for item in found.findall("m:si", NS)]


def asked(project: Project, question: str) -> Answer:
    found = answer(Question(question), project, project.access.asker("boss"))
    project.journal.keep(found)
    return found


@pytest.mark.parametrize("text", FORMULAS)
def test_a_workbook_has_no_formula_and_no_link_whatever_the_text(text: str) -> None:
    book = as_workbook(made_answer(question=text, columns=(text_column(text), number_column("n")), rows=((text, Decimal(1)),)))
    for number in (1, 2):
        page = sheet(book, number)
        assert not page.findall(".//m:f", NS) and not page.findall(".//m:hyperlink", NS)
    assert strings(book).count(text) == 1 and text in strings(book)  # shared by the header, the cell and the question


def test_numbers_and_dates_are_cells_of_their_type_and_what_is_missing_is_empty() -> None:
    day = OutputColumn("metric_time", "time", "date", Label("时间", "Time"))
    rows = ((date(2026, 11, 1), Decimal("12.5")), (date(2026, 11, 2), None), (date(2026, 11, 3), float("nan")))
    page = sheet(as_workbook(made_answer(columns=(day, number_column("销售额")), rows=rows)), 1)
    cells = {cell.get("r"): cell for cell in page.findall(".//m:c", NS)}
    assert [cells[at].findtext("m:v", None, NS) for at in ("A2", "B2", "B3", "B4")] == ["46327", "12.5", None, None]
    assert cells["A2"].get("t") is None and cells["B2"].get("t") in (None, "n")  # 46327 is 1 November 2026 there


def test_a_long_number_is_kept_whole_as_text() -> None:
    book = as_workbook(made_answer(rows=(("甲", 12345678901234567),)))
    assert "12345678901234567" in strings(book)


def test_a_workbook_says_what_its_rows_are() -> None:
    said = strings(as_workbook(made_answer()))
    assert {"各门店的销售额", "2026-11-01 ~ 2026-11-17（未结束）", "SELECT 1 LIMIT 10001", "boss"} <= set(said)
    assert any(line.startswith("销售额 v2\n") for line in said)


def test_the_chart_is_taken_as_a_picture_with_its_headline_and_source(project: Project) -> None:
    found = asked(project, "2026年9月各大区的销售额")
    svg = written(found, "svg").decode()
    assert "华东" in svg and "2026-09-01 ~ 2026-09-30" in svg and "数据截至" in svg
    light, dark = written(found, "png"), written(found, "png", "dark")
    assert light.startswith(b"\x89PNG") and light != dark and writes_chinese()


def test_an_answer_without_a_chart_is_taken_as_rows_only() -> None:
    found = made_answer()
    assert forms_of(found) == ("csv", "xlsx")
    with pytest.raises(Unanswerable, match="no_chart_to_save"):
        image(found, "png")


@pytest.mark.parametrize("form", ["csv", "xlsx", "png", "svg"])
def test_a_file_is_for_its_asker_alone_and_the_log_is_told(client: TestClient, project: Project, form: str) -> None:
    mine = asked(project, "2026年9月各大区的销售额")
    theirs = replace(made_answer(asker="sales"), chart=mine.chart)
    project.journal.keep(theirs)
    found = client.get(f"/answers/{mine.id}.{form}")
    assert found.status_code == 200 and found.headers["cache-control"] == "no-store" and len(found.content) > 100
    assert client.get(f"/answers/{theirs.id}.{form}").status_code == 404
    with project.journal.store.engine.connect() as connection:
        taken = [entry.event for entry in chain.entries(connection) if entry.event.kind == "exported"]
    assert [(event.subject, event.asker, event.facts["format"]) for event in taken][-1] == (mine.id, "boss", form)


@pytest.mark.parametrize("form", ["csv", "xlsx", "png", "svg"])
def test_what_was_seen_under_wider_rights_is_not_taken(client: TestClient, project: Project, form: str) -> None:
    before = made_answer(versions=replace(versions_for(project, "boss"), scope="o" * 16))
    project.journal.keep(before)
    assert client.get(f"/answers/{before.id}.{form}").status_code == 404


@pytest.mark.parametrize("address", ["exe", "csv.exe", "html", "png?theme=blue"])
def test_there_are_no_other_forms(client: TestClient, project: Project, address: str) -> None:
    mine = asked(project, "2026年9月各大区的销售额")
    assert client.get(f"/answers/{mine.id}.{address}").status_code in (404, 422)


def test_a_chart_is_switched_for_its_answer_alone_and_stays_so(project: Project) -> None:
    from assistant.journal import NotFound
    from ui.web.room import Room

    room = Room(project, project.access.asker("boss"))
    found = asked(project, "2026年各月的销售额")
    assert found.chart is not None and found.chart["usermeta"]["kind"] == "line"
    room.switch(found.id, "bar")
    assert room.to_take(found.id).chart["usermeta"]["kind"] == "bar"  # type: ignore[index]
    assert room.answer(found.id).chart == found.chart  # the record never changes
    for kind in ("scatter", "no such chart"):
        with pytest.raises(NotFound):
            room.switch(found.id, kind)
    with pytest.raises(NotFound):
        Room(project, project.access.asker("sales")).switch(found.id, "line")

"""The page that leads from nothing to an answer is true: its project is built and asked, and what goes wrong on the way is told."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from assistant.build import Facts
from catalog.files import load_catalog
from ui.cli import exits
from ui.cli.main import main

PAGE = Path(__file__).resolve().parents[1] / "docs/own-data.md"
FILE = re.compile(r"^`([\w./]+)`.*?```\w+\n(.*?)```", re.DOTALL | re.MULTILINE)


def written(folder: Path) -> Path:
    """The project of the page, not built yet."""
    for name, text in FILE.findall(PAGE.read_text("utf-8")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture(autouse=True)
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "log"))
    monkeypatch.setenv("LANG", "en_US.UTF-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    shop = written(tmp_path_factory.mktemp("shop"))
    assert main(["build", "--project", str(shop)]) == exits.ANSWERED
    return shop


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_four_files_answer_a_question(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalog", "check", "--project", str(built)]) == exits.ANSWERED
    capsys.readouterr()
    assert main(["ask", "--project", str(built), "--json", "sales and margin by store"]) == exits.ANSWERED
    found = json.loads(capsys.readouterr().out)
    assert sorted(row[:2] for row in found["rows"]) == [["East", 320.0], ["West", 80.0]]
    assert [round(row[2], 4) for row in sorted(found["rows"])] == [0.375, 0.375]
    assert found["data_as_of"] == "2026-02-03"


def test_equal_values_are_called_equal(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--project", str(built), "--json", "margin by store"]) == exits.ANSWERED
    assert json.loads(capsys.readouterr().out)["headline"] == "2 rows; Margin is 37.50% for each."


def test_a_ranking_speaks_of_what_it_ranks_by(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--project", str(built), "--json", "which 2 stores with sales above 50 have the highest cost"]) == exits.ANSWERED
    assert json.loads(capsys.readouterr().out)["headline"].startswith("top 2 by Cost; first is East")


def test_a_check_before_the_build_tells_of_the_files_and_what_is_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalog", "check", "--project", str(written(tmp_path))]) == exits.NOT_READY
    told = capsys.readouterr().out
    assert "The files are fine: 3 metrics" in told
    assert "wenshu build" in told


def test_a_table_that_is_new_in_the_catalog_is_not_called_missing_before_the_next_build(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shop = Path(shutil.copytree(built, tmp_path / "shop"))
    (shop / "data/stores.csv").write_text("shop,city\nEast,Shanghai\n", "utf-8")
    edit(
        shop / "catalog/sales.yaml",
        "datasets:\n",
        "datasets:\n  - {id: stores, name: {zh: 门店表, en: Stores}, table: stores, columns: [shop]}\n",
    )
    assert main(["catalog", "check", "--json", "--project", str(shop)]) == exits.NOT_READY
    assert json.loads(capsys.readouterr().out) == {"status": "not_ready", "faults": []}


def test_a_build_tells_every_place_where_catalog_and_data_do_not_fit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shop = written(tmp_path)
    edit(shop / "data/sales.csv", "2026-02-03,East,200.00", "2026-02-03,East,n/a")
    edit(shop / "catalog/sales.yaml", "time: day", "time: cost")
    assert main(["build", "--project", str(shop)]) == exits.FAILED
    told = capsys.readouterr().err
    assert "catalog/sales.yaml:2: The time column 'sale_lines.cost' is DOUBLE" in told
    assert "amount VARCHAR" in told


def test_data_without_dates_has_no_last_day(tmp_path: Path) -> None:
    catalog = load_catalog([written(tmp_path) / "catalog/sales.yaml"], root=tmp_path)
    assert Facts("1", {}, {}).last_day(catalog, date(2026, 3, 1)) is None
    dated = Facts("1", {"sale_lines": date(2026, 1, 5)}, {"sale_lines": date(2026, 2, 4)})
    assert dated.last_day(catalog, date(2026, 3, 1)) == date(2026, 2, 3)

"""The page about importing is true: its source, imported as it says, gives its report and its catalog."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from catalog.files.importers.fidelity import MEANINGLESS
from ui.cli import exits
from ui.cli.main import main

PAGE = (Path(__file__).resolve().parents[3] / "docs/import.md").read_text("utf-8")
FILE = re.compile(r"^`([\w./]+)`:\n\n```yaml\n(.*?)```", re.DOTALL | re.MULTILINE)


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.chdir(tmp_path)
    for name, text in FILE.findall(PAGE)[:1]:
        Path(name).parent.mkdir()
        Path(name).write_text(text, "utf-8")


def test_the_example_of_the_page_is_imported_as_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    shown = re.search(r"```console\n\$ wenshu (.*?)\n(.*?)```", PAGE, re.DOTALL)
    assert shown
    assert main(shown[1].split()) == exits.DIFFERENT
    assert capsys.readouterr().out == shown[2]
    name, text = FILE.findall(PAGE)[1]
    assert Path(name).read_text("utf-8") == text


def test_what_exists_is_not_written_over(capsys: pytest.CaptureFixture[str]) -> None:
    Path("kept.yaml").write_text("mine", "utf-8")
    assert main(["catalog", "import", "models", "--out", "kept.yaml", "--owner", "Ann"]) == exits.USAGE
    assert "kept.yaml" in capsys.readouterr().err
    assert Path("kept.yaml").read_text("utf-8") == "mine"


def test_the_page_lists_what_means_nothing() -> None:
    section = PAGE.partition("Not reported, because it means nothing:")[2].partition(".\n")[0]
    assert set(re.findall(r"`(\w+)`", section)) == MEANINGLESS

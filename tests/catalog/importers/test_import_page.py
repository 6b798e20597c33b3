"""The page about importing is true: its source, imported as it says, gives its report and its catalog."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from catalog.files import load_catalog
from catalog.files.importers.fidelity import MEANINGLESS
from ui.cli import exits
from ui.cli.main import main

PAGE = (Path(__file__).resolve().parents[3] / "docs/import.md").read_text("utf-8")
KEPT = """
semantic_models:
- {name: orders, model: ref('orders'), measures: [{name: amount, agg: sum}]}
metrics:
- {name: amount, type: simple, type_params: {measure: amount}, config: {meta: {owner: Ann}}}
"""
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


def test_the_report_as_json_has_every_field_with_its_outcome(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalog", "import", "models", "--out", "one.yaml", "--owner", "Ann", "--json"]) == exits.DIFFERENT
    told = json.loads(capsys.readouterr().out)
    assert Counter(field["outcome"] for field in told["fields"]) == told["counts"]
    assert [field["code"] for field in told["fields"] if field["name"] == "revenue_p90"] == ["discrete"] * 3
    assert (told["files"], told["names"]["customer__country"]) == (["one.yaml"], "customer__country")
    assert load_catalog([Path("one.yaml")]).metric("revenue").owner == "Ann"


def test_everything_kept_is_exit_code_zero(capsys: pytest.CaptureFixture[str]) -> None:
    Path("models/orders.yml").write_text(KEPT, "utf-8")
    assert main(["catalog", "import", "models", "--out", "kept"]) == exits.ANSWERED
    assert capsys.readouterr().out.startswith("Written to kept: 1 metrics")


def test_what_exists_is_not_written_over(capsys: pytest.CaptureFixture[str]) -> None:
    Path("kept.yaml").write_text("mine", "utf-8")
    assert main(["catalog", "import", "models", "--out", "kept.yaml", "--owner", "Ann"]) == exits.USAGE
    assert "kept.yaml" in capsys.readouterr().err
    assert Path("kept.yaml").read_text("utf-8") == "mine"


def test_the_page_lists_what_means_nothing() -> None:
    section = PAGE.partition("Not reported, because it means nothing:")[2].partition(".\n")[0]
    assert set(re.findall(r"`(\w+)`", section)) == MEANINGLESS

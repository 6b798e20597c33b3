"""A synonym is added to a catalog file's text at its place, and nothing else of the text changes."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from assistant.project import SAMPLES
from catalog.files.entries import read_entries
from catalog.files.synonyms import Named, with_synonym

BLOCK = """# 目录
metrics:
  - id: orders   # 订单
    name:
      zh: 订单数
      en: Orders   # both

    # 谁负责
    owner: 王倩
  - id: sales
    name: {zh: 销售额, en: Sales}
    synonyms:
      - 成交额   # 旧称

      - "流水"  # 口语

    owner: 王倩
dimensions:
  - {id: region, name: {zh: 大区, en: Region}, dataset: stores}
  - id: level
    name: {zh: 等级, en: Level}
    synonyms:
    members:
      - {value: 金卡, en: Gold}
      - value: 银卡
        synonyms: []
      - {value: 1}
    dataset: members"""


def added(text: str, named: Named, word: str = "新词") -> list[str]:
    """The lines that are new, with what they replace."""
    new = with_synonym(text, named, word)
    assert new is not None
    lines = difflib.unified_diff(text.splitlines(), new.splitlines(), n=0, lineterm="")
    return [line for line in lines if line[0] in "+-" and not line.startswith(("+++", "---"))]


@pytest.mark.parametrize(
    ("named", "lines"),
    [
        (Named("metric", "orders"), ["+    synonyms: [新词]"]),
        (Named("metric", "sales"), ["+      - 新词"]),
        (
            Named("dimension", "region"),
            [
                "-  - {id: region, name: {zh: 大区, en: Region}, dataset: stores}",
                "+  - {id: region, name: {zh: 大区, en: Region}, synonyms: [新词], dataset: stores}",
            ],
        ),
        (Named("dimension", "level"), ["-    synonyms:", "+    synonyms: [新词]"]),
        (Named("member", "level", "金卡"), ["-      - {value: 金卡, en: Gold}", "+      - {value: 金卡, en: Gold, synonyms: [新词]}"]),
        (Named("member", "level", "银卡"), ["-        synonyms: []", "+        synonyms: [新词]"]),
        (Named("member", "level", 1), ["-      - {value: 1}", "+      - {value: 1, synonyms: [新词]}"]),
        (Named("member", "level", "钻石"), ["+      - {value: 钻石, synonyms: [新词]}"]),
        (
            Named("member", "region", "华东"),
            [
                "-  - {id: region, name: {zh: 大区, en: Region}, dataset: stores}",
                "+  - {id: region, name: {zh: 大区, en: Region}, dataset: stores, members: [{value: 华东, synonyms: [新词]}]}",
            ],
        ),
    ],
)
def test_a_synonym_stands_at_its_place(named: Named, lines: list[str]) -> None:
    assert added(BLOCK, named) == lines
    windows = BLOCK.replace("\n", "\r\n")
    assert added(windows, named) == lines
    assert "\n" not in (with_synonym(windows, named, "新词") or "").replace("\r\n", "")


def test_the_new_line_of_a_list_comes_before_what_follows_it() -> None:
    found = with_synonym(BLOCK, Named("metric", "sales"), "新词") or ""
    assert '      - "流水"  # 口语\n      - 新词\n\n    owner' in found


def test_what_the_file_does_not_declare_is_not_there() -> None:
    assert with_synonym(BLOCK, Named("metric", "region"), "新词") is None
    assert with_synonym("", Named("metric", "region"), "新词") is None


@pytest.mark.parametrize(
    "word", ["yes", "1 号店", "a: b", "# 号", "带'引号\"", "[x]", "{x}", "null", "3.5", "- x", "全角，逗号", "with space"]
)
def test_a_word_is_read_back_as_it_was_given(word: str) -> None:
    new = with_synonym(BLOCK, Named("metric", "orders"), word)
    assert word in tree_of(new or "")


def tree_of(text: str) -> list[str]:
    """The synonyms of the first metric, read without the door (BLOCK is no whole catalog)."""
    from catalog.files.tree import read_fields

    found = read_fields(text, "a.yaml", [])
    assert found is not None
    return list(found["metrics"][0]["synonyms"])


@pytest.mark.parametrize("path", sorted((SAMPLES / "retail" / "catalog").glob("metrics_*.yaml")), ids=lambda path: path.stem)
def test_in_a_real_file_one_line_changes(path: Path) -> None:
    text = path.read_text("utf-8")
    for entry in read_entries([(path.name, text)], []).metrics:
        lines = added(text, Named("metric", entry.value.id))
        assert [line[0] for line in lines] in (["-", "+"], ["+"]), entry.value.id
        assert "新词" in lines[-1]

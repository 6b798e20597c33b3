"""A suite file is read into cases, one a language; every fault of a file is told with its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.wording import say
from evals.case import SUITES, read_suite
from evals.errors import BadSuite

HEAD = "suite: small\nproject: retail\nas_of: 2026-11-18\ncases:\n"


def written(folder: Path, cases: str, head: str = HEAD) -> Path:
    file = folder / "small.yaml"
    file.write_text(head + cases, encoding="utf-8")
    return file


def test_an_entry_is_a_case_in_each_language_with_every_accepted_query(tmp_path: Path) -> None:
    file = written(tmp_path, "  - {id: a, zh: 问, en: ask, sql: SELECT 1, also_sql: [SELECT 2], asker: boss, tags: [total]}\n")
    zh, en = read_suite(file).cases
    assert (zh.id, zh.question, zh.language, zh.sql, zh.asker, zh.tags) == (
        "a-zh",
        "问",
        "zh",
        ("SELECT 1", "SELECT 2"),
        "boss",
        ("total",),
    )
    assert (en.id, en.question, en.language) == ("a-en", "ask", "en")


def test_a_list_of_sentences_is_a_conversation_whose_last_question_counts(tmp_path: Path) -> None:
    (case,) = read_suite(written(tmp_path, "  - {id: a, zh: [一, 二, 三], sql: SELECT 1}\n")).cases
    assert (case.turns, case.question) == (("一", "二"), "三")


def test_a_project_beside_the_suite_is_found_from_the_suite(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    suite = read_suite(written(tmp_path, "  - {id: a, zh: 问, expect: decline}\n", HEAD.replace("retail", "shop")))
    assert suite.project == str(tmp_path / "shop")


@pytest.mark.parametrize(
    ("cases", "told"),
    [
        ("  - {id: a, zh: 问}\n", "a-zh: sql"),
        ("  - {id: a, zh: 问, expect: decline, sql: SELECT 1}\n", "a-zh: sql"),
        ("  - {id: a, zh: 问, sql: SELECT 1}\n  - {id: a, en: ask, sql: SELECT 1}\n", "a: id"),
        ("  - {id: a, sql: SELECT 1}\n", "a: zh, en"),
        ("  - {id: a, zh: 问, expect: maybe}\n", "cases.0.expect"),
        ("  - {id: a, zh: 问, sqll: SELECT 1}\n", "cases.0.sqll"),
    ],
)
def test_a_fault_is_told_with_the_case(tmp_path: Path, cases: str, told: str) -> None:
    file = written(tmp_path, cases)
    with pytest.raises(BadSuite) as raised:
        read_suite(file)
    sentence = say("en", raised.value.code, **raised.value.facts)
    assert told in sentence and str(file) in sentence


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(BadSuite) as raised:
        read_suite(written(tmp_path, "  - {id: a, zh: 问}\n  - {id: b}\n"))
    assert raised.value.facts["faults"] == ["b: zh, en", "a-zh: sql"]


@pytest.mark.parametrize("text", ["cases: [", "suite: \x00"])
def test_text_that_is_not_yaml_is_unreadable(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadSuite, match="suite_unreadable"):
        read_suite(written(tmp_path, "", text))


def test_a_file_that_is_not_there_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(BadSuite, match="suite_unreadable"):
        read_suite(tmp_path / "none.yaml")


def test_our_suites_ask_enough_in_both_languages() -> None:
    suites = [read_suite(file) for file in SUITES.glob("*.yaml")]
    asked = [(suite.project, case.language) for suite in suites for case in suite.cases]
    ids = [case.id for suite in suites for case in suite.cases]
    assert len(ids) == len(set(ids))
    for language in ("zh", "en"):
        assert asked.count(("retail", language)) >= 100
        assert asked.count(("flights", language)) >= 45

"""Every code that the engine and the loader raise has a sentence in both languages, with the same facts."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import sql_guard

HOUSE = Path(sql_guard.__file__).parent
FILES = ("duckdb_engine", "worker_process", "worker", "serving", "source", "load", "data_checks", "worlds")
FILES += ("spark/engine", "spark/session", "spark/results", "spark/tables")
RAISED = re.compile(r"(?:NotReady|TookTooLong|Cancelled|EngineFailed|NotHardened)\(\s*\"(\w+)\"")
CODES = {code for file in FILES for code in RAISED.findall((HOUSE / f"{file}.py").read_text("utf-8"))} | {
    "source_busy",
    "source_unreadable",
    "no_source_file",
}


def words(language: str) -> dict[str, str]:
    return tomllib.loads((HOUSE / "words" / f"engine_{language}.toml").read_text("utf-8"))


def facts(sentence: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", sentence))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_code_has_words_and_every_word_a_code(language: str) -> None:
    assert set(words(language)) == CODES


def test_both_languages_name_the_same_facts() -> None:
    zh, en = words("zh"), words("en")
    assert {code: facts(sentence) for code, sentence in zh.items()} == {code: facts(sentence) for code, sentence in en.items()}

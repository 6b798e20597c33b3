"""Every code of the guard has a sentence in both languages, with the same facts."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import sql_guard

HOUSE = Path(sql_guard.__file__).parent
RAISED = re.compile(r"(?:Refused|Change)\(\s*\"(\w+)\"")
BOUND = re.compile(r"\), \"(\w+)\"\),$", re.MULTILINE)
FILES = [*HOUSE.glob("*.py"), *(HOUSE / "rules").glob("*.py"), *(HOUSE / "spark").glob("*.py")]
CODES = {code for file in FILES for code in RAISED.findall(file.read_text("utf-8"))} | set(
    BOUND.findall((HOUSE / "rules" / "binds.py").read_text("utf-8"))
)


def words(name: str) -> dict[str, str]:
    return tomllib.loads((HOUSE / "words" / f"{name}.toml").read_text("utf-8"))


def facts(sentence: str) -> set[str]:
    return set(re.findall(r"{(\w+)[:}]", sentence))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_code_has_words_and_every_word_a_code(language: str) -> None:
    assert set(words(language)) == CODES


def test_both_languages_name_the_same_facts() -> None:
    zh, en = words("zh"), words("en")
    assert {code: facts(zh[code]) for code in zh} == {code: facts(en[code]) for code in en}

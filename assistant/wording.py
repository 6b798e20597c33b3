"""Words for codes: every sentence that a person reads comes from the message files of the folders, in zh and en.

A code that has no words is a bug and raises KeyError; tests/assistant/test_wording.py checks that every code has both languages.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from catalog.errors import CatalogError, Fault
from catalog.label import Language, Text
from sql_guard.errors import GuardError

FOLDERS = ("sql_guard", "catalog", "retrieval", "assistant", "evals", "ui")


@cache
def words(language: Language) -> Mapping[str, str]:
    """All messages of a language, flat: 'table.code' in a table, 'code' outside one; 'folder:code' is that folder's own."""
    found: dict[str, str] = {}
    for folder in FOLDERS:
        home = resources.files(folder) / "words"
        if not home.is_dir():
            continue
        for file in sorted(home.iterdir(), key=lambda item: item.name):
            if file.name == f"{language}.toml" or file.name.endswith(f"_{language}.toml"):
                said = flat(tomllib.loads(file.read_text(encoding="utf-8")))
                found.update(said)
                found.update({f"{folder}:{code}": words for code, words in said.items()})
    return found


def flat(table: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in table.items():
        name = f"{prefix}{key}"
        found.update(flat(value, f"{name}.") if isinstance(value, Mapping) else {name: str(value)})
    return found


def say(language: Language, code: str, /, **facts: object) -> str:
    """The sentence for `code` ('decline.no_metric', 'unknown_table' …) with its facts filled in."""
    return words(language)[code].format_map(Spelled(language, facts))


def say_error(language: Language, error: CatalogError | GuardError, facts: Mapping[str, Any] | None = None) -> str:
    """An error's sentence, in the words of the folder that raised it where two folders share a code; with its own facts unless given."""
    own = f"{type(error).__module__.split('.')[0]}:{error.code}"
    return say(language, own if has_words(language, own) else error.code, **(error.facts if facts is None else facts))


def has_words(language: Language, code: str) -> bool:
    return code in words(language)


def fault_line(language: Language, fault: Fault) -> str:
    """A fault of a catalog file as one line: where, what is wrong, how to mend it."""
    facts = dict(fault.facts)
    return f"{fault.where}: {say(language, fault.words, **facts)} {say(language, fault.fix, **facts)}"


class Spelled(dict[str, str]):
    """Facts as text in one language; a fact that is missing reads as an empty string."""

    def __init__(self, language: Language, facts: Mapping[str, object]) -> None:
        super().__init__({key: Part(spell(value, language)) for key, value in facts.items()})

    def __missing__(self, key: str) -> str:
        return Part("")


class Part(str):
    """A fact in a message. `{nearest: Did you mean %?}` is the words around it, which are left out when the fact is empty."""

    __slots__ = ()

    def __format__(self, words: str) -> str:
        return str(self) if not words else words.replace("%", self) if self else ""


def spell(value: object, language: Language) -> str:
    """A fact as a person writes it."""
    if value is None:
        return ""
    if isinstance(value, Text):
        return value.in_language(language)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple, set, frozenset)):
        return ("、" if language == "zh" else ", ").join(spell(item, language) for item in value)
    if isinstance(value, (float, Decimal)):
        return f"{float(value):,.10g}"
    return str(value)

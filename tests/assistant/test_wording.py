"""Every code has words in both languages, with the same facts."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from assistant.wording import say, say_error, spell, words
from catalog.errors import Unknown
from catalog.label import Language, Text
from sql_guard.errors import Refused

PLACE = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")


def test_both_languages_have_the_same_codes() -> None:
    assert words("zh").keys() == words("en").keys()


@pytest.mark.parametrize("code", sorted(words("zh")))
def test_both_languages_say_the_same_facts(code: str) -> None:
    assert set(PLACE.findall(words("zh")[code])) == set(PLACE.findall(words("en").get(code, "")))


def test_a_code_without_words_is_a_bug() -> None:
    with pytest.raises(KeyError):
        say("zh", "no_such_code")


@pytest.mark.parametrize(
    ("value", "language", "spelled"),
    [
        (("a", "b"), "zh", "a、b"),
        (("a", "b"), "en", "a, b"),
        (date(2026, 1, 2), "en", "2026-01-02"),
        (Text("甲", "A"), "en", "A"),
        (Decimal("1234.50"), "en", "1,234.5"),
        (None, "en", ""),
    ],
)
def test_facts_are_spelled_as_a_person_writes_them(value: object, language: Language, spelled: str) -> None:
    assert spell(value, language) == spelled


def test_a_code_that_two_folders_share_is_told_in_the_words_of_the_one_that_raised_it() -> None:
    facts = {"name": "phone", "nearest": ("city",)}
    guards, catalogs = say_error("en", Refused("unknown_column", **facts)), say_error("en", Unknown("unknown_column", **facts))
    assert guards == say("en", "sql_guard:unknown_column", **facts) and catalogs == say("en", "catalog:unknown_column", **facts)
    assert guards != catalogs


@pytest.mark.parametrize("code", ["members_overlap", "deprecated_metric"])
def test_what_a_compiled_query_notes_is_said(code: str) -> None:
    assert all(f"note.{code}" in words(language) for language in ("zh", "en"))

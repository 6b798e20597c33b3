"""Any text can be read, and every cleaned character still knows where it stood."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.matches import Finder
from retrieval.members import MemberIndex
from retrieval.text import QUESTION_CAP, clean, fold, stem
from tests.retrieval.shop import CATALOG, VALUES

HOSTILE = [
    "",
    "\x00" * 50,
    "\ud800毛利\udfff率",
    "\ufdfa" * 50,
    "毛利率" * 350_000,
    "\x00" * 1_000_000,
    "a" * 1_000_000,
    "(" * 5000,
    "مبيعات ‏متجر‎ \u202e毛利率\u202c",
    "👩‍👩‍👧‍👦 毛利率 🏳️‍🌈",
    "毛\u200b利\u200d率\ufeff",
    "Z̷̧͎̈́a̵͓͝l̴̟̿g̶̳̿o" + "\u0301" * 500,
    "' OR 1=1; DROP TABLE name; --",
    "%_\\\x1a\r\n\t",
    "\U0010ffff\U000e0001",
    "ﬀ①㍿㌔ｱﾞ½",
    "gmv" * 200,
    "a-" * 500,
    "华 " * 500,
    "q1w2e3r4" * 100,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_read_quickly_and_without_error(text: str) -> None:
    finder = Finder.of(CATALOG, MemberIndex.build(CATALOG, VALUES))
    begun = time.process_time()
    found = [*finder.names(text), *finder.fuzzy(text), *finder.members.shortlist(text), *finder.search(text, dense=False).matches]
    assert time.process_time() - begun < 10  # a second at worst on a busy machine; anything quadratic takes minutes
    assert all(0 <= match.start <= match.end <= len(text) and 0 <= match.score <= 1 for match in found)


def test_invisible_characters_go_and_the_name_stays() -> None:
    finder = Finder.of(CATALOG)
    for text in ("毛\u200b利\u200d率\ufeff", "\ud800毛利\udfff率", "\u202e毛利率\u202c", "毛\x00利率", "毛利率\ufe0f"):
        assert "gross_margin" in {match.id for match in finder.names(text)}


@given(st.text(st.characters(codec=None), max_size=400))
def test_cleaned_text_is_normal_capped_and_knows_its_places(text: str) -> None:
    for cleaned in (clean(text), fold(text)):
        assert len(cleaned.text) == len(cleaned.starts) == len(cleaned.ends) <= QUESTION_CAP
        assert not any(unicodedata.category(character) in {"Cc", "Cs", "Cf", "Cn"} for character in cleaned.text)
        assert all(0 <= start < end <= len(text) for start, end in zip(cleaned.starts, cleaned.ends, strict=True))
        assert list(cleaned.starts) == sorted(cleaned.starts)
        cleaned.text.encode()


@given(st.text(st.sampled_from("毛利率ＧＭＶgmv \u0301é\x00ﬁ①\u200b"), max_size=60))
def test_a_cleaned_character_comes_from_its_stretch(text: str) -> None:
    cleaned = clean(text)
    for place in range(len(cleaned.text)):
        start, end = cleaned.original(place, place + 1)
        assert cleaned.text[place] in clean(text[start:end]).text


def test_full_width_and_accents_and_case_compare_equal() -> None:
    assert clean("ＧＭＶ　１２").text == "GMV 12"
    assert fold("São PAULO").text == "sao paulo"
    assert fold("ガ").text == fold("ｶﾞ").text == "ガ"


def test_plurals_and_possessives_have_one_stem() -> None:
    pairs = {
        "orders": "order",
        "categories": "category",
        "boxes": "box",
        "kohl's": "kohl",
        "stores": "store",
        "class": "class",
        "status": "status",
    }
    assert {word: stem(word) for word in pairs} == pairs

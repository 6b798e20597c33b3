"""The closed-class words of both languages, from words/{zh,en}.toml, found in a text: fillers, links, ranks, conditions, comparisons …

A phrase with {n} holds a number; every occurrence is returned, overlapping ones too.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from assistant.offline.numbers import Number, numbers_in
from assistant.offline.period_words import without_inner_spaces
from retrieval.text import CJK_CHARACTER, fold

LANGUAGES = ("zh", "en")
TAILS = {"c": "classifiers", "u": "units"}

SIGNS = "%&/*^€£"  # beside letters, digits and mathematical signs (+ < = > ≠ × ÷)


@dataclass(frozen=True, slots=True)
class Word:
    """What a closed-class phrase does: `role` is the table, `code` the key (rank.top, condition.gt), with the numbers it holds."""

    role: str
    code: str
    numbers: tuple[Number, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.role}.{self.code}"


@dataclass(frozen=True, slots=True)
class FoundWord:
    start: int
    end: int
    word: Word


@dataclass(frozen=True, slots=True)
class Pattern:
    """Text before the number, between two numbers (None: only one), and after the last; either number may carry a unit or classifier."""

    before: str
    between: str | None
    after: str
    tail: str  # what may follow a number: "u" a unit, "c" a classifier
    role: str
    code: str


@dataclass
class Vocabulary:
    """Phrases by first character and length, and the patterns with numbers."""

    phrases: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    lengths: dict[str, set[int]] = field(default_factory=dict)
    patterns: list[Pattern] = field(default_factory=list)
    tails: dict[str, tuple[str, ...]] = field(default_factory=dict)
    paraphrases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    same_places: frozenset[str] = frozenset()
    frames: dict[str, tuple[str, ...]] = field(default_factory=dict)
    directions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    same_units: dict[str, tuple[str, ...]] = field(default_factory=dict)
    same_things: tuple[tuple[str, ...], ...] = ()
    firm_endings: tuple[str, ...] = ()
    irregular: dict[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    def add(self, phrase: str, role: str, code: str) -> None:
        phrase = phrase.lower()
        if "{n}" in phrase:
            self.patterns.append(pattern_of(phrase, role, code))
            return
        self.phrases.setdefault(phrase, []).append((role, code))
        self.lengths.setdefault(phrase[0], set()).add(len(phrase))

    def words_in(self, text: str) -> list[FoundWord]:
        """Every phrase of the text, with its place there."""
        folded = fold(text)
        squeezed, origin = without_inner_spaces(folded)
        found = [*self.plain(squeezed), *self.numbered(squeezed)]
        return [FoundWord(*folded.original(origin[word.start], origin[word.end - 1] + 1), word.word) for word in found]

    def plain(self, text: str) -> Iterator[FoundWord]:
        for start, character in enumerate(text):
            for length in self.lengths.get(character, ()):
                phrase = text[start : start + length]
                if len(phrase) == length and phrase in self.phrases and stands_alone(text, start, start + length):
                    for role, code in self.phrases[phrase]:
                        yield FoundWord(start, start + length, Word(role, code))

    def numbered(self, text: str) -> Iterator[FoundWord]:
        numerals = numbers_in(text)
        ends_of = {
            (kind, numeral.start): [numeral.end, *self.tail_ends(text, numeral.end, kind)] for numeral in numerals for kind in ("", *TAILS)
        }
        for place, numeral in enumerate(numerals):
            for pattern in self.patterns:
                start = numeral.start - len(pattern.before)
                if start < 0 or not text.startswith(pattern.before, start):
                    continue
                for tail in ends_of[pattern.tail, numeral.start]:
                    numbers: tuple[Number, ...] = (numeral.number,)
                    ends = [tail]
                    if pattern.between is not None:
                        other = next((later for later in numerals[place + 1 :] if text[tail : later.start] == pattern.between), None)
                        if other is None:
                            continue
                        numbers, ends = (numeral.number, other.number), ends_of[pattern.tail, other.start]
                    for end in ends:
                        after = end + len(pattern.after)
                        if text.startswith(pattern.after, end) and stands_alone(text, start, after):
                            yield FoundWord(start, after, Word(pattern.role, pattern.code, numbers))

    def tail_ends(self, text: str, start: int, kind: str) -> Iterator[int]:
        """Where a unit or classifier after a number may end."""
        at = start + (text[start : start + 1] == " ")
        for unit in self.tails.get(kind, ()):
            if text.startswith(unit, at) and stands_alone(text, at, at + len(unit)):
                yield at + len(unit)


def pattern_of(phrase: str, role: str, code: str) -> Pattern:
    tail = next((kind for kind in TAILS if f"{{{kind}}}" in phrase), "")
    bare = phrase.replace("{c}", "").replace("{u}", "")
    before, rest = bare.split("{n}")
    between, after = rest.split("{m}") if "{m}" in rest else (None, rest)
    return Pattern(before, between, after, tail, role, code)


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether start..end does not cut a word of letters and digits."""
    cuts_start = start > 0 and is_letter(text[start - 1]) and is_letter(text[start])
    cuts_end = 0 < end < len(text) and is_letter(text[end - 1]) and is_letter(text[end])
    return not (cuts_start and not (text[start].isdigit() or text[start - 1].isdigit())) and not cuts_end


def is_letter(character: str) -> bool:
    return character.isalnum() and not CJK_CHARACTER.match(character)


def content_characters(text: str, start: int, end: int) -> int:
    """How many characters carry meaning."""
    return sum(carries_meaning(text, position) for position in range(start, end))


def carries_meaning(text: str, position: int) -> bool:
    """Letters, digits, CJK, and signs that change what is asked, in any width: a sign that no reading takes may not be dropped."""
    character = unicodedata.normalize("NFKC", text[position])[:1]
    if character == "!":
        return text[position + 1 : position + 2] in ("=", "＝")
    return character.isalnum() or character in SIGNS or unicodedata.category(character or " ") == "Sm"


@cache
def vocabulary() -> Vocabulary:
    """The words of both languages in one vocabulary: questions mix them."""
    found = Vocabulary()
    tails: dict[str, list[str]] = {kind: [] for kind in TAILS}
    for language in LANGUAGES:
        tables = tomllib.loads((resources.files("assistant.offline") / "words" / f"{language}.toml").read_text(encoding="utf-8"))
        for kind, table in TAILS.items():
            tails[kind] += tables.pop(table)
        found.paraphrases.update({phrase: tuple(names) for phrase, names in tables.pop("paraphrase").items()})
        found.same_places |= frozenset(tables.pop("same_place", {}).get("city_provinces", ()))
        found.firm_endings += tuple(tables.pop("firm", {}).get("endings", ()))
        found.same_things += tuple(tuple(nouns) for nouns in tables.pop("same_thing", {}).values())
        found.remarks += tuple(tables.pop("remark", {}).get("patterns", ()))
        found.irregular.update(tables.pop("irregular", {}))
        for name, kept in (("frame", found.frames), ("direction", found.directions), ("same_unit", found.same_units)):
            for code, phrases in tables.pop(name, {}).items():
                kept[code] = (*kept.get(code, ()), *phrases)
        for role, code, phrase in entries(tables):
            found.add(phrase, role, code)
    for phrase in found.paraphrases:
        found.add(phrase, "paraphrase", phrase)
    found.tails = {kind: tuple(sorted(set(names), key=len, reverse=True)) for kind, names in tails.items()}
    return found


def entries(tables: dict[str, Any]) -> Iterable[tuple[str, str, str]]:
    for role, codes in tables.items():
        for code, phrases in codes.items():
            for phrase in phrases:
                yield role, code, phrase

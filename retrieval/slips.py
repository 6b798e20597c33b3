"""Slips of the hand in English words. Conservative: county is not country, shopping is not shipping, expanse is not expense."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

DOUBLED = re.compile(r"(.)\1+")
VOWELS = frozenset("aeiouy")
KEY_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
SHORTEST = 5  # letters of a word in which a slip is seen at all


def likely_words(typed: str, known: Iterable[str]) -> Iterator[str]:
    """The known words of which `typed` may be a slip."""
    for word in known:
        if abs(len(word) - len(typed)) <= 3 and word != typed and is_slip(typed, word):
            yield word


def is_slip(typed: str, word: str) -> bool:
    """Whether `typed` may be `word` mistyped: doubled letters, or one swapped, lost, extra or neighbouring letter."""
    if not may_slip(typed) or not may_be_meant(word) or typed[0] != word[0]:
        return False
    left, right = squeezed(typed), squeezed(word)
    shorter = min(len(left), len(right))
    return left == right or left + "e" == right or any(rest == other for rest, other in one_edit(left, right, shorter))


def may_slip(typed: str) -> bool:
    return len(typed) >= SHORTEST and typed.isascii() and typed.isalpha()


def may_be_meant(word: str) -> bool:
    """Whether a slip of this word is seen at all: short words and codes are too near to others."""
    return len(word) >= SHORTEST and word.isalpha()


def squeezed(word: str) -> str:
    """The word with every letter once where it is doubled."""
    return DOUBLED.sub(r"\1", word)


def kept_by_a_slip(typed: str) -> tuple[str, str]:
    """Letters that open or end every squeezed word of which `typed` may be a slip: one edit leaves one half of a word as it was."""
    left = squeezed(typed)
    half = max(1, (len(left) - 1) // 2)
    return left[:half], left[-half:]


def one_edit(left: str, right: str, length: int) -> Iterator[tuple[str, str]]:
    """What is left of both words after one plausible edit at their first difference; a different ending is a different word."""
    at = next((place for place, (one, other) in enumerate(zip(left, right, strict=False)) if one != other), min(len(left), len(right)))
    rest, other = left[at:], right[at:]
    if not rest or not other:
        return
    if rest[:2] == other[1::-1] and len(other) > 1:
        yield rest[2:], other[2:]
    if length >= (8 if rest[0] in VOWELS else 9):
        yield rest[1:], other
    if length >= (6 if other[0] in VOWELS else 9):
        yield rest, other[1:]
    if len(rest) > 1 and len(other) > 1 and may_be_replaced(rest[0], other[0], length):
        yield rest[1:], other[1:]


def may_be_replaced(one: str, other: str, length: int) -> bool:
    return length >= 8 and ((one in VOWELS and other in VOWELS) or are_neighbours(one, other))


def are_neighbours(one: str, other: str) -> bool:
    """Whether two keys lie side by side."""
    return any(one + other in row or other + one in row for row in KEY_ROWS)

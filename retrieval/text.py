"""Text made safe and comparable: cleaned, folded and cut into words, every stretch still knowing where it stood in the original.

Nothing here raises on any string, and no work grows with the length of hostile input beyond the cap.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

QUESTION_CAP = 300  # characters of a question that are read
DOCUMENT_CAP = 800  # characters of a definition that are indexed
READ_FACTOR = 16  # raw characters looked at for each character kept, so that a megabyte of NULs costs nothing

CJK = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
WORD = re.compile(rf"(?P<cjk>[{CJK}])|[^\W_{CJK}]+(?:['’]s(?![^\W_{CJK}]))?|%")
CJK_CHARACTER = re.compile(rf"[{CJK}]")
PIECE = re.compile(r"\d+|[^\W\d_]+")
JOINABLE = frozenset(" -_‐‑‒–—/&·.'’()[]【】“”\"+")  # what may stand inside a name without ending it
IN_USES = re.compile(r"[a-z][bdgmnprt]uses$")  # statuses, bonuses; not houses
PLAIN = re.compile(r"[\x20-\x7e\u4e00-\u9fff]*")  # what cleaning leaves as it is
HALF_WIDTH_MARKS = "\uff9e\uff9f"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text after cleaning; character i of it came from starts[i]..ends[i] of the original."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the cleaned text stood in the original."""
        return (self.starts[start], self.ends[end - 1]) if start < end else (0, 0)


@dataclass(frozen=True, slots=True)
class Word:
    """One CJK character, one word or number of another script, or a percent sign. `stem` is without plural and possessive."""

    plain: str
    stem: str
    start: int
    end: int
    is_cjk: bool = False


def clean(text: str, cap: int = QUESTION_CAP) -> Cleaned:
    """NFKC without NULs, surrogates, control, format and unassigned characters; at most `cap` characters."""
    return mapped(text, cap, folding=False)


def fold(text: str, cap: int = QUESTION_CAP) -> Cleaned:
    """Cleaned, without case and without the accents of Latin letters: what is compared."""
    return mapped(text, cap, folding=True)


def mapped(text: str, cap: int, folding: bool) -> Cleaned:
    if PLAIN.fullmatch(text):
        kept = text[:cap].lower() if folding else text[:cap]
        return Cleaned(kept, range(len(kept)), range(1, len(kept) + 1))
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end, group in groups(text[: cap * READ_FACTOR]):
        piece = unicodedata.normalize("NFKC", group)
        piece = unaccented(piece.casefold()) if folding else piece
        pieces.append(piece)
        starts += [start] * len(piece)
        ends += [end] * len(piece)
        if len(starts) >= cap:
            break
    return Cleaned("".join(pieces)[:cap], starts[:cap], ends[:cap])


def groups(text: str) -> Iterator[tuple[int, int, str]]:
    """The visible characters, each with the marks that follow it: start, end, characters."""
    start, end, group = 0, 0, ""
    for position, character in enumerate(text):
        shown = visible(character)
        if not shown:
            continue
        if group and (unicodedata.combining(shown) or shown in HALF_WIDTH_MARKS):
            group, end = group + shown, position + 1
            continue
        if group:
            yield start, end, group
        start, end, group = position, position + 1, shown
    if group:
        yield start, end, group


def visible(character: str) -> str:
    """The character, a space for any white space, or nothing for what no reader sees."""
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    is_variation = "\ufe00" <= character <= "\ufe0f" or character >= "\U000e0100"
    return "" if category[0] == "C" or is_variation else character


def unaccented(text: str) -> str:
    if text.isascii() or not ("\u00c0" <= text[0] <= "\u024f" or "\u1e00" <= text[0] <= "\u1eff" or text[0].isascii()):
        return text
    return "".join(character for character in unicodedata.normalize("NFKD", text) if not unicodedata.combining(character))


def words(folded: str) -> list[Word]:
    """The words of a folded text, with positions in that text."""
    return [
        Word(found[0], found[0], found.start(), found.end(), True) if found.lastgroup else Word(found[0], stem(found[0]), *found.span())
        for found in WORD.finditer(folded)
    ]


def stem(word: str) -> str:
    """The word without English plural and possessive; short words and words in -ss, -us, -is stay."""
    if not word.endswith("s"):
        return word
    if word.endswith(("'s", "’s")):
        return word[:-2]
    if len(word) <= 3 or word.endswith(("ss", "us", "is")) or not word.isascii():
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "zes", "ches", "shes")) or IN_USES.search(word):
        return word[:-2]
    return word[:-1]

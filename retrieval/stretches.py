"""Every stretch of a text that could be a name: runs of words over a small lattice of ways to cut the text.

A stretch's key is what names are looked up by: stems, with a space only between two words that are not CJK.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from retrieval.text import DOCUMENT_CAP, JOINABLE, PIECE, QUESTION_CAP, Word, fold, stem, words

LONGEST_NAME = 48  # words of a name that are looked up


@dataclass(frozen=True, slots=True)
class Step:
    """A word from one node of the lattice to another."""

    word: Word
    to: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of words at start..end of the original text; `gaps`: the key's lengths at which something stood between two CJK characters."""

    key: str
    plain: str
    start: int
    end: int
    gaps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """How a name is looked up: its key, its first word and how many words it has."""

    key: str
    plain: str
    first: str
    length: int
    gaps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lattice:
    """steps[i]: the words that begin at node i. may_join[i]: whether a name may go on across i. has_gap[i]: whether it skips characters."""

    steps: tuple[tuple[Step, ...], ...]
    may_join: tuple[bool, ...]
    has_gap: tuple[bool, ...]
    spans: tuple[tuple[int, int], ...]  # of each node's shortest word, in the original text

    @property
    def first_words(self) -> frozenset[str]:
        return frozenset(step.word.stem for steps in self.steps for step in steps)


def lattice(text: str, cap: int = QUESTION_CAP) -> Lattice:
    """The ways to cut a text into words: 'gmv2025' is also 'gmv', '2025'; 'e-mail' is also 'email'."""
    folded = fold(text, cap)
    steps: list[list[Step]] = []
    edges: list[tuple[int, int]] = []
    for word in words(folded.text):
        pieces = cut(word)
        first = len(steps)
        for place, piece in enumerate(pieces):
            alone = len(pieces) > 1 and stands_alone(pieces, place)
            steps.append([Step(piece, first + place + 1)] if alone else [])
            edges.append((piece.start, piece.end))
        steps[first].insert(0, Step(word, len(steps)))
    between = [""] + [folded.text[left[1] : right[0]] for left, right in pairwise(edges)]
    add_hyphenated(steps, between)
    return Lattice(
        steps=tuple(tuple(options) for options in steps),
        may_join=tuple(JOINABLE.issuperset(gap) for gap in between),
        has_gap=tuple(bool(gap) for gap in between),
        spans=tuple(folded.original(*edge) for edge in edges),
    )


def cut(word: Word) -> list[Word]:
    """A run of letters and digits cut where they meet; other words whole."""
    if word.plain.isalpha() or word.plain.isdigit() or "'" in word.plain or "’" in word.plain:
        return [word]
    found = [(piece[0], piece.start() + word.start) for piece in PIECE.finditer(word.plain)]
    return [Word(piece, stem(piece), start, start + len(piece)) for piece, start in found] or [word]


def stands_alone(pieces: list[Word], place: int) -> bool:
    """A lone letter keeps its digits: the 3 of 'q3' is no number of its own."""
    near = pieces[max(0, place - 1) : place + 2]
    return not any(piece.plain.isalpha() and len(piece.plain) == 1 for piece in near)


def add_hyphenated(steps: list[list[Step]], between: list[str]) -> None:
    for options in steps:
        if not options or options[0].to >= len(steps) or between[options[0].to] != "-":
            continue
        left, after = options[0].word, steps[options[0].to][0]
        if left.plain.isalpha() and after.word.plain.isalpha() and not left.is_cjk and not after.word.is_cjk:
            plain = left.plain + after.word.plain
            options.append(Step(Word(plain, stem(plain), left.start, after.word.end), after.to))


def stretches(cut_text: Lattice, reach: Mapping[str, int]) -> Iterator[Stretch]:
    """The stretches that begin with a known first word, as long as any name that begins with it."""
    for node, options in enumerate(cut_text.steps):
        for step in options:
            longest = reach.get(step.word.stem)
            if longest:
                yield from walk(cut_text, node, step, longest)


def walk(cut_text: Lattice, first: int, step: Step, longest: int) -> Iterator[Stretch]:
    start = cut_text.spans[first][0]
    open_ends: list[tuple[int, str, str, tuple[int, ...], int, bool]] = [
        (step.to, step.word.stem, step.word.plain, (), 1, step.word.is_cjk)
    ]
    while open_ends:
        node, key, plain, gaps, count, was_cjk = open_ends.pop()
        yield Stretch(key, plain, start, cut_text.spans[node - 1][1], gaps)
        if count >= longest or node >= len(cut_text.steps) or not cut_text.may_join[node]:
            continue
        for option in cut_text.steps[node]:
            is_cjk = option.word.is_cjk
            joint = "" if was_cjk or is_cjk else " "
            seen = (*gaps, len(key)) if was_cjk and is_cjk and cut_text.has_gap[node] else gaps
            longer = (option.to, key + joint + option.word.stem, plain + joint + option.word.plain, seen, count + 1, is_cjk)
            open_ends.append(longer)


def written(name: str) -> Written | None:
    """How this name is looked up, or nothing when it has no word."""
    folded = fold(name, DOCUMENT_CAP)
    found = words(folded.text)[:LONGEST_NAME]
    key = plain = ""
    gaps: list[int] = []
    end, was_cjk = 0, True
    for word in found:
        is_cjk = word.is_cjk
        if key and was_cjk and is_cjk and word.start > end:
            gaps.append(len(key))
        joint = "" if was_cjk or is_cjk else " "
        key, plain = key + joint + word.stem, plain + joint + word.plain
        end, was_cjk = word.end, is_cjk
    return Written(key, plain, found[0].stem, len(found), tuple(gaps)) if found else None

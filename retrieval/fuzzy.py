"""Names that were mistyped or written by sound, in the stretches where no name was found as written. Always marked, never exact.

Near misses are safe: words of two characters are never heard as others, and known pairs such as 应收 and 营收 are kept apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from retrieval.members import MemberIndex
from retrieval.names import Match, Vocabulary
from retrieval.pinyin import sounds
from retrieval.slips import SHORTEST, likely_words
from retrieval.stretches import Lattice, Step
from retrieval.text import CJK_CHARACTER, Word

LONGEST = 8  # words of a stretch that is heard
SHORTEST_SOUND = 4  # letters of pinyin
SLIP, HOMOPHONE, SWAPPED, SPELLED, RUN_TOGETHER = 0.85, 0.85, 0.82, 0.9, 0.93


@dataclass(frozen=True, slots=True)
class Window:
    """Neighbouring words of which at least one belongs to no name, at start..end of the original text."""

    words: tuple[Word, ...]
    start: int
    end: int

    @property
    def plain(self) -> str:
        return "".join(word.plain for word in self.words)


def mistyped(text: str, cut_text: Lattice, open_nodes: frozenset[int], vocabulary: Vocabulary, members: MemberIndex) -> Iterator[Match]:
    """The names that likely were meant in the open stretches."""
    yield from corrected(text, cut_text, open_nodes, vocabulary, members)
    spread = list(windows(cut_text, open_nodes))
    yield from heard(spread, vocabulary, members)
    yield from swapped(spread, vocabulary, members)


def uncovered(cut_text: Lattice, covered: Iterable[tuple[int, int]]) -> frozenset[int]:
    """The nodes whose words lie in none of the stretches."""
    taken = {place for start, end in covered for place in range(start, end)}
    return frozenset(node for node, (start, _) in enumerate(cut_text.spans) if start not in taken)


def corrected(text: str, cut_text: Lattice, open_nodes: frozenset[int], vocabulary: Vocabulary, members: MemberIndex) -> Iterator[Match]:
    """Names in the text with likely words in the place of mistyped ones."""
    better = {node: [*corrections(cut_text.steps[node], vocabulary, members)] for node in open_nodes}
    if not any(better.values()):
        return
    mended = replace(cut_text, steps=tuple((*steps, *better.get(node, ())) for node, steps in enumerate(cut_text.steps)))
    for match in [*vocabulary.found(text, mended), *members.names(text, mended)]:
        touched = any(match.start <= cut_text.spans[node][0] < match.end for node, steps in better.items() if steps)
        if touched and match.reason != "fuzzy":
            yield replace(match, reason="fuzzy", score=min(match.score, SLIP))


def corrections(steps: tuple[Step, ...], vocabulary: Vocabulary, members: MemberIndex) -> Iterator[Step]:
    for step in steps:
        typed = step.word.stem
        if len(typed) < SHORTEST or step.word.is_cjk or typed in vocabulary.words_by_initial.get(typed[0], ()):
            continue
        known = {*vocabulary.words_by_initial.get(typed[0], ()), *members.words_like(typed)}
        for word in sorted(likely_words(typed, known)):
            yield Step(Word(word, word, step.word.start, step.word.end), step.to)


def windows(cut_text: Lattice, open_nodes: frozenset[int]) -> Iterator[Window]:
    for first in range(len(cut_text.steps)):
        node, has_open = first, False
        found: list[Word] = []
        while node < len(cut_text.steps) and len(found) < LONGEST and cut_text.steps[node] and (node == first or cut_text.may_join[node]):
            step = cut_text.steps[node][0]
            has_open = has_open or node in open_nodes
            found.append(step.word)
            node = step.to
            if has_open:
                yield Window(tuple(found), cut_text.spans[first][0], cut_text.spans[node - 1][1])


def heard(spread: Iterable[Window], vocabulary: Vocabulary, members: MemberIndex) -> Iterator[Match]:
    """Names that sound like a stretch: written in pinyin, with a character of the same sound, or run together."""
    by_sound: dict[str, list[Window]] = {}
    for window in spread:
        for sound in spellings(window):
            by_sound.setdefault(sound, []).append(window)
    named = [(sound, name.written.plain, name.match) for sound in by_sound for name in vocabulary.by_sound.get(sound, ())]
    for sound, plain, match in [*named, *members.sounding(by_sound)]:
        for window in by_sound[sound]:
            meant = judged_by_ear(window.plain, plain.replace(" ", ""), match)
            if meant:
                yield replace(meant, start=window.start, end=window.end)


def spellings(window: Window) -> frozenset[str]:
    """How a stretch may sound: Chinese by its readings, other letters as they stand; lu is also lü."""
    if any(word.is_cjk for word in window.words):
        return frozenset(sounds(window.words))
    plain = window.plain
    if len(plain) < SHORTEST_SOUND or not plain.isalpha():
        return frozenset()
    return frozenset({plain, plain.replace("lyu", "lv").replace("lu", "lv").replace("nu", "nv")})


def judged_by_ear(typed: str, name: str, match: Match) -> Match | None:
    """The match when what was typed may be this name, which sounds the same."""
    if CJK_CHARACTER.search(name) is None:
        return replace(match, score=RUN_TOGETHER, reason="fuzzy")
    if len(typed) != len(name) or CJK_CHARACTER.search(typed) is None:
        is_spelled = set(CJK_CHARACTER.findall(typed)) <= set(name)
        return replace(match, score=SPELLED, reason="pinyin") if is_spelled else None
    differing = [place for place, (one, other) in enumerate(zip(typed, name, strict=True)) if one != other]
    if not differing or len(name) < 3 or len(differing) > len(name) / 2:
        return None
    pairs = {typed[place : place + 2] for one in differing for place in (one - 1, one)}
    return None if pairs & kept_apart() else replace(match, score=HOMOPHONE, reason="pinyin")


def swapped(spread: Iterable[Window], vocabulary: Vocabulary, members: MemberIndex) -> Iterator[Match]:
    """Chinese names of four characters and more with two neighbours in each other's place."""
    by_key: dict[str, list[Window]] = {}
    for window in spread:
        plain = window.plain
        if len(plain) == len(window.words) >= 4 and all(word.is_cjk for word in window.words):
            for place in range(len(plain) - 1):
                by_key.setdefault(plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :], []).append(window)
    named = [(key, name.match) for key in by_key for name in vocabulary.names.get(key, ())]
    for key, match in [*named, *members.written(by_key)]:
        for window in by_key[key]:
            if window.plain != key:
                yield replace(match, start=window.start, end=window.end, score=SWAPPED, reason="fuzzy")


@cache
def kept_apart() -> frozenset[str]:
    lines = Path(__file__).with_name("homophones.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())

"""How alike two writings are, by the small pieces that they share: CJK characters and pairs, trigrams of other words."""

from __future__ import annotations

from collections.abc import Iterable

from retrieval.text import Word, fold, words


def grams(written: Iterable[Word]) -> frozenset[str]:
    """The pieces by which a writing is found again: CJK pairs (a lone character by itself), trigrams of other words with their edges."""
    found: set[str] = set()
    run = ""
    for word in written:
        if word.is_cjk:
            if run:
                found.add(run[-1] + word.plain)
            run += word.plain
            continue
        if len(run) == 1:
            found.add(run)
        run = ""
        edged = f"^{word.stem}$"
        found.update(edged[start : start + 3] for start in range(len(edged) - 2))
    if len(run) == 1:
        found.add(run)
    return frozenset(found)


def likeness(asked: str, name: str) -> float:
    """0..1: the share of common pieces (Dice), nearly whole when one writing is a part of the other."""
    left, right = squeezed(asked), squeezed(name)
    if not left or not right:
        return 0.0
    if left == right:
        return 1.0
    pieces, others = characters_and_pairs(left), characters_and_pairs(right)
    dice = 2 * len(pieces & others) / (len(pieces) + len(others))
    is_part = min(len(left), len(right)) > 1 and (left in right or right in left)
    return max(dice, 0.8 + 0.15 * dice) if is_part else dice


def squeezed(text: str) -> str:
    return "".join(word.stem for word in words(fold(text).text))


def characters_and_pairs(text: str) -> set[str]:
    return {*text, *(text[place : place + 2] for place in range(len(text) - 1))}

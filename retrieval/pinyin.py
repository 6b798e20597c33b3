"""How Chinese names sound, without tones: 销售额 is xiaoshoue. A character with several readings gives several sounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import product
from pathlib import Path

from retrieval.text import Word

MOST_SOUNDS = 4  # of one name, when characters have several readings


@cache
def readings() -> Mapping[str, tuple[str, ...]]:
    """Each character's readings."""
    found: dict[str, tuple[str, ...]] = {}
    for line in Path(__file__).with_name("pinyin.txt").read_text(encoding="utf-8").splitlines():
        sound, _, characters = line.partition(" ")
        if sound != "#":
            for character in characters:
                found[character] = (*found.get(character, ()), sound)
    return found


def sounds(found: Sequence[Word]) -> tuple[str, ...]:
    """The sounds of a run of words; none for a single word of another script or a character whose reading is not known."""
    if len(found) == 1 and not found[0].is_cjk:
        return ()
    table = readings()
    parts = [table.get(word.plain, ()) if word.is_cjk else (word.plain,) for word in found]
    many = 1
    for place, part in enumerate(parts):
        parts[place] = part if many * len(part) <= MOST_SOUNDS else part[:1]
        many *= len(parts[place])
    return tuple("".join(choice) for choice in product(*parts))

"""Members named by a part of their name: 南京路店 for 上海南京路店, the Xujiahui store.

The stretch, with the names right beside it, has to stand in the name word for word; anything less is only offered (likely_members).
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.offline.coverage import Cover
from assistant.offline.likely_members import stretches_of
from assistant.offline.readings import MemberName, Reading
from assistant.question import Sight
from retrieval.text import CJK_CHARACTER, fold, words

SHORTEST_WORD = 4
MOST = 6  # more members than that are no choice
ASKED = 24


def partial_members(text: str, cover: Cover, sight: Sight) -> Iterator[Reading]:
    """For each stretch that nothing reads, the permitted members in whose name it stands whole."""
    for stretch, start, end in stretches_of(text, cover):
        said = stems(stretch)
        if not is_name(stretch, said, is_first=not text[:start].strip()):
            continue
        likely = sight.finder.members.shortlist(stretch, count=ASKED)
        holding = [match for match in likely if match.id in sight.catalog.dimensions and stands_in(said, stems(match.surface))]
        found = dict.fromkeys(MemberName(match.id, match.value) for match in holding if match.value is not None)
        if len({member.value for member in found}) <= MOST:
            yield from (Reading(start, end, member, 0.8, "fuzzy") for member in found)


def stems(text: str) -> list[str]:
    return [word.stem for word in words(fold(text).text)]


def stands_in(said: list[str], held: list[str]) -> bool:
    return any(held[place : place + len(said)] == said for place in range(len(held) - len(said) + 1))


def is_name(stretch: str, said: list[str], is_first: bool) -> bool:
    """Two characters or several words; one word only where it is written as a name ('middle' is a part of a street's name, too)."""
    if all(CJK_CHARACTER.match(stem) for stem in said):
        return len(said) > 1
    is_long = max(map(len, said), default=0) >= SHORTEST_WORD
    return is_long and (len(said) > 1 or (stretch[:1].isupper() and not is_first))

"""青山 for 青山集团, Acme for Acme Inc, 多少社员 for 社员人数: what people leave out of a name, where that places what is left over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.offline.coverage import Cover
from assistant.offline.names import named
from assistant.offline.readings import MemberName, MetricName, Reading
from assistant.offline.vocabulary import vocabulary
from assistant.question import Sight

SHORTEST = 2
HOW_MANY = re.compile(r"(?:多少|几)(?:个|名|位|家|件|人|台|辆|张|座|条)?([一-鿿]{2,4})$")
ZH_NUMBERS = ("数", "数量", "人数", "量", "总数")


def short_forms(text: str, cover: Cover, sight: Sight) -> Iterator[Reading]:
    """Readings of such names; each takes in something that nothing else reads, and means one thing only."""
    for start, end in cover.left_over:
        yield from firm_at(text, start, end, sight)
        yield from number_of_things(text, end, sight)


def firm_at(text: str, start: int, end: int, sight: Sight) -> Iterator[Reading]:
    """The one member whose name goes on with the ending of a firm where the stretch ends."""
    found: dict[int, dict[MemberName, Reading]] = {}
    for ending in vocabulary().firm_endings:
        if ending.isascii() != text[end - 1].isascii():
            continue
        for match in sight.finder.names(text[:end] + ending + text[end:]):
            is_here = match.kind == "member" and match.end == end + len(ending) and match.start <= start and end - match.start >= SHORTEST
            for reading in named([replace(match, end=end, reason="fuzzy")], sight.catalog) if is_here else ():
                if isinstance(reading.means, MemberName):
                    found.setdefault(match.start, {}).setdefault(reading.means, reading)
    for readings in found.values():
        if len({member.value for member in readings}) == 1:
            yield from readings.values()


def number_of_things(text: str, end: int, sight: Sight) -> Iterator[Reading]:
    """多少社员: the metric that is called the number of them."""
    said = HOW_MANY.search(text[:end])
    if said is None:
        return
    found: dict[tuple[str, ...], Reading] = {}
    for form in (f"{said[1]}{ending}" for ending in ZH_NUMBERS):
        whole = [match for match in sight.finder.names(form) if (match.start, match.end) == (0, len(form)) and match.kind != "member"]
        for reading in named(whole, sight.catalog):
            if isinstance(reading.means, MetricName):
                found[reading.means.metrics] = replace(reading, start=said.start(), end=end)
    if len(found) == 1:
        yield from found.values()

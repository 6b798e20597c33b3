"""A question as the pattern that verified questions are matched by: what each word means, in order, with slots for what may differ.

Every word is in the pattern but politeness and fillers: what no reading covers stands there as it is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assistant.offline.planner import OfflinePlanner, covered
from assistant.offline.readings import Token
from assistant.question import Sight
from catalog.period import Period
from catalog.query import Value
from retrieval.text import fold

OF = "word link.of"  # 的, of, in: says that things belong together, which their places say too


@dataclass(frozen=True)
class PeriodSlot:
    """A stretch that names a period."""

    period: Period


@dataclass(frozen=True)
class MemberSlot:
    """A stretch that names a member, of one or several dimensions."""

    members: tuple[tuple[str, Value], ...]


@dataclass(frozen=True)
class NumberSlot:
    """A number inside a phrase: top 5, below 20 %."""

    number: Decimal


Slot = PeriodSlot | MemberSlot | NumberSlot


@dataclass(frozen=True)
class Pattern:
    """`items` say what each word means, with a mark where a slot stands; `slots` what stood there."""

    items: tuple[str, ...]
    slots: tuple[Slot, ...]


def pattern_of(text: str, sight: Sight, planner: OfflinePlanner) -> Pattern:
    """The pattern of a question as its asker sees it."""
    _, cover = covered(text, sight, planner.known(sight.catalog))
    places: list[tuple[int, str, tuple[Slot, ...]]] = []
    for token in cover.tokens:
        if not token.is_filler:
            places.append((token.start, *item_of(token)))
    for start, end in cover.left_over:
        places.append((start, f"text {fold(text[start:end]).text}", ()))
    places.sort(key=lambda place: place[0])
    places = [place for place in places if place[1] != OF]
    return Pattern(tuple(item for _, item, _ in places), tuple(slot for _, _, slots in places for slot in slots))


def item_of(token: Token) -> tuple[str, tuple[Slot, ...]]:
    """What a token means, and the slots in it. What it may mean besides is part of it, so that an ambiguous word matches only itself."""
    if token.metric or token.qualifier:
        return f"metric {token.meaning}", ()
    if token.members:
        members = tuple((member.dimension, member.value) for member in token.members)
        return f"member {'|'.join(sorted({dimension for dimension, _ in members}))}", (MemberSlot(members),)
    if token.dimensions:
        return f"dimension {token.meaning}", ()
    if token.when:
        return "period", (PeriodSlot(token.when.period),)
    numbers = next((word.numbers for word in token.words if word.numbers), ())
    names = "|".join(sorted({word.name for word in token.words if word.role != "filler"}))
    return f"word {names}", tuple(NumberSlot(number.value) for number in numbers)

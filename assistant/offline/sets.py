"""在经费超过100万的合作社中，哪3个合作社果园…: what is picked out of a set is one of it, not a thing called by its name too."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.offline.readings import DimensionName, Reading

AMONG = ("中", "里", "之中", "当中", "里面")


def of_the_set(text: str, readings: Sequence[Reading]) -> list[Reading]:
    """The readings without longer names that begin with the name of a set which the question has picked from before."""
    named = [reading for reading in readings if isinstance(reading.means, DimensionName) and reading.doubt is None]
    sets = {text[name.start : name.end]: name for name in named if text.startswith(AMONG, name.end)}
    longer = {
        (name.start, name.end)
        for name in named
        for noun, first in sets.items()
        if first.end < name.start and text.startswith(noun, name.start) and name.end - name.start > len(noun) and name.means != first.means
    }
    return [reading for reading in readings if (reading.start, reading.end) not in longer]

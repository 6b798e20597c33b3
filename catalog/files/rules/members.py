"""Members of a dimension: values of its type, and every other name leads to one value."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.dimension import Dimension
from catalog.errors import Fault
from catalog.files.build import Written
from catalog.files.door import DimensionEntry
from catalog.files.entries import Entry
from catalog.files.rules.names import folded

TYPES: dict[str, type] = {"text": str, "number": int, "boolean": bool, "date": str}


def distinct_members(written: Written) -> Iterator[Fault]:
    for name, dimension in written.catalog.dimensions.items():
        yield from member_faults(dimension, written.dimensions[name])


def member_faults(dimension: Dimension, entry: Entry[DimensionEntry]) -> Iterator[Fault]:
    owners: dict[str, int] = {}  # word -> place of the member that is called so
    for place, member in enumerate(dimension.members):
        if type(member.value) is not TYPES[dimension.type]:
            facts = (("value", str(member.value)), ("dimension", dimension.id), ("expected", str(dimension.type)))
            yield Fault(entry.at("members", place, "value"), "member_type", facts)
        for word in dict.fromkeys(map(folded, (str(member.value), *member.label.surfaces))):
            first = owners.setdefault(word, place)
            if first != place:
                named = (("word", word), ("dimension", dimension.id), ("first", str(dimension.members[first].value)))
                yield Fault(entry.at("members", place), "duplicate_member", (*named, ("second", str(member.value))))
                break

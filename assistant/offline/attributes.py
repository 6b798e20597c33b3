"""'Top 3 salespersons …, their first name': a name that is short of its noun, read by the thing that the question speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.offline.coverage import Cover
from assistant.offline.readings import DimensionName, Reading
from assistant.question import Sight
from catalog.catalog import Catalog
from retrieval.text import stem

SHORTEST = 2


def own_attributes(text: str, cover: Cover, sight: Sight) -> Iterator[Reading]:
    """Dimensions of the question's own things, by their names without the thing's noun, where that places what is left over."""
    lowered = text.lower()
    for rest, dimensions in short_names(cover, sight).items():
        for match in re.finditer(bounded(rest), lowered):
            if any(match.start() <= start < match.end() for start, _ in cover.left_over):
                for name in dimensions:
                    yield Reading(match.start(), match.end(), DimensionName(name), 0.7, "fuzzy")


def short_names(cover: Cover, sight: Sight) -> dict[str, list[str]]:
    """The dimensions of the question's own things by their names without the thing's noun: first name, of the salespersons."""
    catalog, found = sight.catalog, dict[str, list[str]]()
    things = {catalog.dimensions[name].dataset: name for token in cover.tokens if not token.metric for name in token.dimensions}
    for dimension in catalog.dimensions.values():
        if dimension.dataset in things:
            nouns = nouns_of(catalog, things[dimension.dataset])
            for rest in {left for surface in dimension.label.surfaces for noun in nouns if (left := without(surface.lower(), noun))}:
                found.setdefault(rest, []).append(dimension.id)
    return found


def nouns_of(catalog: Catalog, name: str) -> set[str]:
    """What the thing is called: the key's own names and those of its table, one of them."""
    key = catalog.dimensions[name]
    return {stem(surface.lower()) for label in (key.label, catalog.datasets[key.dataset].label) for surface in label.surfaces}


def without(surface: str, noun: str) -> str:
    gap = " " if noun.isascii() else ""
    rest = surface.removeprefix(f"{noun}{gap}") if surface.startswith(f"{noun}{gap}") else ""
    return rest if len(rest) >= SHORTEST else ""


def bounded(words: str) -> str:
    """The words as words of their own, in singular or plural."""
    return rf"(?<![a-z0-9]){re.escape(words)}s?(?![a-z0-9])" if words.isascii() else re.escape(words)

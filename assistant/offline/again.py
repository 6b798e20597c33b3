"""Words that nothing reads, by what stands around them: another noun of the same thing, a shared head noun, the end of a name said before.

'Users' where the catalog has customers; 'first and last name'; 'transaction statuses … the status'; 'successful' beside a member 'success'.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from assistant.offline.attributes import bounded, short_names
from assistant.offline.coverage import Cover
from assistant.offline.mending import read_as
from assistant.offline.names import named
from assistant.offline.readings import DimensionName, MemberName, MetricName, Reading
from assistant.offline.vocabulary import Word, vocabulary
from assistant.question import Sight
from catalog.metric import Aggregate
from retrieval.text import stem

WORDS = re.compile(r"[^\W\d_]+")
JOINED = re.compile(r"\s*(?:,\s*[a-z]+\s*)*(?:,|,?\s*(?:and|or|&))\s+(?:the |their |its )?([a-z]+(?: [a-z]+){1,2})", re.IGNORECASE)
OPENED = re.compile(r"(?:[,.?!;:(]|\b(?:the|their|its|and|or|return|show|total|by|of|each|per|with))\s*$")
AMOUNTS = ("amount", "amounts", "value", "values", "figure", "figures")
SHORTEST = 3
CUT = ("fully", "ful", "ing", "ed", "ly", "d", "s")
GROWN = ("ed", "d", "ing", "s", "ful")


def said_otherwise(text: str, cover: Cover, sight: Sight) -> Iterator[Reading]:
    """Readings of what is left over; each must be the only one of its kind."""
    yield from same_things(text, cover, sight)
    yield from amounts(text, cover, sight)
    for start, end in left_words(text, cover):
        yield from shared_head(text, start, end, cover, sight)
        yield from said_before(text, start, end, cover)


def left_words(text: str, cover: Cover) -> Iterator[tuple[int, int]]:
    for start, end in cover.left_over:
        for word in WORDS.finditer(text):
            if start <= word.start() and word.end() <= end and word[0].isascii():
                yield word.span()


def same_things(text: str, cover: Cover, sight: Sight) -> Iterator[Reading]:
    """A noun as another noun of the same thing, where only one of those is a name of the catalog."""
    lowered = text.lower()
    for nouns in vocabulary().same_things:
        for noun in nouns:
            for said in re.finditer(bounded(noun), lowered):
                if any(said.start() <= start < said.end() for start, _ in cover.left_over):
                    found = {
                        other: list(read_as(text, said.start(), said.end(), other, sight))
                        for other in nouns
                        if other != noun and other.isascii() == noun.isascii()
                    }
                    meant = [readings for readings in found.values() if readings]
                    if meant and all(means(each) == means(meant[0]) for each in meant):
                        yield from meant[0]


def amounts(text: str, cover: Cover, sight: Sight) -> Iterator[Reading]:
    """'Total revenue amount': right after a figure that is no count, a word that only says that it is one."""
    ends = {token.end for token in cover.tokens if token.metric and not any(counts(sight, name) for name in token.metric.metrics)}
    for start, end in left_words(text, cover):
        if text[start:end].lower() in AMOUNTS and text[: start - 1] and start - 1 in ends:
            yield Reading(start, end, Word("filler", "noise"))


def counts(sight: Sight, metric: str) -> bool:
    formula = sight.catalog.metrics[metric].formula
    return isinstance(formula, Aggregate) and formula.function in ("count", "count_distinct")


def means(readings: Iterable[Reading]) -> set[object]:
    return {reading.means for reading in readings}


def shared_head(text: str, start: int, end: int, cover: Cover, sight: Sight) -> Iterator[Reading]:
    """'First and last name': the noun at the end of the list is that of each."""
    rest = JOINED.match(text, end)
    if rest is None:
        return
    heads = rest[1].lower().split()[1:]
    short = short_names(cover, sight)
    for head in heads:
        phrase = f"{text[start:end].lower()} {head}"
        whole = [match for match in sight.finder.names(phrase) if (match.start, match.end) == (0, len(phrase))]
        for reading in named(whole, sight.catalog):
            yield Reading(start, end, reading.means, reading.weight, "fuzzy")
        for dimension in short.get(phrase, ()):
            yield Reading(start, end, DimensionName(dimension), 0.7, "fuzzy")


def said_before(text: str, start: int, end: int, cover: Cover) -> Iterator[Reading]:
    """The last word of one name that the question has said in full."""
    word = stem(text[start:end].lower())
    if not OPENED.search(text[:start].lower()):
        return  # the highest price is not the average price that was said before
    found = {
        option
        for token in cover.tokens
        if token.end <= start and (token.metric or token.dimensions) and " " in token.text and stem(token.text.lower().split()[-1]) == word
        for option in token.options
        if isinstance(option, MetricName | DimensionName)
    }
    if len(found) == 1 and len(word) >= SHORTEST:
        yield Reading(start, end, found.pop(), 0.7, "fuzzy")


def inflected(text: str, cover: Cover, sight: Sight) -> Iterator[Reading]:
    """A member as another form of its word: 'successful' of success, 'bought' of buy. Words that only say that something was done, too."""
    deeds = [(token.start, token.end) for token in cover.tokens if token.has("deed") and len(token.options) == len(token.words)]
    for start, end in [*left_words(text, cover), *deeds]:
        for form in forms(text[start:end].lower()):
            for match in sight.finder.names(form):
                if match.kind == "member" and (match.start, match.end) == (0, len(form)):
                    yield Reading(start, end, MemberName(match.id, match.value), 0.9)


def own_units(text: str, cover: Cover, sight: Sight) -> Iterator[Reading]:
    """'… make, model and year for cars': in a list of what a thing has, its own year, not a year of the facts."""
    catalog = sight.catalog
    tokens = [token for token in cover.tokens if not token.has("link.and") and not token.is_filler]
    for before, token in pairwise(tokens):
        gap = text[before.end : token.start]
        if token.grain_noun is None or not before.dimensions or before.metric or not re.fullmatch(r"\s*(?:,|,?\s*and)\s+", gap):
            continue
        things = {catalog.dimensions[name].dataset for name in before.dimensions}
        ending = f" {stem(token.text.lower())}"
        for dimension in catalog.dimensions.values():
            if dimension.dataset in things and any(surface.lower().endswith(ending) for surface in dimension.label.surfaces):
                yield Reading(token.start, token.end, DimensionName(dimension.id), 0.9)


def forms(word: str) -> set[str]:
    """Other forms of an English word: its stem, and what is made of it."""
    if len(word) < SHORTEST or not word.isascii():
        return set()
    found = {word[: -len(ending)] for ending in CUT if word.endswith(ending) and len(word) - len(ending) >= SHORTEST}
    found |= {cut[:-1] for cut in found if len(cut) > SHORTEST and cut[-1] == cut[-2]} | {f"{cut}e" for cut in found}
    found |= {f"{word}{ending}" for ending in GROWN} | {f"{word}{word[-1]}ed"}
    irregular = vocabulary().irregular
    found |= {irregular[word]} if word in irregular else set()
    return (found | {past for past, base in irregular.items() if base == word}) - {word}

"""Words that nothing reads, looked at again: the other half of a metric's name, the last word of a dimension's, a slip of the pen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, pairwise

from assistant.offline.coverage import Cover
from assistant.offline.names import named
from assistant.offline.reach import reaches
from assistant.offline.readings import DimensionName, MetricName, Reading, Token
from assistant.offline.vocabulary import Word
from assistant.question import Sight
from catalog.catalog import Catalog
from retrieval.text import CJK_CHARACTER, stem

WordSets = Mapping[frozenset[str], tuple[str, ...]]
SMALL = frozenset("a an the of in on at with who that which were was are is be been by and or for to".split())  # noqa: SIM905
SHORTEST_TYPED = 5
LONGEST_TYPED = 30  # no name has a longer word, and every slip of a word is a copy of it
WORDS = re.compile(r"[a-z]+")
ENDINGS = ("ing", "ed")
AROUND = ("多少", "数量", "数", "量")
KEY_MARKS = ("link.which", "link.which_many", "link.which_count", "link.each", "rank", "rows", "ask.members")
COUNTERS = ("多少", "几", "几个", "几单", "几班")
PART = Word("part", "name")


def word_sets(catalog: Catalog) -> WordSets:
    """The metrics by the words of their English names, whatever their order and inflection: flights departed, departed flights."""
    found: dict[frozenset[str], dict[str, None]] = {}
    labels = [((metric.id,), metric.label) for metric in catalog.metrics.values()] + [(term.metrics, term.label) for term in catalog.terms]
    for metrics, label in labels:
        for surface in label.surfaces:
            if surface.isascii() and len(words := roots(surface)) > 1:
                found.setdefault(words, {}).update(dict.fromkeys(metrics))
    return {words: tuple(metrics) for words, metrics in found.items()}


def roots(text: str) -> frozenset[str]:
    return frozenset(root(word) for word in WORDS.findall(text.lower()) if word not in SMALL)


def root(word: str) -> str:
    """Without the endings of verbs and plurals: operated and operate are one."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            word = word[: -len(ending)]
            return (word[:-1] if len(word) > 2 and word[-1] == word[-2] else word).rstrip("e")
    return stem(word).rstrip("e")


def split_names(text: str, cover: Cover, sight: Sight, sets: WordSets) -> list[Reading] | None:
    """'Flights … were cancelled', 取消了多少航班: a metric's name in two places. Readings that stand for those of the same stretches."""
    loose = [*loose_words(text, cover), *counted_after(text, cover)]
    for pieces in dict.fromkeys((tuple(cover.left_over), *((piece,) for piece in loose))):
        if not pieces:
            continue
        for before, token in zip((None, *cover.tokens), cover.tokens, strict=False):
            is_thing = token.metric or token.members or token.dimensions
            if (
                not is_thing
                or token.doubt
                or (token.start, token.end) in pieces
                or (token.metric is None and before is not None and before.has(*KEY_MARKS))
            ):
                continue
            metrics = whole_name(text, pieces, token, sight, sets)
            if metrics and (token.metric is None or set(metrics) != set(token.metric.metrics)):
                return [
                    Reading(token.start, token.end, MetricName(metrics, is_split=True)),
                    *(Reading(start, end, PART) for start, end in pieces),
                ]
            if metrics:
                return [Reading(start, end, PART) for start, end in pieces]
    return None


def loose_words(text: str, cover: Cover) -> list[tuple[int, int]]:
    """What is left over, and small words that could also be the half of a name: placed, 完成."""
    noise = [
        (token.start, token.end)
        for token in cover.tokens
        if (token.has("deed") or (token.is_filler and any(word.code == "noise" for word in token.words)))
        and (len(token.text) > 3 or (CJK_CHARACTER.search(token.text) and len(token.text) > 1))
    ]
    return [*cover.left_over, *noise]


def counted_after(text: str, cover: Cover) -> Iterator[tuple[int, int]]:
    """多少航班延误了: what is counted, and right after it a name that says which of it."""
    for token, after in pairwise(cover.tokens):
        is_counted = "多少" in token.text or text[: token.start].endswith(COUNTERS)
        if token.metric and (after.metric or after.members) and is_counted and token.end == after.start:
            yield after.start, after.end


def whole_name(text: str, pieces: tuple[tuple[int, int], ...], token: Token, sight: Sight, sets: WordSets) -> tuple[str, ...]:
    said = [text[start:end] for start, end in pieces]
    if all(part.isascii() for part in (*said, token.text)):
        left, named_by = roots(" ".join(said)), roots(token.text)
        metrics = sets.get(left | named_by, ()) if left and named_by and not left & named_by else ()
        return tuple(name for name in metrics if name in sight.catalog.metrics)
    if len(said) != 1 or any(part.isascii() for part in (said[0], token.text)) or len(said[0]) < 2:
        return ()
    thing = token.text
    for part in AROUND:
        thing = thing.removeprefix(part).removesuffix(part) or thing
    verb = said[0].rstrip("了过的")
    for form in (f"{verb}{thing}", f"{verb}的{thing}", f"{verb}{thing}数", f"{thing}{verb}", f"{thing}{verb}数", f"{thing}{verb}情况"):
        found = [
            match for match in sight.finder.names(form) if (match.start, match.end) == (0, len(form)) and match.kind in ("metric", "term")
        ]
        for reading in named(found, sight.catalog):
            if isinstance(reading.means, MetricName):
                return reading.means.metrics
    return ()


def without(readings: Iterable[Reading], put: list[Reading]) -> list[Reading]:
    """The readings without those of the stretches that the new ones stand for."""
    taken = {(reading.start, reading.end) for reading in put}
    return [*(reading for reading in readings if (reading.start, reading.end) not in taken), *put]


def last_words(text: str, cover: Cover, sight: Sight) -> Iterator[Reading]:
    """'By level': the last word of one dimension's name, where no other dimension of the metrics ends so."""
    metrics = [name for token in cover.tokens if token.metric for name in token.metric.metrics]
    for start, end in cover.left_over:
        word = text[start:end].lower()
        before = next((token for token in reversed(cover.tokens) if token.end <= start), None)
        if (
            len(word) < 2
            or not metrics
            or before is None
            or not before.has("link.each", "link.which", "link.split", "link.ranked_by", "rank")
        ):
            continue
        found = [
            dimension.id
            for dimension in sight.catalog.dimensions.values()
            if any(ends_so(surface.lower(), word) for surface in dimension.label.surfaces)
            and all(reaches(sight.catalog, name, dimension.id) for name in metrics)
        ]
        if len(found) == 1:
            yield Reading(start, end, DimensionName(found[0]), 0.7, "fuzzy")


def ends_so(surface: str, word: str) -> bool:
    if word.isascii():
        return surface.isascii() and stem(surface).endswith(f" {stem(word)}")
    return surface.endswith(word) and surface != word


def mistyped(text: str, cover: Cover, sight: Sight) -> Iterator[Reading]:
    """'Slaes', 'orgin': two letters in each other's place or a vowel lost, where only one word of the names can be meant."""
    known = sight.finder.vocabulary.words_by_initial
    for start, end in widened(text, cover.left_over):
        typed = text[start:end].lower()
        if (
            not SHORTEST_TYPED <= len(typed) <= LONGEST_TYPED
            or not typed.isalpha()
            or not typed.isascii()
            or stem(typed) in known.get(typed[0], ())
        ):
            continue
        ways = dict.fromkeys(chain(swapped(typed), with_vowel(typed)))
        meant = [word for word in ways if stem(word) in known.get(word[0], ())]
        if len({stem(word) for word in meant}) != 1:
            continue
        yield from read_as(text, start, end, meant[0], sight)


def widened(text: str, stretches: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Each word of the stretches, whole."""
    for start, end in stretches:
        for word in re.finditer(r"[A-Za-z]+", text):
            if start <= word.start() < end:
                yield word.start(), word.end()


def swapped(typed: str) -> Iterator[str]:
    for at in range(1, len(typed) - 1):
        if typed[at] != typed[at + 1]:
            yield typed[:at] + typed[at + 1] + typed[at] + typed[at + 2 :]


def with_vowel(typed: str) -> Iterator[str]:
    for at in range(1, len(typed)):
        for vowel in "aeiou":
            yield typed[:at] + vowel + typed[at:]


def read_as(text: str, start: int, end: int, word: str, sight: Sight) -> Iterator[Reading]:
    """The names of the text with the word in its place, at their stretches of the text as it was typed."""
    longer = len(word) - (end - start)
    for match in sight.finder.names(text[:start] + word + text[end:]):
        if match.start <= start and match.end >= start + len(word):
            yield from named([replace(match, end=match.end - longer, reason="fuzzy", score=min(match.score, 0.85))], sight.catalog)

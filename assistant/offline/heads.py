"""'Departure and arrival delay', 起飞和到达延误: the last word of a list may be the head of each.

A word before it that is a figure of its own has both readings; which one is meant is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from assistant.offline.coverage import Cover
from assistant.offline.names import named
from assistant.offline.readings import MetricName, Reading, Token
from assistant.question import Sight

JOINER = re.compile(r"\s*(?:,|，|、|/|&|和|与|及|以及|(?:,\s*)?\b(?:and|or)\b)\s*(?:the |its )?", re.IGNORECASE)


def with_shared_heads(text: str, cover: Cover, readings: Iterable[Reading], sight: Sight) -> list[Reading] | None:
    """The readings, with the figures that a word names by the head of its list among its own; None where there are none."""
    found = dict(shared(text, cover, sight))
    if not found:
        return None
    return [
        replace(reading, means=either(reading.means, found[reading.start, reading.end]))
        if isinstance(reading.means, MetricName) and (reading.start, reading.end) in found
        else reading
        for reading in readings
    ]


def either(own: MetricName, others: tuple[str, ...]) -> MetricName:
    return replace(own, metrics=tuple(dict.fromkeys((*own.metrics, *others))))


def shared(text: str, cover: Cover, sight: Sight) -> Iterator[tuple[tuple[int, int], tuple[str, ...]]]:
    """The stretches that are a figure by themselves, with the figures that they are with the head of what follows."""
    tokens = [token for token in cover.tokens if not token.has("link.and")]
    for token, following in pairwise(tokens):
        if (
            token.metric is None
            or following.metric is None
            or is_whole(token, sight)
            or not JOINER.fullmatch(text[token.end : following.start])
        ):
            continue
        others = dict.fromkeys(name for whole in with_heads(token, following) for name in figures(whole, sight))
        meant = tuple(name for name in others if name not in token.metric.metrics and name not in following.metric.metrics)
        if meant:
            yield (token.start, token.end), meant


def is_whole(token: Token, sight: Sight) -> bool:
    """Whether the word is a figure's own name, in full: no half of another's."""
    labels = [sight.catalog.metrics[name].label for name in token.metric.metrics] if token.metric else []
    return token.text.casefold() in {name.casefold() for label in labels for name in (label.zh, label.en)}


def with_heads(token: Token, following: Token) -> Iterator[str]:
    """The word with the end of the name after it, where as much stands before that end: arrival [delay], 到达[延误]."""
    own, words = token.text.split(), following.text.split()
    if following.text.isascii():
        if len(words) > len(own):
            yield " ".join([*own, *words[len(own) :]])
    elif len(following.text) > len(token.text):
        yield token.text + following.text[len(token.text) :]


def figures(phrase: str, sight: Sight) -> Iterator[str]:
    """The metrics of which this is a name as it is written."""
    whole = [match for match in sight.finder.names(phrase) if (match.start, match.end) == (0, len(phrase))]
    for reading in named(whole, sight.catalog):
        if isinstance(reading.means, MetricName) and reading.doubt is None and not reading.means.is_weak:
            yield from reading.means.metrics

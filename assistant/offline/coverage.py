"""The best cover of a question by readings that do not overlap: the fewest characters left over, then the fewest and likeliest readings."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.offline.readings import DimensionName, MemberName, MetricName, Reading, Token
from assistant.offline.vocabulary import Word, carries_meaning

UNCOVERED = 10.0  # a character that nothing reads, against 1 for one more reading
FILLER_COST = 0.05
DOUBT_COST = 2.0
WEAK_COST = 1.0


@dataclass(frozen=True)
class Cover:
    """The tokens in order, the stretches that carry meaning and have no reading, and what it costs: less is likelier."""

    tokens: tuple[Token, ...]
    left_over: tuple[tuple[int, int], ...]
    cost: float = 0.0


def best_cover(text: str, readings: Iterable[Reading]) -> Cover:
    """Dynamic programming over the characters."""
    readings = list(readings)
    by_end: dict[int, list[Reading]] = {}
    for reading in readings:
        by_end.setdefault(reading.end, []).append(reading)
    costs = [0.0] * (len(text) + 1)
    chosen: list[Reading | None] = [None] * (len(text) + 1)
    for end in range(1, len(text) + 1):
        costs[end] = costs[end - 1] + (UNCOVERED if carries_meaning(text, end - 1) else 0.0)
        for reading in by_end.get(end, ()):
            cost = costs[reading.start] + cost_of(reading)
            if cost < costs[end]:
                costs[end], chosen[end] = cost, reading
    return replace(cover_of(text, readings, chosen), cost=costs[-1])


def margin(text: str, readings: Iterable[Reading]) -> float:
    """How much dearer the likeliest cover is that reads a name or period of the best one otherwise; from UNCOVERED on there is none."""
    readings = list(readings)
    best = best_cover(text, readings)
    named = [token for token in best.tokens if token.metric or token.members or token.dimensions or token.when]
    others = (
        best_cover(text, [reading for reading in readings if (reading.start, reading.end) != (token.start, token.end)]) for token in named
    )
    return min((other.cost for other in others), default=math.inf) - best.cost


def cost_of(reading: Reading) -> float:
    cost = 1.0 + WEAK_COST * (1.0 - reading.weight)
    if reading.doubt:
        cost += DOUBT_COST
    if isinstance(reading.means, Word) and reading.means.role in ("filler", "chart_word"):
        cost += FILLER_COST
    elif isinstance(reading.means, MetricName | MemberName | DimensionName):
        cost -= FILLER_COST
    return cost


def cover_of(text: str, readings: Sequence[Reading], chosen: Sequence[Reading | None]) -> Cover:
    spans: list[tuple[int, int]] = []
    left_over: list[tuple[int, int]] = []
    position = len(text)
    while position > 0:
        reading = chosen[position]
        if reading is None:
            position -= 1
            if carries_meaning(text, position):
                joins = bool(left_over) and left_over[-1][0] == position + 1
                left_over[-1:] = [(position, left_over[-1][1])] if joins else [*left_over[-1:], (position, position + 1)]
            continue
        spans.append((reading.start, reading.end))
        position = reading.start
    tokens = tuple(token_at(text, span, readings) for span in reversed(spans))
    return Cover(tokens, tuple(reversed(left_over)))


def token_at(text: str, span: tuple[int, int], readings: Iterable[Reading]) -> Token:
    """All readings of the very same stretch, likeliest first; what is written so drives out what is only like it."""
    here = sorted((reading for reading in readings if (reading.start, reading.end) == span), key=lambda reading: -reading.weight)
    sure = [reading for reading in here if reading.doubt is None] or here
    options = tuple(dict.fromkeys(reading.means for reading in sure))
    if any(not isinstance(option, Word) for option in options):
        options = tuple(option for option in options if not (isinstance(option, Word) and option.role == "filler"))
    return Token(span[0], span[1], text[span[0] : span[1]], options, sure[0].doubt)

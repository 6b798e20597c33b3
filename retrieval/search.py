"""Ranking by words and by meaning together: what a whole text is about, with a measure of its being about nothing we have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from retrieval.calibration import WORDS_ONLY, Calibration, calibration_of
from retrieval.documents import SearchKind
from retrieval.errors import RetrievalError
from retrieval.index import SearchIndex
from retrieval.lexical import Lexical, Scored
from retrieval.names import Match

BY_WORDS = 0.35  # a lexical score from which words, not meaning, are given as the reason
UNCALIBRATED = Calibration(weight=0.5, middle=0.0, slope=0.0)  # knows an order, and nothing of how good it is
ALSO = 5  # lexical candidates whose similarity is looked up too, for each match wanted


@dataclass(frozen=True)
class Ranking:
    """The best matches, best first. `no_match`: how likely the text means nothing in the catalog (0.5: not known).

    `degraded` says why meaning could not be used although it was asked for: the code of the error.
    """

    matches: tuple[Match, ...]
    no_match: float
    by: Literal["words", "words and meaning"]
    degraded: str | None = None


def by_words(text: str, kind: SearchKind, count: int, lexical: Lexical, degraded: str | None = None) -> Ranking:
    """The ranking without vectors."""
    return ranking(kind, count, lexical.scores(text), {}, calibration_of(WORDS_ONLY) or UNCALIBRATED, degraded)


def by_both(text: str, kind: SearchKind, count: int, lexical: Lexical, index: SearchIndex) -> Ranking:
    """The ranking by words and vectors; by words alone, saying so, when the index or the embedder cannot serve."""
    words = lexical.scores(text)
    likely = sorted(words, key=lambda identity: -words[identity].score)[: count * ALSO]
    try:
        meaning = index.similarities(text, kind, [document.id for document in lexical.documents], likely, count)
    except RetrievalError as error:
        return by_words(text, kind, count, lexical, error.code)
    calibration = calibration_of(index.embedder.fingerprint, index.folder) or UNCALIBRATED
    return ranking(kind, count, {identity: words[identity] for identity in meaning if identity in words}, meaning, calibration)


def ranking(
    kind: SearchKind,
    count: int,
    words: dict[str, Scored],
    meaning: dict[str, Scored],
    calibration: Calibration,
    degraded: str | None = None,
) -> Ranking:
    nothing = Scored(0.0, "")
    weight = calibration.weight if meaning else 1.0
    totals = {
        identity: meaning.get(identity, nothing).score + weight * words.get(identity, nothing).score for identity in {*words, *meaning}
    }
    best = sorted(totals, key=lambda identity: (-totals[identity], identity))[:count]
    most = weight + (1.0 if meaning else 0.0)
    matches: list[Match] = []
    for identity in best:
        by_word, by_meaning = words.get(identity, nothing), meaning.get(identity, nothing)
        is_lexical = not meaning or by_word.score >= BY_WORDS
        surface = (by_word if is_lexical else by_meaning).text
        score = round(max(0.0, min(1.0, totals[identity] / most)), 6)
        matches.append(Match(kind, identity, surface, 0, 0, score, "lexical" if is_lexical else "dense"))
    no_match = calibration.no_match(totals[best[0]] if best else 0.0)
    return Ranking(tuple(matches), no_match, "words and meaning" if meaning else "words", degraded)

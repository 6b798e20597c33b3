"""Likeness by words, 0..1: BM25 over CJK characters and pairs, English stems and trigrams."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from retrieval.text import DOCUMENT_CAP, fold, words

TERM_SATURATION, LENGTH_SHARE = 1.2, 0.5  # BM25's k1 and b
HALF = 1.6  # the BM25 score that counts as 0.5, where a term that only one document has weighs about 1
CHARACTER, TRIGRAM = 0.7, 0.3  # weight of a lone CJK character and of a trigram, of 1 for a pair or a stem
STEM_MARK, TRIGRAM_MARK = "=", "~"


@dataclass(frozen=True, slots=True)
class Document:
    """Something that can be found, and the texts that speak of it."""

    id: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """A score 0..1 and the text that earned it."""

    score: float
    text: str


class Lexical:
    """Scores documents by the mean of their best text's score and of all their texts' score together."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents
        pieces = [[terms(text) for text in document.texts] for document in documents]
        self.owners = [(number, text) for number, document in enumerate(documents) for text in document.texts]
        self.singly = Postings([found for texts in pieces for found in texts])
        self.together = Postings([[term for found in texts for term in found] for texts in pieces])

    def scores(self, text: str) -> dict[str, Scored]:
        """Every document that shares a term with the text."""
        asked = set(terms(text))
        best: dict[int, tuple[float, str]] = {}
        for place, score in self.singly.scores(asked).items():
            number, surface = self.owners[place]
            if score > best.get(number, (0.0, ""))[0]:
                best[number] = (score, surface)
        whole = self.together.scores(asked)
        return {
            self.documents[number].id: Scored((saturated(score) + saturated(whole.get(number, 0.0))) / 2, surface)
            for number, (score, surface) in best.items()
        }


class Postings:
    """BM25 over one list of documents."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        mean = sum(map(len, documents)) / max(1, len(documents))
        self.weights: dict[str, list[tuple[int, float]]] = {}
        for number, found in enumerate(documents):
            longer = TERM_SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * len(found) / mean) if found else 0.0
            for term, count in Counter(found).items():
                self.weights.setdefault(term, []).append((number, count * (TERM_SATURATION + 1) / (count + longer)))
        self.rarity = {term: rarity(len(places), len(documents)) * weight(term) for term, places in self.weights.items()}

    def scores(self, asked: Iterable[str]) -> dict[int, float]:
        found: dict[int, float] = {}
        for term in sorted(asked):
            for number, part in self.weights.get(term, ()):
                found[number] = found.get(number, 0.0) + part * self.rarity[term]
        return found


def terms(text: str) -> list[str]:
    """What of a text is compared."""
    found: list[str] = []
    before = ""
    for word in words(fold(text, DOCUMENT_CAP).text):
        if word.is_cjk:
            found += [word.plain, before + word.plain] if before else [word.plain]
            before = word.plain
            continue
        before = ""
        found.append(STEM_MARK + word.stem)
        if len(word.stem) > 3:
            edged = f"^{word.stem}$"
            found += [TRIGRAM_MARK + edged[place : place + 3] for place in range(len(edged) - 2)]
    return found


def rarity(having: int, total: int) -> float:
    """How much a term tells that `having` of `total` documents have: 1 for one document, whatever the size of the catalog."""
    return math.log(1 + (total - having + 0.5) / (having + 0.5)) / math.log(1 + (total - 0.5) / 1.5)


def weight(term: str) -> float:
    if term[0] == TRIGRAM_MARK:
        return TRIGRAM
    return CHARACTER if len(term) == 1 else 1.0


def saturated(score: float) -> float:
    return score / (score + HALF)

"""How well searching finds metrics: words, meaning, both; the weight by cross-validation, so that no query judges its own setting.

python -m evals.bench.retrieval FOLDER   with catalog_bilingual.jsonl and queries.jsonl (id, names, aliases, definition; query, gold).
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from catalog.catalog import Catalog
from catalog.label import Label, Text
from catalog.metric import Aggregate, Metric
from retrieval.calibration import WORDS_ONLY, Calibration, fitted
from retrieval.documents import documents
from retrieval.embed import Bundled, Embedder
from retrieval.index import SearchIndex
from retrieval.lexical import Lexical
from retrieval.text import clean

WEIGHTS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8)
FOLDS = 5


@dataclass(frozen=True)
class Query:
    """One labelled query and its scores for every metric; no gold means that no such metric exists."""

    gold: frozenset[str]
    words: Mapping[str, float]
    meaning: Mapping[str, float]


@dataclass(frozen=True)
class Figures:
    """R@1, R@5 and MRR over the answerable queries, and how well the best score tells them from the others."""

    first: float
    in_five: float
    reciprocal: float
    auroc: float


Score = Callable[[Query], Mapping[str, float]]


def read(folder: Path, embedder: Embedder, name: str = "catalog_bilingual.jsonl") -> list[Query]:
    """The queries with their scores; the index lives in a temporary folder."""
    metrics = [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()]
    catalog = Catalog({}, (), {}, {entry["id"]: metric(entry) for entry in metrics})
    lexical = Lexical(documents(catalog, "metric"))
    with tempfile.TemporaryDirectory() as place:
        index = SearchIndex(Path(place), embedder, catalog)
        index.build()
        return [
            scored(json.loads(line), lexical, index, list(catalog.metrics))
            for line in (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines()
        ]


def metric(entry: dict[str, object]) -> Metric:
    aliases = entry["aliases"]
    assert isinstance(aliases, list)
    label = Label(str(entry["name_zh"]), str(entry["name_en"]), tuple(aliases))
    return Metric(str(entry["id"]), label, Text(str(entry["definition"])), Aggregate("facts", "count"), owner="", department="")


def scored(entry: dict[str, object], lexical: Lexical, index: SearchIndex, ids: list[str]) -> Query:
    text, gold = clean(str(entry["query"])).text, entry["gold"]
    assert isinstance(gold, list)
    meaning = index.similarities(text, "metric", ids, ids, len(ids))
    words = {identity: found.score for identity, found in lexical.scores(text).items()}
    return Query(frozenset(gold), words, {identity: found.score for identity, found in meaning.items()})


def combined(weight: float) -> Score:
    return lambda query: {name: value + weight * query.words.get(name, 0.0) for name, value in query.meaning.items()}


def figures(queries: Sequence[Query], scores: Sequence[Mapping[str, float]], meant: Sequence[float] | None = None) -> Figures:
    """`meant`: how likely each query means something; its best score unless given."""
    ranks = [rank(query.gold, found) for query, found in zip(queries, scores, strict=True) if query.gold]
    meant = meant or list(map(best, scores))
    answerable, others = parted(queries, meant)
    wins = sum((one > other) + 0.5 * (one == other) for one in answerable for other in others)
    return Figures(
        first=sum(place == 1 for place in ranks) / len(ranks),
        in_five=sum(place <= 5 for place in ranks) / len(ranks),
        reciprocal=sum(1 / place for place in ranks) / len(ranks),
        auroc=wins / max(1, len(answerable) * len(others)),
    )


def best(found: Mapping[str, float]) -> float:
    return max(found.values(), default=0.0)


def parted(queries: Sequence[Query], values: Sequence[float]) -> tuple[list[float], list[float]]:
    """The values of the answerable queries, and those of the others."""
    pairs = list(zip(queries, values, strict=True))
    return [value for query, value in pairs if query.gold], [value for query, value in pairs if not query.gold]


def rank(gold: frozenset[str], found: Mapping[str, float]) -> float:
    order = sorted(found, key=lambda name: (-found[name], name))
    return min((place for place, name in enumerate(order, start=1) if name in gold), default=float("inf"))


def best_weight(queries: Sequence[Query]) -> float:
    def quality(weight: float) -> float:
        found = figures(queries, list(map(combined(weight), queries)))
        return found.first + found.in_five + found.reciprocal + found.auroc

    return max(WEIGHTS, key=quality)


def cross_validated(queries: Sequence[Query]) -> tuple[Figures, list[float]]:
    """Figures in which each query is judged with the weight and the curve that the other folds chose, and those weights."""
    curves = [calibrated([query for place, query in enumerate(queries) if place % FOLDS != fold]) for fold in range(FOLDS)]
    scores = [combined(curves[place % FOLDS].weight)(query) for place, query in enumerate(queries)]
    meant = [1 - curves[place % FOLDS].no_match(best(found)) for place, found in enumerate(scores)]
    return figures(queries, scores, meant), [curve.weight for curve in curves]


def calibrated(queries: Sequence[Query]) -> Calibration:
    weight = best_weight(queries)
    return fitted(weight, *parted(queries, [best(combined(weight)(query)) for query in queries]))


def calibrations(queries: Sequence[Query], embedder: Embedder) -> dict[str, dict[str, float]]:
    """The calibration of searching without vectors and with this embedder."""
    words = fitted(1.0, *parted(queries, [best(query.words) for query in queries]))
    return {WORDS_ONLY: asdict(words), embedder.fingerprint: asdict(calibrated(queries))}


def words_alone(query: Query) -> Mapping[str, float]:
    return query.words


def meaning_alone(query: Query) -> Mapping[str, float]:
    return query.meaning


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--catalog", default="catalog_bilingual.jsonl")
    chosen = arguments.parse_args()
    embedder = Bundled()
    queries = read(chosen.folder, embedder, chosen.catalog)
    both, weights = cross_validated(queries)
    table = {
        "words": figures(queries, list(map(words_alone, queries))),
        "meaning": figures(queries, list(map(meaning_alone, queries))),
        "both": both,
    }
    rows = {name: {key: round(value, 3) for key, value in asdict(found).items()} for name, found in table.items()}
    print(json.dumps({**rows, "weights": weights, "calibrations": calibrations(queries, embedder)}, indent=1))


if __name__ == "__main__":
    main()

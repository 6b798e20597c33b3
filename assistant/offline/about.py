"""Questions about the catalog itself: how a metric is defined, who owns it, what there is, how fresh the data is."""

from __future__ import annotations

from assistant.offline.readings import Token
from assistant.plan import CatalogQuestion
from catalog.catalog import Catalog
from retrieval.text import fold, stem, words

BYSTANDERS = ("filler", "link", "chart_word", "follow", "only", "grain_noun", "show.latest")
ALONE = ("freshness", "abilities", "metrics")


def catalog_question(tokens: tuple[Token, ...], catalog: Catalog) -> CatalogQuestion | None:
    """The catalog question that the tokens ask, when every one of them has a part in it."""
    asks = {word.code for token in tokens for word in token.words if word.role == "ask"}
    if not asks:
        return None
    rest = [token for token in tokens if not token.has("ask", *BYSTANDERS)]
    metrics = tuple(dict.fromkeys(name for token in rest if token.metric for name in token.metric.metrics))
    dimensions = tuple(dict.fromkeys(name for token in rest if not token.metric for name in token.dimensions))
    strays = [
        token
        for token in rest
        if not (
            token.metric
            or token.dimensions
            or token.qualifier
            or token.has("compare.versus", "compare.difference", "compare.more", "compare.less", "exist", "show.average")
        )
    ]
    if strays:
        return None
    if asks == {"meaning"} and (dimensions or any(not token.metric and not token.qualifier for token in rest)):
        return None  # what is GMV asks what it means, what is GMV by region does not
    named = narrowed(rest, metrics)
    for about in ALONE:
        if about in asks and not dimensions and (about == "metrics" or not metrics):
            return CatalogQuestion(about, named if about == "metrics" else ())  # type: ignore[arg-type]  # words of ALONE
    if "dimensions" in asks:
        return CatalogQuestion("dimensions", named)
    if "difference" in asks:
        between = named if len(named) > 1 else sibling_definitions(rest, metrics, catalog)
        return CatalogQuestion("difference", between) if len(between) > 1 else None
    if named:
        return about_metric(asks, named)
    if len(dimensions) == 2 and "members" in asks and len({catalog.dimensions[name].dataset for name in dimensions}) == 1:
        dimensions = dimensions[1:]  # 门店有哪几种业态
    if dimensions and asks & {"members", "definition"} and len(dimensions) == 1:
        return CatalogQuestion("members" if "members" in asks else "definition", dimensions)
    return None


def sibling_definitions(tokens: list[Token], metrics: tuple[str, ...], catalog: Catalog) -> tuple[str, ...]:
    """The airline and the airport on-time rate: with one definition of a word, the others that another word of the question names."""
    said = [stem(token.text.lower()) for token in tokens if token.metric is None]
    others = [other for term in catalog.terms if set(metrics) & set(term.metrics) for other in term.metrics if other not in metrics]
    qualified = {name for token in tokens if token.qualifier for name in token.qualifier.metrics}
    named = [other for other in others if other in qualified or any(is_named(word, catalog.metrics[other].label.surfaces) for word in said)]
    return tuple(dict.fromkeys((*metrics, *named)))


def is_named(word: str, surfaces: tuple[str, ...]) -> bool:
    return any(word in [found.stem for found in words(fold(surface).text)] for surface in surfaces)


def about_metric(asks: set[str], metrics: tuple[str, ...]) -> CatalogQuestion | None:
    if "owner" in asks:
        return CatalogQuestion("owner", metrics)
    if "lineage" in asks:
        return CatalogQuestion("lineage", metrics)
    if "formula" in asks:
        return CatalogQuestion("formula", metrics)
    return CatalogQuestion("definition", metrics) if asks & {"definition", "meaning"} else None


def narrowed(tokens: list[Token], metrics: tuple[str, ...]) -> tuple[str, ...]:
    """Only the definitions that a qualifier of the question speaks of."""
    chosen = {name for token in tokens if token.qualifier and not token.metric for name in token.qualifier.metrics}
    return tuple(name for name in metrics if name in chosen) or metrics

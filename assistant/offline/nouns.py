"""Names of metrics that a question only says as nouns: the margin from sell transactions, all car sales. They ask for no number."""

from __future__ import annotations

from itertools import pairwise

from assistant.offline.deeds import counted_things
from assistant.offline.parse import Parse
from assistant.offline.reach import only_names_rows
from catalog.catalog import Catalog
from catalog.joins import paths
from catalog.lineage import datasets_of
from retrieval.text import stem

MARKS = ",，;；、&+/"


def drop_nouns(parse: Parse) -> None:
    """Takes back each of two neighbouring metrics that only names the rows or the things of the other."""
    if parse.selections or parse.order:
        return
    count = len(parse.metrics) + 1
    while len(parse.metrics) < count:
        count = len(parse.metrics)
        for left, right in pairwise(sorted(parse.metrics)):
            if left in parse.metrics and modifies(parse, left, right):
                del parse.metrics[left]
            elif left in parse.metrics and names_rows_after(parse, left, right):
                del parse.metrics[right]


def modifies(parse: Parse, left: int, right: int) -> bool:
    """Car sales, customer orders: a thing right before what it takes part in."""
    first, second = parse.tokens[left], parse.tokens[right]
    if right != left + 1 or parse.text[first.end : second.start] != " " or not first.text.isascii():
        return False
    catalog, things = parse.sight.catalog, counted_things(parse.sight.catalog, parse.metrics[left])
    return (
        things is not None
        and things[0] == things[1]
        and first.text.lower() in {stem(name.lower()) for name in catalog.datasets[things[0]].label.surfaces}
        and all(looks_up(catalog, dataset, things[0]) for dataset in datasets_of(catalog, parse.metrics[right]))
    )


def looks_up(catalog: Catalog, fact: str, thing: str) -> bool:
    return fact != thing and len(paths(catalog, fact, thing, ())) == 1


def names_rows_after(parse: Parse, left: int, right: int) -> bool:
    """The margin … from sell transactions: after of, from or for, the noun of the rows that the metric is made of."""
    between = parse.tokens[left + 1 : right]
    gap = parse.text[parse.tokens[left].end : parse.tokens[right].start]
    return (
        any(token.has("link.of") for token in between)
        and not any(token.has("link.and", "link.or", "compare.versus", "link.sum") for token in between)
        and not any(mark in gap for mark in MARKS)
        and parse.tokens[right].text.isascii()
        and only_names_rows(parse.sight.catalog, parse.metrics[right], parse.metrics[left])
    )

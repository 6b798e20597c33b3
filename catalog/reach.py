"""Which datasets a fact may look up: the joins that never multiply its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from catalog.dataset import Join


def lookups(joins: Iterable[Join]) -> Mapping[str, tuple[Join, ...]]:
    """Joins that find at most one row, by the dataset they start from; one declared the other way round is turned."""
    found: dict[str, tuple[Join, ...]] = {}
    for join in joins:
        if join.cardinality in ("many_to_one", "one_to_one"):
            found[join.left] = (*found.get(join.left, ()), join)
        if join.cardinality in ("one_to_many", "one_to_one"):
            turned = Join(join.right, join.left, tuple((right, left) for left, right in join.keys), "many_to_one", join.role)
            found[turned.left] = (*found.get(turned.left, ()), turned)
    return found


@lru_cache(maxsize=4096)
def paths(joins: tuple[Join, ...], start: str) -> Mapping[str, tuple[tuple[Join, ...], ...]]:
    """Every shortest path of look-ups from a dataset to each dataset it reaches; itself by the empty path."""
    steps = lookups(joins)
    found: dict[str, tuple[tuple[Join, ...], ...]] = {start: ((),)}
    edge = [start]
    while edge:
        longer: dict[str, tuple[tuple[Join, ...], ...]] = {}
        for here in edge:
            for join in steps.get(here, ()):
                if join.right not in found:
                    longer[join.right] = (*longer.get(join.right, ()), *((*path, join) for path in found[here]))
        found.update(longer)
        edge = list(longer)
    return found


def reachable(joins: tuple[Join, ...], start: str) -> frozenset[str]:
    """The datasets that rows of `start` can look up, itself included."""
    return frozenset(paths(joins, start))

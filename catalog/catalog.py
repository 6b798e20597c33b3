"""The catalog: frozen, indexed look-ups, nearest names. What an asker sees is a smaller catalog, so what is hidden does not exist."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from catalog.dataset import Dataset, Join
from catalog.dimension import Dimension, Hierarchy
from catalog.errors import Unknown
from catalog.label import Label
from catalog.metric import Metric, Term


@dataclass(frozen=True)
class Catalog:
    """Everything that a project's catalog files declare. `fingerprint` is a digest of the files' content."""

    datasets: Mapping[str, Dataset]
    joins: tuple[Join, ...]
    dimensions: Mapping[str, Dimension]
    metrics: Mapping[str, Metric]
    hierarchies: tuple[Hierarchy, ...] = ()
    terms: tuple[Term, ...] = ()
    fingerprint: str = ""
    label: Label = field(default_factory=lambda: Label("", ""))
    memo: dict[Any, Any] = field(default_factory=dict, init=False, compare=False, repr=False)  # what readers derive from it, once

    def metric(self, name: str) -> Metric:
        """The metric with this id; raises Unknown with the nearest ids."""
        found = self.metrics.get(name)
        if found is None:
            raise Unknown("unknown_metric", name=name, nearest=nearest(name, self.metrics))
        return found

    def dimension(self, name: str) -> Dimension:
        found = self.dimensions.get(name)
        if found is None:
            raise Unknown("unknown_dimension", name=name, nearest=nearest(name, self.dimensions))
        return found

    def dataset(self, name: str) -> Dataset:
        found = self.datasets.get(name)
        if found is None:
            raise Unknown("unknown_dataset", name=name, nearest=nearest(name, self.datasets))
        return found

    @cached_property
    def joins_from(self) -> Mapping[str, tuple[Join, ...]]:
        """Joins by their left dataset."""
        found: dict[str, tuple[Join, ...]] = {}
        for join in self.joins:
            found[join.left] = (*found.get(join.left, ()), join)
        return found

    def restricted(self, metrics: Iterable[str], dimensions: Iterable[str]) -> Catalog:
        """The catalog with only these metrics and dimensions, and the terms and hierarchies that are left of it."""
        seen_metrics, seen_dimensions = set(metrics), set(dimensions)
        terms = tuple(
            replace(term, metrics=left, default=term.default if term.default in seen_metrics else None)
            for term in self.terms
            if (left := tuple(metric for metric in term.metrics if metric in seen_metrics))
        )
        hierarchies = tuple(
            replace(hierarchy, levels=left)
            for hierarchy in self.hierarchies
            if (left := tuple(level for level in hierarchy.levels if level in seen_dimensions))
        )
        return replace(
            self,
            metrics={name: metric for name, metric in self.metrics.items() if name in seen_metrics},
            dimensions={name: dimension for name, dimension in self.dimensions.items() if name in seen_dimensions},
            terms=terms,
            hierarchies=hierarchies,
        )


def nearest(name: str, known: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """The known names most like `name`, best first."""
    return tuple(difflib.get_close_matches(name, list(known), n=count, cutoff=0.5))

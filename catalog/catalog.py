"""The catalog: frozen, indexed look-ups, nearest names. What an asker sees is a smaller catalog, so what is hidden does not exist."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from catalog.calendar import DATASET, ISO, SCHEMA, Calendar
from catalog.dataset import Dataset, Join
from catalog.dimension import Dimension, Hierarchy
from catalog.errors import Unknown
from catalog.label import Label
from catalog.metric import Metric, Term


@dataclass(frozen=True)
class Catalog:
    """Everything that a project's catalog files declare. `fingerprint` is a digest of the files' content.

    In a catalog as an asker sees it, `insides` are the metrics that theirs are made of and that they may not name: only code looks there.
    """

    datasets: Mapping[str, Dataset]
    joins: tuple[Join, ...]
    dimensions: Mapping[str, Dimension]
    metrics: Mapping[str, Metric]
    hierarchies: tuple[Hierarchy, ...] = ()
    terms: tuple[Term, ...] = ()
    fingerprint: str = ""
    substance: str = ""  # a digest of all but words (catalog/substance.py)
    membership: str = ""  # of that and the names of members
    label: Label = field(default_factory=lambda: Label("", ""))
    calendar: Calendar = ISO  # the project's
    insides: Mapping[str, Metric] = field(default_factory=dict, repr=False)
    unnamed: Mapping[str, str] = field(default_factory=dict, repr=False)  # made-up id -> id, of what the reader of SQL may not know
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

    def is_of_days(self, dimension: str) -> bool:
        """Whether a dimension is one of the made calendar's: it tells of days, so that every dated metric may be seen by it."""
        home = self.datasets.get(self.dimension(dimension).dataset)
        return home is not None and (home.id, home.schema) == (DATASET, SCHEMA)

    def insides_of(self, seen: set[str]) -> Mapping[str, Metric]:
        """The metrics that the seen ones are made of, at any depth, and that are not seen themselves."""
        from catalog.parts import all_inputs_of

        found: dict[str, Metric] = {}
        waiting = [name for metric in seen if metric in self.metrics for name in all_inputs_of(self.metrics[metric])]
        while waiting:
            name = waiting.pop()
            metric = self.metrics.get(name) or self.insides.get(name)
            if metric is None or name in seen or name in found:
                continue
            found[name] = metric
            waiting += all_inputs_of(metric)
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
            insides=self.insides_of(seen_metrics),
            dimensions={name: dimension for name, dimension in self.dimensions.items() if name in seen_dimensions},
            terms=terms,
            hierarchies=hierarchies,
        )


def nearest(name: str, known: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """The known names most like `name`, best first."""
    return tuple(difflib.get_close_matches(name, list(known), n=count, cutoff=0.5))

"""Every formula of the catalog files with its place: of each metric, and of its earlier editions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from catalog.files.build import Written
from catalog.files.door import FormulaEntry, MetricEntry
from catalog.files.entries import Entry
from catalog.metric import Formula


@dataclass(frozen=True)
class Placed:
    """A formula as written and as built; `path` leads to it from its metric's entry."""

    metric: str
    entry: Entry[MetricEntry]
    path: tuple[str | int, ...]
    written: FormulaEntry
    formula: Formula

    def at(self, *path: str | int) -> str:
        """file:line of a key of the formula."""
        return self.entry.at(*self.path, *path)


def formulas_in(written: Written) -> Iterator[Placed]:
    for name, entry in written.metrics.items():
        metric = written.catalog.metrics[name]
        yield Placed(name, entry, ("formula",), entry.value.formula, metric.formula)
        in_order = sorted(enumerate(entry.value.editions), key=lambda placed: placed[1].until)
        for (place, edition), built in zip(in_order, metric.editions, strict=True):
            yield Placed(name, entry, ("editions", place, "formula"), edition.formula, built.formula)

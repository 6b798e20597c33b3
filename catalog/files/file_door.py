"""A catalog file as a pydantic model: what its sections hold."""
# ruff: noqa: RUF012  # pydantic copies defaults

from __future__ import annotations

from catalog.files.door import DatasetEntry, DimensionEntry, HierarchyEntry, JoinEntry, MetricEntry, TermEntry
from catalog.files.door_words import Door


class CatalogFile(Door):
    """One catalog file. Any section may stand in any file."""

    datasets: list[DatasetEntry] = []
    joins: list[JoinEntry] = []
    dimensions: list[DimensionEntry] = []
    hierarchies: list[HierarchyEntry] = []
    metrics: list[MetricEntry] = []
    terms: list[TermEntry] = []

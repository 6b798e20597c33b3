"""What of a catalog has to do with data, apart from its words: two catalogs of one substance differ in names, synonyms and descriptions."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from catalog.catalog import Catalog
from catalog.dimension import Dimension
from catalog.label import Label, Text


def weighed(catalog: Catalog) -> Catalog:
    """The catalog with the digests of its substance, and of that and its members' names."""
    parts = [bare(part) for part in (catalog.datasets, catalog.joins, catalog.dimensions, catalog.metrics, catalog.calendar)]
    named = [[name, [[member.value, *member.label.surfaces] for member in found.members]] for name, found in catalog.dimensions.items()]
    substance = digest(parts)
    return replace(catalog, substance=substance, membership=digest([substance, named]))


def bare(value: Any) -> Any:
    """A value without the words in it, and without what is no part of its equality (where it was written)."""
    if isinstance(value, Label | Text):
        return None
    if isinstance(value, Dimension):
        value = replace(value, members=())  # other names of what is looked up
    if is_dataclass(value):
        return [type(value).__name__, *(bare(getattr(value, each.name)) for each in fields(value) if each.compare)]
    if isinstance(value, Mapping):
        return [[key, bare(each)] for key, each in value.items()]
    if isinstance(value, tuple | list):
        return [bare(each) for each in value]
    return value


def digest(parts: Any) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]

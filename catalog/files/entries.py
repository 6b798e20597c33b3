"""Files to checked entries: each list item of each section passes the door by itself, so one bad metric hides no other fault."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from catalog.catalog import nearest
from catalog.errors import Fault
from catalog.files.door import (
    DatasetEntry,
    DimensionEntry,
    HierarchyEntry,
    JoinEntry,
    MetricEntry,
    TermEntry,
)
from catalog.files.faults import brief, faults_of
from catalog.files.file_door import CatalogFile
from catalog.files.tree import Fields, Items, line_at, read_fields

Model = TypeVar("Model", bound=BaseModel)
SECTIONS: dict[str, type[BaseModel]] = {
    "datasets": DatasetEntry,
    "joins": JoinEntry,
    "dimensions": DimensionEntry,
    "hierarchies": HierarchyEntry,
    "metrics": MetricEntry,
    "terms": TermEntry,
}
assert set(SECTIONS) == set(CatalogFile.model_fields)


@dataclass(frozen=True)
class Entry(Generic[Model]):
    """One checked entry, and where it was written."""

    value: Model
    tree: Fields
    shown: str

    def at(self, *path: str | int) -> str:
        """file:line of a value inside the entry."""
        return f"{self.shown}:{line_at(self.tree, path, self.tree.line)}"


@dataclass
class Declared:
    """All entries by section, in file order, and the ids of entries that did not pass the door (so that naming them is no second fault)."""

    entries: dict[str, list[Entry[Any]]] = field(default_factory=lambda: defaultdict(list))
    broken: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @property
    def datasets(self) -> Sequence[Entry[DatasetEntry]]:
        return self.entries["datasets"]

    @property
    def joins(self) -> Sequence[Entry[JoinEntry]]:
        return self.entries["joins"]

    @property
    def dimensions(self) -> Sequence[Entry[DimensionEntry]]:
        return self.entries["dimensions"]

    @property
    def hierarchies(self) -> Sequence[Entry[HierarchyEntry]]:
        return self.entries["hierarchies"]

    @property
    def metrics(self) -> Sequence[Entry[MetricEntry]]:
        return self.entries["metrics"]

    @property
    def terms(self) -> Sequence[Entry[TermEntry]]:
        return self.entries["terms"]


def read_entries(files: Sequence[tuple[str, str]], faults: list[Fault]) -> Declared:
    """Every entry of every file, given as (name shown, text); faults are added to the list."""
    declared = Declared()
    for shown, text in files:
        tree = read_fields(text, shown, faults)
        for section, items in (tree or {}).items():
            assert tree is not None
            read_section(section, items, shown, tree.lines[section], declared, faults)
    return declared


def read_section(section: str, items: Any, shown: str, line: int, declared: Declared, faults: list[Fault]) -> None:
    model = SECTIONS.get(section)
    if model is None:
        facts = (("key", section), ("nearest", ", ".join(nearest(section, SECTIONS))), ("allowed", ", ".join(SECTIONS)))
        faults.append(Fault(f"{shown}:{line}", "unknown_key", facts))
        return
    if items is None:
        return
    if not isinstance(items, Items):
        faults.append(Fault(f"{shown}:{line}", "wrong_type_list", (("key", section), ("found", brief(items)))))
        return
    for item, at in zip(items, items.lines, strict=True):
        read_entry(section, model, item, shown, at, declared, faults)


def read_entry(section: str, model: type[BaseModel], item: Any, shown: str, line: int, declared: Declared, faults: list[Fault]) -> None:
    try:
        declared.entries[section].append(Entry(model.model_validate(item), item, shown))
    except ValidationError as error:
        faults.extend(faults_of(error, model, item, shown, line))
        if isinstance(item, Fields) and isinstance(item.get("id"), str):
            declared.broken[section].add(item["id"])

"""What is said of each thing in the catalog: the texts that searching compares a question with."""

from __future__ import annotations

from typing import Literal

from catalog.catalog import Catalog
from catalog.label import Label, Text
from retrieval.lexical import Document
from retrieval.text import DOCUMENT_CAP, clean

SearchKind = Literal["metric", "dimension"]
KINDS: tuple[SearchKind, ...] = ("metric", "dimension")


def documents(catalog: Catalog, kind: SearchKind) -> list[Document]:
    """One document a metric or dimension: its names and its definition in both languages."""
    things = catalog.metrics.values() if kind == "metric" else catalog.dimensions.values()
    return [Document(thing.id, texts(thing.label, thing.description)) for thing in things]


def texts(label: Label, description: Text) -> tuple[str, ...]:
    said = (clean(text, DOCUMENT_CAP).text.strip() for text in (*label.surfaces, description.zh, description.en))
    return tuple(dict.fromkeys(text for text in said if text))

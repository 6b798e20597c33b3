"""One word, one thing: ids, names and synonyms are not used twice, unless a term declares that a word has several definitions."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from catalog.errors import Fault
from catalog.files.build import Written
from catalog.files.entries import Entry
from catalog.label import Label

RESERVED = ("metric_time", "period", "metrics")
ENDINGS = ("_share", "_running", "_rank", "_previous", "_change", "_change_pct")


def folded(word: str) -> str:
    """The word as questions are compared: full-width forms, case and spaces do not matter."""
    return " ".join(unicodedata.normalize("NFKC", word).casefold().split())


def distinct_ids(written: Written) -> Iterator[Fault]:
    """Metric and dimension ids are columns of one relation, beside the columns that a query itself makes."""
    for name, dimension in written.dimensions.items():
        if name in written.metrics:
            yield Fault(dimension.at("id"), "duplicate_id", (("id", name), ("first", written.metrics[name].at("id"))))
    everything: dict[str, Entry[Any]] = {**written.dimensions, **written.metrics}
    for name, entry in everything.items():
        if name in RESERVED:
            yield Fault(entry.at("id"), "reserved_id", (("id", name),))
        for ending in ENDINGS:
            if name.endswith(ending) and (shorter := name.removesuffix(ending)) in written.metrics:
                yield Fault(entry.at("id"), "reserved_id", (("id", name), ("metric", shorter), ("ending", ending)))


@dataclass(frozen=True)
class Spoken:
    """One word, who is called so, and where that is written."""

    kind: str
    id: str
    word: str
    where: str


def distinct_words(written: Written) -> Iterator[Fault]:
    """No metric, dimension, hierarchy or term shares a word with another; metrics may share a word that a term over both declares."""
    declared = {folded(word): set(term.metrics) for term in written.catalog.terms for word in term.label.surfaces}
    first: dict[str, Spoken] = {}
    for spoken in chain_words(written):
        word = folded(spoken.word)
        other = first.setdefault(word, spoken)
        if (other.kind, other.id) == (spoken.kind, spoken.id):
            continue
        if {other.kind, spoken.kind} <= {"metric"} and {other.id, spoken.id} <= declared.get(word, set()):
            continue
        if {other.kind, spoken.kind} == {"metric", "term"}:
            metric = other.id if other.kind == "metric" else spoken.id
            if metric in declared[word]:
                continue
        facts = (("word", spoken.word), ("id", spoken.id), ("other", other.id), ("first", other.where))
        code = "duplicate_metric_word" if {other.kind, spoken.kind} == {"metric"} else "duplicate_word"
        yield Fault(spoken.where, code, facts)


def chain_words(written: Written) -> Iterator[Spoken]:
    catalog = written.catalog
    for name, metric in catalog.metrics.items():
        yield from words("metric", name, metric.label, written.metrics[name])
    for term, entry in zip(catalog.terms, written.terms, strict=True):
        yield from words("term", f"{term.label.zh} / {term.label.en}", term.label, entry)
    for name, dimension in catalog.dimensions.items():
        yield from words("dimension", name, dimension.label, written.dimensions[name])


def words(kind: str, name: str, label: Label, entry: Entry[Any]) -> Iterator[Spoken]:
    yield Spoken(kind, name, label.zh, entry.at("name", "zh"))
    yield Spoken(kind, name, label.en, entry.at("name", "en"))
    for place, word in enumerate(label.synonyms):
        yield Spoken(kind, name, word, entry.at("synonyms", place))

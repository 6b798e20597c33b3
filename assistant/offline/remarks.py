"""Remarks about the form of the answer or the way to it, which ask for nothing more: inclusive of both dates, rounded to two decimals.

A remark that names tables or columns is one only where those are what the catalog reads anyway.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.offline.readings import Reading
from assistant.offline.vocabulary import Word, vocabulary
from catalog.catalog import Catalog
from catalog.metric import Aggregate
from retrieval.text import stem

if TYPE_CHECKING:
    from retrieval.matches import Finder

REMARK = Word("filler", "remark")
TABLES = re.compile(
    r",?\s*\(?(?:(?:(?:based on|by|using|after|via|with) )?(?:doing )?(?:a |an |the )?(?:(?:left|inner|right|outer) )?join(?:ing|s|ed)?"
    r"(?: of| between| from)?|from|in|using) (?:the )?(?P<names>\w+(?:(?:, | and |, and | to | with )(?:the )?\w+)*) tables?\)?",
    re.IGNORECASE,
)
GLOSS = re.compile(
    r"(?:(?<=[.;?!] )|(?<=\()|^)(?:note(?: that)?,? |where |here,? )?(?:the )?(?P<name>[\w ]+?) (?:refers to|is defined as|is|means|equals)"
    r" the (?P<by>sum|total|average|mean|number|count) of (?:the )?(?P<column>\w+)"
    r"(?: (?:in|from|of) the (?P<table>\w+) table)?(?=[.;?!)]|$)",
    re.IGNORECASE,
)
BASED = re.compile(r"\((?:based|calculated|computed) (?:on|from) (?:the )?(?P<column>[\w ]+)\)", re.IGNORECASE)
FUNCTIONS = {"sum": "sum", "total": "sum", "average": "average", "mean": "average", "number": "count", "count": "count"}
APART = re.compile(r",|\band\b|\bto\b|\bwith\b|\bthe\b|\bfrom\b")


def remarks(text: str, catalog: Catalog) -> Iterator[Reading]:
    """Every remark of the text, as words that carry nothing."""
    lowered = text.lower()
    for regex in compiled():
        for match in regex.finditer(lowered):
            yield Reading(match.start(), match.end(), REMARK)
    for match in TABLES.finditer(text):
        if all(is_table(name, catalog) for name in names_in(match["names"])):
            yield Reading(match.start(), match.end(), REMARK)


def glosses(text: str, finder: Finder) -> Iterator[Reading]:
    """'Note that revenue refers to the sum of amount in the sales table': only where the catalog's own definition is that."""
    catalog = finder.catalog
    for match in GLOSS.finditer(text):
        name = match["name"]
        named = {each.id for each in finder.names(name) if each.kind == "metric" and (each.start, each.end) == (0, len(name))}
        if any(is_made_so(catalog, metric, FUNCTIONS[match["by"].lower()], match["column"], match["table"]) for metric in named):
            yield Reading(match.start(), match.end(), REMARK)
    for match in BASED.finditer(text):
        named = {each.id for each in finder.names(text[: match.start()]) if each.kind == "metric" and each.end >= match.start() - 1}
        if named and any(is_made_so(catalog, metric, None, match["column"], None) for metric in named):
            yield Reading(match.start(), match.end(), REMARK)


def is_made_so(catalog: Catalog, metric: str, function: str | None, column: str, table: str | None) -> bool:
    formula = catalog.metrics[metric].formula
    return (
        isinstance(formula, Aggregate)
        and (function is None or formula.function == function)
        and formula.filter is None
        and (formula.expression or "").lower() == column.strip().lower().replace(" ", "_")
        and (table is None or is_table(table, catalog))
    )


def compiled() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in vocabulary().remarks)


def names_in(text: str) -> list[str]:
    return [name.strip() for name in APART.split(text.lower()) if name.strip()] or [""]


def is_table(name: str, catalog: Catalog) -> bool:
    """Whether a dataset is called so, by its label, id or table."""
    said = spelled(name)
    return any(
        said in {spelled(each) for each in (dataset.id, dataset.table, *dataset.label.surfaces)} for dataset in catalog.datasets.values()
    )


def spelled(name: str) -> str:
    return stem(name.lower().replace("_", " ").strip())

"""Remarks about the form of the answer or the way to it, which ask for nothing more: inclusive of both dates, rounded to two decimals.

A remark that names tables or columns is one only where those are what the catalog reads anyway.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.offline.readings import Reading
from assistant.offline.vocabulary import Word, vocabulary
from catalog.catalog import Catalog
from retrieval.text import stem

REMARK = Word("filler", "remark")
TABLES = re.compile(
    r",?\s*\(?(?:(?:(?:based on|by|using|after|via|with) )?(?:doing )?(?:a |an |the )?(?:(?:left|inner|right|outer) )?join(?:ing|s|ed)?"
    r"(?: of| between| from)?|from|in|using) (?:the )?(?P<names>\w+(?:(?:, | and |, and | to | with )(?:the )?\w+)*) tables?\)?",
    re.IGNORECASE,
)
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

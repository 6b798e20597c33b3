"""Running the verified questions again: what drifted since no longer counts as verified, and says why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.answer import answer
from assistant.offline.language import language_of
from assistant.offline.patterns import pattern_of
from assistant.plan import Planned
from assistant.question import Question
from assistant.verified.book import Book, Entry
from assistant.verified.digests import drifted, rows_digest
from catalog.errors import Unknown

if TYPE_CHECKING:
    from assistant.project import Project


@dataclass(frozen=True)
class Checked:
    """An entry and the codes of what drifted: definition, reading, result, shape, data, person; none means that it still holds."""

    entry: Entry
    reasons: tuple[str, ...]


def check_all(project: Project) -> Iterator[Checked]:
    """Runs every verified question that still counts, as the person who verified it, and lowers those that drifted."""
    book = Book(project.journal.store)
    for entry in book.entries():
        if entry.lowered_at is not None:
            yield Checked(entry, entry.reasons)
            continue
        reasons = tuple(dict.fromkeys(reasons_of(entry, project)))
        if reasons:
            book.lower(entry.id, project.now(), reasons)
        yield Checked(entry, reasons)


def reasons_of(entry: Entry, project: Project) -> Iterator[str]:
    try:
        asker = project.access.asker(entry.verified_by)
    except Unknown:
        yield "person"
        return
    template = entry.template
    reader = project.access.asker(template.reader) if template.reader in project.access.people else asker
    if drifted(template, project.catalog):
        yield "definition"
    if pattern_of(entry.question, project.sight(reader), project.offline).items != template.pattern.items:
        yield "reading"
    language = language_of(entry.question, project.language)
    found = answer(Question(entry.question), project, asker, planned=Planned(template.query, "verified", language))
    if found.status != "answered":
        yield "result"
    elif tuple((column.name, column.type) for column in found.columns) != template.columns:
        yield "shape"
    elif template.rows is not None and rows_digest(found.rows) != template.rows:
        yield "data"

"""Another name for a metric, dimension or member, written into the catalog's own file as a change that can be reviewed.

What would not load, or would take a word that already means something, is refused and leaves every file as it was.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.desk.acts import record
from assistant.desk.case_file import alone, put
from assistant.desk.entrance import admitted
from assistant.offline.patterns import pattern_of
from catalog.access import Asker
from catalog.catalog import Catalog, nearest
from catalog.errors import CatalogError, Faulty, Unknown
from catalog.files.load import digest, read_catalog, read_files, with_known_periods
from catalog.files.synonyms import Named, with_synonym
from catalog.files.tree import decoded
from catalog.store.chain import Event, append
from retrieval.names import Match
from retrieval.text import fold

if TYPE_CHECKING:
    from assistant.project import Project
    from catalog.errors import Fault

LONGEST = 60
BOM = "\ufeff"


class NotAdded(CatalogError):
    """Why a synonym is not written: synonym_empty, synonym_too_long, synonym_known, synonym_taken, synonym_is_grammar, synonym_elsewhere,
    synonym_unwritable, synonym_faulty."""


@dataclass(frozen=True)
class Proposal:
    """The change: the file (relative to the project's folder), and what of it differs, as a unified diff."""

    named: Named
    word: str
    file: str
    diff: str
    path: Path
    text: str


def propose(project: Project, asker: Asker, named: Named, word: str) -> Proposal:
    """What adding a synonym would change, checked by loading the catalog with it. Raises NotAllowed, Unknown, NotAdded."""
    analyst = admitted(project, asker, "synonym")
    word = " ".join(word.split())
    check_word(word)
    check_named(named, project, analyst)
    check_free(named, word, project, analyst)
    for path in project.file.catalog:
        text = written(path)
        new = with_synonym(text.removeprefix(BOM), named, word)
        if new is not None:
            new = BOM + new if text.startswith(BOM) else new
            shown = path.relative_to(project.file.folder).as_posix()
            check_loads(project, path, new, named, word)
            lines = difflib.unified_diff(text.splitlines(True), new.splitlines(True), f"a/{shown}", f"b/{shown}", n=2)
            return Proposal(
                named, word, shown, "".join(line if line.endswith("\n") else f"{line}\n" for line in lines), path.resolve(), new
            )
    raise NotAdded("synonym_elsewhere", name=named.id)


def add(project: Project, asker: Asker, named: Named, word: str, answer_id: str = "", comment: str = "") -> Proposal:
    """Writes a synonym; questions know it from the next one on. `answer_id` is the answer that it was added for, if one was.

    The file is changed whole within the transaction of its entry in the audit log. Raises as `propose`, and NotFound."""
    analyst = admitted(project, asker, "synonym")
    if answer_id:
        project.journal.find(answer_id, None)
    with alone(project.file.state / "catalog"):
        found = propose(project, analyst, named, word)  # on the files as they are now that nobody else writes them
        facts = {"kind": named.kind, "name": named.id, "value": named.value, "word": found.word, "file": found.file}
        try:
            with project.journal.store.engine.begin() as connection:
                if answer_id:
                    record(connection, "synonym", answer_id, analyst, project.now(), comment, facts)
                else:
                    append(connection, Event("synonym", analyst.id, project.now(), "", {**facts, "comment": comment}))
                put(found.path, found.text)
        except OSError as error:
            raise NotAdded("synonym_unwritable", file=found.file, reason=error.strerror or type(error).__name__) from error
    (project.root or project).follow()
    return found


def check_word(word: str) -> None:
    if not word:
        raise NotAdded("synonym_empty")
    if len(word) > LONGEST or not word.isprintable():
        raise NotAdded("synonym_too_long", most=LONGEST)


def check_named(named: Named, project: Project, analyst: Asker) -> None:
    """What is named is something that the analyst sees. Raises Unknown."""
    sight = project.sight(analyst)
    if named.kind == "metric":
        sight.catalog.metric(named.id)
        return
    dimension = sight.catalog.dimension(named.id)
    if named.kind == "dimension":
        return
    known = [*sight.finder.members.values(dimension.id)] if dimension.searchable else [each.value for each in dimension.members]
    if named.value not in known:
        names = [str(value) for value in known]
        raise Unknown("no_such_member", name=str(named.value), dimension=dimension.id, nearest=nearest(str(named.value), names, 5))


def check_free(named: Named, word: str, project: Project, analyst: Asker) -> None:
    """The word means nothing else yet, neither in the whole catalog nor in the language; members of other dimensions may share it."""
    whole = [match for match in project.finder.names(word) if (match.start, match.end) == (0, len(word)) and is_certain(match, word)]
    seen = {(match.kind, match.id, match.value) for match in project.sight(analyst).finder.names(word)}
    for match in whole:
        if is_it(match, named):
            raise NotAdded("synonym_known", word=word)
        if {match.kind, named.kind} == {"member"} and match.id != named.id:
            continue
        told = (match.kind, match.id, match.value) in seen
        raise NotAdded("synonym_taken", word=word, name=match.surface if told else "")
    items = pattern_of(word, project.sight(analyst), project.offline).items
    if not whole and not any(item.startswith(("text ", "metric ", "dimension ", "member ")) for item in items):
        raise NotAdded("synonym_is_grammar", word=word)


def is_certain(match: Match, word: str) -> bool:
    return match.reason in ("exact", "alias") and fold(match.surface).text == fold(word).text


def is_it(match: Match, named: Named) -> bool:
    if named.kind == "member":
        return (match.kind, match.id, match.value) == ("member", named.id, named.value)
    return (match.kind, match.id) == (named.kind, named.id)


def written(path: Path) -> str:
    """The file's text with its own line ends, and its mark of UTF-8 if it has one."""
    raw = path.read_bytes()
    faults: list[Fault] = []
    text = decoded(raw, path.name, faults)
    if text is None:
        raise Faulty(tuple(faults))
    return BOM + text if raw.startswith(BOM.encode()) else text


def check_loads(project: Project, path: Path, text: str, named: Named, word: str) -> None:
    """The catalog loads with the changed file, and differs in this synonym alone."""
    from catalog.calendar_dataset import with_calendar

    file = project.file
    faults: list[Fault] = []
    shown = path.relative_to(file.folder).as_posix()
    files = [(name, text.removeprefix(BOM) if name == shown else old) for name, old in read_files(file.catalog, file.folder, faults)]
    try:
        made = read_catalog(files, digest(files), faults, file.calendar)
        found = with_calendar(with_known_periods(made, file.calendar), file.calendar)
    except Faulty as error:
        raise NotAdded("synonym_faulty", where=error.faults[0].where, word=word) from error
    if word not in surfaces(found, named):
        raise NotAdded("synonym_elsewhere", name=named.id)


def surfaces(catalog: Catalog, named: Named) -> tuple[str, ...]:
    """Every name of what is named."""
    if named.kind == "metric":
        return catalog.metrics[named.id].label.surfaces
    dimension = catalog.dimensions[named.id]
    if named.kind == "dimension":
        return dimension.label.surfaces
    labels: Mapping[object, tuple[str, ...]] = {each.value: each.label.surfaces for each in dimension.members}
    return labels.get(named.value, ())

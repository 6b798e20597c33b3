"""Sees that the catalog's files or the build changed, and opens the edition that they make now; what cannot be answered from is not."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread
from typing import Literal

from assistant.build import facts_path, facts_version, index, read_facts
from assistant.edition import Edition
from assistant.warehouse import warehouse_of
from catalog.catalog import Catalog
from catalog.errors import CatalogError, Faulty
from catalog.files import load_catalog
from catalog.files.project_file import ProjectFile
from sql_guard.engine import Engine
from sql_guard.errors import GuardError
from sql_guard.serving import POINTER, Manifest

logger = logging.getLogger("wenshu.project")
State = Literal["current", "faulty", "not_built", "unreadable"]  # of what the files say now, against what is answered from
Stamp = tuple[object, ...]
PATIENCE = 2.0  # seconds that a question waits while another one opens what has changed


def stamp_of(file: Path) -> tuple[int, int, int]:
    """What of a file changes when its text does."""
    found = file.stat()
    return found.st_mtime_ns, found.st_size, found.st_ino


def stamp_or_none(file: Path) -> Stamp | None:
    try:
        return stamp_of(file)
    except OSError:
        return None


@dataclass(frozen=True)
class Watched:
    """Files and folders whose change may be news, and how they looked at one moment."""

    places: tuple[Path, ...]
    stamp: Stamp

    def has_changed(self) -> bool:
        return tuple(map(stamp_or_none, self.places)) != self.stamp

    def and_also(self, place: Path) -> Watched:
        return Watched((*self.places, place), (*self.stamp, stamp_or_none(place)))


def watched(file: ProjectFile) -> Watched:
    """The catalog's files, the folders that new ones may come into, and the pointer to the build, as they are now."""
    files = file.catalog
    folders = {path.parent for path in files} | {above(file.folder, pattern) for pattern in file.patterns}
    places = (*files, *sorted(folders), file.state / "serving" / POINTER)
    return Watched(places, tuple(map(stamp_or_none, places)))


@dataclass
class Follower:
    """Not for two threads at once, but for `has_news`. `seen` is how things were before what is answered from was read."""

    file: ProjectFile
    engine: Engine
    seen: Watched
    state: State = "current"
    awaited: Path | None = None

    def has_news(self) -> bool:
        return self.seen.has_changed()

    def followed(self, edition: Edition) -> Edition:
        """The edition that the files and the build make now; the given one where nothing changed or can be answered from."""
        if not self.has_news():
            return edition
        seen, self.awaited = watched(self.file), None  # looked at before anything is read: what changes meanwhile is news again
        try:
            return self.opened(edition)
        except (CatalogError, GuardError, OSError, sqlite3.Error) as error:
            self.kept("unreadable", str(error))
            return edition
        finally:
            self.seen = seen if self.awaited is None else seen.and_also(self.awaited)

    def opened(self, edition: Edition) -> Edition:
        """The written catalog on the current build, or where that cannot be answered from the old catalog, or else what there was."""
        manifest = warehouse_of(self.file, edition.catalog).last()
        written = self.written()
        for catalog in ([] if written is None else [written]) + [edition.catalog]:
            if (found := self.of(catalog, manifest, edition)) is not None:
                if catalog is written:
                    self.state = "current"
                return found
            if catalog is written:
                self.kept("not_built", "it asks the data for something else: run wenshu build")
                self.awaited = facts_path(self.file, facts_version(manifest, catalog))
        return edition

    def written(self) -> Catalog | None:
        """The catalog as its files are now; None where they have faults."""
        try:
            return load_catalog(self.file.catalog, cache=self.file.state / "cache", root=self.file.folder, calendar=self.file.calendar)
        except Faulty as error:
            self.kept("faulty", "; ".join(f"{fault.where} {fault.code}" for fault in error.faults[:5]))
            return None

    def of(self, catalog: Catalog, manifest: Manifest, edition: Edition) -> Edition | None:
        """The edition of a catalog on a build, if the two have been brought together."""
        if (catalog.fingerprint, manifest) == (edition.catalog.fingerprint, edition.manifest):
            return edition
        facts = read_facts(self.file, manifest, catalog)
        if facts is None:
            return None
        found = replace(edition, catalog=catalog, manifest=manifest, facts=facts, engine=self.engine.on(manifest))
        found.open_members()  # now: a later build removes the file
        if catalog.fingerprint != edition.catalog.fingerprint:
            Thread(target=self.index_anew, args=(found,), name="indexing", daemon=True).start()
        logger.info("answering from catalog %s on data %s", catalog.fingerprint[:8], manifest.version)
        return found

    def index_anew(self, edition: Edition) -> None:
        """New names are known by their words at once; likeness follows when the index has them."""
        try:
            index(self.file, edition.catalog, edition.embedder, lambda step: None)
        except Exception:  # a thread without a caller: the old index serves on, and the log says why
            logger.exception("the index of names was not made anew")

    def kept(self, state: State, why: str) -> None:
        self.state = state
        logger.warning("the catalog's files are not followed (%s), answers come from the last that could be: %s", state, why)


def above(folder: Path, pattern: str) -> Path:
    """The folder in which all matches of a pattern lie."""
    return folder.joinpath(*plain(pattern))


def plain(pattern: str) -> Iterator[str]:
    for part in Path(pattern).parts[:-1]:
        if any(mark in part for mark in "*?["):
            return
        yield part

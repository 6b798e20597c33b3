"""The vectors of every surface form: built aside, checked, put in place whole; a cache that can always be made again.

A folder holds versions (one a content hash), CURRENT (the name of the serving one) and the embedding cache. Chroma proposes the nearest;
similarities are always exact, and when Chroma is absent, broken or not wanted every vector is compared.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from catalog.catalog import Catalog
from retrieval import chroma
from retrieval.documents import KINDS, SearchKind, documents
from retrieval.embed import Embedder
from retrieval.embedding_cache import embedded
from retrieval.errors import IndexUnfit
from retrieval.lexical import Scored

if TYPE_CHECKING:
    from retrieval.embed import Vectors

LOG = logging.getLogger(__name__)
FORMAT = 1
PROBE = "每月的销售额 monthly sales by region"  # embedded with the index and again with the first question: the same model answers the same
SAME = 0.99  # cosine of the probe with itself
PROPOSED = 8  # rows that Chroma is asked for, for each match wanted
OLD = 3600.0  # seconds after which an abandoned version is removed


@dataclass(frozen=True, slots=True)
class Row:
    """One surface form of one thing; the probe has no kind."""

    kind: str
    id: str
    text: str


@dataclass(frozen=True)
class Version:
    """A version that was loaded."""

    name: str
    rows: list[Row]
    vectors: Vectors
    places: Mapping[tuple[str, str], list[int]]  # rows by kind and id


@dataclass
class SearchIndex:
    """Opens nothing and imports nothing heavy until it is searched."""

    folder: Path
    embedder: Embedder
    catalog: Catalog
    through_chroma: bool = True
    loaded: Version | None = field(default=None, init=False)
    opened: dict[str, chroma.Nearest | None] = field(default_factory=dict, init=False)
    is_probed: bool = field(default=False, init=False)
    lock: Any = field(default_factory=Lock, init=False, repr=False)

    @property
    def rows(self) -> list[Row]:
        return [Row("", "", PROBE), *catalog_rows(self.catalog)]

    @property
    def digest(self) -> str:
        """What the index should hold: the model and every surface form."""
        content = [FORMAT, self.embedder.fingerprint, *((row.kind, row.id, row.text) for row in self.rows)]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:24]

    @property
    def is_current(self) -> bool:
        try:
            return current_name(self.folder).startswith(self.digest) and bool(self.version())
        except IndexUnfit:
            return False

    def build(self) -> bool:
        """Make the index when it is not current; whether it was made. What serves now serves until the new one is in place."""
        if self.is_current:
            return False
        self.folder.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f"{self.digest}-", dir=self.folder))
        write(aside, self.rows, self.embedder, self.folder / "embeddings.db")
        if not chroma.built_and_checked(aside):
            LOG.warning("Chroma is not usable here; every vector is compared instead")
        pointer = Path(tempfile.mkstemp(prefix="CURRENT.", dir=self.folder)[1])
        pointer.write_text(aside.name, encoding="utf-8")
        previous = current_name(self.folder, missing="")
        pointer.replace(self.folder / "CURRENT")
        remove_old(self.folder, keep={aside.name, previous})
        return True

    def version(self) -> Version:
        """The serving version; raises IndexUnfit when there is none, or one that another model made."""
        name = current_name(self.folder)
        with self.lock:
            if self.loaded is None or self.loaded.name != name:
                self.loaded = self.load(name)
                self.is_probed = False
            return self.loaded

    def load(self, name: str) -> Version:
        import numpy as np

        folder = self.folder / name
        try:
            about = json.loads((folder / "rows.json").read_text(encoding="utf-8"))
            rows = [Row(*row) for row in about["rows"]]
            vectors = np.load(folder / "vectors.npy", mmap_mode="r")
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexUnfit("index_unreadable", folder=str(folder)) from error
        if about["fingerprint"] != self.embedder.fingerprint:
            raise IndexUnfit("index_of_another_model", made_by=about["fingerprint"], wanted=self.embedder.fingerprint)
        if vectors.ndim != 2 or len(vectors) != len(rows):
            raise IndexUnfit("index_unreadable", folder=str(folder))
        known = set(self.rows)
        places: dict[tuple[str, str], list[int]] = {}
        for place, row in enumerate(rows):
            if row in known:  # a version older than the catalog serves what both have
                places.setdefault((row.kind, row.id), []).append(place)
        return Version(name, rows, vectors, places)

    def similarities(self, text: str, kind: SearchKind, allowed: Iterable[str], also: Iterable[str], count: int) -> dict[str, Scored]:
        """Cosine of the text with the best surface of each likely allowed id, and of each id in `also`; at least `count` if there are."""
        version = self.version()
        vector = self.embed(text, version)
        seen = {identity for identity in allowed if (kind, identity) in version.places}
        likely = self.proposed(version, vector, kind, count) & seen
        chosen = likely | (seen & set(also)) if len(likely) >= min(count, len(seen)) else seen
        return dict(scored(version, vector, kind, sorted(chosen)))

    def proposed(self, version: Version, vector: Vectors, kind: SearchKind, count: int) -> set[str]:
        """The ids that Chroma finds near, none when it is not in use."""
        nearest = self.nearest(version.name)
        if nearest is None:
            return set()
        try:
            found = nearest.rows(vector, min(len(version.rows), count * PROPOSED))
        except Exception:  # as in `chroma.opened`
            LOG.warning("Chroma cannot search; every vector is compared from now on", exc_info=True)
            self.opened = {version.name: None}
            return set()
        return {version.rows[place].id for place in found if version.rows[place].kind == kind}

    def nearest(self, name: str) -> chroma.Nearest | None:
        """Chroma's view of a version, opened once; None when every vector is compared."""
        with self.lock:
            if self.through_chroma and name not in self.opened:
                self.opened = {name: chroma.opened(self.folder / name)}
            return self.opened.get(name)

    def embed(self, text: str, version: Version) -> Vectors:
        """The text's vector, by the model that made the index; raises IndexUnfit when the model answers otherwise than then."""
        vectors = self.embedder.embed([text] if self.is_probed else [text, PROBE])
        vector: Vectors = vectors[0]
        if self.is_probed:
            return vector
        probe = vectors[1]
        if probe.shape != version.vectors[0].shape or float(probe @ version.vectors[0]) < SAME:
            raise IndexUnfit("index_of_another_model", made_by=self.embedder.fingerprint, wanted=self.embedder.fingerprint)
        self.is_probed = True
        return vector


def catalog_rows(catalog: Catalog) -> Iterator[Row]:
    for kind in KINDS:
        for document in documents(catalog, kind):
            yield from (Row(kind, document.id, text) for text in document.texts)


def scored(version: Version, vector: Vectors, kind: str, ids: list[str]) -> Iterator[tuple[str, Scored]]:
    owners = [(identity, place) for identity in ids for place in version.places[kind, identity]]
    if not owners:
        return
    likeness = version.vectors[[place for _, place in owners]] @ vector
    best: dict[str, Scored] = {}
    for (identity, place), value in zip(owners, likeness.tolist(), strict=True):
        if identity not in best or value > best[identity].score:
            best[identity] = Scored(value, version.rows[place].text)
    yield from best.items()


def write(folder: Path, rows: list[Row], embedder: Embedder, cache: Path) -> None:
    import numpy as np

    np.save(folder / "vectors.npy", embedded([row.text for row in rows], embedder, cache))
    about = {"fingerprint": embedder.fingerprint, "rows": [(row.kind, row.id, row.text) for row in rows]}
    (folder / "rows.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")


def current_name(folder: Path, missing: str | None = None) -> str:
    try:
        return (folder / "CURRENT").read_text(encoding="utf-8").strip()
    except OSError as error:
        if missing is not None:
            return missing
        raise IndexUnfit("index_missing", folder=str(folder)) from error


def remove_old(folder: Path, keep: set[str]) -> None:
    """Remove versions that neither serve nor served last; one that is being built is young."""
    for version in folder.iterdir():
        if version.name not in keep and version.is_dir() and time.time() - version.stat().st_mtime > OLD:
            shutil.rmtree(version, ignore_errors=True)

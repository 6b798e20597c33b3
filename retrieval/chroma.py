"""The nearest vectors by Chroma, embedded, with our own vectors only. The one place that imports chromadb.

Building and checking run in a process of their own (`python -m retrieval.chroma build|check FOLDER`), because Chroma may crash, not raise.
"""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from retrieval.embed import Vectors

LOG = logging.getLogger(__name__)
COLLECTION = "surfaces"
BATCH = 4000
CHECKED = "chroma.checked"  # the file that says that the check passed
OPENING = "chroma.opening-"  # and the process id, while it opens
PATIENCE = 600.0  # seconds for building or checking


class Nearest:
    """The vectors of one folder; ids are row numbers."""

    def __init__(self, folder: Path) -> None:
        self.collection = client(folder).get_collection(COLLECTION, embedding_function=None)

    def rows(self, vector: Vectors, count: int) -> list[int]:
        """The rows nearest to a vector of length one, nearest first."""
        found = self.collection.query(query_embeddings=[vector], n_results=count, include=[])
        return [int(row) for row in found["ids"][0]]


def opened(folder: Path) -> Nearest | None:
    """The folder's vectors, or None when Chroma cannot serve them, was never checked, or ended a process that opened them."""
    if not (folder / CHECKED).exists() or any(is_stale(mark) for mark in folder.glob(f"{OPENING}*")):
        return None
    mark = folder / f"{OPENING}{os.getpid()}"
    try:
        mark.touch()
        nearest = Nearest(folder)
        nearest.collection.count()
    except Exception:  # Chroma raises errors of its core, of SQLite and of the file system; all mean the same
        LOG.warning("Chroma cannot open the index; every vector is compared instead", exc_info=True)
        return None
    finally:
        mark.unlink(missing_ok=True)
    return nearest


def is_stale(mark: Path) -> bool:
    """Whether the process that left the mark is gone: it ended while it was opening."""
    owner = int(mark.name.removeprefix(OPENING))
    if owner == os.getpid():
        return True
    try:
        os.kill(owner, 0)
    except OSError:
        return True
    return False


def client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder / "chroma"), settings=Settings(anonymized_telemetry=False))


def build(folder: Path) -> None:
    """Put the folder's vectors into a new collection."""
    import numpy as np

    vectors = np.load(folder / "vectors.npy")
    collection = client(folder).create_collection(COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}})
    for first in range(0, len(vectors), BATCH):
        some = vectors[first : first + BATCH]
        collection.add(ids=[str(first + place) for place in range(len(some))], embeddings=some)


def check(folder: Path) -> None:
    """Raise unless the collection opens, is complete and finds rows by their own vectors."""
    import numpy as np

    vectors = np.load(folder / "vectors.npy")
    nearest = Nearest(folder)
    if nearest.collection.count() != len(vectors):
        raise ValueError("rows are missing")
    for row in sorted({0, len(vectors) // 2, len(vectors) - 1}):
        best = nearest.rows(vectors[row], 1)
        if not np.allclose(vectors[best[0]] @ vectors[row], 1.0, atol=1e-3):
            raise ValueError(f"row {row} does not find itself")


def built_and_checked(folder: Path) -> bool:
    """Build and check in processes of their own; whether both passed."""
    if not all(survives(command, folder) for command in ("build", "check")):
        return False
    (folder / CHECKED).touch()
    return True


def survives(command: str, folder: Path) -> bool:
    import subprocess

    source = str(Path(__file__).parent.parent)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([source, *filter(None, [os.environ.get("PYTHONPATH")])])}
    try:
        done = subprocess.run(  # noqa: S603  (our own interpreter and module)
            [sys.executable, "-m", "retrieval.chroma", command, str(folder)],
            env=environment,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


if __name__ == "__main__":
    {"build": build, "check": check}[sys.argv[1]](Path(sys.argv[2]))

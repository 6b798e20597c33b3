"""Vectors from any OpenAI-compatible endpoint. The key comes only from a parameter; every failure is an EmbedderFailed with a code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from retrieval.embed import normalised
from retrieval.errors import EmbedderFailed

if TYPE_CHECKING:
    from retrieval.embed import Vectors

BATCH = 10  # the smallest limit of the endpoints we know
NO_KEY = "none"  # sent to endpoints that need no key, so that the client does not look for one elsewhere


@dataclass(frozen=True)
class Endpoint:
    """`base_url` ends in /v1 as a rule; `dimensions` only for models that can shorten their vectors."""

    base_url: str
    model: str
    key: str = field(default="", repr=False)
    dimensions: int | None = None
    timeout: float = 20.0
    retries: int = 2

    @property
    def fingerprint(self) -> str:
        return f"{self.base_url.rstrip('/')}#{self.model}#{self.dimensions or 'all'}"

    @cached_property
    def client(self) -> Any:
        from openai import OpenAI

        client = OpenAI(base_url=self.base_url, api_key=self.key or NO_KEY, timeout=self.timeout, max_retries=self.retries)
        client.organization = client.project = None
        return client

    def embed(self, texts: Sequence[str]) -> Vectors:
        import numpy as np

        rows = [row for first in range(0, len(texts), BATCH) for row in self.rows(list(texts[first : first + BATCH]))]
        try:
            vectors = np.asarray(rows, dtype=np.float32)
        except (TypeError, ValueError) as error:
            raise self.failed("embedder_malformed", "vectors of several lengths, or not of numbers") from error
        if len(rows) and (vectors.ndim != 2 or not np.isfinite(vectors).all()):
            raise self.failed("embedder_malformed", "vectors that are not finite numbers")
        return normalised(vectors.reshape(len(rows), -1 if rows else 0))

    def rows(self, texts: list[str]) -> list[list[float]]:
        """The raw vectors of one request, in the order of the texts."""
        import openai

        options: dict[str, Any] = {} if self.dimensions is None else {"dimensions": self.dimensions}
        try:
            reply = self.client.embeddings.create(model=self.model, input=texts, encoding_format="float", **options)
        except openai.APITimeoutError as error:
            raise self.failed("embedder_timeout", f"{self.timeout} s") from error
        except openai.APIConnectionError as error:
            raise self.failed("embedder_unreachable", self.base_url) from error
        except (openai.AuthenticationError, openai.PermissionDeniedError) as error:
            raise self.failed("embedder_refused", str(error.status_code)) from error
        except openai.RateLimitError as error:
            raise self.failed("embedder_busy", str(error.status_code)) from error
        except openai.APIStatusError as error:
            raise self.failed("embedder_failed", str(error.status_code)) from error
        except (openai.OpenAIError, ValueError) as error:  # a reply that is no JSON, or not of this shape
            raise self.failed("embedder_malformed", type(error).__name__) from error
        return self.in_order(reply, len(texts))

    def in_order(self, reply: object, count: int) -> list[list[float]]:
        entries = getattr(reply, "data", None) or []
        places = {getattr(entry, "index", None): getattr(entry, "embedding", None) for entry in entries}
        rows = [places.get(place) for place in range(count)]
        if len(entries) != count or any(not isinstance(row, list) or not row for row in rows):
            raise self.failed("embedder_malformed", f"{len(entries)} vectors for {count} texts")
        return [row for row in rows if row is not None]

    def failed(self, code: str, detail: str) -> EmbedderFailed:
        return EmbedderFailed(code, model=self.model, detail=detail)

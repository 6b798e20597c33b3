"""An OpenAI-compatible embedding endpoint, real HTTP on loopback, behaving well and badly."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import numpy as np
import pytest

from retrieval.endpoint import Endpoint
from retrieval.errors import EmbedderFailed


class Server(ThreadingHTTPServer):
    """Answers with one vector a text, or as `mode` says; keeps the requests."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.mode: Any = "good"
        self.seen: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.seen.append(request)
        self.server.headers.append({name.lower(): value for name, value in self.headers.items()})
        mode = self.server.mode
        if mode == "slow":
            time.sleep(3)
        if isinstance(mode, int):
            return self.reply(mode, {"error": {"message": "no"}})
        if mode == "not json":
            return self.reply(200, "<html>")
        vectors = [[float(len(text)), 1.0, 0.0] for text in request["input"]]
        if mode == "short":
            vectors = vectors[:-1]
        if mode == "ragged":
            vectors[-1] = [1.0]
        if mode == "words":
            vectors[-1] = ["a", "b", "c"]  # type: ignore[list-item]
        if mode == "nothing":
            return self.reply(200, {"object": "list", "data": None})
        data = [{"object": "embedding", "index": place, "embedding": vector} for place, vector in enumerate(vectors)]
        return self.reply(200, {"object": "list", "model": "m", "data": data[::-1], "usage": {"prompt_tokens": 1, "total_tokens": 1}})

    def reply(self, status: int, body: object) -> None:
        content = (body if isinstance(body, str) else json.dumps(body)).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:
        """Keep the test output clean."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        Thread(target=running.serve_forever, args=(0.02,), daemon=True).start()
        yield running
        running.shutdown()


def endpoint(server: Server, **options: Any) -> Endpoint:
    return Endpoint(f"http://127.0.0.1:{server.server_port}/v1", "m", **{"timeout": 1.0, "retries": 0, **options})


def test_vectors_come_back_in_order_in_small_requests_at_length_one(server: Server) -> None:
    texts = ["x" * length for length in range(1, 26)]
    vectors = endpoint(server, key="secret").embed(texts)
    assert vectors.shape == (25, 3)
    assert np.allclose(vectors[:, 0] / vectors[:, 1], [len(text) for text in texts])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)
    assert [len(request["input"]) for request in server.seen] == [10, 10, 5]
    assert {request["encoding_format"] for request in server.seen} == {"float"}


def test_the_key_comes_only_from_the_parameter(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_ADMIN_KEY"):
        monkeypatch.setenv(name, "leaked")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    endpoint(server).embed(["a"])
    endpoint(server, key="mine").embed(["a"])
    assert [headers["authorization"] for headers in server.headers] == ["Bearer none", "Bearer mine"]
    assert "leaked" not in json.dumps(server.headers)
    assert "mine" not in repr(endpoint(server, key="mine"))


@pytest.mark.parametrize(
    ("mode", "code"),
    [
        (401, "embedder_refused"),
        (403, "embedder_refused"),
        (429, "embedder_busy"),
        (400, "embedder_failed"),
        (500, "embedder_failed"),
        ("slow", "embedder_timeout"),
        ("not json", "embedder_malformed"),
        ("nothing", "embedder_malformed"),
        ("short", "embedder_malformed"),
        ("ragged", "embedder_malformed"),
        ("words", "embedder_malformed"),
    ],
)
def test_every_failure_has_its_code(server: Server, mode: object, code: str) -> None:
    server.mode = mode
    with pytest.raises(EmbedderFailed) as failure:
        endpoint(server).embed(["a", "b"])
    assert failure.value.code == code


def test_an_endpoint_that_is_not_there_is_unreachable() -> None:
    with pytest.raises(EmbedderFailed) as failure:
        Endpoint("http://127.0.0.1:9/v1", "m", timeout=1, retries=0).embed(["a"])
    assert failure.value.code == "embedder_unreachable"


def test_retries_are_bounded(server: Server) -> None:
    server.mode = 500
    with pytest.raises(EmbedderFailed):
        endpoint(server, retries=1).embed(["a"])
    assert len(server.seen) == 2


def test_no_text_needs_no_request(server: Server) -> None:
    assert len(endpoint(server).embed([])) == 0
    assert not server.seen


def test_another_model_has_another_fingerprint() -> None:
    kinds = {
        Endpoint("http://a/v1", "m"),
        Endpoint("http://a/v1", "n"),
        Endpoint("http://b/v1", "m"),
        Endpoint("http://a/v1", "m", dimensions=256),
    }
    assert len({kind.fingerprint for kind in kinds}) == 4

"""A small OpenAI-compatible server on loopback that answers with a real model's recorded replies, so that the model path needs no key.

A reply is found by the hash of its request; while recording, an unknown request is passed on to the real endpoint and its reply kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from assistant.settings import Endpoint
from evals.errors import BadSuite

RECORDINGS = Path(__file__).parent / "recordings"
PASSING = frozenset({"stream", "stream_options", "user", "metadata"})  # do not change what a model replies
MOST_BYTES = 4_000_000


@dataclass(frozen=True)
class Reply:
    """What an endpoint replied: HTTP status and JSON body."""

    status: int
    body: Mapping[str, Any]


@dataclass
class Recordings:
    """Replies of one model by the hash of the request, in a JSONL file; new ones are added at its end."""

    file: Path
    model: str
    replies: dict[str, Reply] = field(default_factory=dict)
    missed: int = 0
    writing: Lock = field(default_factory=Lock)

    def keep(self, key: str, path: str, request: Mapping[str, Any], reply: Reply) -> None:
        """Adds a reply; the question is kept beside it only for people who read the file."""
        line = {"key": key, "model": self.model, "path": path, "asked": last_words(request), "status": reply.status, "reply": reply.body}
        with self.writing:
            self.replies[key] = reply
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with self.file.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(line, ensure_ascii=False) + "\n")


def read_recordings(file: Path) -> Recordings:
    """The recordings of a file. Raises BadSuite when there are none or the file cannot be read."""
    try:
        lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        replies = {line["key"]: Reply(line["status"], line["reply"]) for line in lines}
    except FileNotFoundError:
        raise BadSuite("no_recordings", file=file) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadSuite("suite_unreadable", file=file, reason=repr(error)) from error
    if not lines:
        raise BadSuite("no_recordings", file=file)
    return Recordings(file, lines[-1]["model"], replies)


def request_key(path: str, request: Mapping[str, Any]) -> str:
    """The same for requests that a model would reply to alike, whatever their order of keys and whether they stream."""
    kept = {name: value for name, value in request.items() if name not in PASSING}
    return sha256(json.dumps([path, kept], ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def last_words(request: Mapping[str, Any]) -> str:
    """The end of what was asked, to recognise a recording by."""
    messages = request.get("messages") or [{"content": request.get("input", "")}]
    return str(messages[-1].get("content", ""))[-200:]


@contextmanager
def served(recordings: Recordings, real: Endpoint | None = None) -> Iterator[Endpoint]:
    """The endpoint of a server on a free loopback port, until the end. With `real`, what is unknown is asked of it and recorded."""

    class Handler(Replying):
        known = recordings
        onward = real

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield Endpoint(f"http://127.0.0.1:{server.server_port}/v1", recordings.model, "recorded")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Replying(BaseHTTPRequestHandler):
    """Answers POST with the recorded reply, streamed when asked to; GET /v1/models names the model."""

    known: Recordings
    onward: Endpoint | None = None
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing on stderr."""

    def do_GET(self) -> None:
        self.send_json(Reply(200, {"object": "list", "data": [{"id": self.known.model, "object": "model"}]}))

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > MOST_BYTES:
            self.close_connection = True
            self.send_json(fault(413, "request too large"))
            return
        try:
            request = json.loads(self.rfile.read(length))
            path = self.path.rpartition("/v1")[2]
            reply = self.found(path, request)
        except (ValueError, AttributeError):
            self.send_json(fault(400, "not a JSON object"))
            return
        if request.get("stream") and reply.status == 200:
            self.send_events(reply)
        else:
            self.send_json(reply)

    def found(self, path: str, request: Mapping[str, Any]) -> Reply:
        key = request_key(path, request)
        if key in self.known.replies:
            return self.known.replies[key]
        if self.onward is None:
            self.known.missed += 1
            return fault(404, "not recorded")
        reply = asked_of(self.onward, path, request)
        if reply.status < 500:
            self.known.keep(key, path, request, reply)
        return reply

    def send_json(self, reply: Reply) -> None:
        self.send_whole(reply.status, "application/json", json.dumps(reply.body, ensure_ascii=False).encode())

    def send_events(self, reply: Reply) -> None:
        """The whole reply as one streamed piece."""
        choices = [
            {"index": choice["index"], "delta": delta_of(choice["message"]), "finish_reason": choice.get("finish_reason")}
            for choice in reply.body["choices"]
        ]
        piece = {**reply.body, "object": "chat.completion.chunk", "choices": choices}
        self.send_whole(200, "text/event-stream", f"data: {json.dumps(piece, ensure_ascii=False)}\n\ndata: [DONE]\n\n".encode())

    def send_whole(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def delta_of(message: Mapping[str, Any]) -> dict[str, Any]:
    """A message as a streamed piece: its tool calls carry an index there."""
    calls = [{**call, "index": index} for index, call in enumerate(message.get("tool_calls") or [])]
    return {**message, "tool_calls": calls} if calls else dict(message)


def asked_of(real: Endpoint, path: str, request: Mapping[str, Any]) -> Reply:
    """The real endpoint's reply to a request, asked for whole."""
    whole = {name: value for name, value in request.items() if name not in ("stream", "stream_options")}
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {real.key}"}
    sent = Request(real.base_url.rstrip("/") + path, json.dumps(whole).encode(), headers)  # noqa: S310 - the configured endpoint
    try:
        with urlopen(sent, timeout=real.timeout) as answer:  # noqa: S310 - the same
            return Reply(answer.status, json.load(answer))
    except HTTPError as error:
        try:
            return Reply(error.code, json.load(error))
        except ValueError:
            return fault(error.code, str(error.reason))
    except OSError as error:
        return fault(502, str(error))


def fault(status: int, message: str) -> Reply:
    return Reply(status, {"error": {"message": message, "type": "recorded", "code": str(status)}})

"""Fakes of what lies outside the product. ScriptedModel: an OpenAI-compatible endpoint on loopback that says what a test scripts."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from assistant.settings import Endpoint
from tests.canaries import KEY
from tests.recorder import RECORDER

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Says:
    """One scripted reply. `drip` sends the body a byte at a time, that many seconds apart; `tool` puts the text into a tool call.

    `wait` comes before anything is sent, `hold` after half of the body, `cut` ends the connection there; `message` and `around` are put
    into the message and around it.
    """

    text: str = ""
    status: int = 200
    wait: float = 0.0
    drip: float = 0.0
    hold: float = 0.0
    cut: bool = False
    tool: bool = False
    raw: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    message: Mapping[str, Any] = field(default_factory=dict)
    around: Mapping[str, Any] = field(default_factory=dict)


Script = Callable[[Body, int], Says]


@dataclass
class ScriptedModel:
    """What it was sent, in order, and where it listens. The key it is given is asked for on every call."""

    script: Script
    requests: list[Body] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    port: int = 0
    closing: Event = field(default_factory=Event)

    def endpoint(self, timeout: float = 20.0, key: str = KEY) -> Endpoint:
        return Endpoint(f"http://127.0.0.1:{self.port}/v1", "scripted", key, timeout)

    @property
    def sent(self) -> str:
        """Everything that was sent to the model, as one text."""
        return json.dumps(self.requests, ensure_ascii=False)

    def modes(self) -> list[str]:
        """How each call asked for JSON."""
        return ["tools" if "tools" in body else body.get("response_format", {}).get("type", "text") for body in self.requests]


@contextmanager
def scripted(*said: Says | str | Body | Script) -> Iterator[ScriptedModel]:
    """A model that says these things in turn, the last one for ever; a mapping is said as JSON, a function decides by the request."""
    model = ScriptedModel(lambda body, count: as_says(said[min(count, len(said) - 1)], body, count))

    class Handler(Speaking):
        speaker = model

    server = Quiet(("127.0.0.1", 0), Handler)
    model.port = server.server_port
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield model
    finally:
        model.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


class Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that gives up is no news."""


def as_says(said: Says | str | Body | Script, body: Body, count: int) -> Says:
    if isinstance(said, Says):
        return said
    if isinstance(said, str):
        return Says(said)
    if isinstance(said, Mapping):
        return Says(json.dumps(said, ensure_ascii=False))
    return said(body, count)


class Speaking(BaseHTTPRequestHandler):
    speaker: ScriptedModel
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing on stderr."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
        RECORDER.hear("prompt", json.dumps(body, ensure_ascii=False))
        model = self.speaker
        count = len(model.requests)
        model.requests.append(body)
        model.keys.append(self.headers.get("Authorization", ""))
        says = model.script(body, count)
        model.closing.wait(says.wait)
        sent = says.raw if says.raw is not None else json.dumps(reply_of(says) if says.status == 200 else error_of(says)).encode()
        try:
            self.send_response(says.status)
            for name, value in {"Content-Type": "application/json", "Content-Length": str(len(sent)), **says.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.send_body(says, sent)
        except OSError:
            self.close_connection = True  # the caller has given up

    def send_body(self, says: Says, sent: bytes) -> None:
        half = len(sent) // 2 if says.hold or says.cut else len(sent)
        for at in range(0, half, 1 if says.drip else half or 1):
            self.wfile.write(sent[at : at + 1] if says.drip else sent[:half])
            time.sleep(says.drip)
        self.wfile.flush()
        self.speaker.closing.wait(says.hold)
        if says.cut:
            self.close_connection = True
        else:
            self.wfile.write(sent[half:])


def reply_of(says: Says) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": says.text}
    if says.tool:
        call = {"id": "1", "type": "function", "function": {"name": "plan", "arguments": says.text}}
        message = {"role": "assistant", "content": None, "tool_calls": [call]}
    message |= says.message
    return {
        "id": "1",
        "object": "chat.completion",
        "created": 0,
        "model": "scripted",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        **says.around,
    }


def error_of(says: Says) -> dict[str, Any]:
    """An endpoint's error that repeats the key, as some do."""
    return {"error": {"message": f"{says.text or 'no'} (key {KEY})", "type": "invalid_request_error"}}

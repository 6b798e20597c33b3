"""The recorder: listens to everything that leaves the product in tests, and a test during which a canary is heard fails.

It hears HTTP responses, log records, what is printed here and by processes, files that are written, prompts, and every answer. It changes
nothing but one request header: responses are not compressed.
"""

from __future__ import annotations

import io
import json
import logging
import os
import subprocess
import sys
import traceback
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import wraps
from pathlib import Path
from typing import Any

import pytest

from tests.canaries import FILE, KEY, NARROWED, ROW, WORD

LARGEST = 64 * 1024 * 1024  # bytes of a file that is looked into
AROUND = 80  # characters shown on each side of what was heard
STATE = ".wenshu"  # what a project keeps for itself: the index, the cache and the store are nobody's export


@dataclass
class Recorder:
    """What was heard since the last test ended. `written` are files that this process opened for writing, and from which byte on."""

    leaks: list[str] = field(default_factory=list)
    written: dict[str, int] = field(default_factory=dict)

    def hear(self, channel: str, text: str, asker: str = "") -> None:
        """Notes a canary in a text that left by a channel, for an asker where there is one."""
        lowered = text.lower()
        for word in (WORD, KEY, ROW) if asker in NARROWED else (WORD, KEY):
            if (at := lowered.find(word)) >= 0:
                self.leaks.append(f"{channel}: …{text[max(0, at - AROUND) : at + AROUND]}…")

    def hear_bytes(self, channel: str, body: bytes, asker: str = "") -> None:
        """Of a spreadsheet or archive, what is in it."""
        if body[:2] == b"PK":
            try:
                with zipfile.ZipFile(io.BytesIO(body)) as archive:
                    body = b"\n".join(archive.read(name) for name in archive.namelist())
            except zipfile.BadZipFile:
                pass  # then the bytes as they are
        self.hear(channel, body.decode("utf-8", "replace"), asker)

    def end_of_test(self) -> list[str]:
        """Everything heard; then it starts anew."""
        written, self.written = self.written, {}
        for path, start in sorted(written.items()):
            if may_be_export(path):
                self.hear_bytes(f"file {path}", Path(path).read_bytes()[start:])
        found, self.leaks = self.leaks, []
        return found


def may_be_export(path: str) -> bool:
    """A regular file outside every project's state folder that the planting itself did not write."""
    place = Path(path)
    if STATE in place.parts or place.name == FILE or "__pycache__" in place.parts or path.startswith(("/dev/", "/proc/")):
        return False
    try:
        return place.is_file() and place.stat().st_size <= LARGEST
    except OSError:
        return False


RECORDER = Recorder()


@contextmanager
def overheard() -> Iterator[list[str]]:
    """For the recorder's own tests: what is heard inside comes back here and fails nobody."""
    before, found = RECORDER.end_of_test(), list[str]()
    yield found
    found += RECORDER.end_of_test()
    RECORDER.leaks += before


def install() -> None:
    """Starts listening, once a process."""
    import assistant.answer as path

    path.answer = heard_answers(path.answer)  # before any other module takes it: listened to, never changed
    listen_to_http()
    listen_to_processes()
    logging.setLogRecordFactory(heard_records(logging.getLogRecordFactory()))
    sys.addaudithook(heard_files)
    pytest.CaptureFixture.readouterr = heard_prints(pytest.CaptureFixture.readouterr)  # type: ignore[method-assign]


def heard_answers(answer: Callable[..., Any]) -> Callable[..., Any]:
    """Every answer, as the JSON in which it is told and kept; the question is the asker's own words."""
    from assistant.record_json import as_json

    @wraps(answer)
    def heard(*arguments: Any, **named: Any) -> Any:
        found = answer(*arguments, **named)
        RECORDER.hear("answer", json.dumps(as_json(replace(found, question="")), ensure_ascii=False), found.asker)
        return found

    return heard


def heard_records(make: Callable[..., logging.LogRecord]) -> Callable[..., logging.LogRecord]:
    """Every log record of every logger, also of those that pass nothing on, with its stack."""

    def heard(*arguments: Any, **named: Any) -> logging.LogRecord:
        record = make(*arguments, **named)
        told = record.getMessage() if record.args else str(record.msg)
        RECORDER.hear(f"log {record.name}", told)
        if record.exc_info and record.exc_info[0] is not None:
            RECORDER.hear(f"log {record.name}", "".join(traceback.format_exception(*record.exc_info)))
        return record

    return heard


def heard_prints(read: Callable[..., Any]) -> Callable[..., Any]:
    """What a test reads of what was printed."""

    @wraps(read)
    def heard(self: Any) -> Any:
        found = read(self)
        for name, text in zip(("stdout", "stderr"), found, strict=True):
            RECORDER.hear(name, text if isinstance(text, str) else text.decode("utf-8", "replace"))
        return found

    return heard


def heard_files(event: str, arguments: tuple[Any, ...]) -> None:
    """Remembers every file that is opened for writing, and where one is moved to."""
    if event == "open":
        path, mode, flags = arguments
        writes = (
            any(letter in mode for letter in "wxa+")
            if isinstance(mode, str)
            else isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR)
        )
        if writes and isinstance(path, str | bytes):
            appends = "a" in mode if isinstance(mode, str) else bool(flags & os.O_APPEND)
            RECORDER.written.setdefault(os.fsdecode(path), size_of(os.fsdecode(path)) if appends else 0)
    elif event == "os.rename":
        RECORDER.written[os.fsdecode(arguments[1])] = 0


def size_of(path: str) -> int:
    """What is in a file already, before it is added to."""
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


def listen_to_processes() -> None:
    """What other processes print, where their end is awaited."""
    communicate = subprocess.Popen.communicate

    @wraps(communicate)
    def heard(self: Any, *arguments: Any, **named: Any) -> Any:
        found = communicate(self, *arguments, **named)
        for name, text in zip(("stdout", "stderr"), found, strict=True):
            RECORDER.hear(f"{name} of a process", text.decode("utf-8", "replace") if isinstance(text, bytes) else text or "")
        return found

    subprocess.Popen.communicate = heard  # type: ignore[method-assign]


def listen_to_http() -> None:
    """Every response of every web application, whatever serves it; the person of a request is known behind the entrance."""
    from starlette.applications import Starlette
    from starlette.routing import Router

    whole, routed = Starlette.__call__, Router.__call__

    async def outer(self: Any, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or "tests.heard" in scope:
            await whole(self, scope, receive, send)
            return
        heard = Response(f"{scope['method']} {scope['path']}", send)
        plain = [(name, value) for name, value in scope["headers"] if name.lower() != b"accept-encoding"]
        await whole(self, {**scope, "headers": plain, "tests.heard": heard}, receive, heard.send)

    async def inner(self: Any, scope: Any, receive: Any, send: Any) -> None:
        if "tests.heard" in scope and "wenshu.caller" in scope:
            scope["tests.heard"].asker = scope["wenshu.caller"].asker.id
        await routed(self, scope, receive, send)

    Starlette.__call__ = outer  # type: ignore[method-assign]
    Router.__call__ = inner  # type: ignore[method-assign]


@dataclass
class Response:
    """One response on its way out. A stream is heard chunk by chunk, with the end of the one before."""

    address: str
    sending: Callable[[Any], Any]
    asker: str = ""
    tail: bytes = b""
    packed: bytes = b""  # an archive is heard when it is whole

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            RECORDER.hear_bytes(
                f"headers of {self.address}", b"\n".join(b": ".join(pair) for pair in message.get("headers", [])), self.asker
            )
        elif message["type"] == "http.response.body":
            self.hear(bytes(message.get("body", b"")), message.get("more_body", False))
        await self.sending(message)

    def hear(self, body: bytes, more: bool) -> None:
        if self.packed or (not self.tail and body[:2] == b"PK"):
            self.packed += body
            if not more:
                RECORDER.hear_bytes(f"body of {self.address}", self.packed, self.asker)
            return
        RECORDER.hear_bytes(f"body of {self.address}", self.tail + body, self.asker)
        self.tail = (self.tail + body)[-len(WORD) :]

"""One worker seen from its parent: start it, send it a query, read the answer against the clock, end it.

A worker that did not answer in full is never used again.
"""

from __future__ import annotations

import fcntl
import importlib.util
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from select import POLLIN, poll
from threading import Event
from typing import Any

from sql_guard.engine import ResultColumn, Rows
from sql_guard.errors import Cancelled, EngineFailed, GuardError, NotReady, TookTooLong
from sql_guard.policy import Limits
from sql_guard.wire import LENGTH, decode_column, frame, parse

HERE = Path(__file__).parent
GLANCE = 0.05  # seconds between looks at a cancel event
START_SECONDS = 30.0
SET_PIPE_SIZE = 1031  # F_SETPIPE_SZ, which Python names only from 3.10 on and only on Linux
PIPE_BYTES = 1024 * 1024

# Imports sql_guard.worker without the package's own imports and without site: half of the start.
BOOT = (
    "import sys, types; package = types.ModuleType('sql_guard'); package.__path__ = [sys.argv[1]]; sys.modules['sql_guard'] = package; "
    "sys.path.append(sys.argv[2]); from sql_guard.worker import main; main()"
)


@dataclass(frozen=True)
class Serving:
    """A serving file and the version of its data."""

    file: Path
    version: str


@dataclass(frozen=True)
class WorkerSettings:
    """What a worker is given: the name its database is attached under, threads, and address space (the engine gets half).

    After `queries`, or when it still holds more than three quarters of its memory after one, it is worn and another takes its place.
    """

    database: str = "serving"
    threads: int = 2
    memory_mib: int = 1024
    queries: int = 1000


class Clock:
    """A deadline and a cancel event, watched together."""

    def __init__(self, seconds: float, cancel: Event | None) -> None:
        self.seconds = seconds
        self.cancel = cancel
        self.deadline = time.monotonic() + seconds

    def slice(self) -> float:
        """Seconds to wait before the next look. Raises TookTooLong or Cancelled when it is time to stop."""
        if self.cancel is not None and self.cancel.is_set():
            raise Cancelled("cancelled")
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TookTooLong("over_time", seconds=self.seconds)
        return left if self.cancel is None else min(left, GLANCE)

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """What happens inside does not count."""
        began = time.monotonic()
        try:
            yield
        finally:
            self.deadline += time.monotonic() - began


class WorkerProcess:
    """A running worker for one serving file. Not for two threads at once."""

    boot = BOOT

    def __init__(self, serving: Serving, settings: WorkerSettings) -> None:
        self.serving = serving
        self.settings = settings
        self.is_ready = False
        self.usable = False  # between a full answer and the next question
        self.asked = 0
        self.process = subprocess.Popen(  # noqa: S603  # our own interpreter and our own file
            [sys.executable, "-I", "-S", "-c", self.boot, str(HERE), engine_folder()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={"LC_ALL": "C.UTF-8"},
            cwd="/",
            start_new_session=True,
            bufsize=0,
        )
        assert self.process.stdin and self.process.stdout
        self.inbox = self.process.stdin.fileno()
        self.outbox = self.process.stdout.fileno()
        self.poll = poll()
        self.poll.register(self.outbox, POLLIN)
        widen(self.outbox)
        self.send(
            {
                "path": str(serving.file.absolute()),
                "database": settings.database,
                "threads": settings.threads,
                "memory_mib": settings.memory_mib,
            }
        )

    @property
    def pid(self) -> int:
        return self.process.pid

    def is_alive(self) -> bool:
        return self.process.poll() is None

    def wait_until_ready(self, cancel: Event | None) -> None:
        """Read the worker's first word. NotReady when it refuses to start, or cannot."""
        if self.is_ready:
            return
        try:
            hello = self.receive(Clock(START_SECONDS, cancel), 64 * 1024)
        except (TookTooLong, EngineFailed) as error:
            raise NotReady("worker_not_started", id=log_failure("worker did not start", self.last_words())) from error
        if "ready" not in hello:
            log_failure("worker refused to start", json.dumps(hello))
            raise NotReady(str(hello["refused"]), **{key: fact for key, fact in hello["facts"].items() if key != "text"})
        self.is_ready = self.usable = True

    def run(self, text: str, cap: int, limits: Limits, clock: Clock, apart: str = "") -> Rows:
        """The rows of checked SQL; of `apart`, if there is one and `text` failed on a value.

        If `usable` is false afterwards, this worker must be killed.
        """
        clock.slice()
        self.usable = False
        self.asked += 1
        self.send({"sql": text, "apart": apart, "rows": cap, "bytes": limits.bytes})
        columns: tuple[ResultColumn, ...] = ()
        rows: list[tuple[Any, ...]] = []
        for message in self.messages(clock, limits):
            if "columns" in message:  # the first word of an answer, also of a second one
                rows.clear()
                columns = tuple(ResultColumn(name, type_name) for name, type_name in message["columns"])
            rows.extend(zip(*(decode_column(kind, values) for kind, values in message["chunk"]), strict=True))
            if "end" in message:
                end = message["end"]
                self.usable = True
                return Rows(columns, tuple(rows), bool(end["truncated"]), float(end["seconds"]), self.serving.version)
        raise EngineFailed("engine_crashed", id=log_failure("worker answered without an end", ""))

    def messages(self, clock: Clock, limits: Limits) -> Iterator[dict[str, Any]]:
        while True:
            message = self.receive(clock, limits.bytes + 64 * 1024)
            if "error" in message:
                self.usable = not message["fatal"]
                raise failure_of(message, limits)
            yield message

    def is_worn(self) -> bool:
        """Whether it has answered its share of queries, or keeps so much memory that a next one may not find enough."""
        return self.asked >= self.settings.queries or resident_mib(self.pid) > self.settings.memory_mib * 0.75

    def send(self, message: dict[str, Any]) -> None:
        """Write a message whole; a worker that is gone shows itself when its answer is read."""
        rest = memoryview(frame(message))
        try:
            while rest:
                rest = rest[os.write(self.inbox, rest) :]
        except BrokenPipeError:
            return

    def receive(self, clock: Clock, most: int) -> dict[str, Any]:
        (length,) = LENGTH.unpack(self.take(LENGTH.size, clock))
        if length > most:
            raise EngineFailed("engine_crashed", id=log_failure("worker sent an oversized frame", str(length)))
        message = parse(self.take(length, clock))
        if not isinstance(message, dict):
            raise EngineFailed("engine_crashed", id=log_failure("worker sent no message", repr(message)[:200]))
        return message

    def take(self, length: int, clock: Clock) -> bytearray:
        """Exactly this many bytes, before the clock runs out."""
        taken = bytearray()
        while len(taken) < length:
            if not self.poll.poll(clock.slice() * 1000):
                continue
            part = os.read(self.outbox, min(length - len(taken), PIPE_BYTES))
            if not part:
                raise EngineFailed("engine_crashed", id=log_failure(f"worker ended: {self.ending()}", self.last_words()))
            taken += part
        return taken

    def ending(self) -> str:
        code = self.process.wait(timeout=5)
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"

    def last_words(self) -> str:
        """What the worker wrote to standard error, without waiting for more."""
        assert self.process.stderr
        os.set_blocking(self.process.stderr.fileno(), False)
        return (self.process.stderr.read() or b"").decode(errors="replace")[-2000:]

    def kill(self) -> None:
        """End it now, leave no zombie."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert stream
            stream.close()


def failure_of(message: dict[str, Any], limits: Limits) -> GuardError:
    """What an engine error means to the asker. Its text is logged, never passed on."""
    kind = str(message["error"])
    if kind in ("OutOfMemoryException", "MemoryError"):
        return TookTooLong("over_memory")
    if kind == "InterruptException":
        return TookTooLong("over_time", seconds=limits.seconds)
    if kind == "TooManyBytes":
        return TookTooLong("over_bytes", bytes=limits.bytes)
    return EngineFailed("engine_error", kind=kind, id=log_failure(f"engine raised {kind}", str(message["text"])))


def resident_mib(pid: int) -> float:
    """The memory that a process holds; none when it is gone."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def log_failure(what: str, text: str) -> str:
    """Log under a fresh id, and return the id to show."""
    import logging  # only a failure pays for it

    identity = os.urandom(4).hex()
    logging.getLogger(__name__).error("[%s] %s: %s", identity, what, text)
    return identity


def engine_folder() -> str:
    """The folder that holds the engine's package, found without importing it."""
    spec = importlib.util.find_spec("duckdb")
    if spec is None or spec.origin is None:
        raise NotReady("engine_missing")
    return str(Path(spec.origin).parent.parent)


def widen(descriptor: int) -> None:
    """A larger pipe saves switches on large results; a system that says no is only slower."""
    try:
        fcntl.fcntl(descriptor, SET_PIPE_SIZE, PIPE_BYTES)
    except OSError:
        return

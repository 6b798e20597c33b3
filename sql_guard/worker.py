"""The process that runs checked SQL: it reads one attached database and nothing else, and its parent may kill it at any moment.

Imports the standard library, the wire format and the engine alone. Hardens itself and the engine; exits if a value reads back otherwise.
Frames in: settings first, then one a query. Frames out: ready or refused, then per query chunks of columns, the last with `end` or `error`.
"""

from __future__ import annotations

import importlib
import os
import resource
import sys
import threading
import time
import types
from collections.abc import Generator, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from select import poll
from typing import Any, BinaryIO

from sql_guard.quoting import literal, quoted
from sql_guard.wire import LENGTH, encode_column, frame, kind_of, parse

CHUNK = 2048  # rows, the engine's own vector size
MIB = 1024 * 1024

# Order matters: the temporary folder goes before access is cut, the file system after it, the lock last.
HARDENING: tuple[tuple[str, str], ...] = (
    ("temp_directory", ""),
    ("memory_limit", "{memory} MiB"),
    ("threads", "{threads}"),
    ("max_execution_time", "600000"),
    ("max_expression_depth", "1000"),
    ("pivot_limit", "1000"),
    ("enable_progress_bar", "false"),
    ("enable_logging", "false"),
    ("TimeZone", "UTC"),
    ("Calendar", "gregorian"),
    ("python_enable_replacements", "false"),
    ("python_scan_all_frames", "false"),
    ("autoinstall_known_extensions", "false"),
    ("autoload_known_extensions", "false"),
    ("allow_community_extensions", "false"),
    ("allow_unsigned_extensions", "false"),
    ("allow_extension_repositories", "forbidden"),
    ("allow_persistent_secrets", "false"),
    ("allow_unredacted_secrets", "false"),
    ("enable_external_access", "false"),
    ("disabled_filesystems", "LocalFileSystem"),
    ("lock_configuration", "true"),
)
WRITE_ONLY = {"disabled_filesystems"}  # the engine always reads it back as empty: a probe shows that it holds

# Errors of the values in a query. After any other error the worker is not trusted again.
HARMLESS = {
    "ConversionException",
    "OutOfRangeException",
    "InvalidInputException",
    "TypeMismatchException",
    "NotImplementedException",  # a time zone of data that is none, a period of 0
    "DataError",
}


class NotHardened(Exception):
    """A barrier that is not in place; `facts` say which."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class Utc(tzinfo):
    """The session's time zone, always UTC, in the form that the engine asks of pytz."""

    def utcoffset(self, moment: datetime | None) -> timedelta:
        return timedelta(0)

    def dst(self, moment: datetime | None) -> timedelta:
        return timedelta(0)

    def tzname(self, moment: datetime | None) -> str:
        return "UTC"

    def localize(self, moment: datetime) -> datetime:
        return moment.replace(tzinfo=UTC)


def stand_in_for_pytz() -> None:
    """Time stamps with a zone need no package, and no file once files are cut."""
    module = types.ModuleType("pytz")
    module.timezone = lambda name: Utc()  # type: ignore[attr-defined]  # a module made by hand
    sys.modules["pytz"] = module


def limit_process(memory_mib: int) -> None:
    """Address space, no file writes, no core dump, nothing inherited from the environment."""
    os.environ.clear()
    cap = memory_mib * MIB
    for what, value in ((resource.RLIMIT_AS, cap), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(what, (value, value))
        if resource.getrlimit(what) != (value, value):
            raise NotHardened("hardening_differs", setting=f"rlimit {what}", expected=value, actual=resource.getrlimit(what))


def open_no_more_files() -> None:
    """From here on no file, socket or pipe can be opened, whatever the engine is asked; what is open stays open."""
    lowest_free = os.dup(0)
    os.close(lowest_free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest_free, lowest_free))


def import_engine() -> Any:
    try:
        return importlib.import_module("_duckdb")  # without its Python relation layer: 70 ms of CPU less
    except ImportError:
        return importlib.import_module("duckdb")


def connect(path: str, database: str) -> Any:
    """A connection whose only database is the serving file, read-only, under its agreed name."""
    duckdb = import_engine()
    connection = duckdb.connect(":memory:")
    try:
        connection.execute(f"ATTACH {literal(path)} AS {quoted(database)} (READ_ONLY)")
    except duckdb.Error as error:
        raise NotHardened("serving_unreadable", file=path, text=str(error)) from error
    connection.execute(f"USE {quoted(database)}")
    connection.execute("DETACH memory")
    attached = connection.execute("SELECT database_name, readonly FROM duckdb_databases() WHERE NOT internal").fetchall()
    if attached != [(database, True)]:
        raise NotHardened("hardening_differs", setting="databases", expected=database, actual=attached)
    return connection


def harden(connection: Any, memory: int, threads: int) -> None:
    """Cut everything but the attached database, then read each value back."""
    wanted = [(name, value.format(memory=memory, threads=threads)) for name, value in HARDENING]
    for name, value in wanted:
        try:
            connection.execute(f"SET {name} = {literal(value)}")
        except Exception as error:  # whatever the engine says, the barrier is missing
            raise NotHardened("hardening_differs", setting=name, expected=value, actual=str(error)) from error
    for name, value in wanted:
        (actual,) = connection.execute(f"SELECT current_setting({literal(name)})").fetchall()[0]
        if name not in WRITE_ONLY and not reads_as(value, actual):
            raise NotHardened("hardening_differs", setting=name, expected=value, actual=str(actual))
    probe_files(connection)


def probe_files(connection: Any) -> None:
    """The file system itself is off: that access is cut too would hide it, were the engine's words not looked at."""
    try:
        connection.execute("SELECT * FROM glob('/*')").fetchall()
    except Exception as error:  # the exact class is checked on the next line
        if type(error).__name__ == "PermissionException" and "LocalFileSystem" in str(error):
            return
    raise NotHardened("hardening_differs", setting="disabled_filesystems", expected="LocalFileSystem", actual="not off")


def reads_as(wanted: str, actual: object) -> bool:
    """Whether a setting's value reads back as it was set: booleans as 0/1 too, memory as `1.0 GiB`."""
    if wanted in ("true", "false"):
        return bool(actual) == (wanted == "true") and str(actual).lower() in ("true", "false", "0", "1")
    number, _, unit = wanted.partition(" ")
    if unit == "MiB":
        size, _, size_unit = str(actual).partition(" ")
        return abs(float(size) * {"MiB": 1, "GiB": 1024}[size_unit] / float(number) - 1) < 0.06
    return str(actual) == wanted


def frames_of(connection: Any, request: dict[str, Any]) -> Iterator[bytes]:
    """One query's answer. What failed on a value is run once more apart from hidden rows: of its first error nobody hears."""
    started = time.perf_counter()
    texts = [text for text in (request["sql"], request["apart"]) if text]
    while texts:
        failure = yield from frames_of_text(connection, texts.pop(0), request, started)
        if failure is None:
            return
        kind = type(failure).__name__
        if not texts or kind not in HARMLESS:  # every engine error becomes a frame; the parent decides what it means
            yield frame({"error": kind, "text": str(failure)[:4000], "fatal": kind not in HARMLESS})
            return


def frames_of_text(connection: Any, text: str, request: dict[str, Any], started: float) -> Generator[bytes, None, Exception | None]:
    """The rows of one text, or its error. A fresh cursor a text: variables, temporary tables and search paths do not outlive it."""
    cursor = connection.cursor()
    try:
        cursor.execute(text)
        columns = [[column[0], str(column[1])] for column in cursor.description or ()]
        yield from chunks_of(cursor, columns, request["rows"], request["bytes"], started)
    except Exception as error:  # whatever the engine says
        return error
    finally:
        cursor.close()
    return None


def chunks_of(cursor: Any, columns: list[list[str]], cap: int, byte_cap: int, started: float) -> Iterator[bytes]:
    """Chunks until the rows or a cap end; one row over the row cap proves that it cut."""
    kinds = [kind_of(type_name) for _, type_name in columns]
    message: dict[str, Any] = {"columns": columns}
    taken = sent = 0
    ended = False
    while not ended:
        asked = min(CHUNK, cap + 1 - taken)
        rows = cursor.fetchmany(asked)
        truncated = taken + len(rows) > cap
        ended = truncated or len(rows) < asked
        kept = rows[: cap - taken]
        taken += len(rows)
        message["chunk"] = [encode_column(kind, values) for kind, values in zip(kinds, zip(*kept, strict=True), strict=False)]
        if ended:
            message["end"] = {"truncated": truncated, "seconds": time.perf_counter() - started}
        body = frame(message)
        sent += len(body)
        if sent > byte_cap:
            yield frame({"error": "TooManyBytes", "text": "", "fatal": False})
            return
        yield body
        message = {}


def leave_with_parent() -> None:
    """The parent's end of standard input closes when it dies, however it dies."""
    watch = poll()
    watch.register(0, 0)
    watch.poll()
    os._exit(0)


def read_frame(stream: BinaryIO) -> Any:
    """The next message, or the end of the process when the parent is gone."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        os._exit(0)
    return parse(stream.read(LENGTH.unpack(head)[0]))


def send(stream: BinaryIO, body: bytes) -> None:
    stream.write(body)
    stream.flush()


def start(settings: dict[str, Any]) -> Any:
    limit_process(settings["memory_mib"])
    stand_in_for_pytz()
    connection = connect(settings["path"], settings["database"])
    harden(connection, settings["memory_mib"] // 2, settings["threads"])
    open_no_more_files()
    return connection


def main() -> None:
    """Serve queries from standard input until it closes."""
    inbox = os.fdopen(0, "rb", closefd=False)
    outbox = os.fdopen(os.dup(1), "wb", buffering=64 * 1024)
    os.dup2(2, 1)  # whatever the engine prints must not look like an answer
    threading.Thread(target=leave_with_parent, daemon=True).start()
    try:
        connection = start(read_frame(inbox))
    except NotHardened as refusal:
        send(outbox, frame({"refused": refusal.code, "facts": {name: str(fact) for name, fact in refusal.facts.items()}}))
        os._exit(3)
    send(outbox, frame({"ready": os.getpid()}))
    while True:
        for body in frames_of(connection, read_frame(inbox)):
            send(outbox, body)


if __name__ == "__main__":
    main()

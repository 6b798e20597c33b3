"""One Spark Connect session: its settings read back, its errors turned into ours. Nothing else imports pyspark."""

from __future__ import annotations

import socket
import sys
import warnings
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final
from urllib.parse import urlsplit

from sql_guard.errors import EngineFailed, GuardError, NotReady
from sql_guard.serving import MadeTable
from sql_guard.spark.kinds import kind_of
from sql_guard.worker_process import log_failure

REACH_SECONDS: Final = 5.0
RETRIES: Final = 5  # about three seconds; the client's own habit is to try for ten minutes, and a process cannot end before
SETTINGS: Final = (
    ("spark.sql.session.timeZone", "UTC"),
    ("spark.sql.ansi.enabled", "true"),  # what does not fit raises; without it Spark would return a missing value
    ("spark.sql.decimalOperations.allowPrecisionLoss", "false"),
    ("spark.sql.caseSensitive", "false"),
    ("spark.sql.parser.escapedStringLiterals", "false"),
)


@dataclass(frozen=True)
class Address:
    """Where Spark Connect listens. The token comes from the environment and is kept out of reprs and logs."""

    url: str  # sc://host:port, perhaps with /;use_ssl=true
    token: str = field(default="", repr=False)

    @property
    def place(self) -> tuple[str, int]:
        parts = urlsplit(self.url.partition(";")[0])
        return parts.hostname or "localhost", parts.port or 15002

    @property
    def full(self) -> str:
        """What the client is given."""
        if not self.token:
            return self.url
        return f"{self.url.rstrip(';')}{'' if ';' in self.url else '/'};token={self.token}"

    @property
    def names_a_session(self) -> bool:
        return "session_id=" in self.url


def reach(address: Address) -> None:
    """NotReady when nobody listens there: the client itself would try for minutes."""
    try:
        socket.create_connection(address.place, timeout=REACH_SECONDS).close()
    except OSError as error:
        raise NotReady("spark_unreachable", address="{}:{}".format(*address.place)) from error


@contextmanager
def in_a_named_program() -> Iterator[None]:
    """pyspark takes a program without a file (`python -c`, a worker of a test run) for its own doctests and ends it: it is given one."""
    program = sys.modules["__main__"]
    nameless = not hasattr(program, "__file__")
    if nameless:
        program.__file__ = "wenshu"
    try:
        yield
    finally:
        if nameless:
            del program.__file__


class Session:
    """An open session. One for many threads: each query carries a tag of its own, by which it alone is interrupted."""

    def __init__(self, address: Address) -> None:
        """Raises NotReady without the package, without a server, or when a setting reads back differently."""
        self.address = address
        self.given: set[str] = set()
        self.giving = Lock()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on the version of a library that is not used here
            with in_a_named_program():
                try:
                    from pyspark.sql.connect.client.retries import DefaultPolicy
                    from pyspark.sql.connect.session import SparkSession
                except ImportError as error:
                    raise NotReady("spark_missing") from error
            reach(address)
            try:
                self.spark: Any = SparkSession.builder.remote(address.full).create()
                self.spark.client.set_retry_policies([DefaultPolicy(max_retries=RETRIES, max_backoff=1000)])
                self.settle()
            except GuardError:
                raise
            except Exception as error:  # the client raises its own and gRPC's errors; all mean that there is no session
                raise NotReady("spark_refused", address="{}:{}".format(*address.place), id=logged(error)) from error

    def settle(self) -> None:
        """Set what the templates rely on, and read it back."""
        for name, value in SETTINGS:
            self.spark.conf.set(name, value)
            actual = self.spark.conf.get(name)
            if actual != value:
                raise NotReady("spark_setting_differs", setting=name, expected=value, actual=str(actual))

    def batches(self, text: str, tag: str) -> Generator[Any, None, None]:
        """The Arrow batches of one query. Raises whatever the client raises."""
        self.spark.addTag(tag)
        try:
            frame, client = self.spark.sql(text), self.spark.client
            for part in client.to_table_as_iterator(frame._plan.to_proto(client), frame._plan.observations):
                if hasattr(part, "num_columns"):  # the schema comes first
                    yield part
        finally:
            self.spark.removeTag(tag)

    def columns(self, names: tuple[str, ...]) -> list[tuple[str, Any]]:
        """The columns of a table and their Spark types. Raises whatever the client raises."""
        table = ".".join(f"`{name.replace('`', '``')}`" for name in names)
        return [(column.name, column.dataType) for column in self.spark.table(table).schema.fields]

    def give(self, view: str, table: MadeTable) -> None:
        """Make the rows of a made table a view of this session, once; nothing is written into the catalog."""
        with self.giving:
            if view in self.given:
                return
            try:
                self.spark.createDataFrame(arrow_of(table)).createOrReplaceTempView(view)
            except Exception as error:  # the client raises its own and gRPC's errors
                raise failure_of(error) from error
            self.given.add(view)

    def interrupt(self, tag: str) -> None:
        """Ask the server to stop a query; it is no longer waited for, whatever comes of that."""
        try:
            self.spark.interruptTag(tag)
        except Exception as error:  # a server may not know how, or be gone: logged, for nobody waits for the query any more
            logged(error)

    def close(self) -> None:
        """End the session, unless the address names one: that is somebody else's."""
        try:
            if self.address.names_a_session:
                self.spark.client.close()
            else:
                self.spark.stop()
        except Exception as error:  # a server that is gone has no session left to end
            logged(error)


def arrow_of(table: MadeTable) -> Any:
    """The rows of a made table as Arrow columns."""
    import pyarrow

    kinds = {"integer": pyarrow.int32(), "text": pyarrow.string(), "boolean": pyarrow.bool_(), "date": pyarrow.date32()}
    columns = zip(*table.rows(), strict=True)
    made = {
        column.name: pyarrow.array(values, type=kinds[kind_of(column.type)]) for column, values in zip(table.columns, columns, strict=True)
    }
    return pyarrow.table(made)


def failure_of(error: Exception) -> EngineFailed:
    """What an error of the engine means to the asker. Its text is logged, never passed on."""
    return EngineFailed("engine_error", kind=type(error).__name__, id=logged(error))


def logged(error: Exception) -> str:
    return log_failure(f"Spark raised {type(error).__name__}", str(error)[:4000])

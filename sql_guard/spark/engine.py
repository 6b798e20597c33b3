"""Spark Connect as an engine: checked SQL is rendered by templates, run on a session in UTC, and read back as DuckDB's own rows.

The clock covers the fetch. Only the guard and the reparsing stand before it: further barriers are that engine's own.
"""

from __future__ import annotations

import os
from contextlib import closing
from threading import Event, Lock, Thread
from time import perf_counter
from typing import Any

from sql_guard.engine import SEAL, Engine, ResultColumn, Rows, SafeSql
from sql_guard.errors import EngineFailed, GuardError, NotReady
from sql_guard.memo import Memo
from sql_guard.policy import Limits
from sql_guard.serving import MadeTable, Manifest, digest
from sql_guard.spark.render import Tables, render, tables_of
from sql_guard.spark.results import collected
from sql_guard.spark.scope import Place
from sql_guard.spark.session import Address, Session, failure_of, reach
from sql_guard.worker_process import Clock


class Running:
    """One query on its way in a thread of its own, which nobody has to wait for."""

    def __init__(self, session: Session, text: str, columns: tuple[ResultColumn, ...], cap: int, limits: Limits) -> None:
        self.session = session
        self.tag = f"wenshu-{os.urandom(8).hex()}"
        self.done = Event()
        self.found: tuple[list[tuple[Any, ...]], bool] | None = None
        self.error: Exception | None = None
        Thread(target=self.run, args=(text, columns, cap, limits), daemon=True).start()

    def run(self, text: str, columns: tuple[ResultColumn, ...], cap: int, limits: Limits) -> None:
        try:
            with closing(self.session.batches(text, self.tag)) as batches:
                self.found = collected(batches, columns, cap, limits)
        except Exception as error:  # handed to the thread that waits, which tells ours from the engine's
            self.error = error
        finally:
            self.done.set()

    def result(self, clock: Clock) -> tuple[list[tuple[Any, ...]], bool]:
        """The rows, and whether there were more. Raises TookTooLong and Cancelled by the clock, and leaves the query to be interrupted."""
        try:
            while not self.done.wait(clock.slice()):
                continue
        except GuardError:
            Thread(target=self.session.interrupt, args=(self.tag,), daemon=True).start()
            raise
        if isinstance(self.error, GuardError):
            raise self.error
        if self.error is not None:
            raise failure_of(self.error) from self.error
        assert self.found is not None
        return self.found


def view_of(table: MadeTable) -> str:
    """The name of a made table in a session: another version has another."""
    return f"wenshu_{table.name}_{digest([table.schema, table.name, table.version])[:8]}"


class Line:
    """The session on a server that all of an engine's builds share."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.opening = Lock()
        self.session: Session | None = None
        self.closed = False

    def opened(self) -> Session:
        """The session, opened by whoever needs it first."""
        with self.opening:
            if self.closed:
                raise NotReady("engine_closed")
            if self.session is None:
                self.session = Session(self.address)
            return self.session

    def drop(self, session: Session) -> None:
        """Forget a session that failed if its server is gone: the next query opens another."""
        try:
            reach(self.address)
        except NotReady:
            with self.opening:
                if self.session is session:
                    self.session = None

    def close(self) -> None:
        """End the session; queries that run are no longer answered."""
        with self.opening:
            self.closed, session, self.session = True, self.session, None
        if session is not None:
            session.close()


def tables_in(manifest: Manifest) -> Tables:
    return tables_of({table.key: {column.name: column.type for column in table.columns} for table in manifest.tables})


class SparkEngine:
    """Runs SafeSql on a Spark Connect server for many threads at once, on one session. A build is what was looked up of its tables."""

    dialect = "spark"

    def __init__(
        self,
        address: Address,
        tables: Tables,
        prefix: tuple[str, ...] = (),
        version: str = "",
        made: tuple[MadeTable, ...] = (),
        line: Line | None = None,
    ) -> None:
        """`tables` are the served ones with their columns; `made` those of them that the session is given. Nothing is connected yet."""
        self.address = address
        self.tables = tables
        self.prefix = prefix
        self.made = {view_of(table): table for table in made}
        self.place = Place(prefix, {(table.schema.casefold(), table.name.casefold()): view for view, table in self.made.items()})
        self.data_version = version
        self.line = line or Line(address)
        self.rendered: Memo[str, str] = Memo(size=512)
        self.newest: SparkEngine = self

    def on(self, manifest: Manifest) -> Engine:
        """The tables as one build found them; their rows are the server's, which keeps no builds."""
        found = self.newest
        if found.data_version != manifest.version:
            found = SparkEngine(self.address, tables_in(manifest), self.prefix, manifest.version, tuple(self.made.values()), self.line)
            self.newest = found
        return found

    def run(self, query: SafeSql, limits: Limits, cancel: Event | None = None, who: str = "") -> Rows:
        """Rows of checked SQL; whose turn it is, the server says.

        Raises Refused for a construct without an equal on Spark, TookTooLong, Cancelled, EngineFailed, NotReady.
        """
        if not isinstance(query, SafeSql) or query.seal is not SEAL:
            raise TypeError("an engine runs nothing but a SafeSql")
        text = self.rendered.find(query.text, lambda: render(query.text, self.tables, self.place))
        clock, started = Clock(limits.seconds, cancel), perf_counter()
        clock.slice()
        session = self.line.opened()
        for view, table in self.made.items():
            if view in text:
                session.give(view, table)
        running = Running(session, text, query.columns, min(query.row_cap, limits.rows), limits)
        try:
            rows, truncated = running.result(clock)
        except EngineFailed:
            self.line.drop(session)
            raise
        return Rows(query.columns, tuple(rows), truncated, perf_counter() - started, self.data_version)

    def estimate(self, query: SafeSql, limits: Limits, cancel: Event | None = None, who: str = "") -> int | None:
        """None: a Spark server's plans seldom have numbers of rows."""
        return None

    def warm(self) -> None:
        """Open the session beside whatever else is done; what hinders it is said by the next query."""

        def open_early() -> None:
            try:
                self.line.opened()
            except NotReady:
                return

        Thread(target=open_early, daemon=True).start()

    def check(self) -> None:
        """See that the server can be reached. Raises NotReady."""
        reach(self.address)

    def version(self) -> str:
        """The version of the last build, if the server can be reached."""
        reach(self.address)
        return self.data_version

    def close(self) -> None:
        """End the session; queries that run are no longer answered."""
        self.line.close()

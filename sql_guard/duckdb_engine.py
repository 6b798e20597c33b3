"""The DuckDB engine: a small pool of hardened worker processes that run checked SQL on the current serving database.

It checks nothing of the SQL but the guard's seal. Workers start when first needed, and are replaced when they fail or the data is swapped.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable
from pathlib import Path
from threading import Condition, Event

from sql_guard.engine import SEAL, Rows, SafeSql
from sql_guard.errors import Cancelled, EngineFailed, NotReady, TookTooLong
from sql_guard.policy import Limits
from sql_guard.serving import POINTER, read_manifest
from sql_guard.worker_process import Clock, Serving, WorkerProcess, WorkerSettings


class DuckDbEngine:
    """Runs SafeSql for many threads at once; a query waits only while every worker is busy, in the order of asking."""

    dialect = "duckdb"

    def __init__(self, state: Path, workers: int = 2, settings: WorkerSettings | None = None) -> None:
        """`state` is the folder that `build_serving` writes; nothing is opened or started yet."""
        self.state = state
        self.settings = settings or WorkerSettings(threads=min(os.cpu_count() or 1, 4))
        self.size = workers
        self.idle: list[WorkerProcess] = []
        self.busy: set[WorkerProcess] = set()
        self.starting = 0
        self.queue: deque[object] = deque()
        self.changed = Condition()
        self.closed = False
        self.pointer_seen: tuple[int, int] | None = None
        self.current: Serving | None = None

    def run(self, query: SafeSql, limits: Limits, cancel: Event | None = None) -> Rows:
        """Rows of checked SQL, at most `query.row_cap` of them. Raises TookTooLong, Cancelled, EngineFailed, NotReady."""
        if not isinstance(query, SafeSql) or query.seal is not SEAL:
            raise TypeError("an engine runs nothing but a SafeSql")
        worker = self.borrow(limits, cancel)
        try:
            worker.wait_until_ready(cancel)
            return worker.run(query.text, min(query.row_cap, limits.rows), limits, cancel)
        except EngineFailed as failure:
            if self.closed:
                raise Cancelled("engine_closed") from failure
            raise
        finally:
            self.give_back(worker)

    def warm(self) -> None:
        """See that one worker is free, without waiting until it has started: the next query finds it ready."""
        serving = self.serving()
        with self.changed:
            if self.closed or self.idle or len(self.busy) + self.starting >= self.size:
                return
            self.starting += 1
        self.start(serving, into=self.idle.append)

    def close(self) -> None:
        """End all workers now; queries that run raise Cancelled."""
        with self.changed:
            self.closed = True
            idle, self.idle = self.idle, []
            for worker in self.busy:
                worker.process.kill()
            self.changed.notify_all()
        for worker in idle:
            worker.kill()

    def serving(self) -> Serving:
        """The current serving file; the pointer is read again only when it was replaced."""
        try:
            seen = (self.state / POINTER).stat()
        except OSError:
            raise NotReady("no_serving_data", folder=str(self.state)) from None
        mark = (seen.st_ino, seen.st_mtime_ns)
        if self.current is None or mark != self.pointer_seen:
            manifest = read_manifest(self.state)
            self.current = Serving(self.state / manifest.file, manifest.version)
            self.pointer_seen = mark
        return self.current

    def version(self) -> str:
        """The version of the current data."""
        return self.serving().version

    def borrow(self, limits: Limits, cancel: Event | None) -> WorkerProcess:
        """A worker on the current data, in the order of asking. TookTooLong when none becomes free within the limit."""
        ticket = object()
        clock = Clock(limits.seconds, cancel)
        with self.changed:
            self.queue.append(ticket)
            try:
                while True:
                    if self.closed:
                        raise NotReady("engine_closed")
                    if self.queue[0] is ticket:
                        serving = self.serving()
                        if worker := self.idle_worker(serving):
                            self.busy.add(worker)
                            return worker
                        if len(self.busy) + self.starting < self.size:
                            self.starting += 1
                            break
                    self.changed.wait(clock.slice())
            except TookTooLong as error:
                raise TookTooLong("engine_busy", seconds=limits.seconds) from error
            finally:
                self.queue.remove(ticket)
                self.changed.notify_all()
        return self.start(serving, into=self.busy.add)

    def idle_worker(self, serving: Serving) -> WorkerProcess | None:
        """A living idle worker on this serving file; others are ended on the way."""
        while self.idle:
            worker = self.idle.pop()
            if worker.serving == serving and worker.is_alive():
                return worker
            worker.kill()
        return None

    def start(self, serving: Serving, into: Callable[[WorkerProcess], None]) -> WorkerProcess:
        """A new worker in the place that `starting` holds for it."""
        try:
            worker = WorkerProcess(serving, self.settings)
        except BaseException:  # an interrupt must free the place too; raised again below
            with self.changed:
                self.starting -= 1
                self.changed.notify_all()
            raise
        with self.changed:
            self.starting -= 1
            self.changed.notify_all()
            if not self.closed:
                into(worker)
                return worker
        worker.kill()
        raise NotReady("engine_closed")

    def give_back(self, worker: WorkerProcess) -> None:
        """Free a worker's place; one that did not finish its work is ended, and another started in its place."""
        with self.changed:
            self.busy.discard(worker)
            keep = worker.usable and not self.closed
            if keep:
                self.idle.append(worker)
            self.changed.notify_all()
        if keep:
            return
        worker.kill()
        if worker.is_ready:
            self.replace()

    def replace(self) -> None:
        """Start the next worker early. Whatever hinders it is said by the next query, not in the place of this one's answer."""
        try:
            self.warm()
        except (NotReady, OSError):
            return

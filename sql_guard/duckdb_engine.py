"""The DuckDB engine: a small pool of hardened worker processes that run checked SQL on the current serving database.

It checks nothing of the SQL but the guard's seal. Workers start when first needed, and are replaced when they fail or are worn out, or the
data is swapped. Nobody holds all of them: one is always left for somebody else.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Condition, Event

from sql_guard.engine import SEAL, Engine, Rows, SafeSql
from sql_guard.errors import Cancelled, EngineFailed, NotReady, TookTooLong
from sql_guard.plan_cost import EXPLAIN, rows_worked_on
from sql_guard.policy import Limits
from sql_guard.serving import POINTER, Manifest, read_manifest
from sql_guard.worker_process import START_SECONDS, Clock, Serving, WorkerProcess, WorkerSettings


@dataclass(frozen=True, eq=False)
class Turn:
    """A place in the queue for a worker, and on whose behalf."""

    who: str


class DuckDbEngine:
    """Runs SafeSql for many threads at once; a query waits while no worker is free for its asker, in the order of asking."""

    dialect = "duckdb"

    def __init__(self, state: Path, workers: int = 2, settings: WorkerSettings | None = None) -> None:
        """`state` is the folder that `build_serving` writes; nothing is opened or started yet."""
        self.state = state
        self.settings = settings or WorkerSettings(threads=min(os.cpu_count() or 1, 4))
        self.size = workers
        self.idle: list[WorkerProcess] = []
        self.busy: dict[WorkerProcess, str] = {}  # and on whose behalf
        self.starting: list[str] = []
        self.queue: deque[Turn] = deque()
        self.changed = Condition()
        self.closed = False
        self.pointer_seen: tuple[int, int] | None = None
        self.current: Serving | None = None

    def run(self, query: SafeSql, limits: Limits, cancel: Event | None = None, who: str = "") -> Rows:
        """Rows of checked SQL, at most `query.row_cap` of them. Raises TookTooLong, Cancelled, EngineFailed, NotReady.

        The limit covers waiting for a worker, running and fetching, but not the start of a worker's process.
        """
        return self.run_on(None, query, limits, cancel, who)

    def estimate(self, query: SafeSql, limits: Limits, cancel: Event | None = None, who: str = "") -> int | None:
        return self.estimate_on(None, query, limits, cancel, who)

    def run_on(self, build: Serving | None, query: SafeSql, limits: Limits, cancel: Event | None, who: str) -> Rows:
        """As `run`, on this build; None: on the one that is current when its turn comes."""
        return self.told(build, query, "", limits, cancel, who)

    def estimate_on(self, build: Serving | None, query: SafeSql, limits: Limits, cancel: Event | None, who: str) -> int:
        """As `estimate`, on this build or the current one."""
        return rows_worked_on(self.told(build, query, EXPLAIN, limits, cancel, who).rows[0][1])

    def told(self, build: Serving | None, query: SafeSql, before: str, limits: Limits, cancel: Event | None, who: str) -> Rows:
        """What a worker says to checked SQL, with the words for `before` it that ask for its plan alone."""
        if not isinstance(query, SafeSql) or query.seal is not SEAL:
            raise TypeError("an engine runs nothing but a SafeSql")
        clock = Clock(limits.seconds, cancel)
        worker = self.borrow(clock, who, build)
        try:
            with clock.stopped():
                ready(worker, cancel)
            apart = "" if before else query.apart  # a plan fails on no value
            return worker.run(before + query.text, min(query.row_cap, limits.rows), limits, clock, apart)
        except EngineFailed as failure:
            if self.closed:
                raise Cancelled("engine_closed") from failure
            raise
        finally:
            self.give_back(worker)

    def on(self, manifest: Manifest) -> Engine:
        return OnBuild(self, Serving(self.state / manifest.file, manifest.version))

    def warm(self) -> None:
        """See that one worker is free, without waiting until it has started: the next query finds it ready."""
        serving = self.serving()
        with self.changed:
            if self.closed or self.idle or len(self.busy) + len(self.starting) >= self.size:
                return
            self.starting.append("")
        self.start(serving, "", into=self.idle.append)

    def check(self) -> None:
        """See that a worker starts with every wall in place. Raises NotReady."""
        worker = self.borrow(Clock(START_SECONDS, None))
        try:
            ready(worker, None)
        finally:
            self.give_back(worker)

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

    def borrow(self, clock: Clock, who: str = "", build: Serving | None = None) -> WorkerProcess:
        """A worker on a build or the current data, in the order of asking. TookTooLong when none becomes free within the limit."""
        turn = Turn(who)
        with self.changed:
            self.queue.append(turn)
            try:
                while True:
                    if self.closed:
                        raise NotReady("engine_closed")
                    if self.next_turn() is turn:
                        serving = build or self.serving()
                        if worker := self.idle_worker(serving):
                            self.busy[worker] = who
                            return worker
                        if len(self.busy) + len(self.starting) < self.size:
                            self.starting.append(who)
                            break
                    self.changed.wait(clock.slice())
            except TookTooLong as error:
                raise TookTooLong("engine_busy", seconds=clock.seconds) from error
            finally:
                self.queue.remove(turn)
                self.changed.notify_all()
        return self.start(serving, who, into=lambda worker: self.busy.__setitem__(worker, who))

    def next_turn(self) -> Turn | None:
        """The first in the queue whose asker leaves a worker to others; the product's own look-ups need not."""
        held = [*self.busy.values(), *self.starting]
        most = max(1, self.size - 1)
        return next((turn for turn in self.queue if not turn.who or held.count(turn.who) < most), None)

    def idle_worker(self, serving: Serving) -> WorkerProcess | None:
        """A living idle worker on this serving file; where there is none, one on another makes room for it."""
        for worker in [worker for worker in self.idle if not worker.is_alive()]:
            self.idle.remove(worker)
            worker.kill()
        found = next((worker for worker in reversed(self.idle) if worker.serving == serving), None)
        if found is not None:
            self.idle.remove(found)
        elif self.idle and len(self.idle) + len(self.busy) + len(self.starting) >= self.size:
            self.idle.pop(0).kill()
        return found

    def start(self, serving: Serving, who: str, into: Callable[[WorkerProcess], None]) -> WorkerProcess:
        """A new worker in the place that `starting` holds for it."""
        try:
            worker = WorkerProcess(serving, self.settings)
        except BaseException:  # an interrupt must free the place too; raised again below
            with self.changed:
                self.starting.remove(who)
                self.changed.notify_all()
            raise
        with self.changed:
            self.starting.remove(who)
            self.changed.notify_all()
            if not self.closed:
                into(worker)
                return worker
        worker.kill()
        raise NotReady("engine_closed")

    def give_back(self, worker: WorkerProcess) -> None:
        """Free a worker's place; one that did not finish its work, is worn out or on an old build, is ended, and another started."""
        keep = worker.usable and not worker.is_worn() and self.is_current(worker.serving)
        with self.changed:
            self.busy.pop(worker, None)
            keep = keep and not self.closed
            if keep:
                self.idle.append(worker)
            self.changed.notify_all()
        if keep:
            return
        worker.kill()
        if worker.is_ready:
            self.replace()

    def is_current(self, serving: Serving) -> bool:
        """Whether the next question will want this build; while there is none, whatever is there is as good as it gets."""
        try:
            return self.serving() == serving
        except NotReady:
            return True

    def replace(self) -> None:
        """Start the next worker early. Whatever hinders it is said by the next query, not in the place of this one's answer."""
        try:
            self.warm()
        except (NotReady, OSError):
            return


@dataclass(eq=False)
class OnBuild:
    """The engine held to one build."""

    engine: DuckDbEngine
    build: Serving
    dialect: str = "duckdb"

    def run(self, query: SafeSql, limits: Limits, cancel: Event | None = None, who: str = "") -> Rows:
        return self.engine.run_on(self.build, query, limits, cancel, who)

    def estimate(self, query: SafeSql, limits: Limits, cancel: Event | None = None, who: str = "") -> int | None:
        return self.engine.estimate_on(self.build, query, limits, cancel, who)

    def warm(self) -> None:
        self.engine.warm()

    def check(self) -> None:
        self.engine.check()

    def version(self) -> str:
        if not self.build.file.exists():
            raise NotReady("build_gone", version=self.build.version)
        return self.build.version

    def on(self, manifest: Manifest) -> Engine:
        return self.engine.on(manifest)

    def close(self) -> None:
        """Others use the engine too."""


def ready(worker: WorkerProcess, cancel: Event | None) -> None:
    """Wait until a worker can be asked. NotReady says whether it was its build that is no longer there."""
    try:
        worker.wait_until_ready(cancel)
    except NotReady as error:
        if worker.serving.file.exists():
            raise
        raise NotReady("build_gone", version=worker.serving.version) from error

"""The engine protocol and what travels through it: SafeSql in, Rows out."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event
from typing import Any, Protocol

from sql_guard.policy import Limits
from sql_guard.serving import Manifest

SEAL = object()  # held by guard.py alone; a SafeSql cannot be made without it


@dataclass(frozen=True)
class SafeSql:
    """Checked and rewritten SQL. Only `guard()` makes one; `changes` says in codes what it changed, for the panel under an answer.

    `columns` are the result's, with the types that DuckDB's binder gave them: another engine's values are brought to these.
    `apart` runs when `text` failed, and says whether the error is one of rows that the asker may see; empty where no row is hidden.
    """

    text: str
    written: str
    tables: tuple[str, ...]
    changes: tuple[Change, ...]
    scope: str
    row_cap: int
    seal: object = None
    columns: tuple[ResultColumn, ...] = ()
    apart: str = ""

    def __post_init__(self) -> None:
        if self.seal is not SEAL:
            raise TypeError("only guard() makes a SafeSql")


@dataclass(frozen=True)
class Change:
    """One thing the guard changed: a code for the message files, and its facts."""

    code: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ResultColumn:
    """A column of a result: its name and the engine's type name (DECIMAL(18,2), DATE, VARCHAR …)."""

    name: str
    type: str


@dataclass(frozen=True)
class Rows:
    """A result: columns, rows as tuples of Python values (Decimal, date, str, None …), whether the cap cut it, and engine seconds."""

    columns: tuple[ResultColumn, ...]
    rows: tuple[tuple[Any, ...], ...]
    truncated: bool
    seconds: float
    data_version: str = ""


class Engine(Protocol):
    """Runs checked SQL. Raises TookTooLong, Cancelled, EngineFailed, Refused where it has no equal of a construct (see errors.py).

    `who` asks: where workers are few, one person's queries leave some to others.
    `warm` begins what the first query would wait for; `check` waits for it, and raises NotReady where no query could run;
    `version` is that of the data, or NotReady when nothing can be asked now. `on` is the same engine held to one build of the data, as
    far as builds are kept; NotReady(build_gone) where that one no longer is. Only the engine itself is closed.
    `estimate` is of the rows that a query would work on, by the engine's own plan and without running it; None where it has no such plan.
    """

    dialect: str

    def run(self, query: SafeSql, limits: Limits, cancel: Event | None = None, who: str = "") -> Rows: ...

    def estimate(self, query: SafeSql, limits: Limits, cancel: Event | None = None, who: str = "") -> int | None: ...

    def warm(self) -> None: ...

    def check(self) -> None: ...

    def version(self) -> str: ...

    def on(self, manifest: Manifest) -> Engine: ...

    def close(self) -> None: ...

"""What becomes of one statement: refused with a code, or run, and then whether its rows are those of the filtered database."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from threading import Timer
from typing import Any, Final

import duckdb
from sqlglot import parse_one

from sql_guard.apart import EVERY_ROW
from sql_guard.engine import SafeSql
from sql_guard.errors import Refused
from sql_guard.guard import checked
from sql_guard.worker import HARMLESS
from tests.sql_guard.proof.bank import CANARY, HIDDEN, LIMITS, POLICY, filtered_database, full_database
from tests.sql_guard.proof.reader import Reader

SECONDS: Final = 2.0
ORDERS: Final = ("ORDER BY hash(q)", "ORDER BY hash(q) DESC")
BROKEN: Final = ("InternalException", "FatalException")  # a fault of the engine's own, after which its instance is not to be trusted
Result = list[tuple[Any, ...]] | str


@dataclass(frozen=True)
class Outcome:
    """`what`: refused, equal, fails (on both), slow, or by order: the rows depend on an order that nobody asked for.

    "broken": the engine failed with an internal error of its own, on one database or both; it is then made anew.
    `code` of a refusal, or the engine's kind of error. Any fault is a failure of the guard.
    """

    what: str
    code: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    safe: SafeSql | None = None


class Judge:
    """Both databases, and what a statement gives on each."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        self.full, self.filtered = full_database(), filtered_database()
        self.reader = Reader(self.full)

    @cached_property
    def unguarded(self) -> duckdb.DuckDBPyConnection:
        """The full bank, where a plain name reaches a table: what a statement would show if nothing stood before it."""
        engine = full_database()
        engine.execute("USE bank")
        return engine

    @cached_property
    def reordered(self) -> list[duckdb.DuckDBPyConnection]:
        return [filtered_database(order) for order in ORDERS]

    def judge(self, written: str, rows: bool = True) -> Outcome:
        """Pass a statement through the guard and see what it would read; with `rows`, print it again and run it on both databases too."""
        try:
            safe = checked(written, POLICY)
        except Refused as refused:
            return Outcome("refused", refused.code, refused.facts, told(refused, written))
        try:
            faults = [*self.reader.faults(safe.text), *self.told_tables(safe)]
        except duckdb.InternalException:
            self.begin()
            return Outcome("broken", safe=safe)
        faults += unsettled(safe.text) if rows else []
        what, code = self.compared(written, safe, faults) if rows and not faults else ("planned", "")
        return Outcome(what, code, {}, tuple(faults), safe)

    def told_tables(self, safe: SafeSql) -> list[str]:
        unknown = set(safe.tables) - {table.key for table in POLICY.tables}
        return [f"says that it reads {sorted(unknown)}"] if unknown else []

    def compared(self, written: str, safe: SafeSql, faults: list[str]) -> tuple[str, str]:
        ours, theirs = run_safe(self.full, safe), run(self.filtered, written, LIMITS.rows + 1)
        scans = [key for key in safe.tables if (table := POLICY.by_key[key.casefold()]).rows or table.among]
        if bool(scans) != bool(safe.apart) or safe.apart.count(EVERY_ROW) < len(scans):
            faults.append("its narrowed scans are not all closed in the second text")
        if "slow" in (ours, theirs):
            return "slow", ""
        if any(each in BROKEN for each in (ours, theirs) if isinstance(each, str)):
            self.begin()
            return "broken", ""
        shown = json.dumps([ours, [column.name for column in safe.columns]], ensure_ascii=False, default=str)
        faults += [f"shows {name}" for name in hidden_in(shown, written)]
        if isinstance(ours, str) and isinstance(theirs, str):
            return "fails", ours
        if alike(ours, theirs):
            return "equal", ""
        if isinstance(ours, str) != isinstance(theirs, str) and self.fails_as_written(written, safe, ours, theirs):
            return "fails", ""
        others = [run(engine, written, LIMITS.rows + 1) for engine in self.reordered]
        if any(not alike(other, theirs) for other in others):
            return "by order", ""
        faults.append(f"differs from the filtered database: {str(ours)[:300]} and {str(theirs)[:300]}")
        return "differs", ""

    def fails_as_written(self, written: str, safe: SafeSql, ours: Result, theirs: Result) -> bool:
        """Whether the one that ran was spared an error by an optimizer alone, which left out a part that fails on rows in sight too."""
        engine, text = (self.filtered, written) if isinstance(ours, str) else (self.full, safe.text)
        engine.execute("PRAGMA disable_optimizer")
        try:
            plainly = run(engine, text, LIMITS.rows + 1)
        finally:
            engine.execute("PRAGMA enable_optimizer")
        if isinstance(plainly, str) or isinstance(ours, str):
            return isinstance(plainly, str)
        self.filtered.execute(
            "PRAGMA disable_optimizer"
        )  # the other way round: an optimizer alone made it fail where all rows are in sight
        try:
            return alike(ours, run(self.filtered, written, LIMITS.rows + 1))
        finally:
            self.filtered.execute("PRAGMA enable_optimizer")


def told(refused: Refused, written: str) -> tuple[str, ...]:
    """Hidden names and values in a refusal that the asker did not write."""
    said = json.dumps(refused.facts, ensure_ascii=False, default=str)
    return tuple(f"the refusal names {name}" for name in hidden_in(said, written))


def hidden_in(shown: str, written: str) -> list[str]:
    """The hidden names and values in a text, but for those that the asker wrote."""
    folded, own = shown.casefold(), written.casefold()
    words = set(re.findall(r"\w+", folded))
    found = {name for name in HIDDEN if name in words} | {word for word in (CANARY.casefold(),) if word in folded}
    return sorted(name for name in found if name not in own)


def unsettled(text: str) -> list[str]:
    """Printing what is read of a text gives the text itself."""
    again = parse_one(text, dialect="duckdb").sql("duckdb", comments=False)
    return [] if again == text else [f"not a fixed point: {again}"]


def run_safe(engine: duckdb.DuckDBPyConnection, safe: SafeSql) -> Result:
    """As the worker does: what fails on a value is run once more apart from hidden rows."""
    found = run(engine, safe.text, safe.row_cap + 1)
    return run(engine, safe.apart, safe.row_cap + 1) if safe.apart and isinstance(found, str) and found in HARMLESS else found


def run(engine: duckdb.DuckDBPyConnection, sql: str, most: int) -> Result:
    """The rows in a form that can be compared, or the kind of error; "slow" when it was stopped."""
    timer = Timer(SECONDS, engine.interrupt)
    timer.daemon = True
    timer.start()
    try:
        return [tuple(plain(cell) for cell in row) for row in engine.execute(sql).fetchmany(most)]
    except duckdb.InterruptException:
        return "slow"
    except Exception as error:  # whatever the engine or its Python values say of a hostile text, its kind is the outcome
        return type(error).__name__
    finally:
        timer.cancel()


def plain(cell: Any) -> Any:
    """A value without what depends on the order of rows in a sum of doubles."""
    if isinstance(cell, float):
        return f"{cell:.9g}"
    if isinstance(cell, dict):
        return {str(key): plain(value) for key, value in cell.items()}
    return [plain(each) for each in cell] if isinstance(cell, list | tuple) else cell


def alike(ours: Result, theirs: Result) -> bool:
    if isinstance(ours, str) or isinstance(theirs, str):
        return ours == theirs
    if len(ours) > LIMITS.rows or len(theirs) > LIMITS.rows:
        return len(ours) == len(theirs)
    return sorted(repr(unnamed(row)) for row in ours) == sorted(repr(unnamed(row)) for row in theirs)


def unnamed(cell: Any) -> Any:
    """A value without the names of fields that had none: each reader spells an expression in its own way."""
    if isinstance(cell, dict):
        return [("" if "(" in key else key, unnamed(value)) for key, value in cell.items()]
    return [unnamed(each) for each in cell] if isinstance(cell, list | tuple) else cell

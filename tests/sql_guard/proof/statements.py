"""Reads the corpus: each case is a comment line that says what is tried and how it must end, and the statement below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.sql_guard.proof.bank import HERE

HEADER: Final = re.compile(r"-- (?P<tries>.+) \| (?P<what>runs|own rows|fails|by order|refused) ?(?P<rest>.*)")


@dataclass(frozen=True)
class Case:
    """One statement and its end. "own rows": the rows of the filtered database, and without the guard there would be others."""

    place: str
    tries: str
    what: str
    code: str
    name: str
    sql: str


def cases_of(path: Path) -> Iterator[Case]:
    """A statement ends with a semicolon at the end of a line."""
    found: re.Match[str] | None = None
    lines: list[str] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        header = HEADER.fullmatch(line)
        if header:
            assert found is None, f"{path.name}:{number}: the case before has no statement"
            found, lines = header, []
        elif found:
            lines.append(line)
            if line.endswith(";"):
                code, _, name = found["rest"].partition(" ")
                yield Case(f"{path.name}:{number}", found["tries"], found["what"], code, name, "\n".join(lines)[:-1])
                found = None
    assert found is None, f"{path.name}: the last case has no statement"


FILES: Final = sorted((HERE / "corpus").glob("*.sql"))
CASES: Final = [case for path in FILES for case in cases_of(path)]

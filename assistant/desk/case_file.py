"""Corrections as evaluation cases: evals/corrected.yaml in the project's folder, which `wenshu eval` asks again.

A case holds the SQL of the right answer as its definitions compiled it then, so that a definition that changes is noticed whatever the
data does since. The file is written whole or not at all, and one writer waits for the other.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.plan import SqlDraft
from catalog.errors import CatalogError
from catalog.query import MetricQuery
from catalog.query_json import to_dict

if TYPE_CHECKING:
    from assistant.journal import Kept
    from assistant.record import Answer

FILE = Path("evals") / "corrected.yaml"
HEAD = """# Questions that were answered wrongly and corrected at the analysts' desk (see docs/desk.md). `wenshu eval` asks them again.
suite: corrected
project: ..
cases:
"""


class CaseFileFaulty(CatalogError):
    """The file of cases cannot be added to: case_file_unreadable, case_file_unwritable."""


@dataclass(frozen=True)
class Placed:
    """Where a case was written: its id, and the file relative to the project's folder."""

    id: str
    file: str


def case_of(kept: Kept, right: Answer | None, silent: str | None, cause: str, holds: bool, asker: str | None) -> Mapping[str, Any] | None:
    """The case of a correction; None where nothing is known of the right answer but that this was none."""
    if right is None and silent is None:
        return None
    case: dict[str, Any] = {"id": f"corrected-{kept.id[:12]}", kept.body["language"]: kept.question}
    if asker is not None:
        case["asker"] = asker
    case["as_of"] = kept.body["today"]
    if kept.body["data_as_of"]:
        case["data_to"] = kept.body["data_as_of"]
    if silent is not None:
        case["expect"] = silent
    elif right is not None and right.planned is not None:
        match right.planned.plan:
            case MetricQuery() as query:
                case["metric_query"] = to_dict(query)
            case SqlDraft(text):
                case["metric_sql"] = text
        case["compiled"] = right.working.compiled
    case["tags"] = ["corrected", cause, *([] if holds else ["pending"])]
    return case


def write_case(folder: Path, case: Mapping[str, Any]) -> Placed:
    """Adds a case to the project's file of corrections; one with the id of another gets a number. Raises CaseFileFaulty."""
    path = folder / FILE
    try:
        path.parent.mkdir(exist_ok=True)
        with alone(path):
            text = path.read_text(encoding="utf-8") if path.exists() else HEAD
            known = ids_in(text, path)
            name = next(each for each in names(str(case["id"])) if each not in known)
            written = f"{text.rstrip()}\n{as_yaml({**case, 'id': name})}"
            if ids_in(written, path) != {*known, name}:
                raise CaseFileFaulty("case_file_unreadable", file=str(FILE))
            put(path, written)
    except OSError as error:
        raise CaseFileFaulty("case_file_unwritable", file=str(path), reason=error.strerror or type(error).__name__) from error
    return Placed(name, FILE.as_posix())


def names(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}-{number}"
        number += 1


def ids_in(text: str, path: Path) -> set[str]:
    """The ids of the file's cases. Raises CaseFileFaulty for a file that is no suite."""
    import yaml

    try:
        found = yaml.safe_load(text)
        return {str(case["id"]) for case in found["cases"] or ()}
    except (yaml.YAMLError, TypeError, KeyError) as error:
        raise CaseFileFaulty("case_file_unreadable", file=str(path)) from error


def as_yaml(case: Mapping[str, Any]) -> str:
    """One item of the list of cases."""
    import yaml

    body = yaml.safe_dump([dict(case)], allow_unicode=True, sort_keys=False, width=140, default_flow_style=None)
    return "".join(f"  {line}\n" for line in str(body).splitlines())


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """One process at a time changes the file."""
    with (path.parent / f".{path.name}.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def put(path: Path, text: str) -> None:
    """The new text in the place of the old one, at once, with the rights that the old file had."""
    handle, aside = tempfile.mkstemp(prefix=f".{path.name}", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(aside).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(aside).replace(path)
    finally:
        Path(aside).unlink(missing_ok=True)

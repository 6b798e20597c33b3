"""Which serving database is current: a small pointer file, CURRENT.json.

It is replaced in one step: a reader sees the old build or the new one, never a half. The pointer is also the manifest: what was copied,
from which state of the source, and the version of the data.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sql_guard.errors import NotReady
from sql_guard.policy import Column

POINTER = "CURRENT.json"
SUFFIXES = (".parquet", ".csv", ".tsv", ".csv.gz", ".tsv.gz")
FORMAT = 1  # of the serving database; a higher one makes every older one stale


@dataclass(frozen=True)
class GovernedTable:
    """What of one source table is served: only these columns are copied. Rows lie in the order of `order_by`, which speeds its filters."""

    schema: str
    name: str
    columns: tuple[str, ...]
    order_by: tuple[str, ...] = ()
    zones: tuple[tuple[str, str], ...] = ()  # (column, time zone) whose times are that zone's clock
    time_zone: str | None = None  # the zone in which times are served; None: as they are stored

    @property
    def key(self) -> str:
        return f"{self.schema}.{self.name}"


@dataclass(frozen=True)
class ServingSpec:
    """A source (a DuckDB file, or a folder of Parquet and CSV files) and what of it is governed."""

    source: Path
    tables: tuple[GovernedTable, ...]
    made: tuple[MadeTable, ...] = ()


@dataclass(frozen=True)
class MadeTable:
    """A table that no source has: its rows are made by the builder, and differ only where `version` does."""

    schema: str
    name: str
    columns: tuple[Column, ...]
    version: str
    rows: Callable[[], Iterable[Sequence[object]]] = field(compare=False)


@dataclass(frozen=True)
class ServedTable:
    """A table of the serving database as it was built."""

    schema: str
    name: str
    columns: tuple[Column, ...]
    rows: int

    @property
    def key(self) -> str:
        return f"{self.schema}.{self.name}"


@dataclass(frozen=True)
class Manifest:
    """One build: the file, the version of its data (equal data, equal version), what it was made from and when."""

    file: str
    version: str
    source: str  # digest of the source files' names, sizes and times
    spec: str  # digest of the governed tables
    tables: tuple[ServedTable, ...]
    built_at: str


@dataclass(frozen=True)
class SourceFile:
    """One file of a source folder: a table."""

    schema: str
    name: str
    path: Path
    is_text: bool


def read_manifest(state: Path) -> Manifest:
    """The current build of a state folder. NotReady when there is none, or it cannot be read."""
    try:
        text = (state / POINTER).read_text("utf-8")
    except FileNotFoundError:
        raise NotReady("no_serving_data", folder=str(state)) from None
    except OSError as error:
        raise NotReady("manifest_unreadable", file=str(state / POINTER), reason=error.strerror) from error
    try:
        return manifest_from(json.loads(text))
    except (ValueError, KeyError, TypeError) as error:
        raise NotReady("manifest_unreadable", file=str(state / POINTER), reason=type(error).__name__) from error


def manifest_from(fields: dict[str, Any]) -> Manifest:
    tables = tuple(
        ServedTable(table["schema"], table["name"], tuple(Column(**column) for column in table["columns"]), table["rows"])
        for table in fields["tables"]
    )
    return Manifest(fields["file"], fields["version"], fields["source"], fields["spec"], tables, fields["built_at"])


def write_manifest(state: Path, manifest: Manifest) -> None:
    """Make a build the current one, in one step that survives a power cut."""
    aside = state / f"{POINTER}.{os.getpid()}"
    with aside.open("w", encoding="utf-8") as file:
        json.dump(asdict(manifest), file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(state / POINTER)


def is_stale(manifest: Manifest, spec: ServingSpec) -> bool:
    """Whether the source or what is governed of it changed since the build. NotReady when the source is gone."""
    return manifest.source != source_digest(spec.source) or manifest.spec != spec_digest(spec)


def spec_digest(spec: ServingSpec) -> str:
    made = ([table.schema, table.name, table.version, *(asdict(column) for column in table.columns)] for table in spec.made)
    return digest([FORMAT, *(asdict(table) for table in spec.tables), *made])


def source_digest(source: Path) -> str:
    """Names, sizes and times of the source's files; their content is not read."""
    return digest([[name, stat.st_size, stat.st_mtime_ns] for name, stat in source_files(source)])


def source_files(source: Path) -> list[tuple[str, os.stat_result]]:
    if not source.exists():
        raise NotReady("source_missing", source=str(source))
    if source.is_dir():
        return [(str(file.path.relative_to(source)), file.path.stat()) for file in data_files(source)]
    journal = source.with_name(source.name + ".wal")  # changes that the file itself does not hold yet
    return [(path.name, path.stat()) for path in (source, journal) if path.exists()]


def data_files(folder: Path) -> list[SourceFile]:
    """The data files of a source folder and of its sub-folders, in order of name."""
    found = []
    for path in sorted([*folder.glob("*"), *folder.glob("*/*")]):
        suffix = next((suffix for suffix in SUFFIXES if path.name.lower().endswith(suffix)), None)
        if suffix and path.is_file() and not path.name.startswith("."):
            schema = "main" if path.parent == folder else path.parent.name
            found.append(SourceFile(schema, path.name[: -len(suffix)], path, is_text=suffix != ".parquet"))
    return found


def digest(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:32]

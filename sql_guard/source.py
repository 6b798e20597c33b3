"""The data a project points at, opened for reading: a DuckDB file, or a folder of Parquet and CSV files where a sub-folder is a schema.

Whatever it is, it appears as the attached database `source`. Never reachable from a question; the source is never written to.
"""
# ruff: noqa: S608  # names are quoted, texts are literals; DDL takes no parameters

from __future__ import annotations

import codecs
import gzip
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sql_guard.errors import NotReady
from sql_guard.policy import Column
from sql_guard.quoting import literal, quoted
from sql_guard.serving import SourceFile, data_files

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

OFF = ("autoinstall_known_extensions", "autoload_known_extensions", "python_enable_replacements", "enable_progress_bar")
SNIFF = "sniff_csv(?, header = true, sample_size = -1)"
SNIFFED = {  # what the sniffer calls it, and the reader
    "delimiter": "delim",
    "quote": "quote",
    "escape": "escape",
    "comment": "comment",
    "dateformat": "dateformat",
    "timestampformat": "timestampformat",
}
ENCODINGS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
BLOCK = 1024 * 1024


@dataclass(frozen=True)
class SourceTable:
    """A table, view or file of the source, with its columns in order."""

    schema: str
    name: str
    columns: tuple[Column, ...]

    @property
    def key(self) -> str:
        return f"{self.schema}.{self.name}"


def describe_source(source: Path) -> tuple[SourceTable, ...]:
    """Every table of a source with its columns and engine types. NotReady when it cannot be read."""
    with opened(source) as connection:
        return source_tables(connection)


def source_tables(connection: DuckDBPyConnection) -> tuple[SourceTable, ...]:
    found = connection.execute(
        "SELECT schema_name, table_name, list(column_name ORDER BY column_index), list(data_type ORDER BY column_index) "
        "FROM duckdb_columns() WHERE database_name = 'source' AND NOT internal GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    return tuple(SourceTable(schema, name, tuple(map(Column, columns, types))) for schema, name, columns, types in found)


@contextmanager
def opened(source: Path, scratch: Path | None = None) -> Iterator[DuckDBPyConnection]:
    """A connection with the source attached read-only as `source`; text files that are not UTF-8 are rewritten into a scratch folder."""
    import duckdb

    if not source.exists():
        raise NotReady("source_missing", source=str(source))
    with tempfile.TemporaryDirectory(prefix="scratch-", dir=scratch) as folder:
        connection = duckdb.connect(":memory:")
        try:
            for setting in OFF:
                connection.execute(f"SET {setting} = false")
            connection.execute("SET TimeZone = 'UTC'")
            connection.execute(f"SET temp_directory = {literal(folder)}")
            attach(connection, source, Path(folder))
            yield connection
        finally:
            connection.close()


def attach(connection: DuckDBPyConnection, source: Path, scratch: Path) -> None:
    if source.is_dir():
        connection.execute("ATTACH ':memory:' AS source")
        for file in files_of(source):
            view_of(connection, file, scratch)
        return
    try:
        connection.execute(f"ATTACH {literal(str(source))} AS source (READ_ONLY)")
    except Exception as error:  # the engine has no narrower class for a locked file than for a broken one
        code = "source_busy" if "lock" in str(error).lower() else "source_unreadable"
        raise NotReady(code, source=str(source), reason=first_line(error)) from error


def files_of(folder: Path) -> list[SourceFile]:
    """The tables of a folder: its own files in schema `main`, those of each sub-folder in a schema of its name."""
    found: dict[tuple[str, str], SourceFile] = {}
    for file in data_files(folder):
        twin = found.setdefault((file.schema.casefold(), file.name.casefold()), file)
        if twin is not file:
            raise NotReady("source_ambiguous", table=f"{file.schema}.{file.name}", files=[str(twin.path), str(file.path)])
    return list(found.values())


def view_of(connection: DuckDBPyConnection, file: SourceFile, scratch: Path) -> None:
    """Make a file appear as a view of its schema."""
    path = as_utf8(file.path, scratch) if file.is_text else file.path
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS source.{quoted(file.schema)}")
    try:
        scan = csv_scan(connection, path) if file.is_text else f"read_parquet({literal(str(path))})"
        connection.execute(f"CREATE VIEW source.{quoted(file.schema)}.{quoted(file.name)} AS SELECT * FROM {scan}")
    except Exception as error:  # whatever the engine says, this file is the reason
        raise NotReady("source_unreadable", source=str(file.path), reason=first_line(error)) from error


def csv_scan(connection: DuckDBPyConnection, path: Path) -> str:
    """A scan of a CSV file with a header line, typed by all of its rows once and read in just that way from then on."""
    found = connection.execute(f"SELECT {', '.join(SNIFFED)}, skiprows, columns FROM {SNIFF}", [str(path)]).fetchall()
    *texts, skipped, columns = found[0]
    types = ", ".join(f"{literal(column['name'])}: {literal(column['type'])}" for column in columns)
    options = [f"skip = {int(skipped)}", f"columns = {{{types}}}"]
    for option, text in zip(SNIFFED.values(), texts, strict=True):
        if text is not None:
            options.append(f"{option} = {literal(text.replace('(empty)', ''))}")
    return f"read_csv({literal(str(path))}, auto_detect = false, header = true, {', '.join(options)})"


def as_utf8(path: Path, scratch: Path) -> Path:
    """The file itself when it is valid UTF-8; otherwise a UTF-8 copy of it (GB18030, or UTF-16 by its mark)."""
    mark = next(blocks(path), b"")[:2]
    for encoding in (ENCODINGS[mark],) if mark in ENCODINGS else ("utf-8", "gb18030"):
        if not decodes(path, encoding):
            continue
        return path if encoding == "utf-8" else transcoded(path, encoding, scratch)
    raise NotReady("source_encoding", source=str(path))


def decodes(path: Path, encoding: str) -> bool:
    try:
        for _ in decoded(path, encoding):
            pass
    except UnicodeDecodeError:
        return False
    return True


def transcoded(path: Path, encoding: str, scratch: Path) -> Path:
    with tempfile.NamedTemporaryFile("w", dir=scratch, suffix=".csv", encoding="utf-8", newline="", delete=False) as copy:
        copy.writelines(decoded(path, encoding))
    return Path(copy.name)


def decoded(path: Path, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    for block in blocks(path):
        yield decoder.decode(block)
    yield decoder.decode(b"", final=True)


def blocks(path: Path) -> Iterator[bytes]:
    """The content of a plain or gzipped file."""
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            while block := file.read(BLOCK):
                yield block
    except (OSError, EOFError, zlib.error) as error:
        raise NotReady("source_unreadable", source=str(path), reason=first_line(error)) from error


def first_line(error: Exception) -> str:
    return str(error).partition("\n")[0][:300]

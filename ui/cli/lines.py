"""The questions that a command is given: one, or each line of a file: a JSON object with `question` or `sql`, or the plain text."""

from __future__ import annotations

import codecs
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.question import readable
from ui.cli.errors import BadLine

ENDINGS = {ord(ending): f"\\u{ord(ending):04x}" for ending in "\x85\u2028\u2029"}  # ends of lines to some, plain text to JSON


@dataclass(frozen=True)
class Line:
    """A question with its number, and the id and asker that its JSON object names; or why it is none."""

    number: int
    text: str
    id: str | int | None = None
    asker: str | None = None
    fault: BadLine | None = None


def lines(file: Path | None, single: str) -> Iterator[Line]:
    """The one question, or the file's. Raises BadLine when there is nothing to ask."""
    if file is None:
        if not single.strip():
            raise BadLine("nothing_asked")
        yield Line(1, readable(single))
        return
    found = [line_of(text.strip(), number) for number, text in enumerate(read(file).split("\n"), 1) if text.strip()]
    if not found:
        raise BadLine("nothing_asked")
    yield from found


def read(file: Path) -> str:
    """The file's text, or that of standard input: UTF-8, UTF-16 with its mark, or GB18030 (what Chinese Windows saves)."""
    try:
        raw = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise BadLine("questions_unreadable", file=file, reason=error.strerror) from error
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadLine("questions_encoding", file=file)


def line_of(text: str, number: int) -> Line:
    if not text.startswith("{"):
        return Line(number, readable(text))
    try:
        found: dict[str, Any] = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        return Line(number, "", fault=BadLine("bad_line", line=number, reason=getattr(error, "msg", "")))
    asked, named, asker = found.get("question") or found.get("sql"), found.get("id"), found.get("as")
    identity = named if isinstance(named, (str, int)) else None
    for key, value, fits in (
        ("question", asked, isinstance(asked, str) and bool(asked.strip())),
        ("id", named, named is None or identity is not None),
        ("as", asker, asker is None or isinstance(asker, str)),
    ):
        if not fits:
            return Line(number, "", identity, fault=BadLine("bad_line", line=number, reason=f"{key}: {json.dumps(value)[:40]}"))
    return Line(number, readable(str(asked)), identity, asker)


def print_json(body: Mapping[str, Any]) -> None:
    """One object on one line, for every reader's idea of a line."""
    print(json.dumps(body, ensure_ascii=False).translate(ENDINGS), flush=True)

"""Reads the files of SQL: two lines a case, each ended by a semicolon; blank lines and lines that begin with `-- ` part them."""

from __future__ import annotations

from pathlib import Path


def pairs(name: str) -> list[tuple[str, str]]:
    """What was written and what is expected."""
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    lines = [line.removesuffix(";") for line in text.splitlines() if line and not line.startswith("-- ")]
    return list(zip(lines[::2], lines[1::2], strict=True))

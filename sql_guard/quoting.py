"""Names and texts as SQL spells them, for the few statements that take no parameters. Queries are built as trees instead."""

from __future__ import annotations


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"

"""Names and texts as SQL spells them, for the few statements that take no parameters. Queries are built as trees instead."""

from __future__ import annotations

import string

SMALL = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def folded(name: str) -> str:
    """A name as DuckDB compares it: of capital letters it folds those of ASCII alone. To Python, K (the Kelvin sign) is a k as well."""
    return name.translate(SMALL)

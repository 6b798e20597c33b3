"""SQL as it is shown: broken into lines at its clauses; the characters that ran are all there, only white space is added."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

CLAUSES = (
    "SELECT",
    "FROM",
    "WHERE",
    "GROUP BY",
    "HAVING",
    "QUALIFY",
    "ORDER BY",
    "LIMIT",
    "LEFT JOIN",
    "INNER JOIN",
    "FULL OUTER JOIN",
    "FULL JOIN",
    "CROSS JOIN",
    "JOIN",
    "UNION ALL",
    "UNION",
)
OTHERS = (
    "WITH|ON|AND|OR|AS|CASE|WHEN|THEN|ELSE|END|OVER|PARTITION BY|IN|NOT|IS|NULLS|NULL|FIRST|LAST|DESC|ASC|CAST|DISTINCT|BETWEEN|"
    "INTERVAL|DATE|USING|FILTER|VALUES|TRUE|FALSE|MEASURE"
)
TOKENS = re.compile(
    rf"""(?P<text>'(?:[^']|'')*')|(?P<name>"(?:[^"]|"")*")|(?P<clause>\b(?:{"|".join(CLAUSES)})\b)|(?P<word>\b(?:{OTHERS})\b)|(?P<bracket>[()])"""
)
Kind = Literal["text", "word", "plain"]


def pieces(sql: str) -> Iterator[tuple[str, Kind]]:
    """The SQL in order, each piece with what it is. A text that has line breaks already keeps its own lines."""
    at, queries = 0, list[bool]()  # for each open bracket: does it hold a query
    for token in TOKENS.finditer(sql):
        before, at = sql[at : token.start()], token.end()
        if token["bracket"] == "(":
            queries.append(sql[at:].lstrip().startswith(("SELECT", "WITH")))
        ends_query = token["bracket"] == ")" and bool(queries) and queries.pop()
        starts_clause = bool(token["clause"]) and token.start() > 0 and (not queries or queries[-1])
        breaks = "\n" not in sql and (ends_query or starts_clause)
        yield (before.rstrip() + "\n" + "  " * sum(queries) if breaks else before), "plain"
        yield token[0], "text" if token["text"] else "word" if token["clause"] or token["word"] else "plain"
    yield sql[at:], "plain"


def in_lines(sql: str) -> str:
    """The SQL with a line a clause."""
    return "".join(piece for piece, _ in pieces(sql))

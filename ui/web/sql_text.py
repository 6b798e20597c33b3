"""SQL as it is shown: broken into lines at its clauses, words marked; the characters that ran are all there, only white space is added."""

from __future__ import annotations

import re

from ui.web.markup import Html, joined, tag

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


def sql_text(sql: str) -> Html:
    """Marked SQL. A text that has line breaks already keeps its own lines."""
    parts: list[str] = []
    at, queries = 0, list[bool]()  # for each open bracket: does it hold a query
    for token in TOKENS.finditer(sql):
        before, at = sql[at : token.start()], token.end()
        if token["bracket"] == "(":
            queries.append(sql[at:].lstrip().startswith(("SELECT", "WITH")))
        ends_query = token["bracket"] == ")" and bool(queries) and queries.pop()
        starts_clause = bool(token["clause"]) and token.start() > 0 and (not queries or queries[-1])
        breaks = "\n" not in sql and (ends_query or starts_clause)
        parts += [before.rstrip() + "\n" + "  " * sum(queries) if breaks else before, written(token)]
    return joined(*parts, sql[at:])


def written(token: re.Match[str]) -> str:
    if token["text"]:
        return tag("span", token[0], cls="sql-text")
    if token["clause"] or token["word"]:
        return tag("span", token[0], cls="sql-word")
    return token[0]

"""SQL on the page: a line a clause, words and texts marked."""

from __future__ import annotations

from ui.sql_lines import pieces
from ui.web.markup import Html, joined, tag


def sql_text(sql: str) -> Html:
    """Marked SQL; everything is escaped."""
    return joined(*(tag("span", piece, cls=f"sql-{kind}") if kind != "plain" else piece for piece, kind in pieces(sql)))

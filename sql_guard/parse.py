"""From text to tree: exactly one query, or Refused."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from sql_guard.errors import Refused
from sql_guard.shorthand import plain_query, with_ending
from sql_guard.tokens import CLOSING, OPENING, check_tokens, with_brackets, without_end

if TYPE_CHECKING:
    from sqlglot import exp
    from sqlglot.dialects import DuckDB
    from sqlglot.errors import ParseError
    from sqlglot.tokenizer_core import Token

PIVOTS: Final = frozenset({"PIVOT", "UNPIVOT"})
logging.getLogger("sqlglot").setLevel(logging.ERROR)  # its warnings quote the text that somebody asked


def parsed(text: str) -> exp.Query:
    """The one query of a text as a tree; never raises anything but Refused and RecursionError."""
    from sqlglot import exp
    from sqlglot.dialects import DuckDB
    from sqlglot.errors import ParseError

    dialect = DuckDB()
    try:
        tokens = without_end(dialect.tokenize(text))
        check_tokens(text, tokens)
        tokens = with_brackets(tokens)
        trees = whole_pivot(dialect, text, tokens) if tokens[0].token_type.name in PIVOTS else dialect.parser().parse(tokens, text)
    except (Refused, RecursionError):
        raise
    except ParseError as error:
        raise unreadable(error) from error
    except Exception as error:  # a parser may fail in any way on hostile text, and every way means that we cannot tell
        raise Refused("unreadable") from error
    statements = [tree for tree in trees if tree is not None]
    if len(statements) != 1:
        raise Refused("several_statements" if statements else "empty")
    tree = plain_query(statements[0])
    if not isinstance(tree, exp.Query) or isinstance(tree, exp.Table):
        raise Refused("not_a_query", kind=type(tree).__name__.lower())
    return tree


def unreadable(error: ParseError) -> Refused:
    """With the place, when the parser knows it."""
    first = error.errors[0] if error.errors else {}
    if first.get("line") is None or first.get("col") is None:
        return Refused("unreadable")
    return Refused("unreadable", line=first["line"], column=first["col"])


def whole_pivot(dialect: DuckDB, text: str, tokens: list[Token]) -> list[exp.Expr | None]:
    """PIVOT … ORDER BY … LIMIT …, whose end the parser does not know: the end is read apart, on a SELECT."""
    depth = 0
    for index, token in enumerate(tokens):
        kind = token.token_type.name
        depth += (kind in OPENING) - (kind in CLOSING)
        if depth == 0 and kind in ("ORDER_BY", "LIMIT", "OFFSET"):
            (pivot,) = dialect.parser().parse(tokens[:index], text)
            (ending,) = dialect.parser().parse([*dialect.tokenize("SELECT * FROM x"), *tokens[index:]], text)
            if pivot is None or ending is None:
                raise Refused("unreadable")
            return [with_ending(pivot, ending)]
    return list(dialect.parser().parse(tokens, text))

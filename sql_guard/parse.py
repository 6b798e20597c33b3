"""From text to tree: exactly one query, no deeper than a parser's stack can hold, with no character that deceives the eye."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from sql_guard.errors import Refused
from sql_guard.shorthand import plain_query, with_ending

if TYPE_CHECKING:
    from sqlglot import exp
    from sqlglot.dialects import DuckDB
    from sqlglot.errors import ParseError
    from sqlglot.tokenizer_core import Token

logging.getLogger("sqlglot").setLevel(logging.ERROR)  # its warnings quote the text that somebody asked

DEEPEST_NESTING: Final = 60
LONGEST_PREFIX: Final = 20
MOST_TOKENS: Final = 20_000
FULL_WIDTH: Final = {"，": ",", "；": ";", "（": "(", "）": ")", "‘": "'", "’": "'", "“": '"', "”": '"', "。": ".", "＝": "="}
OPENING: Final = frozenset({"L_PAREN", "L_BRACKET", "L_BRACE", "CASE"})
CLOSING: Final = frozenset({"R_PAREN", "R_BRACKET", "R_BRACE", "END"})
QUERY_STARTS: Final = frozenset({"SELECT", "WITH", "FROM", "L_PAREN", "VALUES", "TABLE", "PIVOT"})
PREFIXES: Final = frozenset({"NOT", "DASH", "PLUS", "TILDE", "EXISTS", "INTERVAL", "LAMBDA", "ARROW", "DAT", "CARET", "DSTAR"})


def parsed(text: str) -> exp.Query:
    """The one query of a text as a tree; never raises anything but Refused and RecursionError."""
    from sqlglot import exp
    from sqlglot.dialects import DuckDB
    from sqlglot.errors import ParseError

    dialect = DuckDB()
    try:
        tokens = without_end(dialect.tokenize(text))
        check_tokens(text, tokens)
        trees = whole_pivot(dialect, text, tokens) if tokens[0].token_type.name == "PIVOT" else dialect.parser().parse(tokens, text)
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


def without_end(tokens: list[Token]) -> list[Token]:
    """The tokens but for the semicolons at the end, which end nothing else."""
    end = len(tokens)
    while end and tokens[end - 1].token_type.name == "SEMICOLON":
        end -= 1
    return tokens[:end]


def check_tokens(text: str, tokens: list[Token]) -> None:
    """Refuse what may not stand outside a string, and nesting that a parser's stack might not hold."""
    if len(tokens) > MOST_TOKENS:
        raise Refused("too_long", length=len(text), most=len(text) * MOST_TOKENS // len(tokens))
    check_statement(tokens)
    depth = deepest(token.token_type.name for token in tokens)
    if depth > DEEPEST_NESTING:
        raise Refused("too_deep", most=DEEPEST_NESTING)
    for token in tokens:
        if token.token_type.name == "VAR" and not token.text.isascii():
            check_name(text, token)


def check_statement(tokens: list[Token]) -> None:
    """Exactly one statement, and one that begins as a query does."""
    kinds = [token.token_type.name for token in tokens]
    if not kinds:
        raise Refused("empty")
    if "SEMICOLON" in kinds:
        again = tokens[kinds.index("SEMICOLON")]
        raise Refused("several_statements", line=again.line, column=again.col)
    if kinds[0] not in QUERY_STARTS:
        raise Refused("not_a_query", kind=tokens[0].text.split()[0].lower())


def deepest(kinds: Iterable[str]) -> int:
    """The deepest nesting of brackets and CASE, or what costs the parser as much: a run of prefix words, a chain of `[1][1]`."""
    depth = run = chain = most = 0
    before = ""
    for kind in kinds:
        depth += (kind in OPENING) - (kind in CLOSING)
        run = run + 1 if kind in PREFIXES else 0
        chain += (before, kind) == ("R_BRACKET", "L_BRACKET")
        most = max(most, depth, chain, run * DEEPEST_NESTING // LONGEST_PREFIX)
        before = kind
    return most


def check_name(text: str, token: Token) -> None:
    for offset, character in enumerate(token.text):
        if character in FULL_WIDTH:
            where = place(text, token.start + offset)
            raise Refused("full_width", character=character, nearest=FULL_WIDTH[character], **where)
        if unicodedata.category(character) in ("Cf", "Zs", "Zl", "Zp", "Co", "Cn"):
            raise Refused("odd_character", **place(text, token.start + offset))


def place(text: str, offset: int) -> dict[str, int]:
    """Line and column, from 1, of an offset."""
    before = text[:offset]
    return {"line": before.count("\n") + 1, "column": offset - before.rfind("\n")}

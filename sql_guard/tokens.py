"""What is checked and mended before a text is parsed: the words it is made of, how deep they nest, and what deceives the eye."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from sql_guard.errors import Refused

if TYPE_CHECKING:
    from sqlglot.tokenizer_core import Token

DEEPEST_NESTING: Final = 60
LONGEST_PREFIX: Final = 20
MOST_TOKENS: Final = 20_000
FULL_WIDTH: Final = {"，": ",", "；": ";", "（": "(", "）": ")", "‘": "'", "’": "'", "“": '"', "”": '"', "。": ".", "＝": "="}
OPENING: Final = frozenset({"L_PAREN", "L_BRACKET", "L_BRACE", "CASE"})
CLOSING: Final = frozenset({"R_PAREN", "R_BRACKET", "R_BRACE", "END"})
QUERY_STARTS: Final = frozenset({"SELECT", "WITH", "FROM", "L_PAREN", "VALUES", "TABLE", "PIVOT", "UNPIVOT"})
PREFIXES: Final = frozenset({"NOT", "DASH", "PLUS", "TILDE", "EXISTS", "INTERVAL", "LAMBDA", "ARROW", "DAT", "CARET", "DSTAR"})
MOMENTS: Final = frozenset({"DATE", "TIME", "TIMESTAMP", "TIMESTAMPNTZ", "TIMESTAMPTZ"})


def without_end(tokens: list[Token]) -> list[Token]:
    """The tokens but for the semicolons at the end, which end nothing else."""
    end = len(tokens)
    while end and tokens[end - 1].token_type.name == "SEMICOLON":
        end -= 1
    return tokens[:end]


def with_brackets(tokens: list[Token]) -> list[Token]:
    """DATE '…'::TIMESTAMP as (DATE '…')::TIMESTAMP: sqlglot would cast the string first."""
    from sqlglot.tokenizer_core import Token, TokenType

    mended: list[Token] = []
    for index, token in enumerate(tokens):
        if token.token_type.name == "STRING" and is_cast_moment(tokens, index):
            opening = mended.pop()
            mended += [Token(TokenType.L_PAREN, "("), opening, token, Token(TokenType.R_PAREN, ")")]
        else:
            mended.append(token)
    return mended


def is_cast_moment(tokens: list[Token], index: int) -> bool:
    """Whether the string at `index` stands between DATE, TIME or TIMESTAMP and `::`."""
    if not 0 < index < len(tokens) - 1:
        return False
    return tokens[index - 1].token_type.name in MOMENTS and tokens[index + 1].token_type.name == "DCOLON"


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

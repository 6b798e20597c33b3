"""Words that name a stretch of the calendar and something else: a festival alone is the latest one, beside a period it picks days."""

from __future__ import annotations

from dataclasses import replace

from assistant.offline.festivals import festival_pattern
from assistant.offline.period_words import When
from assistant.offline.readings import MemberName, Token
from assistant.offline.vocabulary import Word
from retrieval.text import fold

OWNERS = ("with", "whose", "having", "have")


def settled(tokens: list[Token]) -> list[Token]:
    """国庆的订单数 is of the latest one, 2025年…国庆 picks days of that year; sales between 2024 and 2025 are of two years."""
    festive = {index for index, token in enumerate(tokens) if token.when and token.members and is_festival(token)}
    is_dated = any(token.when and index not in festive for index, token in enumerate(tokens))
    found = list(tokens)
    for index, token in enumerate(tokens):
        if index in festive:
            picks_days = is_dated or is_denied(tokens, index)
            kind = MemberName if picks_days else When
            found[index] = token.only(*(option for option in token.options if isinstance(option, kind)))
        elif token.when and token.has("condition"):
            found[index] = bound_or_years(tokens, index)
    return found


def is_festival(token: Token) -> bool:
    return festival_pattern().fullmatch(fold(token.text).text.removeprefix("the ")) is not None


def is_denied(tokens: list[Token], index: int) -> bool:
    beside = [(tokens[index - 1], "negate.open")] if index else []
    beside += [(tokens[index + 1], "negate.close")] if index + 1 < len(tokens) else []
    return any(token.has(code) for token, code in beside)


def bound_or_years(tokens: list[Token], index: int) -> Token:
    """Stores with sales between 2024 and 2025 have a bound; elsewhere these are years."""
    owned = index > 1 and tokens[index - 1].metric is not None and tokens[index - 2].text.lower() in OWNERS
    dropped = When if owned else Word
    return replace(tokens[index], options=tuple(option for option in tokens[index].options if not isinstance(option, dropped)))

"""最多100万 and 最低20%: a word of rank with a number that counts no members is a bound."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.offline.readings import Token
from assistant.offline.units import unit_in
from assistant.offline.vocabulary import Word

MOST_COUNTED = 100  # 最多3家 are three; more than this many are no members but an amount
EXTREMES = ("最高", "最低")
SUPERLATIVES = (*EXTREMES, "最多", "最少")
AMOUNTS = ("money", "distance", "metric_distance", "share", "minute", "hour")
THINGS = ("order", "piece", "person")
WHILE = ("时", "的时候", "的情况下", "的话")


def bound_or_rank(tokens: Iterable[Token], text: str) -> list[Token]:
    """Gives each such word one of its two parts."""
    return [settled(token, text) if token.has("rank") and token.has("condition") else token for token in tokens]


def settled(token: Token, text: str) -> Token:
    number = next((word.numbers[0] for word in token.words if word.numbers), None)
    if number is not None and number.is_percent and token.text.startswith(EXTREMES):
        return without(token, "condition")  # 毛利率最低20%的门店 may be the lowest fifth of them: no rank says so
    counts = number is not None and not number.is_percent and number.value == int(number.value) and 0 < number.value <= MOST_COUNTED
    unit = unit_in(token.text)
    is_amount = unit in AMOUNTS or (unit in THINGS and text.startswith("的", token.end))  # 订单数最多5单的门店, 销量最高5件商品
    is_bound = not counts or is_amount or text.startswith(WHILE, token.end)
    return without(token, "rank" if is_bound else "condition")


def ranks_days(text: str) -> bool:
    """销售额最高3天: three days of the calendar, no bound."""
    return text.startswith(SUPERLATIVES) and text.endswith("天")


def without(token: Token, role: str) -> Token:
    return token.only(*(option for option in token.options if not (isinstance(option, Word) and option.role == role)))

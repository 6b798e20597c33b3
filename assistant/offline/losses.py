"""Who loses money: 哪些店亏钱, which stores are losing money. Of members it is a bound on the profit, never a mere mention of it."""

from __future__ import annotations

from decimal import Decimal

from assistant.offline.numbers import Number
from assistant.offline.parse import Condition, Parse, Ranking, Stop
from assistant.offline.readings import Token
from assistant.plan import Decline

ZERO = (Number(Decimal(0)),)
BY = ("link.ranked_by", "link.each")  # 按营业利润


def settle_losses(parse: Parse) -> None:
    """After a question about profit (哪些是亏的?) the word bounds that metric, and names none of its own."""
    carried = {measure.metric for measure in parse.carried.measures} if parse.carried else set()
    others = any(token.metric and not token.has("loss") for token in parse.tokens)
    for index, token in enumerate(parse.tokens):
        if token.has("loss") and token.metric and not others and carried & set(token.metric.metrics):
            parse.tokens[index] = token.only(*token.words)


def read_losses(parse: Parse) -> None:
    """Gives each such word its bound below zero, or its rank from below, on the profit that the question is about."""
    for index, token in enumerate(parse.tokens):
        if parse.asks_why or not token.has("loss") or not (token.has("loss.most") or is_of_members(parse, token)):
            continue
        metric = profit(parse, index, token)
        parse.take(index, *(place for place in parse.places(*BY) if parse.right(place) in parse.metrics))
        if token.has("loss.most"):
            many = any(other.has("link.which_many") for other in parse.tokens)
            parse.rankings.append(Ranking(index, metric, None if many else 1, "low"))
        else:
            parse.conditions.append(Condition(index, metric, "lt", ZERO))


def is_of_members(parse: Parse, token: Token) -> bool:
    """Whether members or times that lose are asked for; 上个月亏钱了吗 asks for the number."""
    if token.metric is None and parse.carried is not None and (parse.carried.group_by or parse.carried.grain):
        return True
    return any((other.dimensions and not other.metric) or other.grain_noun for other in parse.tokens)


def profit(parse: Parse, index: int, token: Token) -> str:
    """The profit meant: the one named beside, or the carried one, or what the word itself stands for."""
    if index in parse.metrics:
        return parse.metrics[index]
    known = list(parse.metrics.values()) or [measure.metric for measure in (parse.carried.measures if parse.carried else ())]
    meant = set(token.metric.metrics) if token.metric else set(known)
    found = [name for name in known if name in meant]
    if len(set(found)) != 1:
        raise Stop(Decline("not_supported", (("words", token.text),)))
    return found[0]

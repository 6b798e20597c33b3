"""Bounds on how many: 品牌不超过5个的公司, regions with more than 10 stores. The noun's own count is bounded, never another metric."""

from __future__ import annotations

from decimal import Decimal

from assistant.offline.numbers import Number
from assistant.offline.parse import Condition, Parse, Stop
from assistant.offline.placing import count_metric
from assistant.plan import Decline

CLASSIFIERS = ("个", "家", "名", "位", "款", "种", "条", "项", "座", "类", "间")
JOINED = ("link.of",)


def counted_beside(parse: Parse, index: int) -> str | None:
    """The metric that counts the noun beside a bound, now one of the question's. Raises Stop where none counts it."""
    place = noun_beside(parse, index)
    if place is None:
        return None
    catalog = parse.sight.catalog
    found = [metric for name in parse.tokens[place].dimensions if (metric := count_metric(parse, catalog.dimension(name)))]
    if len(found) != 1:
        raise Stop(Decline("bound_of_what"))
    parse.metrics[place] = found[0]
    parse.take(place)
    return found[0]


def noun_beside(parse: Parse, index: int) -> int | None:
    """'More than 10 stores', 超过10家门店, 门店超过10家: where the noun stands, unless it is a key or the number has a unit of its own."""
    word = parse.tokens[index].word("condition")
    if word is None or not word.numbers or any(number.is_percent or number.value != int(number.value) for number in word.numbers):
        return None
    text = parse.tokens[index].text
    places = (
        (index + 1, parse.left(index, *JOINED))
        if text.endswith(CLASSIFIERS)
        else (index + 1,)
        if text[-1:].isdigit() and text.isascii()
        else ()
    )
    for place in places:
        token = parse.free(place)
        if (
            token is not None
            and token.dimensions
            and not token.metric
            and "number" not in {parse.sight.catalog.dimensions[name].type for name in token.dimensions}
        ):
            return place
    return None


def read_most_of(parse: Parse) -> None:
    """门店最多的城市, which city has the most stores: ranked by how many there are of the noun. Raises Stop where nothing counts it."""
    if parse.carried is not None:
        return
    for index in parse.places("rank.most", "rank.least"):
        place = index + 1 if parse.language == "en" or not noun_at(parse, index - 1) else index - 1
        keys = [other for other in range(len(parse.tokens)) if other != place and noun_at(parse, other)]
        token = parse.free(place)
        if token is None or not noun_at(parse, place) or not keys or is_ranked_by_metric(parse, index, place):
            continue
        found = [metric for name in token.dimensions if (metric := count_metric(parse, parse.sight.catalog.dimension(name)))]
        if len(found) != 1:
            raise Stop(Decline("count_of_members", (("words", token.text),)))
        parse.metrics[place] = found[0]
        parse.take(place)
        return


def is_ranked_by_metric(parse: Parse, index: int, place: int) -> bool:
    """销售额 … 门店最多, most stores by sales: a metric says by what."""
    if parse.language == "en":
        return any(parse.has(at - 1, "link.ranked_by") and at > place for at in parse.metrics)
    return any(at < index for at in parse.metrics) or place + 1 in parse.metrics


def noun_at(parse: Parse, place: int) -> bool:
    token = parse.free(place)
    return token is not None and bool(token.dimensions) and not token.metric


def read_some_of(parse: Parse) -> None:
    """有果园的合作社: those that have one at least."""
    if parse.metrics or parse.carried is not None or parse.language != "zh":
        return
    for place, token in enumerate(parse.tokens):
        before = parse.text[: token.start].rstrip()
        if not before.endswith("有") or before.endswith(("没有", "所有", "只有")) or not noun_at(parse, place):
            continue
        if not parse.has(place + 1, "link.of") or not noun_at(parse, place + 2):
            continue
        found = [metric for name in token.dimensions if (metric := count_metric(parse, parse.sight.catalog.dimension(name)))]
        if len(found) == 1:
            parse.metrics[place] = found[0]
            parse.take(place)
            parse.conditions.append(Condition(place, found[0], "ge", (Number(Decimal(1)),)))
            return

"""Top and bottom: 销售额前五的门店, top 5 stores by revenue, 哪个月最高, fastest-growing region, 从高到低."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.offline.grouping import add_key
from assistant.offline.parse import Parse, Ranking, Stop
from assistant.offline.reach import is_average
from assistant.offline.readings import Token
from assistant.offline.vocabulary import Word
from assistant.plan import Decline
from retrieval.text import stem

SIZES = ("最大", "最小")
WAYS = {
    "top": "high",
    "high": "high",
    "most": "high",
    "fast": "high",
    "bottom": "low",
    "low": "low",
    "least": "low",
    "best": "best",
    "worst": "worst",
}
CHANGES = ("compare.growth", "compare.rose", "compare.fall", "compare.fell", "compare.change")
BASES = ("compare.yoy", "compare.pop", "compare.mom", "compare.qoq", "compare.wow")
BY = ("link.ranked_by", "link.each")
PASSED = ("link.of", "link.and", *BASES)


def read_rankings(parse: Parse) -> None:
    for index in list(parse.places("rank")):
        word = parse.tokens[index].word("rank")
        if word is None or word.code == "nth":
            continue
        parse.take(index)
        ranked_keys(parse, index)
        column = changed_column(parse, index, word)
        metric = metric_of(parse, index, word)
        refuse_size(parse, index, word, metric)
        parse.rankings.append(Ranking(index, metric, count_of(parse, index, word), WAYS[word.code], column))
    read_order(parse)


def count_of(parse: Parse, index: int, word: Word) -> int | None:
    """The number it holds, or that of 'which three'; one for a superlative; none for a bare 'top'."""
    if word.numbers:
        number = word.numbers[0]
        if number.is_percent or number.value != int(number.value) or number.value < 1:
            raise Stop(Decline("not_supported", (("words", parse.tokens[index].text),)))
        return int(number.value)
    cardinal = next(parse.places("cardinal"), None)
    if cardinal is not None and (held := parse.tokens[cardinal].word("cardinal")) is not None:
        refuse_other_count(parse, cardinal)
        parse.take(cardinal)
        return int(held.numbers[0].value)
    counted = next((token.word("link") for token in parse.tokens if token.has("link.which_count")), None)
    if counted and counted.numbers:
        return int(counted.numbers[0].value)
    return None if word.code in ("top", "bottom") or is_plural(parse, index) else 1


def refuse_other_count(parse: Parse, cardinal: int) -> None:
    """两个月销售额最高的门店, 最高的门店的5个品类: the number is of something else than what is ranked."""
    counted = parse.at(cardinal + 1)
    ranked = [parse.tokens[group.index] for group in parse.groups if group.mark in ("rank", "which") and group.index >= 0]
    ranked += [parse.tokens[index] for _, index, mark in parse.grains if mark in ("rank", "which") and index >= 0]
    is_key = counted is not None and not counted.metric and bool(counted.dimensions or counted.grain_noun)
    if is_key and ranked and counted not in ranked:
        raise Stop(Decline("not_supported", (("words", parse.tokens[cardinal].text),)))


def is_plural(parse: Parse, index: int) -> bool:
    """哪些门店 and 'best products' ask for several without saying how many."""
    if any(token.has("link.which_many") for token in parse.tokens):
        return True
    keys = [parse.tokens[group.index] for group in parse.groups if group.mark in ("rank", "which") and group.index >= 0]
    if not keys and (sold := parse.right(index, "link.of")) in parse.metrics and (key := parse.free(sold + 1)) and key.dimensions:
        keys = [key]  # best selling products
    return any(token.text.isascii() and stem(token.text.lower()) != token.text.lower() for token in keys)


def ranked_keys(parse: Parse, index: int) -> None:
    """The key right after the rank (前五的门店, top 5 stores), or a bare one right before it (门店前五)."""
    after = parse.right(index, "link.of", "link.all")
    if (token := parse.free(after)) is not None and add_key(parse, after, token, "rank"):
        return
    after_change = parse.right(index, "link.of", *CHANGES)
    if (token := parse.free(after_change)) is not None and add_key(parse, after_change, token, "rank"):
        return
    before = parse.left(index, "link.of")
    if (token := parse.free(before)) is not None and token.dimensions:
        add_key(parse, before, token, "rank")


def changed_column(parse: Parse, index: int, word: Word) -> str:
    """Whether the rank is of a change (增长最快, biggest increase), and which way it looks."""
    for place in (parse.left(index, "link.of"), parse.right(index, "link.of", *BASES), *beyond_metric(parse, index)):
        if parse.has(place, *CHANGES):
            parse.take(place)
            parse.growth = True
            parse.falling = parse.falling or parse.has(place, "compare.fall", "compare.fell")
            return "change" if word.code in ("most", "least") else "change_pct"
    if word.code == "fast":
        parse.growth = True
        return "change_pct"
    return ""


def beyond_metric(parse: Parse, index: int) -> Iterator[int]:
    """In English the change also stands on the far side of its metric: top 5 by sales growth, the highest sales growth, grew sales most."""
    if parse.language != "en":
        return
    by = next((place for place in range(index + 1, len(parse.tokens)) if parse.has(place, *BY)), None)
    ranked_by = () if by is None else (parse.right(by, "link.of", "link.total", *BASES),)
    for place in (parse.right(index, "link.of", *BASES), *ranked_by):
        if place in parse.metrics and not parse.has(parse.right(place), "rank"):
            yield parse.right(place, *BASES)
    if parse.left(index) in parse.metrics and parse.has(before := parse.left(parse.left(index)), "compare.rose", "compare.fell"):
        yield before


def metric_of(parse: Parse, index: int, word: Word) -> str | None:
    """By what: 'by revenue' after it; the metric right after a superlative; the nearest one before; else the first measure."""
    named = by_metric(parse, index)
    if named is not None:
        return named
    after = parse.right(index, "link.of", *CHANGES)
    before = nearest_before(parse, index)
    if (
        word.code in ("high", "low", "most", "least", "best", "worst")
        and after in parse.metrics
        and (parse.language == "en" or before is None)
    ):
        return parse.metrics[after]
    if before is not None and (parse.language == "zh" or word.code not in ("top", "bottom")):
        return before
    return None


def refuse_size(parse: Parse, index: int, word: Word, metric: str | None) -> None:
    """'The cancellation rate of the three biggest airlines': biggest by what is not said, and surely not by the rate."""
    meant = metric or next(iter(parse.metrics.values()), None)
    key = parse.right(index, "link.of", "link.all")
    is_size = word.code in ("most", "least") or any(mark in parse.tokens[index].text for mark in SIZES)
    if not is_size or meant is None or not is_average(parse.sight.catalog, meant) or all(group.index != key for group in parse.groups):
        return
    places = [place for place, name in parse.metrics.items() if name == meant]
    names_it_before = parse.language == "zh" and metric is not None
    names_it_after = parse.language == "en" and any(place > key for place in places)
    if not (names_it_before or names_it_after):
        raise Stop(Decline("rank_of_what"))


def by_metric(parse: Parse, index: int) -> str | None:
    for place in range(index + 1, len(parse.tokens)):
        if parse.has(place, "rank"):
            return None
        if parse.has(place, *BY):
            target = parse.right(place, "link.of", "link.total", *CHANGES, *BASES)
            if target in parse.metrics:
                parse.take(place)
                parse.heads.add(target)
                return parse.metrics[target]
    return None


def nearest_before(parse: Parse, index: int) -> str | None:
    """The nearest metric before, not beyond another rank or bound; of metrics joined by 'and', the first."""
    for place in range(index - 1, -1, -1):
        if parse.has(place, "rank", "condition"):
            return None
        if place in parse.metrics:
            while parse.left(place, "link.and") in parse.metrics and parse.has(place - 1, "link.and"):
                place = parse.left(place, "link.and")
            return parse.metrics[place]
    return None


def is_of_member(parse: Parse, token: Token) -> bool:
    """'Fujian's rank among provinces': the place of one member, where 'rank provinces' puts them all in order."""
    return any(part.dimension in token.dimensions and not part.negated for part in parse.member_filters)


def read_order(parse: Parse) -> None:
    """从高到低, ranking, sorted by … ascending, rank stores by sales."""
    for index in list(parse.places("show.rank_of")):
        key = parse.right(index, "link.of", "link.all")
        token = parse.free(key) if parse.language == "en" else None
        if token is not None and token.dimensions and not is_of_member(parse, token) and add_key(parse, key, token, "each"):
            parse.take(index)
            parse.order = parse.order or "down"
    for index in list(parse.places(*BY)):
        if parse.any("show.rank_of") and parse.right(index) in parse.metrics:
            parse.take(index)
    for index in list(parse.places("show.order", "show.order_down", "show.order_up")):
        parse.order = "up" if parse.has(index, "show.order_up") else parse.order or "down"
        parse.take(index)
        own = parse.left(index, "link.of")
        if parse.has(index, "show.order_up", "show.order_down") and own in parse.metrics and not parse.has(own - 1, "link.and"):
            parse.order_metric = parse.order_metric or parse.metrics[own]  # 退款率由低到高, 给出销售额
        for place in (parse.right(index, "link.of"), parse.left(index, "link.of")):
            if parse.has(place, *BY) and parse.right(place) in parse.metrics:
                parse.take(place)
                parse.order_metric = parse.metrics[parse.right(place)]
    for place in list(parse.places(*BY)):
        if parse.order and parse.right(place) in parse.metrics:
            parse.take(place)
            parse.order_metric = parse.metrics[parse.right(place)]

"""One number of members that were chosen by rank or bound: 销售额前五的门店的总销售额 is their sum, not a list of five."""

from __future__ import annotations

from assistant.offline.listing import all_of_one_thing
from assistant.offline.parse import Parse, Stop
from assistant.offline.readings import Token
from assistant.offline.vocabulary import vocabulary
from assistant.plan import Decline
from catalog.metric import Aggregate

TOTAL = "link.total"


def asks_together(parse: Parse) -> bool:
    """Whether the total of the chosen members is asked. Raises Stop for their share of all, and for a total of each of several."""
    keys = [group.index for group in parse.groups if group.index >= 0]
    if not parse.selections or not keys or any(token.has("show.apart") for token in parse.tokens):
        return False
    chosen = [part.index for part in parse.selections]
    totals = [place for place, token in enumerate(parse.tokens) if says_total(token)]
    if not any(is_of_chosen(parse, place, keys, chosen) for place in totals):
        return False
    if parse.shows & {"share", "rank_of"}:
        raise Stop(Decline("share_of_chosen"))
    is_each = any(group.mark == "each" for group in parse.groups)
    if parse.columns or (not is_each and len(parse.group_names) > 1 and all_of_one_thing(parse, parse.group_names)):
        return False  # each of them is listed with what is known of it
    if len(keys) > 1 or any(group.mark == "each" for group in parse.groups) or any(part.column for part in parse.selections):
        raise Stop(Decline("not_supported", (("words", parse.joined(parse.tokens[place].text for place in totals)),)))
    parse.shows.add("total")
    return True


def says_total(token: Token) -> bool:
    """A word of its own, or a part of the metric's name: 总销售额, total sales."""
    if token.has(TOTAL) or token.metric is None:
        return token.has(TOTAL)
    return any(word.word.name == TOTAL and (word.start == 0 or word.end == len(token.text)) for word in vocabulary().words_in(token.text))


def is_of_chosen(parse: Parse, place: int, keys: list[int], chosen: list[int]) -> bool:
    """After the members and what chooses them (…的总销售额, combined), or in English before them: total sales of the top 5 stores."""
    measured = {place, place + 1} & parse.metrics.keys()
    if place > max(*keys, *chosen):
        return parse.language == "zh" or not measured
    metric = min((at for at in parse.metrics if at >= place), default=None)
    if parse.language == "zh" or metric is None or metric > min(*keys, *chosen):
        return False
    return not any(token.has("link.each", "link.ranked_by", "link.and") for token in parse.tokens[metric : max(min(keys), min(chosen))])


def adds_metrics(parse: Parse) -> bool:
    """Whether a word of adding up is of two metrics, not of one that is a sum: 产量加起来不超过500的合作社."""
    return any(token.has("link.sum") and not adds_one(parse, index) for index, token in enumerate(parse.tokens)) and (
        len(set(parse.metrics.values())) > 1
    )


def adds_one(parse: Parse, index: int) -> bool:
    """Whether the metric right before a bound's 加起来 is a sum, and no list of metrics ends with it."""
    place = parse.left(index, "link.of", TOTAL)
    formula = parse.metric(parse.metrics[place]).formula if place in parse.metrics else None
    is_sum = isinstance(formula, Aggregate) and formula.function == "sum"
    earlier = [at for at in parse.metrics if at < place]
    is_list = bool(earlier) and any(token.has("link.and", "link.or") for token in parse.tokens[max(earlier) + 1 : place])
    return is_sum and not is_list and parse.has(index + 1, "condition")

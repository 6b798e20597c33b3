"""How many members meet a bound: 销售额超过30万的门店有几家, how many stores sold more than a million.

A member without a value meets no bound. Asked also which ones, there is their list; to choose again among the chosen is not read.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.offline.parse import Group, Parse, Stop
from assistant.offline.placing import count_metric
from assistant.plan import Decline
from catalog.metric import Over
from catalog.query import Measure, MetricQuery, Plain, Within

LISTED = ("link.which_many", "ask.members")
BETWEEN = ("link.of", "filler", "distinct", "exist.any", "link.which")


def read_counted(parse: Parse) -> None:
    """Gives a word of count, or a metric that counts, the noun whose members bounds choose."""
    if parse.carried is not None or not parse.conditions or parse.rankings:
        return
    count_by_name(parse)
    for index in list(parse.places("exist.count")):
        place = noun_of(parse, index)
        if place is None:
            continue
        is_chosen_again = place < index and any(place > index for place in parse.filter_places)  # …的门店里有几家在华东
        if is_chosen_again or parse.grains:
            raise Stop(Decline("count_of_members", (("words", parse.tokens[index].text),)))
        if not any(token.has(*LISTED) for token in parse.tokens):  # …有几个、都是哪些: their list says both
            parse.counted = next(group.name for group in parse.groups if group.index == place)
        parse.take(index)


def noun_of(parse: Parse, index: int) -> int | None:
    """Where the key stands that a word of count counts: beside it, in Chinese also before it."""
    keys = {group.index for group in parse.groups}
    places = (parse.right(index, *BETWEEN), parse.left(index, *BETWEEN))
    return next((place for place in places if place in keys), None)


def count_by_name(parse: Parse) -> None:
    """…超过30万的门店数, number of stores with sales above …: a metric that counts the noun's members stands for the noun."""
    bound = {condition.metric for condition in parse.conditions}
    for place, metric in list(parse.metrics.items()):
        if metric in bound or None in bound or not follows_bound(parse, place):
            continue
        name = counted_dimension(parse, metric)
        if name is None or name in parse.group_names:
            continue
        del parse.metrics[place]
        parse.groups.append(Group(name, place, "bare"))
        parse.counted = name


def follows_bound(parse: Parse, place: int) -> bool:
    """Whether a bound stands right before the noun in Chinese, or after it in English."""
    if parse.language == "zh":
        return parse.left(place, "link.of") in {condition.index for condition in parse.conditions}
    return all(condition.index > place for condition in parse.conditions) and not any(group.index > place for group in parse.groups)


def counted_dimension(parse: Parse, metric: str) -> str | None:
    """The dimension whose members a metric counts, by its name."""
    dimensions = parse.sight.catalog.dimensions.items()
    found = [name for name, dimension in dimensions if not dimension.via and count_metric(parse, dimension) == metric]
    return found[0] if len(found) == 1 else None


def counted_members_of(parse: Parse, query: MetricQuery) -> MetricQuery:
    """The number of members in place of their list, by the other keys."""
    name = parse.counted
    if name is None:
        return query
    is_plain = all(isinstance(measure.shown, Plain) for measure in query.measures)
    if not is_plain or name not in query.group_by or query.grain or len(query.periods) > 1 or query.limit or not query.having:
        raise Stop(Decline("count_of_members", (("words", parse.sight.catalog.dimension(name).label.in_language(parse.language)),)))
    chosen = Within(query.group_by, replace(query, order=()))
    number = Measure(query.measures[0].metric, Over("count", (name,)))
    keys = tuple(key for key in query.group_by if key != name)
    if keys:
        parse.note("groups_without")
    if any(part.operator in ("<", "<=") for part in query.having):
        parse.note("without_rows", name=parse.sight.catalog.dimension(name).label.in_language(parse.language))
    return replace(query, measures=(number,), group_by=keys, having=(), order=(), comparison=None, within=(*query.within, chosen))

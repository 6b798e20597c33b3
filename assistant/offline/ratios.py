"""One metric over another: 租金占销售额的比例, percentage of flights cancelled. Only where the catalog defines the ratio."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from itertools import pairwise

from assistant.offline.parse import Parse, Stop
from assistant.offline.reach import reaches
from assistant.offline.readings import MetricName, Token
from assistant.offline.vocabulary import vocabulary
from assistant.plan import Decline
from catalog.catalog import Catalog
from catalog.metric import Ratio
from retrieval.text import stem


def read_ratios(parse: Parse) -> None:
    """Puts the ratio in the place of its two metrics, or of the one that says both."""
    refuse_other_whole(parse)
    word = next((place for place, token in enumerate(parse.tokens) if token.has("show.share", "show.ratio")), None)
    places = [place for place, token in enumerate(parse.tokens) if token.metric and not token.metric.is_weak]
    if word is None or len(places) > 2:
        return
    if len(places) == 2:
        read_pair(parse, word, *places)
    elif len(places) == 1 and says_part(parse, word, places[0]):
        read_part(parse, word, places[0])


def says_part(parse: Parse, word: int, place: int) -> bool:
    """Whether the share word stands where one metric can say both the part and the whole."""
    if place == parse.left(word, "link.of"):
        return not any(is_split_or_kept(token) for token in parse.tokens)
    return place == parse.right(word, "link.of", "link.total") or members_between(parse, word, place)


def is_split_or_kept(token: Token) -> bool:
    """Whether rows are split or chosen by it, so that a share is of the others."""
    return bool(token.members or (token.dimensions and not token.metric) or token.grain or token.grain_noun)


def refuse_other_whole(parse: Parse) -> None:
    """'JFK share of cancelled flights' is of all cancelled flights, whatever 'share of cancelled flights' may be the name of."""
    for before, token in pairwise(parse.tokens):
        if before.members and token.metric and token.text.lower().startswith(openings_of_shares()):
            raise Stop(Decline("share_of_what"))


@cache
def openings_of_shares() -> tuple[str, ...]:
    """'share of ', 'percentage of ' …"""
    phrases = vocabulary().phrases.items()
    return tuple(f"{phrase} " for phrase, roles in phrases if ("show", "share") in roles and phrase.endswith(" of"))


def members_between(parse: Parse, word: int, place: int) -> bool:
    """What percentage of United flights were cancelled."""
    return word < place and all(token.members or token.has("link.of", "link.all", "link.total") for token in parse.tokens[word + 1 : place])


def read_pair(parse: Parse, word: int, first: int, second: int) -> None:
    parts = over_and_under(parse, word, first, second)
    if parts is None:
        return
    over, under = (parse.tokens[place] for place in parts)
    above, below = candidates(over), candidates(under)
    if set(above) & set(below):
        return  # a share of the same metric
    found = [name for name in ratios(parse.sight.catalog, above) if denominator(parse.sight.catalog, name) in below]
    if len(found) != 1:
        raise Stop(Decline("ratio_undefined", (("over", over.text), ("under", under.text))))
    put(parse, parts[0], tuple(found), word, parts[1])


def over_and_under(parse: Parse, word: int, first: int, second: int) -> tuple[int, int] | None:
    """A as a share of B; A to B ratio; A 占 B; A 在 B 中的占比; what percentage of B is A."""
    if any(token.has("link.and") for token in parse.tokens[first + 1 : second]):
        return None
    gap = parse.text[parse.tokens[first].end : parse.tokens[second].start].lower()
    if first < word < second:
        return first, second
    if parse.tokens[word].has("show.ratio") and (" to " in gap or any(mark in gap for mark in "与和比/")):
        return first, second
    if second < word and "在" in gap:
        return first, second
    return (second, first) if word < first and parse.language == "en" and not parse.tokens[word].has("show.ratio") else None


def read_part(parse: Parse, word: int, place: int) -> None:
    """Percentage of flights cancelled: the part that is named after its whole."""
    token = parse.tokens[place]
    catalog = parse.sight.catalog
    found = [
        name
        for name in ratios(catalog, candidates(token))
        if (whole := catalog.metrics.get(denominator(catalog, name)))  # a metric may be made of what its asker does not see
        and any(says_whole(token.text, surface) for surface in whole.label.surfaces)
    ]
    parts = {numerator(catalog, name) for name in found}
    if found and len(found) == len(parts) == len(candidates(token)):
        put(parse, place, tuple(found), word)
    elif token.metric and token.metric.is_split:
        raise Stop(Decline("share_of_what"))  # what share of the flights did it operate: of which flights?


def says_whole(text: str, surface: str) -> bool:
    """Flights cancelled, 取消的航班: the whole is a part of the part's name, where its head is."""
    if not surface.isascii():
        return text.endswith(surface) and text != surface
    return f"{text.lower()} ".startswith((f"{surface.lower()} ", f"{stem(surface.lower())} "))


def put(parse: Parse, place: int, metrics: tuple[str, ...], *taken: int) -> None:
    parse.tokens[place] = replace(parse.tokens[place], options=(MetricName(metrics),))
    parse.take(*taken, *parse.places("show.share", "show.ratio"))


def candidates(token: Token) -> tuple[str, ...]:
    return token.metric.metrics if token.metric else ()


def ratios(catalog: Catalog, over: Iterable[str]) -> list[str]:
    """The ratios of these metrics, without filters or offsets of their own."""
    wanted = set(over)
    return [
        metric.id
        for metric in catalog.metrics.values()
        if isinstance(metric.formula, Ratio)
        and metric.formula.numerator.metric in wanted
        and not any(part.filters or part.offset for part in (metric.formula.numerator, metric.formula.denominator))
    ]


def share_named(catalog: Catalog, metric: str, keys: Iterable[str]) -> str | None:
    """The metric that is called the other's share (营收占比 beside 营收) and can be split the same way: a number of its own."""
    names = {surface.lower() for surface in catalog.metrics[metric].label.surfaces}
    called = {name + ending for name in names for ending in ("占比", "比例", "比重", "份额", " share", " proportion", " percentage")}
    found = [
        other.id
        for other in catalog.metrics.values()
        if other.id != metric
        and called & {surface.lower() for surface in other.label.surfaces}
        and all(reaches(catalog, other.id, key) for key in keys)
    ]
    return found[0] if len(found) == 1 else None


def denominator(catalog: Catalog, name: str) -> str:
    formula = catalog.metrics[name].formula
    assert isinstance(formula, Ratio)
    return formula.denominator.metric


def numerator(catalog: Catalog, name: str) -> str:
    formula = catalog.metrics[name].formula
    assert isinstance(formula, Ratio)
    return formula.numerator.metric

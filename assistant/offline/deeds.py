"""How many customers bought each product type: a thing that is counted where it did something, by a metric that counts it there.

A word for the deed (bought, received, 购买) has its part only where what is counted are things that did it, or what happened.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.offline.parse import Parse, Stop
from assistant.offline.reach import FAR, counts_every_row, distance, has_time, reaches
from assistant.offline.readings import Token
from assistant.offline.vocabulary import Word
from assistant.plan import Decline
from catalog.catalog import Catalog
from catalog.metric import Aggregate
from retrieval.text import stem

DID = ("deed.buy", "deed.take", "deed.hold")
MOVES = ("deed.buy", "deed.hold")
DO = ("did", "does", "do")
ORDERED = ("ordered", "ordered by")
COUNT_WORDS = ("number", "count", "数", "多少", "几")
BOUGHT, BY = Word("deed", "buy"), Word("link", "each")


def counted_things(catalog: Catalog, metric: str) -> tuple[str, str] | None:
    """The dataset whose things a metric counts, and the one in whose rows it counts them; None for any other metric."""
    formula = catalog.metrics[metric].formula
    if not isinstance(formula, Aggregate) or formula.filter is not None or formula.time is not None:
        return None
    if counts_every_row(catalog, formula):
        return formula.dataset, formula.dataset
    if formula.function != "count_distinct" or formula.expression is None:
        return None
    home, _, column = formula.expression.rpartition(".")
    home = home or formula.dataset
    if home not in catalog.datasets:
        return None
    if catalog.datasets[home].primary_key == (column,):
        return home, formula.dataset
    for join in catalog.joins:
        is_key = join.left == home and join.role is None and [left for left, _ in join.keys] == [column]
        if is_key and catalog.datasets[join.right].primary_key == (join.keys[0][1],):
            return join.right, formula.dataset
    return None


def read_ordered(parse: Parse) -> None:
    """'Customers ordered by store', 'customers ordered last month': a deed, unless it says how the answer is sorted."""
    for index, token in enumerate(parse.tokens):
        asked = any(parse.tokens[place].text.lower() in DO for place in range(index))
        if asked and token.has("relate") and token.dimensions and not parse.has(index - 1, "link.each", "link.and"):
            parse.take(index)  # did each salesperson make, although makes are known too
    for index in range(len(parse.tokens) - 1, 0, -1):
        token = parse.tokens[index]
        if token.text.lower() not in ORDERED or not is_thing(parse, index - 1) or parse.has(index + 1, *ORDERED):
            continue
        following = parse.at(index + 1)
        if token.text.lower() == "ordered":
            if following is None or not following.has("show", "link.ranked_by", "link.each") or following.dimensions:
                parse.tokens[index] = token.only(BOUGHT)
        elif following is not None and following.dimensions and not reaches_any(parse, index - 1, following.dimensions):
            middle = token.start + len("ordered")
            parts = (Token(token.start, middle, token.text[:7], (BOUGHT,)), Token(middle + 1, token.end, token.text[8:], (BY,)))
            parse.tokens[index : index + 1] = parts


def is_thing(parse: Parse, index: int) -> bool:
    """Whether a token counts the rows of a dataset that others look up."""
    token, catalog = parse.tokens[index], parse.sight.catalog
    found = [counted_things(catalog, name) for name in token.metric.metrics] if token.metric else []
    return any(each is not None and each[0] == each[1] and is_looked_up(catalog, each[0]) for each in found)


def reaches_any(parse: Parse, index: int, dimensions: tuple[str, ...]) -> bool:
    name = parse.tokens[index].metric
    return name is not None and any(reaches(parse.sight.catalog, metric, key) for metric in name.metrics for key in dimensions)


def is_looked_up(catalog: Catalog, dataset: str) -> bool:
    return any(join.right == dataset and join.left != dataset for join in catalog.joins)


def count_where_it_happened(parse: Parse) -> None:
    """Puts the count of things among facts in the place of their own count, where the question needs the facts."""
    deeds, moving = list(parse.places(*DID)), parse.any(*MOVES)
    marks = list(parse.places("distinct"))
    is_moved = False
    for place, metric in list(parse.metrics.items()):
        things = counted_things(parse.sight.catalog, metric)
        if things is None or things[0] != things[1]:
            continue
        facts = facts_beside(parse, place, things[0])
        is_distinct = any(parse.right(index, "link.of") == place or index == place - 1 for index in marks)
        is_counted = any(token.has("exist.count") for token in parse.tokens) or says_count(parse.tokens[place].text)
        if not (facts or moving or is_distinct or (is_counted and not fits(parse, metric))):
            continue
        found = counted_among(parse, things[0], facts or (other_facts(parse, place) if is_distinct and not moving else ()))
        if found is not None:
            move(parse, place, found)
            is_moved = True
    for index in deeds:
        if is_moved or all(happens(parse, metric, parse.tokens[index]) for metric in parse.metrics.values()):
            parse.take(index)
    if parse.metrics or parse.groups:
        parse.take(*marks)


def says_count(text: str) -> bool:
    return any(word in text.lower() for word in COUNT_WORDS)


def facts_beside(parse: Parse, place: int, thing: str) -> tuple[str, ...]:
    """Customers who placed an order: the facts that are said beside the thing, no number of their own. Their word is taken back."""
    for index in sorted(parse.metrics):
        between = parse.tokens[place + 1 : index]
        if index <= place or not between or not any(token.has(*DID) or token.has("relate") for token in between):
            continue
        facts = counted_things(parse.sight.catalog, parse.metrics[index])
        if facts is None or facts[0] == thing or any(token.metric or token.has("link.and") for token in between):
            return ()
        if parse.conditions or parse.rankings:
            return ()
        del parse.metrics[index]
        parse.take(*(at for at in range(place + 1, index) if parse.has(at, *DID, "relate", "exist.any")))
        return (facts[1],)
    return ()


def other_facts(parse: Parse, place: int) -> tuple[str, ...]:
    """The datasets of the question's other figures."""
    formulas = [parse.metric(metric).formula for at, metric in parse.metrics.items() if at != place]
    return tuple(dict.fromkeys(formula.dataset for formula in formulas if isinstance(formula, Aggregate)))


def fits(parse: Parse, metric: str) -> bool:
    """Whether the metric can be seen by everything that the question asks."""
    catalog = parse.sight.catalog
    names = (*parse.group_names, *(part.dimension for part in parse.filters))
    return all(reaches(catalog, metric, name) for name in names) and (has_time(catalog, metric) or not (parse.whens or parse.grains))


def counted_among(parse: Parse, thing: str, facts: tuple[str, ...]) -> str | None:
    """The one metric that counts the thing among facts, the nearest to it, and that everything asked can see."""
    catalog = parse.sight.catalog
    found: dict[str, int] = {}
    for name in catalog.metrics:
        things = counted_things(catalog, name)
        if things is None or things[0] != thing or things[1] == thing or (facts and things[1] not in facts) or not fits(parse, name):
            continue
        keys = [dimension for dimension in catalog.dimensions.values() if dimension.dataset == thing and not dimension.via]
        found[name] = distance(catalog, name, keys[0].id) if keys else FAR
    nearest = [name for name, steps in found.items() if steps == min(found.values())]
    if len({counted_things(catalog, name) for name in nearest}) > 1:
        labels = parse.joined(parse.metric(name).label.in_language(parse.language) for name in nearest)
        raise Stop(Decline("not_supported", (("words", labels),)))
    noun = stem(catalog.datasets[thing].label.in_language(parse.language).lower())
    return min(nearest, key=lambda name: noun not in parse.metric(name).label.in_language(parse.language).lower(), default=None)


def move(parse: Parse, place: int, metric: str) -> None:
    old = parse.metrics[place]
    parse.metrics[place] = metric
    parse.conditions = [replace(part, metric=metric) if part.metric == old else part for part in parse.conditions]
    parse.rankings = [replace(part, metric=metric) if part.metric == old else part for part in parse.rankings]
    label = parse.metric(metric).label.in_language(parse.language)
    parse.note("reaching_definition", word=parse.tokens[place].text, name=label)


def happens(parse: Parse, metric: str, token: Token) -> bool:
    """Whether what the metric counts are happenings: orders are received, but a customer who bought is not just a customer."""
    catalog = parse.sight.catalog
    things = counted_things(catalog, metric)
    if token.has("deed.hold"):
        return False
    if things is None:
        return token.has("deed.take") and has_time(catalog, metric)
    is_moved = things[0] != things[1]
    return is_moved or (has_time(catalog, metric) and (token.has("deed.take") or not is_looked_up(catalog, things[0])))

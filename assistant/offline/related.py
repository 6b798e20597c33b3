"""Things by what they have to do with facts: customers who have not ordered, the ids of clients that made a return, products never sold.

What has none is found by leaving out the members that the facts name; what has some is split by those members.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.offline.choosers import title_of
from assistant.offline.deeds import DID, counted_things
from assistant.offline.parse import Group, Parse
from assistant.offline.reach import FAR, distance, has_time, reaches
from assistant.offline.readings import Token
from catalog.catalog import Catalog
from catalog.joins import paths
from catalog.metric import Aggregate
from catalog.query import Measure, MetricQuery, Within

NOT = ("negate.wrong", "negate.no", "negate.open")
SAID = (*DID, "relate", "exist.any", "link.of", "rows.detail", "negate", "filler", "follow.about")
LISTS = ("ask.members", "rows.list")
RECORDS = ("record", "records", "记录")


@dataclass(frozen=True)
class Relation:
    """Tokens `first`..`last`: what things of `dataset` do or do not. `fact` is where the facts are named; None: by a deed alone."""

    dataset: str
    metric: str
    first: int
    last: int
    fact: int | None
    negated: bool

    def holds(self, place: int) -> bool:
        return self.first <= place <= self.last


def tells_records(parse: Parse, index: int) -> bool:
    """'… that have no sales records': a word for rows that only repeats what the facts are called."""
    said = [token for token in parse.tokens[:index] if token.has("relate", "negate") or is_link(token)]
    before = parse.at(index - 1)
    return parse.tokens[index].text.lower() in RECORDS and before is not None and before.metric is not None and bool(said)


def read_related(parse: Parse) -> None:
    """Makes keys of the things that are listed, and leaves out those that have the facts where the question says so."""
    if parse.carried is not None or any(token.has("rank", "condition", "compare") for token in parse.tokens):
        return
    relation = next((found for place in range(len(parse.tokens)) if (found := relation_at(parse, place)) is not None), None)
    if relation is None:
        return
    counts = any(token.has("exist.count") for token in parse.tokens)
    if relation.negated:
        leave_out(parse, relation, counts)
    elif not counts and (parse.any(*LISTS) or not other_metrics(parse, relation)):
        list_things(parse, relation)


def relation_at(parse: Parse, place: int) -> Relation | None:
    """The relation that begins here: with a negation, or a word that relates the things before it to the facts after it."""
    token = parse.tokens[place]
    if not (token.has(*NOT, *DID) or is_link(token)):
        return None
    last = place
    while (here := parse.at(last)) is not None and last not in parse.metrics and (here.has(*SAID) or here.members) and here.text != "的":
        last += 1
    fact = last if last in parse.metrics else None
    last -= fact is None
    span = range(place, last + 1)
    if last < place or (fact is None and not any(parse.has(index, "deed.buy") for index in span)):
        return None
    metric = parse.metrics[fact] if fact is not None else None
    dataset = thing_before(parse, place, metric) or thing_after(parse, last + 1, metric)
    found = (metric or nearest_facts(parse.sight.catalog, dataset)) if dataset is not None else None
    if dataset is None or found is None:
        return None
    return Relation(dataset, found, place, last, fact, any(parse.has(index, *NOT) for index in span))


def is_link(token: Token) -> bool:
    return token.has("relate") or token.text.lower() in ("that have", "who have", "which have", "with")


def thing_before(parse: Parse, place: int, fact: str | None) -> str | None:
    """The dataset of the nearest things that are named before a place, where the facts look them up."""
    for index in range(place - 1, -1, -1):
        if (named := datasets_named(parse, index)) or index in parse.metrics:
            return next((dataset for dataset in named if fact is None or is_of_facts(parse.sight.catalog, fact, dataset)), None)
    return None


def thing_after(parse: Parse, place: int, fact: str | None) -> str | None:
    """没有下单的客户: the things after 的."""
    if not parse.has(place, "link.of") or parse.tokens[place].text != "的":
        return None
    return next((each for each in datasets_named(parse, place + 1) if fact is None or is_of_facts(parse.sight.catalog, fact, each)), None)


def datasets_named(parse: Parse, place: int) -> list[str]:
    """The datasets of the dimensions that a token names, and those whose rows it counts."""
    token, catalog = parse.at(place), parse.sight.catalog
    if token is None or token.members:
        return []
    metrics = token.metric.metrics if token.metric else ()
    counted = [things[0] for name in metrics if (things := counted_things(catalog, name)) is not None and things[0] == things[1]]
    return list(dict.fromkeys([*(catalog.dimensions[name].dataset for name in token.dimensions), *counted]))


def is_of_facts(catalog: Catalog, metric: str, dataset: str) -> bool:
    """Whether the metric is made of rows that look up the dataset's things."""
    formula = catalog.metrics[metric].formula
    return isinstance(formula, Aggregate) and looks_up(catalog, formula.dataset, dataset)


def looks_up(catalog: Catalog, fact: str, thing: str) -> bool:
    return fact != thing and len(paths(catalog, fact, thing, ())) == 1


def nearest_facts(catalog: Catalog, dataset: str) -> str | None:
    """The metric that counts the facts nearest to a thing, if there is one kind of them."""
    keys = [dimension.id for dimension in catalog.dimensions.values() if dimension.dataset == dataset and not dimension.via]
    counting = [name for name in catalog.metrics if (things := counted_things(catalog, name)) is not None and things[0] == things[1]]
    found = {name: distance(catalog, name, keys[0]) for name in counting if keys and is_of_facts(catalog, name, dataset)}
    nearest = [name for name, steps in found.items() if steps == min(found.values()) < FAR]
    return nearest[0] if len({catalog.metrics[name].formula for name in nearest}) == 1 else None


def other_metrics(parse: Parse, relation: Relation) -> bool:
    return any(place != relation.fact and not is_thing(parse, place, relation.dataset) for place in parse.metrics)


def is_thing(parse: Parse, place: int, dataset: str) -> bool:
    return counted_things(parse.sight.catalog, parse.metrics[place]) == (dataset, dataset)


def list_things(parse: Parse, relation: Relation) -> None:
    """The things are keys, and what they have of the facts is shown beside."""
    keys = keys_of(parse, relation)
    if not keys:
        return
    drop_things(parse, relation)
    if relation.fact is None:
        parse.metrics[relation.last] = relation.metric
    settle(parse, relation, keys)


def leave_out(parse: Parse, relation: Relation, counts: bool) -> None:
    """Things without the facts, counted by the things' own count; filters and a period among the facts are the facts'."""
    catalog = parse.sight.catalog
    own = [name for name in catalog.metrics if counted_things(catalog, name) == (relation.dataset, relation.dataset)]
    key, keys = key_of(catalog, relation.dataset), [] if counts else keys_of(parse, relation)
    whens = [(index, token.when.period) for index, token in enumerate(parse.tokens) if token.when is not None]
    if not own or key is None or other_metrics(parse, relation) or not (counts or keys) or len(whens) > 1:
        return
    mine = next((name for place, name in parse.metrics.items() if is_thing(parse, place, relation.dataset)), own[0])
    placed = list(zip(parse.filters, parse.filter_places, strict=False))
    inner = [part for part, place in placed if relation.holds(place) or not reaches(catalog, mine, part.dimension)]
    if len(placed) != len(parse.filters) or any(index < relation.first and has_time(catalog, mine) for index, _ in whens):
        return
    parse.filters = [part for part in parse.filters if part not in inner]
    parse.filter_places = [place for part, place in placed if part not in inner]
    drop_things(parse, relation)
    if relation.fact is not None:
        del parse.metrics[relation.fact]
    parse.metrics[relation.first] = mine
    periods = tuple(period for _, period in whens)
    query = MetricQuery((Measure(relation.metric),), (key,), filters=tuple(inner), periods=periods)
    parse.without.append(Within((key,), query, negated=True))
    settle(parse, relation, keys)
    parse.take(*(index for index, _ in whens), *parse.places("exist.count"))
    parse.take(*(index for index in range(len(parse.tokens)) if counts and relation.dataset in datasets_named(parse, index)))


def settle(parse: Parse, relation: Relation, keys: list[tuple[str, int]]) -> None:
    """Makes the keys, and gives the relation's words their part."""
    add_keys(parse, keys)
    parse.take(*(index for index in range(relation.first, relation.last + 1) if parse.has(index, *SAID) or index == relation.fact))
    parse.take(*parse.places(*LISTS, "distinct"))
    if parse.has(relation.last + 1, "rows.detail"):
        parse.take(relation.last + 1)


def keys_of(parse: Parse, relation: Relation) -> list[tuple[str, int]]:
    """The attributes of the thing that the question names; where the thing is only counted, its key."""
    catalog = parse.sight.catalog
    found = [
        (name, index)
        for index, token in enumerate(parse.tokens)
        if not relation.holds(index) and not token.members
        for name in token.dimensions
        if catalog.dimensions[name].dataset == relation.dataset
    ]
    key = key_of(catalog, relation.dataset)
    return found or ([(key, -1)] if key is not None else [])


def add_keys(parse: Parse, keys: list[tuple[str, int]]) -> None:
    for name, index in keys:
        if name not in parse.group_names:
            parse.groups.append(Group(name, index, "each"))
        if index >= 0:
            parse.take(index)


def drop_things(parse: Parse, relation: Relation) -> None:
    """'Cars that have no sales': the cars are what is listed, their number is not asked for."""
    for place in [place for place in parse.metrics if place != relation.fact and is_thing(parse, place, relation.dataset)]:
        del parse.metrics[place]


def key_of(catalog: Catalog, dataset: str) -> str | None:
    """The dimension that is the dataset's own key; without one, none."""
    key = catalog.datasets[dataset].primary_key
    return next((each.id for each in catalog.dimensions.values() if each.dataset == dataset and (each.expression,) == key), None)


def tell_namesakes_apart(parse: Parse) -> None:
    """By customer, where two customers have one name: each by its key too, so that nobody's figures are added to another's."""
    catalog, members = parse.sight.catalog, parse.sight.finder.members
    for group in list(parse.groups):
        dataset = catalog.dimensions[group.name].dataset
        key = key_of(catalog, dataset)
        if key is None or key in parse.group_names or group.name != title_of(catalog, dataset):
            continue
        if 0 < len(list(members.values(group.name))) < len(list(members.values(key))):
            parse.groups.append(replace(group, name=key))
            labels = [catalog.dimension(name).label.in_language(parse.language) for name in (group.name, key)]
            parse.note("namesakes", name=labels[0], key=labels[1])


def with_those_left_out(parse: Parse, query: MetricQuery) -> MetricQuery:
    return replace(query, within=(*query.within, *parse.without)) if parse.without else query

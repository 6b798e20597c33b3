"""'Customers who joined in 2022', 2023年开业的门店: a date that is an attribute of a thing bounds the thing, not what is counted of it."""

from __future__ import annotations

from assistant.offline.parse import Parse
from assistant.offline.readings import Token
from assistant.plan import Clarify
from catalog.catalog import Catalog
from catalog.metric import Aggregate, Percentile, SemiAdditive, WeightedAverage
from catalog.query import RangeFilter

BETWEEN = ("link.of", "link.ranked_by", "filler")
RELATIVE = ("link.which", "link.of")


def read_dated(parse: Parse) -> None:
    """Takes each date attribute that stands beside a period, and the period with it unless the metrics are dated by that very column."""
    for index, token in enumerate(parse.tokens):
        if token.when is None or index in parse.taken:
            continue
        place = attribute_beside(parse, index)
        if place is None:
            continue
        name = dates_of(parse.sight.catalog, parse.tokens[place])[0]
        ask_whose(parse, place, name)
        parse.take(place)
        if not (parse.metrics and all(is_dated_by(parse.sight.catalog, metric, name) for metric in parse.metrics.values())):
            period = token.when.period
            parse.filters += [RangeFilter(name, ">=", period.start), RangeFilter(name, "<", period.end)]
            parse.filter_places.append(index)
            parse.take(index)


def attribute_beside(parse: Parse, index: int) -> int | None:
    """'Joined in 2022', or in Chinese 2022年入会: the attribute before the period, or right after it."""
    places = [parse.left(index, *BETWEEN)] + ([index + 1] if parse.language == "zh" else [])
    for place in places:
        token = parse.free(place)
        if token is not None and len(dates_of(parse.sight.catalog, token)) == 1 and not token.metric:
            return place
    return None


def dates_of(catalog: Catalog, token: Token) -> list[str]:
    return [name for name in token.dimensions if catalog.dimensions[name].type == "date" and not catalog.is_of_days(name)]


def is_dated_by(catalog: Catalog, metric: str, dimension: str) -> bool:
    """Whether the metric's own day is this column, so that the period says nothing else."""
    formula, column = catalog.metrics[metric].formula, catalog.dimensions[dimension]
    if not isinstance(formula, Aggregate | SemiAdditive | Percentile | WeightedAverage):
        return False
    return formula.dataset == column.dataset and (formula.time or catalog.datasets[formula.dataset].time) == column.expression


def ask_whose(parse: Parse, place: int, name: str) -> None:
    """'Orders by customers who joined in May': of each customer, or of all of them together?"""
    noun = parse.left(place, *RELATIVE)
    token, dimensions = parse.free(noun), parse.sight.catalog.dimensions
    if token is None or not token.dimensions or not parse.has(noun - 1, "link.each") or noun + 1 == place:
        return
    if any(dimensions[key].dataset == dimensions[name].dataset for key in token.dimensions):
        facts = (("word", token.text), ("dimension", token.dimensions[0]), ("at", f"{token.start}:{token.end}"))
        parse.ask(Clarify("breakdown_or_total", facts))

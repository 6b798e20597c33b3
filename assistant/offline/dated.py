"""'Customers who joined in 2022', 2023年开业的门店: a date that is an attribute of a thing bounds the thing, not what is counted of it."""

from __future__ import annotations

from dataclasses import replace

from assistant.offline.parse import Parse
from assistant.offline.readings import Token
from assistant.offline.templates import write
from assistant.plan import Choice, Clarify
from catalog.catalog import Catalog
from catalog.metric import Aggregate, Percentile, SemiAdditive, WeightedAverage
from catalog.query import MetricQuery, RangeFilter

BETWEEN = ("link.of", "link.ranked_by", "filler")
RELATIVE = ("link.which", "link.of")


def read_dated(parse: Parse) -> None:
    """Takes each date attribute that stands beside a period, and the period with it unless the metrics are dated by that very column."""
    for place, token in enumerate(parse.tokens):
        names = dates_of(parse.sight.catalog, token)
        if place in parse.taken or len(names) != 1 or token.metric:
            continue
        index = period_beside(parse, place)
        when = parse.tokens[index].when if index is not None else None
        if index is None or when is None:
            continue
        note_doer(parse, place, names[0])
        parse.take(place)
        if not (parse.metrics and all(is_dated_by(parse.sight.catalog, metric, names[0]) for metric in parse.metrics.values())):
            parse.filters += [RangeFilter(names[0], ">=", when.period.start), RangeFilter(names[0], "<", when.period.end)]
            parse.filter_places.append(index)
            parse.take(index)


def period_beside(parse: Parse, place: int) -> int | None:
    """'Joined in 2022', 开业日期在2025年: the period after it; only where none follows, in Chinese, the one right before: 2022年入会."""
    places = [parse.right(place, *BETWEEN)] + ([place - 1] if parse.language == "zh" else [])
    return next((index for index in places if (token := parse.free(index)) is not None and token.when), None)


def dates_of(catalog: Catalog, token: Token) -> list[str]:
    return [name for name in token.dimensions if catalog.dimensions[name].type == "date" and not catalog.is_of_days(name)]


def is_dated_by(catalog: Catalog, metric: str, dimension: str) -> bool:
    """Whether the metric's own day is this column, so that the period says nothing else."""
    formula, column = catalog.metrics[metric].formula, catalog.dimensions[dimension]
    if not isinstance(formula, Aggregate | SemiAdditive | Percentile | WeightedAverage):
        return False
    return formula.dataset == column.dataset and (formula.time or catalog.datasets[formula.dataset].time) == column.expression


def note_doer(parse: Parse, place: int, name: str) -> None:
    """'Orders by customers who joined in May': remembers that 'by' may say who did it, or ask for each of them."""
    noun = parse.left(place, *RELATIVE)
    token, dimensions = parse.free(noun), parse.sight.catalog.dimensions
    keys = {key for key in token.dimensions if dimensions[key].dataset == dimensions[name].dataset} if token is not None else set()
    if not keys or noun + 1 == place:
        return
    if parse.has(noun - 1, "link.each") and parse.tokens[noun - 1].text.lower() == "by":
        parse.doers |= keys
    elif parse.has(noun - 1, "link.of"):
        parse.take(noun)  # for customers who joined in May: whose date it is


def all_or_each(parse: Parse, query: MetricQuery) -> Clarify | None:
    """The question back whether each of the doers is asked for, or all of them together."""
    name = next((key for key in query.group_by if key in parse.doers), None)
    if name is None:
        return None
    label = parse.sight.catalog.dimension(name).label.in_language(parse.language)
    together = replace(query, group_by=tuple(key for key in query.group_by if key != name))
    choices = (
        Choice(write(parse.language, "breakdown_label", dimension=label), "", query),
        Choice(write(parse.language, "total_label"), "", together),
    )
    return Clarify("breakdown_or_total", (("word", label), ("dimension", name)), choices)

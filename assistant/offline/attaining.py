"""Against the target that a metric declares: 各大区销售额达成率, which stores missed their sales target.

What has no target in the catalog has no attainment; a change or a share of an attainment is not read.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from assistant.offline.numbers import Number
from assistant.offline.parse import Condition, Parse, Stop
from assistant.offline.reach import days_of
from assistant.plan import Clarify, Decline
from catalog.catalog import Catalog
from catalog.lineage import coarsest_of
from catalog.period import Period, same_buckets
from catalog.query import Attainment, Measure, MetricQuery

REACHED = (Number(Decimal(1)),)
OPERATORS = {"missed": "lt", "met": "ge"}
OTHER_SHOWS = {"share", "running", "trend", "rank_of"}


def read_attainment(parse: Parse) -> None:
    """Gives an attainment its metric, and a word for missed or met the bound that it is."""
    for index in list(parse.places("target.rate", *(f"target.{code}" for code in OPERATORS))):
        word = parse.tokens[index].word("target")
        metric = None if word is None or describes_rows(parse, index) else metric_against_target(parse, index)
        if word is None or metric is None:
            continue
        parse.take(index, *(place for place in parse.places("target.noun") if parse.left(place, "link.of") in parse.metrics))
        parse.shows.add("attainment")
        if word.code in OPERATORS:
            parse.conditions.append(Condition(index, metric, OPERATORS[word.code], REACHED, "attainment"))


def describes_rows(parse: Parse, index: int) -> bool:
    """未完成的订单数, orders that met: a word right before a metric says which of its rows, unless a target follows or is named."""
    if parse.has(index, "target.rate"):
        return False
    place = parse.right(index, "link.of")
    if place not in parse.metrics or parse.has(parse.right(place, "link.of"), "target.noun"):
        return False
    return not any(metric.target == parse.metrics[place] for metric in parse.sight.catalog.metrics.values())


def metric_against_target(parse: Parse, index: int) -> str | None:
    """The metric named in the question, or the one whose target is named, or the only one that has a target.

    Raises Stop for a metric without one; None leaves the word without a part.
    """
    metrics = parse.sight.catalog.metrics
    aims = {metric.id: metric.target for metric in metrics.values() if metric.target is not None}
    if not parse.metrics and len(aims) == 1:
        [parse.metrics[index]] = aims
    for place, name in parse.metrics.items():
        owners = [metric for metric, target in aims.items() if target == name]
        if name not in aims and len(owners) == 1:
            [parse.metrics[place]] = owners
    found = tuple(dict.fromkeys(parse.metrics.values()))
    for name in found:
        if name not in aims:
            raise Stop(Decline("no_target", (("metric", metrics[name].label.in_language(parse.language)),)))
    return found[0] if len(found) == 1 else None


def with_attainment(parse: Parse, query: MetricQuery) -> MetricQuery:
    """The measures as attainments, beside their values where those are asked for too; nothing else can be shown of them yet."""
    places = [index for index, token in enumerate(parse.tokens) if token.has("target")]
    if parse.comparison is not None or parse.growth or parse.shows & OTHER_SHOWS:
        raise Stop(Decline("not_supported", (("words", parse.joined(parse.tokens[index].text for index in places)),)))
    if not query.periods and query.grain is None and not all(known_alike(parse, measure) for measure in query.measures):
        raise Stop(Clarify("comparison_needs_period"))
    shown = tuple(Measure(measure.metric, Attainment()) for measure in query.measures)
    is_beside = any(parse.has(index - 1, "link.and") and index - 2 in parse.metrics for index in places)
    is_named_again = len(parse.metrics) > len(set(parse.metrics.values()))  # 收入和收入达成率
    return replace(query, measures=(*query.measures, *shown) if is_beside or is_named_again else shown)


def known_alike(parse: Parse, measure: Measure) -> bool:
    """Whether a metric and its target are known for the same days, so that all of them together can be compared."""
    catalog = parse.sight.catalog
    metric, target = (days_of(parse.sight, name) for name in read_for(catalog, measure, always=True))
    if metric is None or target is None:
        return metric == target
    grain = coarsest_of(catalog, catalog.metric(measure.metric).target or "")
    return same_buckets(Period(*metric), Period(*target), grain, catalog.calendar)


def read_for(catalog: Catalog, measure: Measure, always: bool = False) -> tuple[str, ...]:
    """The metrics that a measure is made of: its own, and the target that it is shown against."""
    target = catalog.metric(measure.metric).target
    return (measure.metric, target) if target is not None and (always or isinstance(measure.shown, Attainment)) else (measure.metric,)

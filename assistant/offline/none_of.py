"""Members of whose rows none is counted: airlines with no cancelled flights, 没有取消订单的门店. A bound at zero, never a word to drop."""

from __future__ import annotations

from decimal import Decimal

from assistant.offline.numbers import Number
from assistant.offline.parse import Condition, Parse
from catalog.metric import Aggregate, Metric

NONE = (Number(Decimal(0)),)
WORDS = ("negate.no", "negate.wrong", "negate.open")


def read_none(parse: Parse) -> None:
    """Bounds a count of some of a dataset's rows; where nothing of a member is there at all, its absence is no row that could be listed."""
    if not any(token.dimensions and not token.metric for token in parse.tokens) and not parse.groups:
        return
    for index in list(parse.places(*WORDS)):
        place = parse.right(index, "exist.any")
        if place not in parse.metrics or not counts_some(parse, parse.metrics[place]):
            continue
        parse.take(index, *range(index + 1, place))
        parse.conditions.append(Condition(index, parse.metrics[place], "eq", NONE))


def counts_some(parse: Parse, metric: str) -> bool:
    """Whether it counts a kind of what another metric counts (cancelled flights, of flights), so that who has none still has rows."""
    counted = parse.metric(metric)
    if not is_count(counted) or counted.formula.filter is None:  # type: ignore[union-attr]  # a count is an Aggregate
        return False
    others = [other for other in parse.sight.catalog.metrics.values() if other.id != metric and is_count(other)]
    alike = [other for other in others if other.formula.dataset == counted.formula.dataset]  # type: ignore[union-attr]
    names = [name.lower() for name in counted.label.surfaces]
    kinds = [kind.lower() for other in alike for kind in (other.label.zh, other.label.en) if kind]
    return any(kind in name and kind != name for kind in kinds for name in names)


def is_count(metric: Metric) -> bool:
    return isinstance(metric.formula, Aggregate) and metric.formula.function in ("count", "count_distinct")

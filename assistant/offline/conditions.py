"""Bounds: 毛利率低于20%, more than 100 orders, 同比下降超过10%, distance over 1,000 miles."""

from __future__ import annotations

from decimal import Decimal

from assistant.offline.counted import counted_beside
from assistant.offline.numbers import Number
from assistant.offline.parse import Condition, Parse, Stop
from assistant.offline.together import adds_one
from assistant.offline.units import fits, unit_in
from assistant.plan import Decline
from catalog.metric import Operator
from catalog.query import Having, RangeFilter

OPERATORS: dict[str, tuple[Operator, ...]] = {
    "gt": (">",),
    "ge": (">=",),
    "lt": ("<",),
    "le": ("<=",),
    "eq": ("=",),
    "ne": ("!=",),
    "between": (">=", "<="),
    "negative": ("<",),
    "positive": (">",),
}
ZERO = (Number(Decimal(0)),)
PASSED = ("link.of", "link.total", "compare.yoy", "compare.pop", "compare.mom", "compare.qoq", "compare.wow")
CHANGES = ("compare.growth", "compare.rose", "compare.fall", "compare.fell", "compare.change")


def read_conditions(parse: Parse) -> None:
    """Each bound with the metric, the change or the number dimension that it stands beside."""
    for index in list(parse.places("condition")):
        word = parse.tokens[index].word("condition")
        assert word is not None
        numbers = word.numbers or ZERO
        if parse.has(parse.left(index, *PASSED, "filler"), "show.order", "show.rank_of"):  # a bound on the rank, not on the value
            raise Stop(Decline("not_supported", (("words", parse.tokens[index].text),)))
        if bounds_a_dimension(parse, index, word.code, numbers):
            continue
        counted = counted_beside(parse, index)
        if counted is not None:
            parse.take(index)
            parse.conditions.append(Condition(index, counted, word.code, numbers))
            continue
        change = next((place for place in (parse.left(index, *PASSED), parse.right(index, *PASSED)) if parse.has(place, *CHANGES)), None)
        metric = metric_beside(parse, index if change is None or change > index else change)
        parse.take(index)
        if change is None:
            parse.conditions.append(Condition(index, metric, word.code, numbers))
            leave_addition(parse, index - 1)
            continue
        parse.take(change)
        parse.growth = True
        falls = parse.has(change, "compare.fall", "compare.fell")
        column = "change_pct" if numbers[0].is_percent else "change"
        parse.conditions.append(
            Condition(index, metric, turned(word.code) if falls else word.code, negated(numbers) if falls else numbers, column)
        )
    read_directions(parse)
    joined_by_or(parse)


def leave_addition(parse: Parse, index: int) -> None:
    """产量加起来超过500: a sum is added up already."""
    if parse.has(index, "link.sum") and adds_one(parse, index):
        parse.tokens[index] = parse.tokens[index].only()
        parse.take(index)


def read_directions(parse: Parse) -> None:
    """Which cities saw sales fall, 销售额同比下降的城市: a change that only says which way is a bound at zero."""
    lists = parse.any("ask.members", "exist.any") or any(token.has("link.which", "link.which_many", "exist.any") for token in parse.tokens)
    for index in list(parse.places("compare.rose", "compare.fell")):
        key = parse.free(parse.right(index, "link.of"))
        restricts = parse.has(index + 1, "link.of") and key is not None and bool(key.dimensions)
        is_ranked = any(parse.has(place, "rank") for place in (index - 1, index + 1))
        if is_ranked or not (restricts or (lists and parse.groups) or counts_beside(parse)):
            continue
        metric = metric_beside(parse, index)
        falls = parse.has(index, "compare.fell")
        parse.take(index)
        parse.growth = True
        parse.conditions.append(Condition(index, metric, "lt" if falls else "gt", ZERO, "change"))


def counts_beside(parse: Parse) -> bool:
    """How many cities saw sales fall: a noun beside a word of count."""
    places = (place for index in parse.places("exist.count") for place in (index + 1, parse.left(index, "link.of")))
    return any((token := parse.at(place)) is not None and token.dimensions for place in places)


def metric_beside(parse: Parse, index: int) -> str | None:
    """The metric just before, or just after, or the last one before."""
    before, after = parse.left(index, *PASSED), parse.right(index, *PASSED)
    used = {condition.metric for condition in parse.conditions}
    if before in parse.metrics and not (after == index + 1 and after in parse.metrics and parse.metrics[before] in used):
        return parse.metrics[before]
    if after in parse.metrics and not any(place < index for place in parse.metrics if not crosses(parse, place, index)):
        return parse.metrics[after]
    if after in parse.metrics and after == index + 1 and parse.language == "en":
        return parse.metrics[after]
    earlier = [place for place in parse.metrics if place < index and not crosses(parse, place, index)]
    return parse.metrics[earlier[-1]] if earlier else None


def crosses(parse: Parse, first: int, last: int) -> bool:
    """Whether another bound or rank stands between."""
    return any(parse.has(place, "condition", "rank") for place in range(first + 1, last))


def bounds_a_dimension(parse: Parse, index: int, code: str, numbers: tuple[Number, ...]) -> bool:
    """A bound beside a number dimension is a filter on rows."""
    for place in (parse.left(index, "link.of"), parse.right(index, "link.of")):
        token = parse.free(place)
        names = [name for name in token.dimensions if parse.sight.catalog.dimensions[name].type == "number"] if token else []
        if len(names) == 1:
            for operator, number in zip(OPERATORS[code], numbers, strict=False):
                parse.filters.append(RangeFilter(names[0], operator, plain(number.value)))
            parse.take(index, place)
            return True
    return False


def joined_by_or(parse: Parse) -> None:
    """Bounds are read as 'and'; 'or' between two is not something a query can say."""
    if len(parse.conditions) > 1 and any(token.has("link.or") for token in parse.tokens):
        raise Stop(Decline("either_condition"))


def turned(code: str) -> str:
    return {"gt": "lt", "ge": "le", "lt": "gt", "le": "ge"}.get(code, code)


def negated(numbers: tuple[Number, ...]) -> tuple[Number, ...]:
    return tuple(Number(-number.value, number.is_percent) for number in numbers)


def having(parse: Parse, condition: Condition, first: str) -> list[Having]:
    """The condition on an output column; a percentage given as a whole number is one where the metric is a percentage."""
    metric = condition.metric or first
    kind = condition.column or ("attainment" if "attainment" in parse.shows else "")
    column = f"{metric}_{kind}" if kind else metric
    unit = unit_in(parse.tokens[condition.index].text)
    if unit is not None and not fits(parse.metric(metric), unit):
        raise Stop(Decline("not_supported", (("words", parse.tokens[condition.index].text),)))
    is_share = kind == "attainment" or (parse.metric(metric).format.style == "percent" and kind != "change_pct")
    if not is_share and kind != "change_pct" and any(number.is_percent for number in condition.numbers):
        raise Stop(Decline("not_supported", (("words", parse.tokens[condition.index].text),)))  # five percent of what?
    found = []
    for operator, number in zip(OPERATORS[condition.operator], condition.numbers, strict=False):
        value = number.value
        if is_share and not number.is_percent and abs(value) > 1:
            value = value / 100
            parse.note("read_as_percent", number=f"{number.value}%")
        found.append(Having(column, operator, plain(value)))
    return found


def plain(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else value.normalize()

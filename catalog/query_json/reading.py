"""From a JSON object to a query. Strict: what it does not know, it refuses with the path of the part."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar, get_args

from catalog.errors import Unreadable
from catalog.metric import Grain, MembersTake, Offset, Operator, Over
from catalog.period import Period
from catalog.query import (
    AnyOf,
    Attainment,
    Change,
    Comparison,
    Filter,
    Having,
    Limit,
    Measure,
    MemberFilter,
    MetricQuery,
    Order,
    Plain,
    RangeFilter,
    Rank,
    RowList,
    Running,
    Share,
    Shown,
    Value,
    Within,
)

Read = TypeVar("Read")
Object = Mapping[str, Any]
GRAINS = get_args(Grain)
CHANGES = get_args(Change)
OPERATORS = get_args(Operator)
TAKES = get_args(MembersTake)


def from_dict(mapping: Object) -> MetricQuery | RowList:
    """The query that a JSON object says; raises Unreadable with the path of the first part that does not fit."""
    if isinstance(mapping, Mapping) and "dataset" in mapping:
        return rows_from_dict(mapping)
    return metric_query_from_dict(mapping, "")


def metric_query_from_dict(mapping: Object, path: str) -> MetricQuery:
    names = ("measures", "group_by", "grain", "filters", "having", "within", "periods", "comparison", "order", "limit", "only")
    known(mapping, path, (*names, "any_of", "as_of"))
    measures = each(mapping, "measures", path, read_measure)
    if not measures:
        raise unfit(at(path, "measures"), "missing")
    return MetricQuery(
        measures=measures,
        group_by=each(mapping, "group_by", path, read_name),
        grain=optional(mapping, "grain", path, read_grain),
        filters=each(mapping, "filters", path, read_filter),
        having=each(mapping, "having", path, read_having),
        within=each(mapping, "within", path, read_within),
        periods=each(mapping, "periods", path, read_period),
        comparison=optional(mapping, "comparison", path, read_comparison),
        order=each(mapping, "order", path, read_order),
        limit=optional(mapping, "limit", path, read_limit),
        only=each(mapping, "only", path, read_member_filter),
        any_of=each(mapping, "any_of", path, read_any_of),
        as_of=optional(mapping, "as_of", path, read_date),
    )


def rows_from_dict(mapping: Object) -> RowList:
    known(mapping, "", ("dataset", "columns", "filters", "periods", "order", "limit"))
    limit = optional(mapping, "limit", "", read_count)
    return RowList(
        dataset=required(mapping, "dataset", "", read_name),
        columns=each(mapping, "columns", "", read_name),
        filters=each(mapping, "filters", "", read_filter),
        periods=each(mapping, "periods", "", read_period),
        order=each(mapping, "order", "", read_order),
        limit=100 if limit is None else limit,
    )


def at(path: str, name: str | int) -> str:
    if isinstance(name, int):
        return f"{path}[{name}]"
    return f"{path}.{name}" if path else name


def unfit(path: str, problem: str, **facts: object) -> Unreadable:
    return Unreadable("query_part", path=path, problem=problem, **facts)


def known(mapping: Object, path: str, names: tuple[str, ...]) -> None:
    """Refuses what is not an object, and parts that it does not know."""
    if not isinstance(mapping, Mapping):
        raise unfit(path, "not_an_object")
    for name in mapping:
        if name not in names:
            raise unfit(at(path, str(name)), "unknown", known=names)


def required(mapping: Object, name: str, path: str, read: Callable[[Any, str], Read]) -> Read:
    if name not in mapping:
        raise unfit(at(path, name), "missing")
    return read(mapping[name], at(path, name))


def optional(mapping: Object, name: str, path: str, read: Callable[[Any, str], Read]) -> Read | None:
    return None if mapping.get(name) is None else read(mapping[name], at(path, name))


def each(mapping: Object, name: str, path: str, read: Callable[[Any, str], Read]) -> tuple[Read, ...]:
    return optional(mapping, name, path, lambda found, where: read_list(found, where, read)) or ()


def read_list(found: Any, path: str, read: Callable[[Any, str], Read]) -> tuple[Read, ...]:
    if not isinstance(found, list | tuple):
        raise unfit(path, "not_a_list")
    return tuple(read(part, at(path, index)) for index, part in enumerate(found))


def read_name(found: Any, path: str) -> str:
    if not isinstance(found, str) or not found:
        raise unfit(path, "not_a_name")
    return found


def read_names(found: Any, path: str) -> tuple[str, ...]:
    return read_list(found, path, read_name)


def read_word(found: Any, path: str, words: tuple[Any, ...]) -> Any:
    if not isinstance(found, str) or found not in words:
        raise unfit(path, "not_one_of", known=words)
    return found


def read_grain(found: Any, path: str) -> Grain:
    grain: Grain = read_word(found, path, GRAINS)
    return grain


def read_change(found: Any, path: str) -> Change:
    change: Change = read_word(found, path, CHANGES)
    return change


def read_operator(found: Any, path: str) -> Operator:
    operator: Operator = read_word(found, path, OPERATORS)
    return operator


def read_flag(found: Any, path: str) -> bool:
    if not isinstance(found, bool):
        raise unfit(path, "not_true_or_false")
    return found


def read_count(found: Any, path: str) -> int:
    if not isinstance(found, int) or isinstance(found, bool) or found < 1:
        raise unfit(path, "not_a_count")
    return found


def read_date(found: Any, path: str) -> date:
    if isinstance(found, date) and not isinstance(found, datetime):
        return found
    try:
        return date.fromisoformat(found)
    except (TypeError, ValueError) as error:
        raise unfit(path, "not_a_date") from error


def read_decimal(found: Any, path: str) -> Decimal:
    try:
        number = Decimal(found) if isinstance(found, str) else Decimal("NaN")
    except InvalidOperation as error:
        raise unfit(path, "not_a_number") from error
    if not number.is_finite():
        raise unfit(path, "not_a_number")
    return number


def read_value(found: Any, path: str) -> Value:
    if isinstance(found, Mapping):
        known(found, path, ("date", "decimal"))
        if len(found) != 1:
            raise unfit(path, "not_a_value")
        return required(found, "date", path, read_date) if "date" in found else required(found, "decimal", path, read_decimal)
    if isinstance(found, float) and not math.isfinite(found):
        raise unfit(path, "not_a_number")
    if found is None or (isinstance(found, str | int | float | bool | date | Decimal) and not isinstance(found, datetime)):
        return found
    raise unfit(path, "not_a_value")


def read_number(found: Any, path: str) -> int | float | Decimal:
    number = read_value(found, path)
    if isinstance(number, bool) or not isinstance(number, int | float | Decimal):
        raise unfit(path, "not_a_number")
    return number


SHOWN = ("share", "running", "rank", "attainment", "over")


def read_measure(found: Any, path: str) -> Measure:
    if isinstance(found, str):
        return Measure(read_name(found, path))
    known(found, path, ("metric", *SHOWN, "filters", "alias"))
    filters, alias = each(found, "filters", path, read_filter), optional(found, "alias", path, read_name)
    return Measure(required(found, "metric", path, read_name), read_shown(found, path), filters, alias)


def read_shown(found: Object, path: str) -> Shown:
    kinds = [name for name in SHOWN if name in found]
    if len(kinds) > 1:
        raise unfit(path, "one_of", known=tuple(kinds))
    match kinds:
        case ["share"]:
            return Share(required(found, "share", path, read_names))
        case ["running"]:
            return Running(optional(found, "running", path, read_grain))
        case ["rank"]:
            return required(found, "rank", path, read_rank)
        case ["attainment"] if required(found, "attainment", path, read_flag):
            return Attainment()
        case ["over"]:
            return required(found, "over", path, read_over)
    return Plain()


def read_over(found: Any, path: str) -> Over:
    known(found, path, ("take", "of", "grain", "fraction", "fill"))
    take, of, grain = (
        required(found, "take", path, read_take),
        each(found, "of", path, read_name),
        optional(found, "grain", path, read_grain),
    )
    fraction, fill = optional(found, "fraction", path, read_number), optional(found, "fill", path, read_whole)
    return Over(take, of, grain, None if fraction is None else float(fraction), fill)


def read_whole(found: Any, path: str) -> int:
    if not isinstance(found, int) or isinstance(found, bool):
        raise unfit(path, "not_a_number")
    return found


def read_take(found: Any, path: str) -> MembersTake:
    return read_word(found, path, TAKES)  # type: ignore[no-any-return]  # one of the words


def read_rank(found: Any, path: str) -> Rank:
    known(found, path, ("ascending", "of"))
    return Rank(optional(found, "ascending", path, read_flag) or False, each(found, "of", path, read_name))


def read_filter(found: Any, path: str) -> Filter:
    known(found, path, ("dimension", "in", "not_in", "op", "value"))
    dimension = required(found, "dimension", path, read_name)
    kinds = [name for name in ("in", "not_in", "op") if name in found]
    if len(kinds) != 1 or ("value" in found) != (kinds == ["op"]):
        raise unfit(path, "one_of", known=("in", "not_in", "op with value"))
    if kinds == ["op"]:
        return RangeFilter(dimension, required(found, "op", path, read_operator), required(found, "value", path, read_value))
    values = each(found, kinds[0], path, read_value)
    if not values:
        raise unfit(at(path, kinds[0]), "missing")
    return MemberFilter(dimension, values, negated=kinds == ["not_in"])


def read_any_of(found: Any, path: str) -> AnyOf:
    sides = read_list(found, path, read_side)
    if len(sides) < 2:
        raise unfit(path, "missing")
    return AnyOf(sides)


def read_side(found: Any, path: str) -> tuple[Filter, ...]:
    side = read_list(found, path, read_filter)
    if not side:
        raise unfit(path, "missing")
    return side


def read_member_filter(found: Any, path: str) -> MemberFilter:
    part = read_filter(found, path)
    if not isinstance(part, MemberFilter):
        raise unfit(path, "one_of", known=("in", "not_in"))
    return part


def read_having(found: Any, path: str) -> Having:
    known(found, path, ("column", "op", "value"))
    column, operator = required(found, "column", path, read_name), required(found, "op", path, read_operator)
    return Having(column, operator, required(found, "value", path, read_number))


def read_within(found: Any, path: str) -> Within:
    known(found, path, ("dimensions", "query", "negated"))
    names, query = required(found, "dimensions", path, read_names), required(found, "query", path, metric_query_from_dict)
    return Within(names, query, optional(found, "negated", path, read_flag) or False)


def read_period(found: Any, path: str) -> Period:
    known(found, path, ("start", "end", "through"))
    start, end = required(found, "start", path, read_date), required(found, "end", path, read_date)
    if end <= start:
        raise unfit(path, "ends_before_it_starts")
    return Period(start, end, optional(found, "through", path, read_date))


def read_offset(found: Any, path: str) -> Offset:
    known(found, path, GRAINS)
    if len(found) != 1:
        raise unfit(path, "one_of", known=GRAINS)
    grain = read_grain(next(iter(found)), path)
    return Offset(required(found, grain, path, read_count), grain)


def read_comparison(found: Any, path: str) -> Comparison:
    known(found, path, ("offset", "period", "show"))
    if ("offset" in found) == ("period" in found):
        raise unfit(path, "one_of", known=("offset", "period"))
    to = required(found, "offset", path, read_offset) if "offset" in found else required(found, "period", path, read_period)
    if "show" not in found:
        return Comparison(to)
    show = each(found, "show", path, read_change)
    if not show:
        raise unfit(at(path, "show"), "missing")
    return Comparison(to, show)


def read_order(found: Any, path: str) -> Order:
    if isinstance(found, str):
        return Order(read_name(found, path))
    known(found, path, ("column", "descending"))
    descending = optional(found, "descending", path, read_flag)
    return Order(required(found, "column", path, read_name), True if descending is None else descending)


def read_limit(found: Any, path: str) -> Limit:
    if isinstance(found, int):
        return Limit(read_count(found, path))
    known(found, path, ("count", "per"))
    return Limit(required(found, "count", path, read_count), each(found, "per", path, read_name))

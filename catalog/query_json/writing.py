"""From a query to its JSON object. Empty parts are left out, and equal queries are equal objects."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from catalog.metric import Offset, Over
from catalog.period import Period
from catalog.query import (
    Attainment,
    Comparison,
    Filter,
    Measure,
    MemberFilter,
    MetricQuery,
    Order,
    Plain,
    Rank,
    RowList,
    Running,
    Share,
    Shown,
    Value,
    Within,
)


def to_dict(query: MetricQuery | RowList) -> dict[str, Any]:
    """The JSON form; `from_dict` reads it back as an equal value."""
    if isinstance(query, RowList):
        return filled(
            dataset=query.dataset,
            columns=list(query.columns),
            filters=[filter_to_dict(part) for part in query.filters],
            periods=[period_to_dict(part) for part in query.periods],
            order=[order_to_dict(part) for part in query.order],
            limit=query.limit,
        )
    return filled(
        measures=[measure_to_dict(part) for part in query.measures],
        group_by=list(query.group_by),
        grain=query.grain,
        filters=[filter_to_dict(part) for part in query.filters],
        having=[{"column": part.column, "op": part.operator, "value": value_to_json(part.value)} for part in query.having],
        within=[within_to_dict(part) for part in query.within],
        periods=[period_to_dict(part) for part in query.periods],
        comparison=None if query.comparison is None else comparison_to_dict(query.comparison),
        order=[order_to_dict(part) for part in query.order],
        limit=None if query.limit is None else filled(count=query.limit.count, per=list(query.limit.per)),
        only=[filter_to_dict(part) for part in query.only],
        any_of=[[[filter_to_dict(part) for part in side] for side in choice.sides] for choice in query.any_of],
        as_of=None if query.as_of is None else query.as_of.isoformat(),
    )


def filled(**parts: Any) -> dict[str, Any]:
    return {name: part for name, part in parts.items() if part is not None and part != []}


def measure_to_dict(measure: Measure) -> str | dict[str, Any]:
    """A name, where the measure is nothing more."""
    if measure == Measure(measure.metric):
        return measure.metric
    made: dict[str, Any] = {"metric": measure.metric, **shown_to_dict(measure.shown)}
    return made | filled(filters=[filter_to_dict(part) for part in measure.filters], alias=measure.alias)


def shown_to_dict(shown: Shown) -> dict[str, Any]:
    match shown:
        case Plain():
            return {}
        case Share(of):
            return {"share": list(of)}
        case Running(reset):
            return {"running": reset}
        case Rank(ascending, of):
            return {"rank": filled(ascending=ascending or None, of=list(of))}
        case Attainment():
            return {"attainment": True}
        case Over(take, of, grain, fraction, fill):
            return {"over": filled(take=take, of=list(of), grain=grain, fraction=fraction, fill=fill)}


def within_to_dict(part: Within) -> dict[str, Any]:
    return filled(dimensions=list(part.dimensions), query=to_dict(part.query), negated=part.negated or None)


def filter_to_dict(part: Filter) -> dict[str, Any]:
    if isinstance(part, MemberFilter):
        return {"dimension": part.dimension, "not_in" if part.negated else "in": [value_to_json(value) for value in part.values]}
    return {"dimension": part.dimension, "op": part.operator, "value": value_to_json(part.value)}


def period_to_dict(period: Period) -> dict[str, Any]:
    through = None if period.through is None else period.through.isoformat()
    return filled(start=period.start.isoformat(), end=period.end.isoformat(), through=through)


def comparison_to_dict(comparison: Comparison) -> dict[str, Any]:
    to = comparison.to
    side: dict[str, Any] = {"offset": {to.grain: to.count}} if isinstance(to, Offset) else {"period": period_to_dict(to)}
    return {**side, "show": list(comparison.show)}


def order_to_dict(order: Order) -> dict[str, Any]:
    return {"column": order.column, "descending": order.descending}


def value_to_json(value: Value) -> Any:
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    return value

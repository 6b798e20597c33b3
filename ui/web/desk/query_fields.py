"""From the fields of the form to the JSON of a metric query. What the form has no field for is kept as it was, unless it is taken out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from catalog.catalog import Catalog
from catalog.dimension import DimensionType

Fields = Mapping[str, Sequence[str]]
Query = Mapping[str, Any]
REST = ("within", "only", "any_of", "as_of")  # parts of a query that the form only keeps
TESTS = ("in", "not_in", "in_or_missing", "not_in_or_missing", "missing", "not_missing", "=", "!=", ">", ">=", "<", "<=")
SHOWN: Mapping[str, Query] = {
    "plain": {},
    "share": {"share": []},
    "running": {"running": None},
    "rank": {"rank": {}},
    "attainment": {"attainment": True},
}
ONE_DAY = timedelta(days=1)


def query_of(fields: Fields, catalog: Catalog) -> dict[str, Any]:
    """The query as JSON; what cannot be read as a number or a day stays text, so that its reader says where."""
    rest = parsed(first(fields, "rest")) if first(fields, "keep_rest") else {}
    found = {
        "measures": [measure(*line) for line in lines(fields, "metric", "shown", "was") if line[0]],
        "group_by": [name for (name,) in lines(fields, "group_by") if name],
        "grain": first(fields, "grain") or None,
        "filters": [filter_of(*line, catalog=catalog) for line in lines(fields, "filter", "test", "members") if line[0]],
        "periods": [period(*line) for line in lines(fields, "from", "to") if any(line)],
        "comparison": comparison(first(fields, "comparison"), parsed(first(fields, "comparison_was"))),
        "having": [having(*line) for line in lines(fields, "having", "having_test", "having_value") if line[0]],
        "order": [{"column": column, "descending": way != "up"} for column, way in lines(fields, "order", "way") if column],
        "limit": limit(first(fields, "limit").strip(), parsed(first(fields, "limit_was"))),
        **{name: rest[name] for name in REST if name in rest},
    }
    return {name: part for name, part in found.items() if part not in (None, [])}


def first(fields: Fields, name: str) -> str:
    return next(iter(fields.get(name, ())), "")


def lines(fields: Fields, *names: str) -> list[tuple[str, ...]]:
    """The lines of a part of the form: fields of the same place belong together."""
    return list(zip(*(fields.get(name, ()) for name in names), strict=False))


def parsed(text: str) -> dict[str, Any]:
    """An object that the page wrote itself; nothing where it is none."""
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def measure(metric: str, shown: str, was: str) -> str | dict[str, Any]:
    """The measure as it was where the line still says so, its filters and name included."""
    before = parsed(was)
    if before.get("metric") == metric and shown == shown_of(before):
        return before
    if shown == "plain":
        return metric
    return {"metric": metric, **SHOWN.get(shown, {})}


def shown_of(found: Query) -> str:
    """How a measure is shown, as the form's list names it: `kept` for what the form cannot say."""
    kinds = [kind for kind in (*SHOWN, "over") if kind in found]
    if "over" in kinds:
        return "kept"
    return kinds[0] if kinds else "plain"


def filter_of(dimension: str, test: str, members: str, *, catalog: Catalog) -> dict[str, Any]:
    kind: DimensionType = catalog.dimensions[dimension].type if dimension in catalog.dimensions else "text"
    values: list[Any] = [value(line.strip(), kind) for line in members.splitlines() if line.strip()]
    match test:
        case "missing" | "not_missing":
            return {"dimension": dimension, "in" if test == "missing" else "not_in": [None]}
        case "in_or_missing" | "not_in_or_missing":
            return {"dimension": dimension, test.removesuffix("_or_missing"): [*values, None]}
        case "in" | "not_in":
            return {"dimension": dimension, test: values}
        case _:
            return {"dimension": dimension, "op": test, "value": values[0] if values else ""}


def value(text: str, kind: DimensionType) -> Any:
    match kind:
        case "number":
            return number(text)
        case "date":
            return {"date": text}
        case "boolean":
            return {"true": True, "false": False}.get(text.lower(), text)
        case _:
            return text


def number(text: str) -> int | dict[str, str] | str:
    try:
        found = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return text
    if not found.is_finite():
        return text
    return int(found) if found == found.to_integral_value() and abs(found) < 2**53 else {"decimal": str(found)}


def period(start: str, last: str) -> dict[str, str]:
    """Days from the first to the last, both in the period; one alone is that day."""
    first_day, last_day = start or last, last or start
    try:
        end = (date.fromisoformat(last_day) + ONE_DAY).isoformat()
    except (ValueError, OverflowError):
        end = last_day
    return {"start": first_day, "end": end}


def comparison(chosen: str, was: Query) -> Query | None:
    if chosen == "kept":
        return was or None
    grain, _, count = chosen.partition(":")
    if not grain:
        return None
    return {"offset": {grain: int(count) if count.isdecimal() else 1}, **({"show": was["show"]} if "show" in was else {})}


def having(column: str, test: str, bound: str) -> dict[str, Any]:
    return {"column": column, "op": test, "value": number(bound.strip())}


def limit(count: str, was: Query) -> dict[str, Any] | None:
    if not count:
        return None
    per = {"per": was["per"]} if "per" in was else {}
    return {"count": int(count) if count.isdecimal() else count, **per}

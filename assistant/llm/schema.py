"""The JSON schema of a reply, narrowed to what code found in this question: one flat object, every part nullable, no oneOf.

Parts that cannot apply are left out, so that a small model has less to get wrong.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args, get_type_hints

from assistant.llm.arithmetic import arithmetic_in
from assistant.llm.known import Known
from assistant.plan import CatalogQuestion
from catalog.metric import Grain
from catalog.period import grains_of

GRAINS: tuple[str, ...] = get_args(Grain)
ABOUT: tuple[str, ...] = get_args(get_type_hints(CatalogQuestion)["about"])
ALWAYS = ("kind", "reads", "metrics", "by", "periods")
COMPARE = ("year", "quarter", "month", "week", "day", "previous", "periods")
SHOW = ("share", "running", "rank", "total")
OPERATORS = (">", ">=", "<", "<=", "=", "!=")
ORDERS = ("highest", "lowest")
COUNT = {"type": ["integer", "null"]}
SQL_CAP = 2000


def schema_of(known: Known, nested: bool = True) -> dict[str, Any]:
    """What a reply to this question may say. Only what every reply has is required: an empty part costs a small model a second.
    Without `nested` it may not choose members by another metric: that part is the longest."""
    parts = {name: part for name, part in parts_of(known).items() if nested or name != "among"}
    shared = {"metric": one_of(known.metrics)} | ({"dimension": one_of(known.dimensions)} if known.dimensions else {})
    return {
        "type": "object",
        "properties": parts,
        "required": [name for name in ALWAYS if name in parts],
        "additionalProperties": False,
        "$defs": shared,
    }


def parts_of(known: Known) -> dict[str, Any]:
    metric, keys = {"$ref": "#/$defs/metric"}, one_of((*known.dimensions, *grains_of(known.sight.catalog.calendar)))
    ranks, bounds = known.has("rank", "show"), bool(known.numbers) and known.has("condition")
    parts: dict[str, Any] = {"kind": one_of(kinds(known))}
    if known.words_to_read:
        ids = one_of((*known.metrics, *known.dimensions, "none"))
        parts["reads"] = listed(closed(words=one_of(known.words_to_read), id=ids))
    parts |= {"metrics": listed(metric), "by": listed(keys)}
    if known.periods:
        parts["periods"] = listed(one_of(known.periods))
    if known.members:
        parts["only"] = listed(one_of(known.members))
    if known.members and known.has("negate"):
        parts["except"] = listed(one_of(known.members))
    if known.has("compare") or len(known.periods) > 1:
        parts["compare"] = maybe(COMPARE)
    if known.has("show", "link.total"):
        parts["show"] = maybe(SHOW)
    if ranks:
        parts |= {"order": maybe(ORDERS), "top": COUNT, "per": listed(keys)}
    if bounds:
        number, of = one_of(known.numbers), one_of(("value", "change", "change_pct"))
        parts["bounds"] = listed(closed(metric=metric, op=one_of(OPERATORS), number=number, of=of))
    if known.dimensions and (ranks or bounds):
        parts["among"] = among(metric, {"$ref": "#/$defs/dimension"}, known.numbers if bounds else ())
    if needs_sql(known):
        parts["sql"] = {"type": ["string", "null"]}
    if asks_about(known):
        parts["about"] = maybe(ABOUT)
    if known.datasets:
        parts["dataset"] = maybe(known.datasets)
    return parts


def among(metric: dict[str, Any], dimension: dict[str, Any], numbers: Iterable[str]) -> dict[str, Any]:
    """The members that a rank or a bound on another metric chooses."""
    parts: dict[str, Any] = {"by": dimension, "metric": metric, "order": maybe(ORDERS), "top": COUNT}
    if numbers:
        parts |= {"op": maybe(OPERATORS), "number": maybe(numbers)}
    return {"anyOf": [{**closed(**parts), "required": ["by", "metric"]}, {"type": "null"}]}


def kinds(known: Known) -> tuple[str, ...]:
    sql = ("governed_sql",) if needs_sql(known) else ()
    rows = ("row_list",) if known.datasets else ()
    about = ("catalog_question",) if asks_about(known) else ()
    return ("metric_query", *sql, *rows, *about, "clarify", "decline")


def needs_sql(known: Known) -> bool:
    """Whether some word may ask for what a metric query cannot say."""
    return bool(arithmetic_in(known.text)) or (len(known.metrics) > 1 and known.has("compare.versus", "compare.difference"))


def asks_about(known: Known) -> bool:
    return known.has("ask") or not known.named


def one_of(names: Iterable[str]) -> dict[str, Any]:
    return {"type": "string", "enum": list(dict.fromkeys(names))}


def maybe(names: Iterable[str]) -> dict[str, Any]:
    return {"type": ["string", "null"], "enum": [*dict.fromkeys(names), None]}


def listed(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item, "maxItems": 5}


def closed(**parts: Any) -> dict[str, Any]:
    return {"type": "object", "properties": parts, "required": list(parts), "additionalProperties": False}

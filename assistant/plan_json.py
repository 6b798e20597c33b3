"""Plans and answers as plain JSON values and back: what the journal stores, the command line prints and the evals read."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from assistant.plan import CatalogQuestion, Choice, Clarify, Decline, Plan, Planned, Span, SqlDraft, Why
from catalog.query import MetricQuery, RowList
from catalog.query_json import from_dict, to_dict


def plain(value: Any) -> Any:
    """A value as JSON holds it: decimals are numbers, dates ISO, NaN and infinity null, dataclasses objects."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, (float, Decimal)):
        return plain_number(value)
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, (bytes, bytearray)):
        return value.hex()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {item.name: plain(getattr(value, item.name)) for item in dataclasses.fields(value)}
    return [plain(item) for item in value]


def plain_number(value: float | Decimal) -> int | float | None:
    number = float(value)
    if not math.isfinite(number):
        return None
    return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() and abs(number) < 2**53 else number


def plan_as_json(plan: Plan) -> dict[str, Any]:
    """A plan with its `kind`."""
    match plan:
        case MetricQuery():
            return {"kind": "metric_query", **to_dict(plan)}
        case RowList():
            return {"kind": "row_list", **to_dict(plan)}
        case SqlDraft(text, explores):
            return {"kind": "sql_draft", "text": text, **({"explores": True} if explores else {})}
        case CatalogQuestion(about, names):
            return {"kind": "catalog_question", "about": about, "names": list(names)}
        case Clarify(code, facts, choices):
            return {"kind": "clarify", "code": code, "facts": dict(facts), "choices": [choice_as_json(choice) for choice in choices]}
        case Decline(code, facts, nearest):
            return {"kind": "decline", "code": code, "facts": dict(facts), "nearest": [choice_as_json(choice) for choice in nearest]}


def choice_as_json(choice: Choice) -> dict[str, Any]:
    return {"label": choice.label, "question": choice.question, "query": to_dict(choice.query) if choice.query else None}


def plan_from_json(found: Mapping[str, Any]) -> Plan:
    """The plan that `plan_as_json` wrote. Raises ValueError for an unknown kind."""
    rest = {key: value for key, value in found.items() if key != "kind"}
    match found["kind"]:
        case "metric_query" | "row_list":
            return from_dict(rest)
        case "sql_draft":
            return SqlDraft(rest["text"], rest.get("explores", False))
        case "catalog_question":
            return CatalogQuestion(rest["about"], tuple(rest["names"]))
        case "clarify":
            return Clarify(rest["code"], tuple(rest["facts"].items()), tuple(map(choice_from_json, rest["choices"])))
        case "decline":
            return Decline(rest["code"], tuple(rest["facts"].items()), tuple(map(choice_from_json, rest["nearest"])))
        case kind:
            raise ValueError(f"unknown plan kind {kind!r}")


def choice_from_json(found: Mapping[str, Any]) -> Choice:
    return Choice(found["label"], found["question"], metric_query_from_json(found["query"]) if found.get("query") else None)


def planned_as_json(planned: Planned) -> dict[str, Any]:
    return {
        "plan": plan_as_json(planned.plan),
        "planner": planned.planner,
        "language": planned.language,
        "reading": [plain(span) for span in planned.reading],
        "caveats": list(planned.caveats),
        "notes": [[code, dict(facts)] for code, facts in planned.notes],
        "chart": planned.chart,
        "written": planned.written,
        "held": plan_as_json(planned.held) if planned.held else None,
        "why": why_as_json(planned.why),
    }


def planned_from_json(found: Mapping[str, Any]) -> Planned:
    return Planned(
        plan=plan_from_json(found["plan"]),
        planner=found["planner"],
        language=found["language"],
        reading=tuple(Span(**span) for span in found["reading"]),
        caveats=tuple(found["caveats"]),
        notes=tuple((code, tuple(facts.items())) for code, facts in found["notes"]),
        chart=found["chart"],
        written=found["written"],
        held=held_from_json(found.get("held")),
        why=why_from_json(found.get("why")),
    )


def held_from_json(found: Mapping[str, Any] | None) -> MetricQuery | SqlDraft | RowList | None:
    held = plan_from_json(found) if found else None
    return held if isinstance(held, MetricQuery | SqlDraft | RowList) else None


def why_as_json(why: Why | None) -> dict[str, Any] | None:
    if why is None:
        return None
    return {
        "before": to_dict(why.before),
        "after": to_dict(why.after),
        "sides": why.sides,
        "expects": why.expects,
        "by": list(why.by),
    }


def why_from_json(found: Mapping[str, Any] | None) -> Why | None:
    if not found:
        return None
    before, after = (metric_query_from_json(found[side]) for side in ("before", "after"))
    return Why(before, after, found["sides"], found["expects"], tuple(found["by"]))


def metric_query_from_json(found: Mapping[str, Any]) -> MetricQuery:
    query = from_dict(found)
    if not isinstance(query, MetricQuery):
        raise ValueError("not a metric query")
    return query

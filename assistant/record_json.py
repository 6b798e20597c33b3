"""An answer as JSON: what the command line prints, REST returns and the journal keeps. One shape for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from assistant.causes_json import causes_as_json, causes_from_json
from assistant.plan_json import choice_as_json, choice_from_json, plain, planned_as_json, planned_from_json
from assistant.record import Answer, Dates, Definition, Trouble, Versions, Working
from assistant.usage import Usage
from catalog.compiler import OutputColumn
from catalog.label import Label, Text
from catalog.metric import Format
from catalog.query import MetricQuery
from catalog.query_json import to_dict
from sql_guard.engine import Change


def as_json(answer: Answer) -> dict[str, Any]:
    """Decimals are numbers, dates ISO, ratios fractions; timings in milliseconds."""
    planned = answer.planned
    query = planned.plan if planned and isinstance(planned.plan, MetricQuery) else None
    return {
        "id": answer.id,
        "question": answer.question,
        "status": answer.status,
        "tier": answer.tier,
        "language": answer.language,
        "asker": answer.asker,
        "department": answer.department,
        "asked_at": answer.asked_at.isoformat(),
        "today": answer.today.isoformat(),
        "conversation": answer.conversation,
        "metric_query": to_dict(query) if query else None,
        "metric_sql": answer.working.governed,
        "sql": answer.working.executed,
        "columns": [column_as_json(column, answer) for column in answer.columns],
        "rows": [[plain(value) for value in row] for row in answer.rows],
        "truncated": answer.truncated,
        "chart": plain(answer.chart),
        "headline": answer.headline,
        "explanation": answer.explanation,
        "definitions": plain(answer.definitions),
        "reading": [plain(span) for span in planned.reading] if planned else [],
        "dates": plain(answer.dates),
        "data_as_of": plain(answer.data_as_of),
        "notes": list(answer.notes),
        "causes": causes_as_json(answer.causes),
        "findings": list(answer.findings),
        "choices": [choice_as_json(choice) for choice in answer.choices],
        "error": plain(answer.trouble),
        "working": plain(answer.working),
        "planned": planned_as_json(planned) if planned else None,
        "matches": plain(answer.matches),
        "receipt": plain(answer.versions),
        "usage": plain(planned.usage) if planned else None,
        "timings": {step: round(seconds * 1000, 3) for step, seconds in answer.timings.items()},
    }


def column_as_json(column: OutputColumn, answer: Answer) -> dict[str, Any]:
    unit = column.format.unit.in_language(answer.language) if column.format else ""
    return {
        "name": column.name,
        "type": column.type,
        "unit": unit,
        "label": column.label.in_language(answer.language),
        "role": column.role,
        "of": column.of,
        "style": column.format.style if column.format else None,
        "decimals": column.format.decimals if column.format else None,
    }


def from_json(body: Mapping[str, Any]) -> Answer:
    """The answer that `as_json` wrote, without its matches; numbers and labels are as they were written."""
    columns = tuple(map(column_from_json, body["columns"]))
    return Answer(
        id=body["id"],
        question=body["question"],
        language=body["language"],
        asker=body["asker"],
        asked_at=datetime.fromisoformat(body["asked_at"]),
        today=date.fromisoformat(body["today"]),
        status=body["status"],
        tier=body["tier"],
        planned=replace(planned_from_json(body["planned"]), usage=usage_from_json(body.get("usage"))) if body["planned"] else None,
        working=working_from_json(body["working"]),
        columns=columns,
        rows=tuple(tuple(map(value_from_json, row, columns)) for row in body["rows"]),
        truncated=body["truncated"],
        chart=body["chart"],
        headline=body["headline"],
        explanation=body["explanation"],
        definitions=tuple(
            Definition(**{**item, "until": as_day(item["until"]) if item.get("until") else None}) for item in body["definitions"]
        ),
        dates=tuple(Dates(**{**item, "first": as_day(item["first"]), "last": as_day(item["last"])}) for item in body["dates"]),
        data_as_of=as_day(body["data_as_of"]) if body["data_as_of"] else None,
        notes=tuple(body["notes"]),
        choices=tuple(map(choice_from_json, body["choices"])),
        trouble=Trouble(**body["error"]) if body["error"] else None,
        versions=Versions(**body["receipt"]) if body["receipt"] else None,
        timings={step: milliseconds / 1000 for step, milliseconds in body["timings"].items()},
        conversation=body["conversation"],
        department=body.get("department", ""),
        causes=causes_from_json(body.get("causes")),
        findings=tuple(body.get("findings", ())),
    )


def definition_from_json(found: Mapping[str, Any]) -> Definition:
    return Definition(**{**found, "until": as_day(found["until"]) if found.get("until") else None})


def usage_from_json(found: Mapping[str, Any] | None) -> Usage | None:
    if found is None:
        return None
    cost = found["cost"]
    return Usage(**{**found, "cost": None if cost is None else Decimal(str(cost))})


def as_day(text: str) -> date:
    return date.fromisoformat(text)


def working_from_json(found: Mapping[str, Any]) -> Working:
    changes = tuple(Change(item["code"], tuple((key, value) for key, value in item["facts"])) for item in found["changes"])
    tables, estimate = tuple(found.get("tables", ())), found.get("estimated_rows")
    return Working(found["written"], found["governed"], found["compiled"], changes, found["executed"], tables, estimate)


def column_from_json(found: Mapping[str, Any]) -> OutputColumn:
    unit = Text(found["unit"], found["unit"])
    form = Format(found["style"], found["decimals"], unit) if found.get("style") else None
    label = Label(found["label"], found["label"])
    return OutputColumn(found["name"], found["role"], found["type"], label, of=found["of"], format=form)


def value_from_json(value: Any, column: OutputColumn) -> Any:
    """Dates come back as dates, times with a time of day as times."""
    if column.type != "date" or not isinstance(value, str):
        return value
    try:
        return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    except ValueError:
        return value

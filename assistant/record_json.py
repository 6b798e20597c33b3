"""An answer as JSON: what the command line prints, REST returns and the journal keeps. One shape for all of them."""

from __future__ import annotations

from typing import Any

from assistant.plan_json import choice_as_json, plain, planned_as_json
from assistant.record import Answer
from catalog.compiler import OutputColumn
from catalog.query import MetricQuery
from catalog.query_json import to_dict


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
        "choices": [choice_as_json(choice) for choice in answer.choices],
        "error": plain(answer.trouble),
        "working": plain(answer.working),
        "planned": planned_as_json(planned) if planned else None,
        "matches": plain(answer.matches),
        "receipt": plain(answer.versions),
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
    }

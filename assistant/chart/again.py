"""The picture of an answer: its rows as a chart sees them, the same when it is made and when it is drawn again in another way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.chart.choice import Kind, Picture, kinds
from assistant.chart.vega import draw
from assistant.figures import nameless
from assistant.record import Answer
from catalog.catalog import Catalog
from catalog.compiler import OutputColumn
from catalog.metric import Aggregate
from catalog.query import MetricQuery


def picture_of(columns: Sequence[OutputColumn], rows: Sequence[Sequence[Any]], query: MetricQuery | None, catalog: Catalog) -> Picture:
    """The rows with what the catalog says of them: their grain, its calendar, whether their values are parts of a whole."""
    metrics = [catalog.metrics.get(column.of) for column in columns if column.role == "measure"]
    adds_up = all(
        metric is not None and isinstance(metric.formula, Aggregate) and metric.formula.function in ("sum", "count") for metric in metrics
    )
    return Picture(columns, rows, query.grain if query else None, catalog.calendar, adds_up)


def picture_again(answer: Answer, catalog: Catalog) -> Picture:
    plan = answer.planned.plan if answer.planned else None
    return picture_of(answer.columns, answer.rows, plan if isinstance(plan, MetricQuery) else None, catalog)


def other_kinds(answer: Answer, catalog: Catalog) -> tuple[Kind, ...]:
    """Every chart that a kept answer can be drawn as, the first one its own choice; empty where there is nothing to choose."""
    if answer.status != "answered" or not answer.rows or answer.planned is None or answer.planned.why is not None:
        return ()  # a waterfall shows the causes, which no chart of the rows does
    found = kinds(picture_again(answer, catalog))
    return found if len(found) > 1 and found[0] != "number" else ()


def drawn_as(answer: Answer, kind: Kind, catalog: Catalog) -> Mapping[str, Any] | None:
    """A kept answer's chart as another kind that it can be drawn as; None for a table."""
    return draw(kind, picture_again(answer, catalog), answer.language, nameless(answer.notes, answer.language))

"""The result as a person reads it: big figures for one row, else a table with numbers to the right and a limit on rows."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from assistant.figures import FRACTIONS, format_of, nameless, write
from assistant.record import Answer
from assistant.wording import say
from catalog.compiler import OutputColumn
from catalog.metric import Grain
from catalog.query import MetricQuery
from ui.web.markup import Html, joined, tag

SHOWN = 200  # rows of a table on the page; the rest is in the download
KEYS = ("period", "time", "dimension")
VALUES = ("measure", "share", "attainment", "running")


def is_figure(answer: Answer) -> bool:
    """Whether the result is one row of values with no keys: shown big, without a table."""
    return len(answer.rows) == 1 and bool(answer.columns) and all(column.role not in KEYS for column in answer.columns)


def figures(answer: Answer) -> Html:
    """Each value of a single row, big, with its comparison beneath."""
    row = answer.rows[0]
    tiles = [figure(answer, row, place) for place, column in enumerate(answer.columns) if column.role in VALUES]
    return tag("div", *tiles, cls="figures")


def figure(answer: Answer, row: Sequence[Any], place: int) -> Html:
    column, language = answer.columns[place], answer.language
    return tag(
        "div",
        tag("div", column.label.in_language(language), cls="figure-name"),
        tag("div", write(row[place], column, language, short=True), cls="figure-value", title=write(row[place], column, language)),
        compared(answer, row, column),
        cls="figure",
    )


def compared(answer: Answer, row: Sequence[Any], column: OutputColumn) -> Html | None:
    """'▲ 12.3%  before: 1.2M' under a figure that has a comparison. Colours follow the way, never a judgement."""
    if column.role != "measure":
        return None
    language = answer.language
    mates = {mate.role: (mate, row[place]) for place, mate in enumerate(answer.columns) if mate.of == column.of and mate.of}
    if "previous" not in mates or mates["previous"][1] is None:
        return None
    before, value = mates["previous"]
    parts = [tag("span", say(language, "web.answer.previous", value=write(value, before, language, short=True)), cls="figure-before")]
    for role in ("change", "change_pct") if format_of(before).style == "percent" else ("change_pct", "change"):
        mate, change = mates.get(role, (None, None))
        if mate is not None and change is not None:
            parts.insert(0, movement(change, mate, answer))
            break
    return tag("div", *parts, cls="figure-compared")


def movement(change: Any, column: OutputColumn, answer: Answer) -> Html:
    way = "up" if change > 0 else "down" if change < 0 else "flat"
    text = write(abs(Decimal(str(change))), column, answer.language, short=True)
    return tag("span", tag("span", say(answer.language, f"web.answer.{way}"), cls="sr"), text, cls=f"moved moved-{way}")


def table(answer: Answer) -> Html | None:
    """The rows as an HTML table in a box of its own that scrolls; None when there is nothing to tabulate."""
    if not answer.rows or not answer.columns or is_figure(answer):
        return None
    language, grain = answer.language, grain_of(answer)
    head = tag("tr", *(tag("th", column.label.in_language(language), scope="col", cls=kind(column)) for column in answer.columns))
    body = joined(*(tag("tr", *map_cells(row, answer, grain)) for row in answer.rows[:SHOWN]))
    rest = len(answer.rows) - SHOWN
    more = tag("p", say(language, "web.answer.more_rows", count=rest), cls="more") if rest > 0 else None
    label = say(language, "web.answer.table")
    box = tag("div", tag("table", tag("thead", head), tag("tbody", body)), cls="table-box", tabindex=0, role="region", aria_label=label)
    return joined(box, more)


def map_cells(row: Sequence[Any], answer: Answer, grain: Grain | None) -> list[Html]:
    return [cell(value, column, answer, grain) for value, column in zip(row, answer.columns, strict=True)]


def cell(value: Any, column: OutputColumn, answer: Answer, grain: Grain | None) -> Html:
    """A member that is missing reads as unknown, a number that is missing as a dash; growth carries its sign."""
    language = answer.language
    if value is None and column.role in KEYS:
        return tag("td", nameless(answer.notes, language), cls="missing")
    text = write(value, column, language, grain=grain if column.role == "time" else None)
    if column.role in ("change", "change_pct") and is_number(value) and value > 0:
        return tag("td", f"+{text}", cls=kind(column))
    return tag("td", text, cls=kind(column))


def kind(column: OutputColumn) -> str | None:
    """Numbers stand to the right."""
    numeric = column.role in (*FRACTIONS, "measure", "previous", "change", "running", "rank") or column.type in ("number", "integer")
    return "number" if numeric else None


def is_number(value: Any) -> bool:
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def grain_of(answer: Answer) -> Grain | None:
    plan = answer.planned.plan if answer.planned else None
    return plan.grain if isinstance(plan, MetricQuery) else None

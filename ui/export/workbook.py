"""An answer as an Excel workbook: typed cells, and a sheet that says what they are. Text is only text: nothing is ever a formula."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from assistant.chart.axes import width
from assistant.figures import format_of, nameless
from assistant.record import Answer
from assistant.wording import say
from catalog.compiler import OutputColumn
from catalog.query import MetricQuery

if TYPE_CHECKING:
    from xlsxwriter.format import Format as CellFormat
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

LONGEST = 32_767  # characters that a cell holds
DIGITS = 15  # of a number that a spreadsheet keeps; longer whole numbers are text
FIRST_DAY = date(1900, 3, 1)  # before it spreadsheets count wrongly
WIDEST, ROWS_MEASURED = 40, 200
SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
KEYS = ("period", "dimension")


def as_workbook(answer: Answer) -> bytes:
    """All rows of the answer, and where they come from."""
    from xlsxwriter import Workbook

    file = io.BytesIO()
    with Workbook(file, SAFE) as book:
        book.set_properties({"title": answer.headline, "comments": answer.id})
        rows_sheet(book, answer)
        about_sheet(book, answer)
    return file.getvalue()


def rows_sheet(book: Workbook, answer: Answer) -> None:
    sheet = book.add_worksheet(say(answer.language, "export.rows"))
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    shapes = [book.add_format({"num_format": number_format(column, answer)}) for column in answer.columns]
    for place, column in enumerate(answer.columns):
        put(sheet, 0, place, column.label.in_language(answer.language), head)
        sheet.set_column(place, place, column_width(answer, place))
    for line, row in enumerate(answer.rows, 1):
        for place, value in enumerate(row):
            missing = value is None and answer.columns[place].role in KEYS
            put(sheet, line, place, nameless(answer.notes, answer.language) if missing else value, shapes[place])
    sheet.freeze_panes(1, 0)
    if answer.rows:
        sheet.autofilter(0, 0, len(answer.rows), len(answer.columns) - 1)


def put(sheet: Worksheet, line: int, place: int, value: Any, shape: CellFormat) -> None:
    """One cell by its type; what is missing or no number stays empty."""
    match value:
        case None:
            sheet.write_blank(line, place, None, shape)
        case bool():
            sheet.write_boolean(line, place, value)
        case int() | float() | Decimal() if is_exact(value):
            sheet.write_number(line, place, float(value), shape)
        case float() if not math.isfinite(value):
            sheet.write_blank(line, place, None, shape)
        case datetime() if value.date() >= FIRST_DAY:
            sheet.write_datetime(line, place, value.replace(tzinfo=None), shape)
        case date() if not isinstance(value, datetime) and value >= FIRST_DAY:
            sheet.write_datetime(line, place, datetime(value.year, value.month, value.day), shape)
        case _:
            sheet.write_string(line, place, str(value)[:LONGEST], shape)


def is_exact(value: float | Decimal) -> bool:
    """Whether a spreadsheet keeps the number: finite, and whole numbers no longer than its digits."""
    return math.isfinite(value) and not (isinstance(value, int) and len(str(abs(value))) > DIGITS)


def number_format(column: OutputColumn, answer: Answer) -> str:
    """The format of a column: 0.0%, #,##0.00, yyyy-mm-dd; months and years without a day that they do not have."""
    if column.role == "time":
        plan = answer.planned.plan if answer.planned else None
        grain = plan.grain if isinstance(plan, MetricQuery) else None
        return {"month": "yyyy-mm", "year": "yyyy"}.get(grain or "", "yyyy-mm-dd")
    if column.type == "date":
        return "yyyy-mm-dd"
    if column.role in KEYS:
        return "@"
    form = format_of(column)
    decimals = "0" if form.style == "integer" or not form.decimals else f"0.{'0' * form.decimals}"
    if form.style == "percent":
        return f"{decimals}%"
    return f"#,##0.{'#' * form.decimals}" if form.style == "number" and form.decimals else f"#,##{decimals}"


def column_width(answer: Answer, place: int) -> int:
    texts = [answer.columns[place].label.in_language(answer.language), *(str(row[place] or "") for row in answer.rows[:ROWS_MEASURED])]
    return min(WIDEST, max(10, *(width(text) + 2 for text in texts)))


def about_sheet(book: Workbook, answer: Answer) -> None:
    """The question, the definitions, the dates, the SQL, who asked and when."""
    sheet = book.add_worksheet(say(answer.language, "export.about"))
    name, text = book.add_format({"bold": True, "valign": "top"}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 100)
    for line, (code, value) in enumerate(facts(answer)):
        put(sheet, line, 0, say(answer.language, f"export.{code}"), name)
        put(sheet, line, 1, value, text)


def facts(answer: Answer) -> Iterator[tuple[str, str]]:
    language = answer.language
    yield "question", answer.question
    yield "answer", answer.headline
    yield "tier", say(language, f"export.{'in_definition' if answer.tier == 'governed' else answer.tier}")
    for dates in answer.dates:
        yield "dates", f"{dates.first} ~ {dates.last}{say(language, 'export.unfinished') if dates.unfinished else ''}"
    if answer.data_as_of:
        yield "data_as_of", answer.data_as_of.isoformat()
    for each in answer.definitions:
        yield "definition", f"{each.name} v{each.version}\n{each.description}\n{each.formula}\n{each.department} · {each.owner}"
    yield from (("note", note) for note in answer.notes)
    yield "asker", answer.asker
    yield "asked_at", answer.asked_at.isoformat(timespec="seconds")
    yield "id", answer.id
    for code, sql in (("governed", answer.working.governed), ("sql", answer.working.executed)):
        yield from ((code, part) for part in parts(sql))


def parts(text: str) -> Sequence[str]:
    """A long text in pieces that cells hold."""
    return [text[at : at + LONGEST] for at in range(0, len(text), LONGEST)]

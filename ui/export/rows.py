"""An answer's rows as CSV for a spreadsheet: UTF-8 with a mark, numbers as numbers, and text that cannot become a formula."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import Any

from assistant.record import Answer

MARK = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_csv(answer: Answer) -> str:
    """All rows of the answer under their labels."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([safe(column.label.in_language(answer.language)) for column in answer.columns])
    writer.writerows([cell(value) for value in row] for row in answer.rows)
    return MARK + text.getvalue()


def cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return safe(value) if isinstance(value, str) else value


def safe(text: str) -> str:
    """Text that a spreadsheet would run is led by an apostrophe."""
    return f"'{text}" if text.startswith(FORMULA) else text

"""The forms of a file, each with its media type. Libraries load when a form is asked for."""

from __future__ import annotations

from typing import Literal

from assistant.chart.image import Theme, can_draw, image
from assistant.record import Answer

Form = Literal["csv", "xlsx", "png", "svg"]
FORMS: dict[Form, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "svg": "image/svg+xml; charset=utf-8",
}


def forms_of(answer: Answer) -> tuple[Form, ...]:
    """What an answer can be taken away as on this machine."""
    if not answer.rows:
        return ()
    return ("csv", "xlsx", "png", "svg") if answer.chart is not None and can_draw() else ("csv", "xlsx")


def written(answer: Answer, form: Form, theme: Theme = "light") -> bytes:
    """The file's contents. Raises Unanswerable where there is no chart, or nothing to draw it with."""
    match form:
        case "csv":
            from ui.export.rows import as_csv

            return as_csv(answer).encode("utf-8")
        case "xlsx":
            from ui.export.workbook import as_workbook

            return as_workbook(answer)
        case "png" | "svg":
            return image(answer, form, theme)

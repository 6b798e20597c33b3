"""A result as an aligned text table; Chinese letters count as two columns wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from assistant.figures import NOTHING, nameless, write
from assistant.record import Answer
from catalog.metric import Grain
from catalog.query import MetricQuery

MOST_ROWS, WIDEST = 50, 48


def as_table(answer: Answer) -> str:
    """The answer's rows with written values, at most MOST_ROWS of them."""
    grain: Grain | None = None
    if answer.planned and isinstance(answer.planned.plan, MetricQuery):
        grain = answer.planned.plan.grain
    heads = [column.label.in_language(answer.language) or column.name for column in answer.columns]
    unknown = nameless(answer.notes, answer.language)
    lines = [
        [
            unknown
            if value is None and column.role == "dimension"
            else write(value, column, answer.language, grain=grain if column.role == "time" else None)
            for value, column in zip(row, answer.columns, strict=True)
        ]
        for row in answer.rows[:MOST_ROWS]
    ]
    numbers = [column.role not in ("dimension", "time", "period") for column in answer.columns]
    return "\n".join(aligned([heads, *lines], numbers))


def aligned(rows: Sequence[Sequence[str]], right: Sequence[bool]) -> list[str]:
    cut = [[shortened(cell) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(*cut, strict=True)]
    lines = ["  ".join(padded(cell, size, end) for cell, size, end in zip(row, widths, right, strict=True)).rstrip() for row in cut]
    return [lines[0], "  ".join("-" * size for size in widths), *lines[1:]] if lines else []


def padded(cell: str, size: int, right: bool) -> str:
    space = " " * (size - width(cell))
    return space + cell if right else cell + space


def shortened(cell: str) -> str:
    """One line, without control characters (a value may hold a terminal's escape codes), cut to WIDEST."""
    clean = on_one_line(cell) or NOTHING
    if width(clean) <= WIDEST:
        return clean
    kept = ""
    for letter in clean:
        if width(kept + letter) > WIDEST - 1:
            break
        kept += letter
    return kept + "…"


def on_one_line(text: str) -> str:
    """The text without what a terminal takes for a command or an end of line."""
    return "".join(" " if unicodedata.category(letter)[0] in "CZ" and letter != "\u3000" else letter for letter in text)


def width(text: str) -> int:
    """Columns on a terminal."""
    return sum(0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)

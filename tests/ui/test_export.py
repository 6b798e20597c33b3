"""Downloads: numbers as numbers, text that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest

from tests.ui.answers import made_answer, number_column, text_column
from ui.export.rows import as_csv


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_a_download_starts_with_the_mark_that_spreadsheets_need() -> None:
    assert as_csv(made_answer()).startswith("\ufeff门店,销售额\r\n甲,12.50\r\n")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_text_that_a_spreadsheet_would_run_is_led_by_an_apostrophe(start: str) -> None:
    text = f"{start}HYPERLINK(1)"
    answer = made_answer(columns=(text_column(text), number_column("n")), rows=((text, Decimal("-3")),))
    head, row = rows_of(as_csv(answer))
    assert (head[0], row[0]) == (f"'{text}", f"'{text}")
    assert row[1] == "-3"


def test_commas_quotes_lines_and_missing_values_survive() -> None:
    text = '甲,"乙"\n丙'
    assert rows_of(as_csv(made_answer(rows=((text, None),))))[1] == [text, ""]

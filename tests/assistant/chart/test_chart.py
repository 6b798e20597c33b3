"""What holds of every chart: UTC, gaps, colours, names that cannot break out. The charts of each shape of result are in shapes.yaml."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations
from math import dist
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.chart import Picture, choose, draw, kinds
from assistant.chart.excerpt import leading, with_gaps
from assistant.chart.palette import DARK, INK, LIGHT, PALETTE, contrast, linear, on
from assistant.chart.ticks import number_ticks
from catalog.compiler.columns import OutputColumn, Role
from catalog.label import Label, Text
from catalog.metric import Format, Grain

YUAN, RATE = Format("currency", 2, Text("元", "CNY")), Format("percent", 1)


def column(role: Role, form: Format | None = None, name: str = "") -> OutputColumn:
    return OutputColumn(name or role, role, "number", Label(name or role, name or role), format=form)


SHARE = column("share", YUAN)
TIME, REGION, STORE = column("time"), column("dimension", name="region"), column("dimension", name="store")
SALES, PROFIT, MARGIN = column("measure", YUAN, "sales"), column("measure", YUAN, "profit"), column("measure", RATE, "margin")
MONTHS = [date(2026, month, 1) for month in range(1, 7)]


def months(*values: int) -> list[tuple[Any, ...]]:
    return [(month, *values) for month in MONTHS]


def places(count: int, *values: int) -> list[tuple[Any, ...]]:
    return [(f"p{number}", *values) for number in range(count)]


@pytest.mark.parametrize("grain", ["day", "month", "quarter", "year"])
def test_a_time_axis_is_in_utc_so_that_no_reader_sees_the_day_before(grain: Grain) -> None:
    spec = draw("line", Picture([TIME, SALES], months(1), grain), "en", "Unknown")
    assert spec is not None and spec["encoding"]["x"]["scale"]["type"] == "utc"


def test_a_missing_member_is_called_unknown_and_a_missing_value_stays_missing() -> None:
    spec = draw("bar", Picture([REGION, SALES], [(None, 3), ("华东", None)]), "zh", "未知")
    assert spec is not None and [row["c0"] for row in spec["data"]["values"]] == ["未知", "华东"]
    assert spec["data"]["values"][1]["c1"] is None


def test_a_column_name_with_quotes_cannot_break_out_of_an_expression() -> None:
    evil = column("measure", YUAN, "x' : alert(1) : '\\")
    spec = draw("grouped", Picture([REGION, evil, PROFIT], places(3, 1, 2)), "en", "Unknown")
    assert spec is not None and "'x\\' : alert(1) : \\'\\\\'" in spec["transform"][1]["calculate"]


@pytest.mark.parametrize(
    ("wish", "columns", "rows", "kind"),
    [
        ("bar", [TIME, SALES], months(1), "bar"),
        ("line", [REGION, SALES], places(6, 1), "bar"),
        ("table", [REGION, SALES], places(6, 1), "table"),
        ("area", [TIME, SALES], months(1), "area"),
        ("pie", [REGION, SALES], places(5, 1), "stacked"),
        ("pie", [REGION, SALES], [("a", -1), ("b", 2)], "bar"),
    ],
)
def test_a_wished_chart_is_drawn_where_the_data_allows_it(
    wish: str, columns: Sequence[OutputColumn], rows: list[tuple[Any, ...]], kind: str
) -> None:
    assert choose(Picture(columns, rows, "month"), wish) == kind


def test_of_an_average_no_parts_are_drawn() -> None:
    rows = places(5, 1)
    assert "stacked" in kinds(Picture([REGION, SALES], rows)) and "stacked" not in kinds(Picture([REGION, SALES], rows, adds_up=False))


def test_a_bucket_without_a_row_is_a_gap_in_each_series() -> None:
    rows = [(day, name, 1) for day in (MONTHS[0], MONTHS[2]) for name in "ab"]
    assert with_gaps(Picture([TIME, REGION, SALES], rows, "month")).rows[2:4] == [(MONTHS[1], "a", None), (MONTHS[1], "b", None)]


def test_of_many_members_the_largest_are_drawn_and_the_rows_keep_their_order() -> None:
    rows = [(f"s{number}", number * 37 % 101) for number in range(100)]
    part = leading(Picture([STORE, SALES], rows), 0, 20)
    assert (part.shown, part.total, part.ordered) == (20, 100, False)
    assert [row for row in rows if row in part.picture.rows] == list(part.picture.rows)
    assert min(row[1] for row in part.picture.rows) >= max(row[1] for row in rows if row not in part.picture.rows)


@pytest.mark.parametrize("paper", [LIGHT, DARK])
def test_every_colour_stands_out_from_the_paper(paper: str) -> None:
    assert min(contrast(shade, paper) for shade in PALETTE) >= 3
    assert contrast(INK["light" if paper == LIGHT else "dark"], paper) >= 7


def test_words_inside_a_bar_can_be_read() -> None:
    assert min(contrast(shade, on(shade)) for shade in PALETTE) >= 4.5


DEFICIENT = {  # Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB
    "red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
}


@pytest.mark.parametrize("kind", DEFICIENT)
def test_eyes_that_see_fewer_colours_tell_all_of_ours_apart(kind: str) -> None:
    seen = [in_oklab(seen_by(DEFICIENT[kind], shade)) for shade in PALETTE]
    assert min(dist(one, other) for one, other in combinations(seen, 2)) >= 0.08


def seen_by(matrix: Sequence[Sequence[float]], shade: str) -> list[float]:
    rgb = [linear(int(shade[at : at + 2], 16) / 255) for at in (1, 3, 5)]
    return [min(1.0, max(0.0, sum(factor * part for factor, part in zip(row, rgb, strict=True)))) for row in matrix]


def in_oklab(rgb: Sequence[float]) -> tuple[float, float, float]:
    """Ottosson's OKLab of linear RGB, in which equal distances look equal."""
    r, g, b = rgb
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    middle = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.793617785 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.808675766 * short,
    )


@given(
    st.lists(st.floats(allow_nan=True, allow_infinity=True) | st.none(), max_size=6),
    st.booleans(),
    st.sampled_from(["number", "percent", "integer"]),
)
def test_an_axis_holds_all_its_values_and_few_marks_whatever_they_are(values: list[float | None], zero: bool, style: Any) -> None:
    ticks = number_ticks(values, "zh", style=style, zero=zero)
    known = [value for value in values if value is not None and abs(value) <= 1e300]
    slack = 1e-6 * (ticks.values[-1] - ticks.values[0])
    assert all(ticks.values[0] - slack <= value <= ticks.values[-1] + slack for value in known)
    assert 2 <= len(ticks.values) == len(ticks.labels) <= 12
    assert not zero or ticks.values[0] <= 0 <= ticks.values[-1]


@pytest.mark.parametrize("name", ["a\u2028b", "a\nb", "'); alert(1); ('", "\\", "\U0001f600"])
def test_a_member_of_any_name_can_be_drawn(name: str) -> None:
    converter = pytest.importorskip("vl_convert")
    evil = column("measure", YUAN, name)
    for columns, rows in (
        ([REGION, SHARE], [(name, 0.5), ("b", 0.5)]),
        ([REGION, evil, PROFIT], [(name, 1, 2), ("b", 2, 3)]),
        ([TIME, REGION, SALES], [(day, who, 1) for day in MONTHS for who in (name, *"bcdefghi")]),
    ):
        picture = Picture(columns, rows, "month")
        for kind in kinds(picture):
            spec = draw(kind, picture, "zh", "未知")
            assert spec is None or "<svg" in converter.vegalite_to_svg(
                {**spec, **({"width": 300} if "width" in spec else {})}, vl_version="5.21"
            )

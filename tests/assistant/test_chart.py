"""Which chart shows which result, and that its JSON is sound."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assistant.chart import Picture, choose, draw
from catalog.compiler.columns import OutputColumn, Role
from catalog.label import Label, Text
from catalog.metric import Format, Grain

YUAN, RATE = Format("currency", 2, Text("元", "CNY")), Format("percent", 1)


def column(role: Role, form: Format | None = None, name: str = "") -> OutputColumn:
    return OutputColumn(name or role, role, "number", Label(name or role, name or role), format=form)


TIME, REGION, STORE = column("time"), column("dimension", name="region"), column("dimension", name="store")
SALES, PROFIT, MARGIN = column("measure", YUAN, "sales"), column("measure", YUAN, "profit"), column("measure", RATE, "margin")
SHARE, BEFORE = column("share", YUAN), column("previous", YUAN)
MONTHS = [date(2026, month, 1) for month in range(1, 7)]
PLACES = ["华东", "华南", "华北", "西南"]


def months(*values: int) -> list[tuple[Any, ...]]:
    return [(month, *values) for month in MONTHS]


def places(count: int, *values: int) -> list[tuple[Any, ...]]:
    return [(f"p{number}", *values) for number in range(count)]


SHAPES: list[tuple[str, Sequence[OutputColumn], list[tuple[Any, ...]], str]] = [
    ("one number", [SALES], [(Decimal(5),)], "number"),
    ("one number with a comparison", [SALES, BEFORE], [(5, 4)], "number"),
    ("no rows", [REGION, SALES], [], "table"),
    ("one missing number", [SALES], [(None,)], "table"),
    ("a series", [TIME, SALES], months(1), "line"),
    ("a series of one bucket", [TIME, SALES], months(1)[:1], "number"),
    ("a series of two comparable measures", [TIME, SALES, PROFIT], months(1, 2), "line"),
    ("a series against the year before", [TIME, SALES, BEFORE], months(1, 2), "line"),
    ("a series a region", [TIME, REGION, SALES], [(month, place, 1) for month in MONTHS for place in PLACES], "line"),
    ("a series a store, too many", [TIME, STORE, SALES], [(month, f"s{n}", 1) for month in MONTHS for n in range(30)], "table"),
    ("amount and rate over months", [TIME, SALES, MARGIN], months(1, 2), "dual"),
    ("shares by month", [TIME, REGION, SHARE], [(month, place, 0.25) for month in MONTHS for place in PLACES], "stacked"),
    ("few parts", [REGION, SHARE], places(4, 1), "stacked"),
    ("many parts", [REGION, SHARE], places(20, 1), "bar"),
    ("few members", [REGION, SALES], places(6, 1), "bar"),
    ("forty members", [STORE, SALES], places(40, 1), "bar"),
    ("too many members", [STORE, SALES], places(41, 1), "table"),
    ("amount and rate by region", [REGION, SALES, MARGIN], places(6, 1, 2), "dual"),
    ("two rates of many stores", [STORE, SALES, MARGIN], places(30, 1, 2), "scatter"),
    ("members against before", [REGION, SALES, BEFORE], places(6, 1, 2), "grouped"),
    ("two dimensions", [REGION, STORE, SALES], [(place, f"s{n}", 1) for place in PLACES for n in range(3)], "grouped"),
    ("two dimensions, too many", [REGION, STORE, SALES], [(place, f"s{n}", 1) for place in PLACES for n in range(60)], "table"),
    ("three dimensions", [REGION, STORE, column("dimension", name="x"), SALES], [("a", "b", "c", 1), ("a", "b", "d", 2)], "table"),
    ("negative values", [REGION, SALES], [("a", -5), ("b", 3)], "bar"),
    ("text only", [REGION, STORE], [("a", "b"), ("c", "d")], "table"),
]


@pytest.mark.parametrize(("columns", "rows", "kind"), [shape[1:] for shape in SHAPES], ids=[shape[0] for shape in SHAPES])
def test_a_result_gets_the_chart_of_its_shape(columns: Sequence[OutputColumn], rows: list[tuple[Any, ...]], kind: str) -> None:
    assert choose(Picture(columns, rows, "month" if columns[0] is TIME else None)) == kind


@pytest.mark.parametrize(("columns", "rows", "kind"), [shape[1:] for shape in SHAPES], ids=[shape[0] for shape in SHAPES])
def test_a_chart_holds_every_row_and_only_names_fields_that_exist(
    columns: Sequence[OutputColumn], rows: list[tuple[Any, ...]], kind: str
) -> None:
    picture = Picture(columns, rows, "month")
    spec = draw(choose(picture), picture, "zh", "未知")
    if kind == "table":
        assert spec is None
        return
    assert spec is not None and spec["usermeta"]["kind"] == kind
    assert len(spec["data"]["values"]) == len(rows)
    named = set(fields(json.loads(json.dumps(spec))))
    made = {"v", "s", "w", "k"} if "transform" in spec else set()
    assert named <= set(spec["data"]["values"][0]) | made


def fields(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["field"]] if isinstance(node.get("field"), str) else []
        return own + [name for value in node.values() for name in fields(value)]
    return [name for item in node for name in fields(item)] if isinstance(node, list) else []


@pytest.mark.parametrize("grain", ["day", "month", "quarter", "year"])
def test_a_time_axis_is_in_utc_so_that_no_reader_sees_the_day_before(grain: Grain) -> None:
    spec = draw("line", Picture([TIME, SALES], months(1), grain), "en", "Unknown")
    assert spec is not None and spec["encoding"]["x"]["scale"] == {"type": "utc"}


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

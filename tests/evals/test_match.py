"""Tables are the same whatever the order of rows and columns, and different when a number, a row or a member is."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.match import cell, same

CELLS = st.one_of(
    st.none(), st.integers(-9, 9), st.floats(-1e6, 1e6), st.sampled_from(["华东", "华南", ""]), st.dates(date(2026, 1, 1), date(2026, 1, 9))
)
TABLES = st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=12))


@given(TABLES, st.integers())
def test_a_table_is_the_same_in_any_order_of_rows_and_columns(table: list[list[Any]], seed: int) -> None:
    chance = Random(seed)
    places = list(range(len(table[0])))
    chance.shuffle(places)
    turned = [[row[place] for place in places] for row in table]
    chance.shuffle(turned)
    assert same(turned, table)


@given(TABLES, st.integers(), st.text())
def test_columns_that_were_not_asked_for_do_no_harm(table: list[list[Any]], at: int, extra: str) -> None:
    place = at % (len(table[0]) + 1)
    assert same([[*row[:place], f"extra {extra}", *row[place:]] for row in table], table)


@given(TABLES, st.integers(), st.integers())
def test_one_changed_number_makes_another_table(table: list[list[Any]], down: int, across: int) -> None:
    row, column = down % len(table), across % len(table[0])
    changed = [list(cells) for cells in table]
    changed[row][column] = 2e6
    assert not same(changed, table)


@given(TABLES)
def test_a_missing_or_a_doubled_row_makes_another_table(table: list[list[Any]]) -> None:
    assert not same(table[1:], table)
    assert not same([*table, table[0]], table)


@given(TABLES)
def test_numbers_agree_to_a_millionth(table: list[list[Any]]) -> None:
    nearly = [[value * (1 + 1e-8) if isinstance(value, float) else value for value in row] for row in table]
    assert same(nearly, table)


@pytest.mark.parametrize(
    ("found", "expected", "equal"),
    [
        ([], [], True),
        ([], [(1,)], False),
        ([(1,)], [], False),
        ([("华东", Decimal("1.50"))], [("华东", 1.5)], True),
        ([("华东", 1), ("华南", 2)], [("华东", 2), ("华南", 1)], False),  # each column right, the pairs wrong
        ([(1, 2), (2, 1)], [(1, 2), (2, 1)], True),
        ([(1, 1), (2, 2)], [(1, 2), (2, 1)], False),
        ([(3, 1, "x")], [(1, 3)], True),
        ([(3, "x")], [(3, 3)], False),  # one found column cannot stand for two
        ([(0.1 + 0.2,)], [(0.3,)], True),
        ([(1.00001,)], [(1.0,)], False),
        ([(None, 5)], [(None, 5)], True),
        ([(None, 5)], [(0, 5)], False),
        ([("1",)], [(1,)], False),
        ([(date(2026, 1, 1),)], [(datetime(2026, 1, 1),)], True),
        ([(float("inf"),)], [(None,)], True),
        ([(100000.04,), (100000.06,)], [(100000.06,), (100000.04,)], True),
    ],
)
def test_tables_by_hand(found: list[tuple[Any, ...]], expected: list[tuple[Any, ...]], equal: bool) -> None:
    assert same(found, expected) is equal


def test_rows_that_nearly_tie_are_paired_though_they_sort_apart() -> None:
    found = [(1.0, 5.0), (1.0 + 1e-9, 3.0)]
    expected = [(1.0 + 1e-9, 5.0), (1.0, 3.0)]
    assert same(found, expected)


def test_many_equal_columns_are_compared_in_time() -> None:
    table = [tuple([row] * 12) for row in range(50)]
    assert same(table, table)
    assert not same(table, [(*row[:-1], 99) for row in table])


@pytest.mark.parametrize(
    ("value", "compared"),
    [
        (True, "true"),
        (Decimal("2"), 2.0),
        (float("nan"), None),
        (datetime(2026, 1, 2, 3, 4), "2026-01-02 03:04:00"),
        ("文", "文"),
        (None, None),
    ],
)
def test_a_value_is_compared_as(value: Any, compared: Any) -> None:
    assert cell(value) == compared

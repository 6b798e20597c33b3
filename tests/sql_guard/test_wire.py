"""The wire format: what the worker's engine holds is what the asker's process gets."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sql_guard.wire import LENGTH, decode_column, encode_column, frame, kind_of, parse

SCALARS: dict[str, st.SearchStrategy[Any]] = {
    "BIGINT": st.integers(),
    "DOUBLE": st.floats(allow_nan=False),
    "VARCHAR": st.text(),
    "DECIMAL(38,10)": st.decimals(allow_nan=False, allow_infinity=False),
    "DATE": st.dates(),
    "TIMESTAMP": st.datetimes(),
    "TIMESTAMP WITH TIME ZONE": st.datetimes(timezones=st.just(UTC)),
    "TIME": st.times(),
    "INTERVAL": st.timedeltas(),
    "BLOB": st.binary(),
    "UUID": st.uuids(),
}
ANY = st.one_of(st.none(), st.booleans(), *SCALARS.values())
NESTED = st.recursive(ANY, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3), max_leaves=8)


def travelled(type_name: str, column: list[Any]) -> list[Any]:
    kind, values = parse(frame(encode_column(kind_of(type_name), column))[LENGTH.size :])
    return decode_column(kind, values)


@pytest.mark.parametrize("type_name", SCALARS)
def test_scalars_arrive_as_they_left(type_name: str) -> None:
    @given(st.lists(st.none() | SCALARS[type_name], max_size=5))
    def check(column: list[Any]) -> None:
        assert travelled(type_name, column) == column
        assert [type(value) for value in travelled(type_name, column)] == [type(value) for value in column]

    check()


@given(st.lists(NESTED, max_size=4))
def test_nested_values_arrive_as_they_left(column: list[Any]) -> None:
    assert travelled("STRUCT(a INTEGER)[]", column) == column


def test_a_value_that_its_columns_kind_cannot_carry_still_arrives() -> None:
    assert travelled("DATE", [date(2024, 1, 1), "0045-03-15 (BC)", None]) == [date(2024, 1, 1), "0045-03-15 (BC)", None]


@pytest.mark.parametrize(
    ("type_name", "kind"),
    [
        ("HUGEINT", "plain"), ("ENUM('a', 'b]')", "plain"), ("DECIMAL(18,2)", "decimal"), ("TIMESTAMP_NS", "timestamp"),
        ("TIME WITH TIME ZONE", "time"), ("DATE[]", "tagged"), ("INTEGER[3]", "tagged"), ("STRUCT(d DATE)", "tagged"),
        ("MAP(DATE, DATE)", "tagged"), ("a type of tomorrow", "tagged"),
    ],
)  # fmt: skip
def test_each_engine_type_has_its_kind(type_name: str, kind: str) -> None:
    assert kind_of(type_name) == kind


def test_a_zone_and_a_fraction_survive() -> None:
    moments = [
        datetime(2026, 1, 1, 12, 0, 0, 1, tzinfo=UTC),
        time(23, 59, 59, 999_999),
        timedelta(days=-1, microseconds=3),
        Decimal("0.10"),
    ]
    assert travelled("STRUCT(a INTEGER)", moments) == moments

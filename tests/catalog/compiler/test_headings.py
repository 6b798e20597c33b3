"""What the columns of measures are called."""

from __future__ import annotations

import pytest

from catalog.compiler import compile_query
from catalog.query import Filter, Measure, MemberFilter, MetricQuery, RangeFilter
from tests.catalog.world import shop

ONLINE = MemberFilter("channel", ("线上", None))
NOT_EAST = MemberFilter("region", ("华东",), negated=True)


@pytest.mark.parametrize(
    ("filters", "alias", "label"),
    [
        ((), None, "sales"),
        ((), "总额", "sales"),
        ((ONLINE,), "网上", "网上"),
        ((ONLINE,), None, "sales [线上/NULL]"),
        ((NOT_EAST, RangeFilter("area", ">=", 50)), None, "sales [region ≠ 华东, area >= 50]"),
    ],
)
def test_a_column_says_what_it_is_of(filters: tuple[Filter, ...], alias: str | None, label: str) -> None:
    (column,) = compile_query(MetricQuery((Measure("sales", filters=filters, alias=alias),)), shop()).columns
    assert (column.label.zh, column.name) == (label, alias or "sales")

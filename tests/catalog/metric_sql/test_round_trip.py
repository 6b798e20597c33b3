"""Every metric query prints as governed SQL and reads back as itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from catalog.catalog import Catalog
from catalog.dimension import DimensionType
from catalog.metric_sql import from_metric_sql, to_metric_sql
from catalog.query import MetricQuery
from tests.catalog.queries import metric_queries
from tests.catalog.world import DIMENSIONS, shop

SHOP = shop()
KINDS: dict[str, str] = {dimension.id: dimension.type for dimension in DIMENSIONS}
QUERIES = metric_queries(["sales", "margin", "total_sales", "stock_end"], KINDS)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(QUERIES)
def test_a_query_comes_back_from_governed_sql_as_itself(query: MetricQuery) -> None:
    assert from_metric_sql(to_metric_sql(query), SHOP) == query


ODD = ["Select", "select", 'a"b', "销售 额", "DATE", "group", "x.y", "o'neil", "metrics", "-- no"]
ODD_KINDS: dict[str, DimensionType] = {
    "Group": "text",
    "GROUP": "number",
    "区域": "text",
    'q"': "date",
    "order by": "boolean",
    "from": "text",
}


def odd_shop() -> Catalog:
    """The shop with names that need quotes; only names are looked up in reading."""
    metrics = {name: replace(SHOP.metrics["sales"], id=name) for name in ODD}
    dimensions = {name: replace(SHOP.dimensions["region"], id=name, type=kind) for name, kind in ODD_KINDS.items()}
    return replace(SHOP, metrics=metrics, dimensions=dimensions)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(metric_queries(ODD, {**ODD_KINDS}))
def test_names_that_need_quotes_come_back_as_they_are(query: MetricQuery) -> None:
    assert from_metric_sql(to_metric_sql(query), odd_shop()) == query


@pytest.mark.prove
@settings(max_examples=3000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(QUERIES)
def test_many_queries_come_back_pretty_printed_as_themselves(query: MetricQuery) -> None:
    assert from_metric_sql(to_metric_sql(query, pretty=True), SHOP) == query

"""Every metric query prints as governed SQL and reads back as itself."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from catalog.metric_sql import from_metric_sql, to_metric_sql
from catalog.query import MetricQuery
from tests.catalog.queries import metric_queries
from tests.catalog.world import DIMENSIONS, shop

SHOP = shop()
KINDS: dict[str, str] = {dimension.id: dimension.type for dimension in DIMENSIONS}
QUERIES = metric_queries(["sales", "margin", "total_sales", "stock_end"], KINDS)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(QUERIES)
def test_a_query_comes_back_from_governed_sql_as_itself(query: MetricQuery) -> None:
    assert from_metric_sql(to_metric_sql(query), SHOP) == query


@pytest.mark.prove
@settings(max_examples=3000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(QUERIES)
def test_many_queries_come_back_pretty_printed_as_themselves(query: MetricQuery) -> None:
    assert from_metric_sql(to_metric_sql(query, pretty=True), SHOP) == query

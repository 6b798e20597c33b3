"""Where a metric comes from, what hangs below it, and what it is held against."""

from __future__ import annotations

from dataclasses import replace

import pytest

from catalog.access import check_query
from catalog.compiler import compile_query
from catalog.errors import Unanswerable
from catalog.lineage import children_of, counted_datasets_of, datasets_of
from catalog.metric import Restricted
from catalog.query import Attainment, Measure, MetricQuery
from tests.catalog.world import metric, over, shop

ATTAINED = MetricQuery((Measure("sales", Attainment()),))


def test_what_chooses_the_members_is_rested_on_but_not_counted() -> None:
    catalog = shop([metric("sales_where_refunded", Restricted("sales", (over("refunded", "store", ">", 0),)))])
    assert datasets_of(catalog, "sales_where_refunded") == {"orders", "refunds"}
    assert counted_datasets_of(catalog, "sales_where_refunded") == {"orders"}
    assert counted_datasets_of(catalog, "conversion") == {"orders", "visits"}


def test_the_tree_of_metrics_has_those_without_a_parent_at_its_top() -> None:
    catalog = shop()
    metrics = {name: replace(found, parent="profit") if name in ("sales", "cost") else found for name, found in catalog.metrics.items()}
    catalog = replace(catalog, metrics=metrics)
    assert children_of(catalog, "profit") == ("sales", "cost")
    assert "profit" in children_of(catalog) and "sales" not in children_of(catalog)
    assert "sales" in children_of(catalog.restricted(["sales", "cost"], []))  # whoever does not see the parent has it at the top


def test_a_target_that_the_asker_may_not_see_is_as_good_as_none() -> None:
    catalog = shop()
    check_query(ATTAINED, catalog)
    with pytest.raises(Unanswerable) as refused:
        check_query(ATTAINED, catalog.restricted(["sales"], []))
    assert (refused.value.code, refused.value.facts) == ("no_target", {"metric": "sales"})


def test_an_attainment_is_a_percentage_of_its_metric_resting_on_both() -> None:
    found = compile_query(ATTAINED, shop())
    [column] = found.columns
    assert (column.name, column.role, column.of) == ("sales_attainment", "attainment", "sales")
    assert column.format is not None and column.format.style == "percent"
    assert (set(found.metrics), set(found.datasets)) == ({"sales", "targeted"}, {"orders", "targets"})

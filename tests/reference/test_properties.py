"""What must hold of any additive metric, in random worlds: parts make the whole, and only where the compiler says that they do."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from catalog.catalog import Catalog
from catalog.compiler import compile_query
from catalog.compiler.formula import additive
from catalog.compiler.plan import plan_query
from catalog.errors import Unanswerable
from catalog.metric import Aggregate
from catalog.query import Filter, Measure, MemberFilter, MetricQuery, Share
from tests.reference.compared import Case, cases
from tests.reference.tables import Unsupported

WORLDS = 12


def worlds(seed: int) -> Iterator[tuple[Case, Catalog]]:
    """A case of each of some random worlds."""
    for number in range(WORLDS):
        case = next(found := cases(seed * 1000 + number, 1))
        yield case, case.tables.catalog
        found.close()


def rows(case: Case, query: MetricQuery) -> list[tuple[Any, ...]]:
    return case.world.connection.execute(compile_query(query, case.tables.catalog).sql.replace("main.", "serving.main.")).fetchall()


def value(case: Case, metric: str, *filters: Filter) -> Any:
    return exact(rows(case, MetricQuery((Measure(metric),), filters=filters))[0][0])


def exact(found: Any) -> Decimal:
    return Decimal(0) if found is None else Decimal(found)


def reached(case: Case, metric: str) -> list[str]:
    home = case.tables.catalog.metrics[metric].formula.dataset  # type: ignore[union-attr]
    found = []
    for name, dimension in case.tables.catalog.dimensions.items():
        try:
            case.tables.path(home, dimension.dataset, dimension.via)
        except Unsupported:
            continue
        found.append(name)
    return found


def sums(case: Case) -> list[str]:
    """Plain sums and counts."""
    metrics = case.tables.catalog.metrics.values()
    return [one.id for one in metrics if isinstance(one.formula, Aggregate) and one.formula.function in ("sum", "count")]


def by_member(case: Case, metric: str, dimension: str) -> list[tuple[Any, ...]]:
    return rows(case, MetricQuery((Measure(metric),), (dimension,)))


def test_a_filter_and_its_contrary_make_the_whole_with_the_missing_member_on_one_side(seed: int) -> None:
    seen = 0
    for case, _ in worlds(seed):
        for metric in [name for name in sums(case) if "weight" not in repr(case.tables.catalog.metrics[name].formula)]:
            for dimension in reached(case, metric):
                members = [row[0] for row in by_member(case, metric, dimension)][:2]
                for chosen in (tuple(members), (None, *members[:1])):
                    try:
                        kept, left = (value(case, metric, MemberFilter(dimension, chosen, negated)) for negated in (False, True))
                    except Unanswerable as error:
                        assert error.code in ("filter_excluded", "validity_needs_time")
                        continue
                    assert kept + left == value(case, metric), (case.seed, metric, dimension, chosen)
                    seen += 1
    assert seen > 50


def test_the_parts_of_a_share_make_one(seed: int) -> None:
    seen = 0
    for case, _ in worlds(seed):
        for metric in sums(case):
            for dimension in reached(case, metric):
                try:
                    found = rows(case, MetricQuery((Measure(metric, Share()),), (dimension,)))
                except Unanswerable as error:
                    assert error.code in ("share_overlaps", "share_not_additive", "validity_needs_time")
                    continue
                parts = [row[1] for row in found if row[1] is not None]
                if parts:
                    assert sum(parts) == pytest.approx(1, abs=1e-6), (case.seed, metric, dimension)
                    seen += 1
    assert seen > 20


def test_members_add_up_to_the_total_wherever_the_compiler_says_so_and_not_everywhere_else(seed: int) -> None:
    adds = differs = 0
    for case, catalog in worlds(seed):
        for metric in catalog.metrics.values():
            if not isinstance(metric.formula, Aggregate):
                continue
            for dimension in reached(case, metric.id):
                query = MetricQuery((Measure(metric.id),), (dimension,))
                try:
                    plan, found = plan_query(query, catalog), rows(case, query)
                except Unanswerable as error:
                    assert error.code == "validity_needs_time"
                    continue
                total, parts = value(case, metric.id), sum((exact(row[1]) for row in found), Decimal(0))
                same = abs(total - parts) <= Decimal("1e-6") * max(1, abs(total))
                if additive(plan.values[metric.id, False]) and "members_overlap" not in plan.notes:
                    assert same, (case.seed, metric, dimension)
                    adds += 1
                differs += not same
    assert adds > 20
    assert differs > 20

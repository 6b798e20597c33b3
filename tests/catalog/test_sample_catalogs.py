"""The sample catalogs fit their worlds, and their metrics equal SQL that a person wrote from the tables alone."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlglot import exp

from catalog.access import read_access, visible
from catalog.catalog import Catalog
from catalog.compiler import compile_query
from catalog.expression import read_expression
from catalog.files import load_catalog
from catalog.metric import Derived, Ratio
from catalog.period import Period
from catalog.query import Measure, MetricQuery
from sql_guard.worlds import SAMPLES, build_flights, build_retail
from tests.catalog.sample_figures import FLIGHTS, OCTOBER, RETAIL, YEAR
from tests.conftest import AS_OF

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PROJECTS = ("retail", "flights")
RARE = {"装修中"}  # no store need be under renovation on the last day


def sample(name: str) -> Catalog:
    return load_catalog(sorted((SAMPLES / name / "catalog").glob("*.yaml")), root=SAMPLES / name)


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, DuckDBPyConnection]]:
    import duckdb

    folder: Path = tmp_path_factory.mktemp("worlds")
    build_retail(folder / "retail.duckdb", AS_OF, orders_scale=0.05)
    build_flights(folder / "flights.duckdb")
    found = {name: duckdb.connect(str(folder / f"{name}.duckdb"), read_only=True) for name in PROJECTS}
    yield found
    for connection in found.values():
        connection.close()


def test_the_samples_are_as_large_as_promised() -> None:
    retail, flights = sample("retail"), sample("flights")
    assert len(retail.metrics) >= 60 and len(flights.metrics) >= 18
    assert {metric.department for metric in retail.metrics.values()} == {"销售", "财务", "会员", "市场", "供应链", "门店", "人力"}


@pytest.mark.parametrize("name", PROJECTS)
def test_every_listed_member_occurs_in_the_world(name: str, worlds: dict[str, DuckDBPyConnection]) -> None:
    catalog = sample(name)
    for dimension in catalog.dimensions.values():
        if dimension.members:
            table = catalog.datasets[dimension.dataset].table
            rows = worlds[name].execute(f"SELECT DISTINCT {dimension.expression} FROM {table}").fetchall()
            assert {member.value for member in dimension.members} - RARE <= {row[0] for row in rows}, dimension.id


@pytest.mark.parametrize("name", PROJECTS)
def test_a_look_up_finds_at_most_one_row(name: str, worlds: dict[str, DuckDBPyConnection]) -> None:
    catalog = sample(name)
    for join in catalog.joins:
        keys = ", ".join(right for _, right in join.keys)
        table = catalog.datasets[join.right].table
        several = worlds[name].execute(f"SELECT {keys} FROM {table} GROUP BY ALL HAVING count(*) > 1 LIMIT 1").fetchall()
        assert not several, (join.left, join.right, several)


@pytest.mark.parametrize("name", PROJECTS)
def test_every_expression_reads_governed_columns_of_its_table(name: str, worlds: dict[str, DuckDBPyConnection]) -> None:
    catalog = sample(name)
    for dataset in catalog.datasets.values():
        named = ", ".join(column.name for column in dataset.columns)
        worlds[name].execute(f"SELECT {named} FROM {dataset.table} LIMIT 0")
    for dimension in catalog.dimensions.values():
        columns = {column.name for column in read_expression(dimension.expression).find_all(exp.Column)}
        assert columns <= {column.name for column in catalog.datasets[dimension.dataset].columns}, dimension.id


@pytest.mark.parametrize("name", PROJECTS)
def test_every_rule_of_access_names_something(name: str) -> None:
    catalog, access = sample(name), read_access(SAMPLES / name / "access.yaml")
    for role in access.roles.values():
        for patterns, names in (((*role.metrics, *role.deny_metrics), catalog.metrics), (role.dimensions, catalog.dimensions)):
            for pattern in patterns:
                assert any(fnmatchcase(found, pattern) for found in names), (role.id, pattern)
        assert {dataset for dataset, _ in role.rows} <= set(catalog.datasets)


def test_the_conversion_rate_is_another_metric_for_each_department() -> None:
    catalog, access = sample("retail"), read_access(SAMPLES / "retail" / "access.yaml")
    term = next(term for term in catalog.terms if term.label.zh == "客户转化率")
    assert term.default is None
    for user, metric in {"marketing": "lead_qualification_rate", "sales": "contract_conversion", "finance": "payments_conversion"}.items():
        asker = access.asker(user)
        seen = visible(catalog, asker, access).metrics
        assert [name for name in term.metrics if catalog.metrics[name].department == asker.department] == [metric]
        assert metric in seen


def test_pay_is_for_hr_and_the_boss_alone() -> None:
    catalog, access = sample("retail"), read_access(SAMPLES / "retail" / "access.yaml")
    seeing = {user for user in access.people if "average_salary" in visible(catalog, access.asker(user), access).metrics}
    assert seeing == {"boss", "hr"}


def value(connection: DuckDBPyConnection, name: str, metric: str, period: Period) -> object:
    compiled = compile_query(MetricQuery((Measure(metric),), periods=(period,)), sample(name))
    rows = connection.execute(compiled.sql).fetchall()
    assert len(rows) == 1, rows
    return rows[0][0]


@pytest.mark.parametrize("metric", RETAIL)
def test_a_retail_metric_equals_hand_written_sql(metric: str, worlds: dict[str, DuckDBPyConnection]) -> None:
    expected = worlds["retail"].execute(RETAIL[metric]).fetchall()[0][0]
    assert expected is not None
    assert float(str(value(worlds["retail"], "retail", metric, OCTOBER))) == pytest.approx(float(expected), rel=1e-9)


@pytest.mark.parametrize("metric", FLIGHTS)
def test_a_flights_metric_equals_hand_written_sql(metric: str, worlds: dict[str, DuckDBPyConnection]) -> None:
    expected = worlds["flights"].execute(FLIGHTS[metric]).fetchall()[0][0]
    assert expected is not None
    assert float(str(value(worlds["flights"], "flights", metric, YEAR))) == pytest.approx(float(expected), rel=1e-9)


@pytest.mark.parametrize(("name", "figures"), [("retail", RETAIL), ("flights", FLIGHTS)])
def test_every_leaf_metric_has_a_hand_written_figure_or_belongs_to_one(name: str, figures: dict[str, str]) -> None:
    """An aggregate without a figure of its own is at least an input of a metric that has one."""
    catalog = sample(name)
    covered = set(figures)
    for metric in [*figures, *catalog.metrics]:
        if metric in covered:
            match catalog.metrics[metric].formula:
                case Ratio(numerator, denominator):
                    covered |= {numerator.metric, denominator.metric}
                case Derived(_, inputs):
                    covered |= {entry.metric for entry in inputs}
    left = {metric.id for metric in catalog.metrics.values() if not isinstance(metric.formula, (Ratio, Derived))} - covered
    assert len(left) <= len(catalog.metrics) // 5, sorted(left)

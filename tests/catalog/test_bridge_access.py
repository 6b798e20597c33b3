"""Row rules and bridges: what a rule hides stays hidden on both sides of a bridge, and a rule that cannot be kept hides the metric."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import duckdb
import pytest

from catalog.access import Access, Person, Role, policy_for, visible
from catalog.compiler import compile_query
from catalog.dataset import DatasetColumn
from catalog.query import Measure, MemberFilter, MetricQuery
from sql_guard.errors import Refused
from sql_guard.guard import guard
from sql_guard.policy import Column
from sql_guard.serving import ServedTable
from tests.catalog.bank import COLUMNS, TABLES, bank

BANK = bank()
BY_HOLDER = MetricQuery((Measure("paid"), Measure("payments")), group_by=("holder",))


@pytest.fixture(scope="module")
def data() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:") as connection:
        connection.execute("ATTACH ':memory:' AS serving")
        connection.execute(f"USE serving; {TABLES}")
        yield connection


def access(rows: dict[str, str], dimensions: tuple[str, ...] = ("*",), metrics: tuple[str, ...] = ("*",)) -> Access:
    return Access({"r": Role("r", metrics, dimensions=dimensions, rows=tuple(rows.items()))}, {"u": Person("u", "某", "", ("r",))})


def answered(data: duckdb.DuckDBPyConnection, query: MetricQuery, rules: Access) -> list[tuple[object, ...]]:
    served = []
    for name in COLUMNS:
        described = data.execute(f"DESCRIBE serving.{name}").fetchall()
        served.append(ServedTable("main", name, tuple(Column(row[0], row[1]) for row in described), 0))
    policy = policy_for(rules.asker("u"), BANK, rules, tuple(served))
    return sorted(data.execute(guard(compile_query(query, BANK).sql, policy).text).fetchall(), key=repr)


def by_hand(data: duckdb.DuckDBPyConnection, where: str) -> list[tuple[object, ...]]:
    sql = f"""SELECT l.name, SUM(amount), COUNT(*) FROM payments p LEFT JOIN accounts a USING (account_id)
        LEFT JOIN (SELECT DISTINCT h.account_id, c.name FROM holders h LEFT JOIN customers c USING (customer_id)) l
        ON p.account_id = l.account_id WHERE {where} GROUP BY 1"""
    return sorted(data.execute(sql).fetchall(), key=repr)


def test_without_a_rule_all_members_are_there(data: duckdb.DuckDBPyConnection) -> None:
    assert answered(data, BY_HOLDER, access({})) == by_hand(data, "TRUE")


def test_a_rule_that_the_fact_looks_up_holds_beyond_the_bridge(data: duckdb.DuckDBPyConnection) -> None:
    assert answered(data, BY_HOLDER, access({"accounts": "branch = 'B'"})) == by_hand(data, "a.branch = 'B'")
    assert answered(data, BY_HOLDER, access({"accounts": "branch = 'nowhere'"})) == []


def test_a_filter_over_a_bridge_does_not_bring_hidden_rows_back(data: duckdb.DuckDBPyConnection) -> None:
    query = MetricQuery((Measure("paid"),), filters=(MemberFilter("holder", ("甲",)),))
    assert answered(data, query, access({"accounts": "branch = 'B'"})) == [(78,)]


def test_a_rule_beyond_the_bridge_cannot_be_kept_and_hides_the_metric(data: duckdb.DuckDBPyConnection) -> None:
    rules = access({"customers": "city_id = 1"})
    assert "paid" not in visible(BANK, rules.asker("u"), rules).metrics
    assert "called" in visible(BANK, rules.asker("u"), rules).metrics


def test_a_bridge_is_there_only_for_those_who_see_what_lies_beyond(data: duckdb.DuckDBPyConnection) -> None:
    rules = access({}, dimensions=("branch", "kind"), metrics=("paid", "payments"))
    assert "holders" not in visible(BANK, rules.asker("u"), rules).datasets
    with pytest.raises(Refused):
        answered(data, BY_HOLDER, rules)


def test_a_covered_key_of_a_bridge_hides_what_lies_beyond(data: duckdb.DuckDBPyConnection) -> None:
    columns = tuple(DatasetColumn(name, None, name == "customer_id") for name in COLUMNS["holders"].split())
    covered = replace(BANK, datasets={**BANK.datasets, "holders": replace(BANK.datasets["holders"], columns=columns)})
    rules = access({})
    assert "holder" not in visible(covered, rules.asker("u"), rules).dimensions


def test_a_metric_that_filters_over_a_bridge_needs_no_dimension_beyond_it(data: duckdb.DuckDBPyConnection) -> None:
    rules = access({}, dimensions=("kind",), metrics=("shanghai_rate",))
    [(rate,)] = answered(data, MetricQuery((Measure("shanghai_rate"),)), rules)
    assert rate == pytest.approx(373 / 434)

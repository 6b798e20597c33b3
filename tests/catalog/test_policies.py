"""Policies as the guard enforces them on real rows: predicates, inheritance over joins, masks; attribute values are never SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.access import Access, Asker, Person, Role, Treatment, policy_for
from catalog.access.roles import Value
from catalog.access.rows import predicate
from catalog.catalog import Catalog
from catalog.dataset import Dataset, DatasetColumn, Join
from catalog.dimension import Dimension
from catalog.label import Label, Text
from catalog.metric import Aggregate, Metric
from sql_guard.errors import Refused
from sql_guard.guard import guard
from sql_guard.policy import Column, Policy
from sql_guard.serving import ServedTable

ROWS = """
CREATE TABLE serving.regions AS SELECT * FROM (VALUES (1, '华东'), (2, 'O''Brien'), (3, NULL)) t(region_id, region);
CREATE TABLE serving.stores AS SELECT * FROM (VALUES (10, 1, 'A'), (11, 2, 'B'), (12, 3, 'C'), (13, 9, 'D')) t(store_id, region_id, store);
CREATE TABLE serving.members AS SELECT * FROM (VALUES
    (100, 10, '13800138000', 1990), (101, 11, '王小明', 1980), (102, NULL, NULL, NULL)) t(member_id, home_store_id, phone, birth_year);
CREATE TABLE serving.orders AS SELECT * FROM (VALUES
    (1, 10, 100, 1.0), (2, 10, 101, 2.0), (3, 11, 100, 4.0), (4, 12, NULL, 8.0), (5, 13, 102, 16.0), (6, 99, 100, 32.0),
    (7, NULL, 101, 64.0)
) t(order_id, store_id, member_id, amount);
CREATE TABLE serving.suppliers AS SELECT * FROM (VALUES (1, '上海', 5.0)) t(supplier_id, city, balance);
"""


def dataset(name: str, *columns: str, sensitive: str = "") -> Dataset:
    return Dataset(name, Label(name, name), "main", name, tuple(DatasetColumn(each, None, each == sensitive) for each in columns))


def metric(name: str, dataset: str, expression: str) -> Metric:
    return Metric(name, Label(name, name), Text(), Aggregate(dataset, "sum", expression), "甲", "乙")


CATALOG = Catalog(
    datasets={
        each.id: each
        for each in (
            dataset("regions", "region_id", "region"),
            dataset("stores", "store_id", "region_id", "store"),
            dataset("members", "member_id", "home_store_id", "phone", "birth_year", sensitive="phone"),
            dataset("orders", "order_id", "store_id", "member_id", "amount"),
            dataset("suppliers", "supplier_id", "city", "balance"),
        )
    },
    joins=(
        Join("orders", "stores", (("store_id", "store_id"),), "many_to_one"),
        Join("orders", "members", (("member_id", "member_id"),), "many_to_one"),
        Join("members", "stores", (("home_store_id", "store_id"),), "many_to_one", "home_store"),
        Join("regions", "stores", (("region_id", "region_id"),), "one_to_many"),
    ),
    dimensions={
        "region": Dimension("region", Label("大区", "Region"), "regions", "region"),
        "level": Dimension("level", Label("出生年", "Born"), "members", "birth_year", "number"),
        "city": Dimension("city", Label("城市", "City"), "suppliers", "city"),
    },
    metrics={each.id: each for each in (metric("sales", "orders", "amount"), metric("balance", "suppliers", "balance"))},
)


@pytest.fixture(scope="module")
def data() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:") as connection:
        connection.execute("ATTACH ':memory:' AS serving")
        connection.execute(ROWS)
        yield connection


@pytest.fixture(scope="module")
def served(data: duckdb.DuckDBPyConnection) -> tuple[ServedTable, ...]:
    found = []
    for name in CATALOG.datasets:
        described = data.execute(f"DESCRIBE serving.{name}").fetchall()
        found.append(ServedTable("main", name, tuple(Column(row[0], row[1]) for row in described), 0))
    return tuple(found)


Ask = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def ask(data: duckdb.DuckDBPyConnection, served: tuple[ServedTable, ...]) -> Ask:
    """Rows of a query through the guard, for a person with these row rules, columns and attributes."""

    def run(
        sql: str, rows: dict[str, str] | None = None, columns: dict[str, Treatment] | None = None, **attributes: tuple[Value, ...]
    ) -> Any:
        policy = policy_of(served, rows or {}, columns or {}, attributes)
        return data.execute(guard(sql, policy).text).fetchall()

    return run


def policy_of(
    served: tuple[ServedTable, ...], rows: dict[str, str], columns: dict[str, Treatment], attributes: dict[str, tuple[Value, ...]]
) -> Policy:
    role = Role("r", ("*",), dimensions=("*",), rows=tuple(rows.items()), columns=tuple(columns.items()))
    access = Access({"r": role}, {"u": Person("u", "某", "", ("r",), tuple(attributes.items()))})
    return policy_for(access.asker("u"), CATALOG, access, served)


ORDERS = "SELECT order_id FROM orders ORDER BY order_id"


def test_without_a_row_rule_every_row_is_there(ask: Ask) -> None:
    assert ask("SELECT sum(amount) FROM orders") == [(127,)]


def test_a_fact_inherits_a_rule_over_its_join(ask: Ask) -> None:
    """Orders of an unknown store and of none are not among the permitted stores' orders."""
    assert ask(ORDERS, {"stores": "store IN {stores}"}, stores=("A", "D")) == [(1,), (2,), (5,)]


def test_a_fact_inherits_a_rule_over_two_joins(ask: Ask) -> None:
    assert ask(ORDERS, {"regions": "region IN {regions}"}, regions=("华东",)) == [(1,), (2,)]
    assert ask(ORDERS, {"regions": "region IN {regions}"}, regions=("O'Brien",)) == [(3,)]


def test_the_shortest_path_decides(ask: Ask) -> None:
    """Orders are narrowed by their own store, not by the home store of their member; members by their home store."""
    rows = {"stores": "store_id = {store}"}
    assert ask(ORDERS, rows, store=(10,)) == [(1,), (2,)]
    assert ask("SELECT member_id FROM members", rows, store=(10,)) == [(100,)]


def test_a_dataset_with_its_own_rule_inherits_none_of_that_role(ask: Ask) -> None:
    assert ask(ORDERS, {"stores": "store = 'A'", "orders": "amount > 10"}) == [(5,), (6,), (7,)]


def test_several_rules_all_hold(ask: Ask) -> None:
    assert ask(ORDERS, {"stores": "store IN ('A', 'B')", "members": "birth_year > 1985"}) == [(1,), (3,)]


@pytest.mark.parametrize("attributes", [{}, {"stores": ()}])
@pytest.mark.parametrize("rule", ["store IN {stores}", "store NOT IN {stores}", "store = {stores}", "TRUE OR store IN {stores}"])
def test_a_missing_or_empty_attribute_leaves_no_rows(ask: Ask, rule: str, attributes: dict[str, tuple[Value, ...]]) -> None:
    assert ask("SELECT * FROM stores", {"stores": rule}, **attributes) == []
    assert ask(ORDERS, {"stores": rule}, **attributes) == []


@pytest.mark.parametrize(
    ("rule", "values", "found"),
    [
        ("store = {x}", ("A", "B"), ["A", "B"]),
        ("store <> {x}", ("A", "B"), ["C", "D"]),
        ("store NOT IN {x}", ("A",), ["B", "C", "D"]),
        ("store IN ('D', {x})", ("A", "B"), ["A", "B", "D"]),
        ("store_id >= {x}", (12,), ["C", "D"]),
        ("store_id > {x}", (10, 11), []),
        ("store_id - {x} = 0", (11,), ["B"]),
        ("store_id > {x}", (-1,), ["A", "B", "C", "D"]),
        ("(store_id > 11) = {x}", (True,), ["C", "D"]),
        ("store LIKE {x}", ("%",), ["A", "B", "C", "D"]),
        ("store_id < {x}", (float("nan"),), []),
        ("no_such_column = 1", (), []),
    ],
)
def test_values_stand_where_their_placeholder_stood(ask: Ask, rule: str, values: tuple[Value, ...], found: list[str]) -> None:
    assert [row[0] for row in ask("SELECT store FROM stores ORDER BY 1", {"stores": rule}, x=values)] == found


HOSTILE = ["' OR '1'='1", "'; DROP TABLE stores; --", "\\' OR 1=1 --", '"', "{x}", "$x", "%", "华东'", "/*", "\n--", "''", "E'\\''", "𝄞"]


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_value_is_only_a_value(ask: Ask, value: str) -> None:
    assert ask("SELECT * FROM stores", {"stores": "store = {x}"}, x=(value,)) == []
    assert ask("SELECT count(*) FROM stores", {"stores": "store <> {x} AND store NOT IN {x}"}, x=(value, "A")) == [(3,)]


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30))
@settings(max_examples=200, deadline=None)
def test_any_text_reads_back_as_itself(value: str) -> None:
    asker = Asker("u", "", "", (), (("x", (value,)),))
    text = predicate("v = {x}", asker)
    assert duckdb.execute(f"SELECT {text} FROM (SELECT ? AS v)", [value]).fetchall() == [(True,)]


def test_a_value_with_a_zero_byte_leaves_no_rows() -> None:
    assert predicate("v = {x}", Asker("u", "", "", (), (("x", ("a\0b",)),))) == "FALSE"


def test_a_sensitive_column_does_not_exist(ask: Ask) -> None:
    with pytest.raises(Refused) as told:
        ask("SELECT phone FROM members")
    assert told.value.code == "unknown_column"


def test_masks_keep_the_ends_of_text_and_nothing_of_other_types(ask: Ask) -> None:
    masks: dict[str, Treatment] = {"members.phone": "mask", "members.birth_year": "mask"}
    assert ask("SELECT phone, birth_year FROM members ORDER BY member_id", columns=masks) == [
        ("138****00", None),
        ("王**", None),
        (None, None),
    ]


def test_a_hash_tells_equal_from_different_and_no_more(ask: Ask) -> None:
    hashes: dict[str, Treatment] = {"members.phone": "hash"}
    [(first,), (second,), (third,)] = ask("SELECT phone FROM members ORDER BY member_id", columns=hashes)
    assert len(first) == len(second) == 64
    assert first != second
    assert third is None
    assert ask("SELECT count(*) FROM members WHERE phone = '13800138000'", columns=hashes) == [(0,)]


def test_a_table_that_a_rule_does_not_reach_shows_only_what_its_dimensions_need(ask: Ask) -> None:
    assert ask("SELECT balance FROM suppliers") == [(5,)]
    narrowed = {"stores": "store = 'A'"}
    assert ask("SELECT city FROM suppliers", narrowed) == [("上海",)]
    with pytest.raises(Refused):
        ask("SELECT balance FROM suppliers", narrowed)


def test_a_table_that_nothing_visible_needs_does_not_exist(served: tuple[ServedTable, ...]) -> None:
    role = Role("r", ("sales",))
    access = Access({"r": role}, {"u": Person("u", "某", "", ("r",))})
    policy = policy_for(access.asker("u"), CATALOG, access, served)
    assert "main.suppliers" not in policy.by_key
    with pytest.raises(Refused):
        guard("SELECT * FROM suppliers", policy)


def test_equal_rights_have_equal_scopes(served: tuple[ServedTable, ...]) -> None:
    rows = {"stores": "store IN {x}"}
    assert policy_of(served, rows, {}, {"x": ("A",)}).scope == policy_of(served, rows, {}, {"x": ("A",)}).scope
    assert policy_of(served, rows, {}, {"x": ("A",)}).scope != policy_of(served, rows, {}, {"x": ("B",)}).scope


def test_a_query_cannot_take_the_place_of_the_table_behind_a_rule(ask: Ask) -> None:
    trick = "WITH stores AS (SELECT 99 AS store_id) SELECT order_id FROM orders ORDER BY 1"
    assert ask(trick, {"stores": "store = 'A'"}) == [(1,), (2,)]

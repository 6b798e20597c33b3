"""What the guard makes of a query, and that it gives the rows that a database without the hidden ones gives."""

from __future__ import annotations

import pytest

from sql_guard.engine import SafeSql
from sql_guard.guard import checked, guard
from sql_guard.policy import Among, Column, Limits, Policy, Table
from tests.sql_guard.pairs import pairs
from tests.sql_guard.world import ORDERS, POLICY, SHOPS, both_databases, full_database, rows_of


def test_every_query_is_rewritten_as_expected() -> None:
    found = [(written, guard(written, POLICY).text) for written, _ in pairs("rewritten.sql")]
    assert [pair for pair in found if pair not in pairs("rewritten.sql")] == []


def test_every_rewritten_query_gives_what_the_filtered_database_gives() -> None:
    with both_databases() as (full, filtered):
        cases = pairs("rewritten.sql")
        wrong = [written for written, expected in cases if rows_of(full, expected) != rows_of(filtered, written)]
    assert wrong == []


def test_what_was_rewritten_may_be_rewritten_again_and_stays_the_same_query() -> None:
    with both_databases() as (full, filtered):
        for written, expected in pairs("rewritten.sql")[::7]:
            assert rows_of(full, guard(expected, wider(POLICY)).text) == rows_of(filtered, written)


def wider(policy: Policy) -> Policy:
    """The same tables with nothing hidden: what a rewritten text reads, by its own words."""
    tables = tuple(
        Table(table.schema, table.name, tuple(Column(each.name, each.type) for each in (*table.columns, *table.hidden)))
        for table in policy.tables
    )
    return Policy(tables, policy.limits, policy.database)


def test_only_the_guard_makes_safe_sql() -> None:
    with pytest.raises(TypeError):
        SafeSql("SELECT 1", "SELECT 1", (), (), "", 1)


def test_the_changes_say_in_codes_what_was_done() -> None:
    safe = guard("SELECT phone FROM people JOIN orders USING (person_id)", POLICY)
    assert [change.code for change in safe.changes] == [
        "qualified",
        "columns_projected",
        "masked",
        "qualified",
        "columns_projected",
        "rows_filtered",
        "limit_added",
    ]
    assert safe.tables == ("main.people", "main.orders")
    assert dict(safe.changes[2].facts) == {"table": "main.people", "column": "phone"}


def test_a_fully_qualified_name_is_not_said_to_be_qualified() -> None:
    assert "qualified" not in {change.code for change in guard("SELECT 1 FROM serving.main.shops", POLICY).changes}


@pytest.mark.parametrize(
    ("written", "limit", "codes"),
    [
        ("SELECT 1", 1001, ["limit_added"]),
        ("SELECT 1 LIMIT 5", 5, []),
        ("SELECT 1 LIMIT 1001", 1001, []),
        ("SELECT 1 LIMIT 1002", 1001, ["limit_lowered"]),
        ("SELECT 1 UNION ALL SELECT 2 LIMIT 5000 OFFSET 1", 1001, ["limit_lowered"]),
        ("(SELECT 1 LIMIT 9999)", 1001, ["limit_lowered"]),
        ("VALUES (1) LIMIT 0", 0, []),
    ],
)
def test_the_top_query_is_limited_to_one_more_than_the_cap(written: str, limit: int, codes: list[str]) -> None:
    safe = guard(written, POLICY)
    assert f"LIMIT {limit}" in safe.text
    assert [change.code for change in safe.changes] == codes
    assert safe.row_cap == 1000


def test_equal_text_is_remembered_for_its_scope_alone() -> None:
    narrow = Policy((SHOPS,), database="serving")
    assert guard("SELECT count(*) FROM shops", POLICY) is guard("SELECT count(*) FROM shops", POLICY)
    assert guard("SELECT count(*) FROM shops", narrow) is not guard("SELECT count(*) FROM shops", POLICY)
    assert checked("SELECT 1", POLICY) == guard("SELECT 1", POLICY)


def test_a_row_predicate_is_inherited_over_a_join() -> None:
    orders = Table("main", "orders", ORDERS.columns, among=(Among((("shop_id", "shop_id"),), "main.shops", "region = '华东'"),))
    policy = Policy((SHOPS, orders), Limits(rows=1000), database="serving")
    full = full_database()
    by_hand = "SELECT count(*) FROM serving.orders WHERE shop_id IN (SELECT shop_id FROM serving.shops WHERE region = '华东')"
    assert rows_of(full, guard("SELECT count(*) FROM orders", policy).text) == rows_of(full, by_hand)
    assert rows_of(full, guard("SELECT count(*) FROM orders o, shops s", policy).text) != rows_of(full, by_hand)


def test_a_table_whose_name_is_odd_is_read_by_its_quoted_name() -> None:
    table = Table("main", 'a "b", c', (Column("x y", "INTEGER"), Column("select", "INTEGER")), rows='"x y" > 1')
    safe = guard('SELECT "x y", "select" FROM "a ""b"", c"', Policy((table,)))
    assert safe.tables == ('main.a "b", c',)
    assert '"a ""b"", c"."x y" > 1' in safe.text


def test_a_predicate_cannot_be_captured_by_what_stands_around_the_scan() -> None:
    full = full_database()
    written = "SELECT count(*) FROM (SELECT '华东' AS region, '华北' AS area) x, LATERAL (SELECT * FROM orders) o"
    assert rows_of(full, guard(written, POLICY).text) == rows_of(full, guard("SELECT count(*) FROM orders", POLICY).text)


@pytest.mark.parametrize(
    ("written", "heading"),
    [
        ("SELECT (SELECT count(*) FROM orders)", "(SELECT COUNT(*) FROM orders)"),
        ("SELECT EXISTS (SELECT 1 FROM orders)", "EXISTS(SELECT 1 FROM orders)"),
        ("SELECT 1 + length((SELECT max(phone) FROM people))", "1 + LENGTH((SELECT MAX(phone) FROM people))"),
        ("SELECT count(*) FILTER (WHERE shop_id IN (SELECT shop_id FROM orders)) FROM shops", None),
        ("SELECT q FROM (SELECT [(SELECT count(*) FROM orders)]) AS q", "q"),
        ("SELECT (SELECT count(*) FROM orders) AS n", "n"),
    ],
)
def test_a_column_without_a_name_is_not_named_after_the_rules_of_its_scan(written: str, heading: str | None) -> None:
    """DuckDB would call it `(SELECT count_star() FROM (SELECT … WHERE orders.area = '华东' …) AS orders)`."""
    safe = guard(written, POLICY)
    assert heading is None or [column.name for column in safe.columns] == [heading]
    with both_databases() as (full, _):
        cursor = full.execute(safe.text)
        shown = str([column[0] for column in cursor.description or ()]) + str(cursor.fetchall())
    assert not any(word in shown for word in ("area", "华东", "serving", "left("))

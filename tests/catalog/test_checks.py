"""The catalog against data with planted faults: what `catalog check` says, and what it does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from catalog.checks import check_data
from catalog.errors import Fault
from catalog.files import load_catalog
from sql_guard.data_checks import data_checks
from sql_guard.load import build_serving
from sql_guard.serving import GovernedTable, ServingSpec

CATALOG = """
datasets:
  - id: orders
    name: {zh: 订单, en: Orders}
    table: main.orders
    primary_key: [order_id]
    time: ordered_on
    columns: [order_id, ordered_on, store_id, amount, status]
  - {id: stores, name: {zh: 门店档案, en: Store list}, table: stores, primary_key: [store_id], columns: [store_id, region]}
joins:
  - {left: orders, right: stores, on: {store_id: store_id}, cardinality: many_to_one}
dimensions:
  - id: region
    name: {zh: 大区, en: Region}
    dataset: stores
    members: [{value: 华东, en: East China}]
metrics:
  - id: sales
    name: {zh: 销售额, en: Sales}
    description: {zh: 销售额, en: Sales}
    owner: 甲
    department: 乙
    formula: {sum: amount, dataset: orders, filter: "status = '已完成' AND stores.region IS NOT NULL"}
"""
CLEAN = """
CREATE TABLE stores AS SELECT * FROM (VALUES (1, '华东'), (2, '华南')) t(store_id, region);
CREATE TABLE orders AS SELECT * FROM (VALUES (1, DATE '2026-01-01', 1, 5.00, '已完成'), (2, DATE '2026-01-02', 2, 7.00, '已取消'))
    t(order_id, ordered_on, store_id, amount, status);
"""
Check = Callable[..., list[tuple[str, str, str]]]


@pytest.fixture
def found(tmp_path: Path) -> Check:
    """The faults of data made by these statements, under an edited catalog: where, code and severity."""

    def run(statements: str = "", edit: Callable[[str], str] = lambda text: text) -> list[tuple[str, str, str]]:
        return [(fault.where, fault.code, fault.severity) for fault in faults(tmp_path, statements, edit)]

    return run


def faults(folder: Path, statements: str, edit: Callable[[str], str] = lambda text: text) -> tuple[Fault, ...]:
    (folder / "a.yaml").write_text(edit(CATALOG), "utf-8")
    catalog = load_catalog([folder / "a.yaml"], root=folder)
    with duckdb.connect(str(folder / "source.duckdb")) as connection:
        connection.execute(CLEAN + statements)
        tables = connection.execute(
            "SELECT table_name, list(column_name ORDER BY column_index) FROM duckdb_columns() WHERE NOT internal GROUP BY 1"
        )
        governed = tuple(GovernedTable("main", name, tuple(columns)) for name, columns in tables.fetchall())
    build_serving(ServingSpec(folder / "source.duckdb", governed), folder / "state", "2026-06-01T08:00:00")
    with data_checks(folder / "state") as checks:
        return check_data(catalog, checks)


def test_clean_data_has_no_fault(found: Check) -> None:
    assert found() == []


def test_a_repeated_key_of_the_one_side_is_an_error(found: Check) -> None:
    told = found("INSERT INTO stores VALUES (1, '华北')")
    assert told == [("a.yaml:9", "key_not_unique", "warning"), ("a.yaml:11", "join_key_not_unique", "error")]


def test_a_join_declared_the_other_way_round_is_checked_on_its_one_side(found: Check) -> None:
    turned = "{left: stores, right: orders, on: {store_id: store_id}, cardinality: one_to_many}"
    told = found("INSERT INTO stores VALUES (1, '华北')", lambda text: text.replace(text.splitlines()[10], f"  - {turned}"))
    assert ("a.yaml:11", "join_key_not_unique", "error") in told


def test_repeated_and_missing_keys_of_a_fact_are_warnings(found: Check) -> None:
    told = found("INSERT INTO orders SELECT * FROM orders LIMIT 1; INSERT INTO orders VALUES (NULL, '2026-01-03', 1, 1, '已完成')")
    assert told == [("a.yaml:3", "key_with_nulls", "warning"), ("a.yaml:3", "key_not_unique", "warning")]


def test_rows_that_find_nothing_are_counted(tmp_path: Path) -> None:
    [fault] = faults(tmp_path, "INSERT INTO orders VALUES (3, '2026-01-03', 9, 1, '已完成'), (4, '2026-01-03', NULL, 1, '已完成')")
    assert (fault.code, fault.severity) == ("orphans", "warning")
    assert dict(fault.facts) == {"left": "orders", "right": "stores", "orphans": "1", "percent": "25.00%", "example": "9"}


def test_a_table_or_column_that_is_not_there_is_an_error(found: Check) -> None:
    assert found(edit=lambda text: text.replace("main.orders", "main.order")) == [("a.yaml:3", "missing_table", "error")]


def test_a_missing_column_names_the_nearest(tmp_path: Path) -> None:
    [fault] = faults(tmp_path, "ALTER TABLE orders RENAME status TO statuses")
    assert (fault.code, dict(fault.facts)["nearest"].split(",")[0]) == ("missing_column", "statuses")


def test_a_text_column_is_no_time(found: Check) -> None:
    told = found("ALTER TABLE orders ALTER ordered_on TYPE VARCHAR")
    assert told == [("a.yaml:3", "time_not_a_date", "error")]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("sum: amount", "sum: status", "does_not_fit"),
        ("sum: amount", "average: year(status)", "does_not_fit"),
        ("status = '已完成' AND", "ordered_on + status AND", "does_not_fit"),
    ],
)
def test_an_expression_that_the_types_do_not_allow_is_an_error(tmp_path: Path, old: str, new: str, reason: str) -> None:
    [fault] = faults(tmp_path, "", lambda text: text.replace(old, new))
    assert (fault.where, fault.code, fault.severity) == ("a.yaml:18", "does_not_bind", "error")
    assert dict(fault.facts)["reason"].startswith(reason)


def test_a_member_that_does_not_occur_is_a_warning(tmp_path: Path) -> None:
    [fault] = faults(tmp_path, "", lambda text: text.replace("value: 华东", "value: 华东区"))
    assert (fault.where, fault.code, fault.severity) == ("a.yaml:13", "unknown_member", "warning")
    assert dict(fault.facts)["nearest"] == "华东"


HISTORY = """
  - id: levels
    name: {zh: 等级历史, en: Levels}
    table: main.levels
    primary_key: [store_id]
    validity: {start: since, end: until}
    columns: [store_id, level, since, until]
joins:
  - {left: orders, right: levels, on: {store_id: store_id}, cardinality: many_to_one}
"""
LEVELS = """CREATE TABLE levels AS SELECT * FROM (VALUES (1, 'a', DATE '2025-01-01', DATE '2025-06-01'), (1, 'b', DATE '2025-06-01', NULL),
    (1, 'none', DATE '2025-03-01', DATE '2025-03-01'), (2, 'a', DATE '2025-01-01', NULL)) t(store_id, level, since, until);"""


def with_history(text: str) -> str:
    return text.replace("joins:\n", HISTORY.lstrip("\n"), 1)


def test_a_key_may_repeat_where_one_row_holds_on_any_day(found: Check) -> None:
    assert found(LEVELS, with_history) == []


def test_rows_of_a_key_that_hold_on_one_day_are_an_error_with_an_example(tmp_path: Path) -> None:
    [fault] = faults(tmp_path, LEVELS + "INSERT INTO levels VALUES (2, 'b', '2025-02-01', '2025-02-02')", with_history)
    assert (fault.code, fault.severity) == ("validity_overlaps", "error")
    assert dict(fault.facts) == {"dataset": "levels", "key": "store_id", "overlaps": "1", "example": "2 / 2025-02-01"}


def test_a_validity_that_is_no_date_is_an_error(found: Check) -> None:
    told = found(LEVELS + "ALTER TABLE levels ALTER since TYPE VARCHAR", with_history)
    assert ("time_not_a_date", "error") in {(code, severity) for _, code, severity in told}

"""The sample worlds hold the same rows however they were made, and show what was planted in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from sql_guard.errors import NotReady
from sql_guard.worlds import (
    SAMPLES,
    World,
    build_flights,
    build_retail,
    extend_retail,
    flights_csv,
    read_world,
    script,
    set_variables,
)

AS_OF = date(2026, 11, 21)
SCALE = 0.05
PLANTED = re.findall(r"```sql\n-- (\S+?):?(?: [^\n]*)?\n(.*?)```", (SAMPLES / "retail" / "EVENTS.md").read_text("utf-8"), re.S)
KEYS = {
    "stores": "store_id",
    "suppliers": "supplier_id",
    "products": "product_id",
    "categories": "category",
    "departments": "dept",
    "product_prices": "product_id, valid_from",
    "members": "member_id",
    "campaigns": "campaign_id",
    "employees": "employee_id",
    "calendar": "calendar_date",
    "order_lines": "order_id, line_no",
    "inventory_daily": "snapshot_date, store_id, category",
    "store_traffic": "traffic_date, store_id",
    "leads": "lead_id",
    "purchase_orders": "po_id",
    "revenue_recognized": "recognized_date, store_id, category",
    "store_expenses_monthly": "month, store_id, account",
    "budgets_monthly": "month, store_id",
    "headcount_monthly": "month, store_id, dept",
    "work_hours_monthly": "month, store_id",
}
REFERENCES = [
    ("products", "supplier_id", "suppliers", "supplier_id"),
    ("products", "category", "categories", "category"),
    ("members", "home_store_id", "stores", "store_id"),
    ("order_lines", "store_id", "stores", "store_id"),
    ("order_lines", "member_id", "members", "member_id"),
    ("order_lines", "campaign_id", "campaigns", "campaign_id"),
    ("order_lines", "order_date", "calendar", "calendar_date"),
    ("refunds", "product_id", "products", "product_id"),
    ("leads", "campaign_id", "campaigns", "campaign_id"),
    ("leads", "store_id", "stores", "store_id"),
    ("inventory_daily", "store_id", "stores", "store_id"),
    ("inventory_daily", "category", "categories", "category"),
    ("store_traffic", "store_id", "stores", "store_id"),
    ("revenue_recognized", "store_id", "stores", "store_id"),
    ("purchase_orders", "supplier_id", "suppliers", "supplier_id"),
    ("purchase_orders", "store_id", "stores", "store_id"),
    ("employees", "store_id", "stores", "store_id"),
    ("employees", "dept", "departments", "dept"),
    ("headcount_monthly", "store_id", "stores", "store_id"),
    ("work_hours_monthly", "store_id", "stores", "store_id"),
    ("store_expenses_monthly", "store_id", "stores", "store_id"),
    ("budgets_monthly", "store_id", "stores", "store_id"),
]


@pytest.fixture(scope="module")
def retail(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("retail") / "retail.duckdb"
    build_retail(target, AS_OF, orders_scale=SCALE)
    return target


@pytest.fixture(scope="module")
def world(retail: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(retail), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def flights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    target = tmp_path_factory.mktemp("flights") / "flights.duckdb"
    build_flights(target)
    with duckdb.connect(str(target), read_only=True) as connection:
        yield connection


def value(connection: duckdb.DuckDBPyConnection, sql: str) -> object:
    return connection.execute(sql).fetchall()[0][0]


def digests(path: Path) -> dict[str, str]:
    """A digest of every table's rows in their stored order."""
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = [name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        return {
            table: str(value(connection, f"SELECT count(*) || md5(string_agg(md5(t::VARCHAR), '' ORDER BY rowid)) FROM {table} t"))
            for table in tables
        }


def test_two_builds_hold_the_same_rows_whatever_the_threads(retail: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    again = tmp_path / "again.duckdb"
    connect = duckdb.connect
    monkeypatch.setattr(duckdb, "connect", lambda *args, **kwargs: connect(*args, **{"config": {"threads": 1}, **kwargs}))

    build_retail(again, AS_OF, orders_scale=SCALE)

    monkeypatch.undo()
    assert digests(again) == digests(retail)


@pytest.mark.parametrize("older", [date(2026, 9, 15), date(2024, 3, 1)])
def test_an_extended_world_equals_one_built_at_once(retail: Path, tmp_path: Path, older: date) -> None:
    extended = tmp_path / "extended.duckdb"
    build_retail(extended, older, orders_scale=SCALE)

    extend_retail(extended, AS_OF)

    assert digests(extended) == digests(retail)


def test_days_that_two_worlds_share_are_the_same(world: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    build_retail(tmp_path / "earlier.duckdb", date(2026, 7, 1), orders_scale=SCALE)
    world.execute(f"ATTACH '{tmp_path / 'earlier.duckdb'}' AS earlier (READ_ONLY)")

    for table, day in (("order_lines", "order_date"), ("inventory_daily", "snapshot_date"), ("members", "joined_on")):
        shared = f"WHERE {day} BETWEEN DATE '2024-09-01' AND DATE '2026-06-30'"
        sql = "SELECT count(*) FROM (FROM {0}.{1} {2} EXCEPT ALL FROM {3}.{1} {2})"
        assert value(world, sql.format("earlier", table, shared, "retail")) == 0
        assert value(world, sql.format("retail", table, shared, "earlier")) == 0


def test_a_world_that_is_not_stale_stays_as_it_is(retail: Path) -> None:
    before = retail.stat().st_mtime_ns

    extend_retail(retail, AS_OF)

    assert retail.stat().st_mtime_ns == before


def test_a_world_of_another_recipe_is_built_anew_with_its_own_seed(retail: Path, tmp_path: Path) -> None:
    target = tmp_path / "retail.duckdb"
    build_retail(target, AS_OF, seed=9, orders_scale=0.002)
    wanted = digests(target)
    with duckdb.connect(str(target)) as connection:
        connection.execute("UPDATE world_info SET recipe = 'older', as_of = DATE '2026-11-11'")
        connection.execute("UPDATE order_lines SET quantity = 99")

    extend_retail(target, AS_OF)

    assert digests(target) == wanted
    assert wanted["members"] != digests(retail)["members"]


def test_a_build_leaves_nothing_beside_its_target_and_replaces_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "retail.duckdb"
    target.write_text("not a database")
    assert read_world(target) is None

    build_retail(target, AS_OF, orders_scale=0.002)

    built = read_world(target)
    assert built is not None and built.as_of == AS_OF
    assert [path.name for path in tmp_path.iterdir()] == ["retail.duckdb"]


def test_the_world_is_26_whole_months_and_this_one_until_yesterday(world: duckdb.DuckDBPyConnection) -> None:
    assert world.execute("SELECT min(order_date), max(order_date) FROM order_lines").fetchall() == [(date(2024, 9, 1), date(2026, 11, 20))]
    assert world.execute("SELECT min(snapshot_date), max(snapshot_date) FROM inventory_daily").fetchall() == [
        (date(2024, 9, 1), date(2026, 11, 20))
    ]
    assert value(world, "SELECT max(month) FROM store_expenses_monthly") == date(2026, 10, 1)
    assert value(world, "SELECT max(month) FROM budgets_monthly") == date(2026, 12, 1)
    for table, day in (("refunds", "refund_date"), ("leads", "contract_date"), ("purchase_orders", "received_on")):
        assert value(world, f"SELECT max({day}) <= DATE '2026-11-20' FROM {table}")


@pytest.mark.parametrize("last", [date(2025, 12, 31), date(2028, 12, 31)])
def test_a_whole_world_has_a_million_order_lines_whenever_it_is_built(last: date) -> None:
    """From the orders planned a day, at the 2.16 lines an order that the whole world was measured to have."""
    with duckdb.connect() as connection:
        set_variables(connection, World(last, 7, 1.0, ""), None)
        connection.execute(f"SET VARIABLE first_date = DATE '{last.year - 3}-01-02'")
        for name in ("schema", "chance", "events", "calendar", "stores"):
            connection.execute(script("retail", name))
        orders = dict(connection.execute("SELECT day, sum(orders) FROM store_days GROUP BY day").fetchall())

    for as_of in (date(last.year - offset // 12, 12 - offset % 12, day) for offset in range(9) for day in (1, 15, 28)):
        planned = World(as_of, 7, 1.0, "")
        lines = 2.16 * sum(int(count) for day, count in orders.items() if planned.first_date <= day <= planned.last_date)
        assert 1_010_000 < lines < 1_095_000, as_of


def test_a_small_worlds_size_follows_its_scale(world: duckdb.DuckDBPyConnection) -> None:
    assert 50_000 <= int(str(value(world, "SELECT count(*) FROM order_lines"))) <= 55_000
    assert 2.1 < float(str(value(world, "SELECT count(*) / count(DISTINCT order_id) FROM order_lines"))) < 2.2
    assert 50_000 < int(str(value(world, "SELECT count(*) FROM members"))) < 70_000


@pytest.mark.parametrize("table", KEYS)
def test_a_key_is_unique(world: duckdb.DuckDBPyConnection, table: str) -> None:
    assert value(world, f"SELECT count(*) FROM (SELECT 1 FROM {table} GROUP BY {KEYS[table]} HAVING count(*) > 1)") == 0


def test_refund_ids_are_unique_but_for_the_two_planted(world: duckdb.DuckDBPyConnection) -> None:
    assert value(world, "SELECT count(*) - count(DISTINCT refund_id) FROM refunds") == 2


@pytest.mark.parametrize(("table", "column", "other", "key"), REFERENCES)
def test_a_reference_finds_its_row(world: duckdb.DuckDBPyConnection, table: str, column: str, other: str, key: str) -> None:
    lost = f"SELECT count(*) FROM {table} t WHERE {column} IS NOT NULL AND NOT EXISTS (FROM {other} o WHERE o.{key} = t.{column})"
    assert value(world, lost) == 0


def test_price_periods_of_a_product_do_not_overlap_and_leave_no_gap(world: duckdb.DuckDBPyConnection) -> None:
    assert (
        value(
            world,
            """
        SELECT count(*) FROM (
            SELECT valid_to, lead(valid_from) OVER (PARTITION BY product_id ORDER BY valid_from) AS next FROM product_prices
        ) WHERE valid_to IS DISTINCT FROM next""",
        )
        == 0
    )


def test_amounts_of_a_line_agree(world: duckdb.DuckDBPyConnection) -> None:
    wrong = """SELECT count(*) FROM order_lines WHERE discount_amount < 0 OR discount_amount > list_amount
               OR paid_amount <> list_amount - discount_amount OR (paid_amount IS NULL) <> (status = '未支付')"""
    assert value(world, wrong) == 0
    assert (
        value(
            world,
            "SELECT count(*) FROM refunds r JOIN order_lines o USING (order_id, line_no) "
            "WHERE r.refund_amount > o.paid_amount OR r.refund_date <= o.order_date OR o.status <> '已完成'",
        )
        == 0
    )


@pytest.mark.parametrize(("name", "sql"), PLANTED, ids=[name for name, _ in PLANTED])
def test_what_was_planted_is_seen(world: duckdb.DuckDBPyConnection, name: str, sql: str) -> None:
    result = world.execute(sql)
    columns = [column[0] for column in result.description or []]
    rows = result.fetchall()

    assert columns[-1] == "seen" and len(rows) == 1
    assert rows[0][-1] is True, dict(zip(columns, rows[0], strict=True))


def test_at_least_twelve_events_and_six_faults_are_documented() -> None:
    assert sum(name.startswith("event-") for name, _ in PLANTED) >= 12
    assert sum(name.startswith("fault-") for name, _ in PLANTED) >= 6


def test_a_place_name_can_be_a_city_and_part_of_a_store(world: duckdb.DuckDBPyConnection) -> None:
    rows = world.execute("SELECT store_name, city FROM stores WHERE store_name LIKE '%长春%' ORDER BY store_id").fetchall()

    assert rows == [("上海长春路店", "上海"), ("长春重庆路店", "长春"), ("长春红旗街店", "长春")]


@pytest.mark.parametrize("name", ["retail", "flights"])
def test_every_table_and_column_is_in_the_data_dictionary(name: str) -> None:
    dictionary = (SAMPLES.parents[1] / "docs" / "data" / f"{name}.md").read_text("utf-8")
    with duckdb.connect() as connection:
        connection.execute(script(name, "schema"))
        columns = connection.execute("SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal").fetchall()

    assert {word for row in columns for word in row if not re.search(rf"\b{word}\b", dictionary)} == set()


def test_the_flights_are_all_there(flights: duckdb.DuckDBPyConnection) -> None:
    counts = {table: value(flights, f"SELECT count(*) FROM {table}") for table in ("flights", "airlines", "airports", "planes", "weather")}

    assert counts == {"flights": 336_776, "airlines": 16, "airports": 1_458, "planes": 3_322, "weather": 26_115}
    assert value(flights, "SELECT count(*) FROM flights WHERE dep_time IS NULL") == 8_255
    assert value(flights, "SELECT sum(distance) FROM flights") == 350_217_607


def test_a_flights_hour_is_kept_in_utc(flights: duckdb.DuckDBPyConnection) -> None:
    late = flights.execute(
        "SELECT DISTINCT flight_date, hour, time_hour::VARCHAR FROM flights WHERE month = 12 AND day = 31 AND hour = 23"
    ).fetchall()

    assert late == [(date(2013, 12, 31), 23, "2014-01-01 04:00:00")]


def test_a_missing_file_of_the_flights_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotReady) as caught:
        flights_csv("balloons", tmp_path)

    assert caught.value.facts["table"] == "balloons"

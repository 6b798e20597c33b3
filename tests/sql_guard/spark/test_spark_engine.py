"""The engine itself: limits, cancelling, types, what it says of failures, and the guard's rules on Spark."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from sql_guard.engine import SafeSql
from sql_guard.errors import Cancelled, EngineFailed, NotReady, TookTooLong
from sql_guard.guard import guard
from sql_guard.policy import Among, Column, Limits, Policy, Table
from sql_guard.spark.engine import Running, SparkEngine
from sql_guard.spark.render import render
from sql_guard.spark.session import Address
from sql_guard.worker_process import Clock
from tests.spark_server import agree, sail
from tests.sql_guard.spark.shop import Shop, shop_on

pytestmark = [pytest.mark.spark, pytest.mark.xdist_group("spark")]
SIDES = "abcdefghi"  # fourteen rows to the ninth
HEAVY = f"""
    SELECT COUNT(*) AS n FROM {", ".join(f"orders AS {side}" for side in SIDES)}
    WHERE ({" + ".join(f"{side}.order_id" for side in SIDES)}) % 7 = 3
"""


def answer(shop: Shop, sql: str, limits: Limits | None = None) -> list[tuple[object, ...]]:
    return list(shop.spark.run(guard(sql, shop.policy), limits or shop.policy.limits).rows)


def test_every_type_arrives_as_its_python_value(shop: Shop) -> None:
    sql = """SELECT order_id AS a, amount AS b, amount / 2 AS c, status AS d, shipped_on AS e, ordered_at AS f, amount > 60 AS g,
             SUM(quantity) OVER () AS h,             NULL AS i, date_trunc('month', shipped_on) AS j FROM orders WHERE order_id = 1"""
    at = datetime(2024, 1, 31, 23, 59, 59)
    expected = (1, Decimal("100.00"), 50.0, "done", date(2024, 2, 1), at, True, 1, None, datetime(2024, 2, 1))
    (found,) = answer(shop, sql)
    assert found == expected
    assert [type(value) for value in found] == [type(value) for value in expected]


def test_columns_carry_the_names_and_types_that_duckdb_gives(shop: Shop) -> None:
    sql = "SELECT SUM(amount) AS total, COUNT(*) AS n, AVG(amount) AS mean, status FROM orders GROUP BY status"
    columns = shop.spark.run(guard(sql, shop.policy), shop.policy.limits).columns
    assert [(column.name, column.type) for column in columns] == [
        ("total", "DECIMAL(38,2)"),
        ("n", "BIGINT"),
        ("mean", "DOUBLE"),
        ("status", "VARCHAR"),
    ]


@pytest.mark.parametrize(("cap", "kept", "truncated"), [(3, 3, True), (14, 14, False), (100, 14, False)])
def test_the_row_cap_cuts_and_says_so(shop: Shop, cap: int, kept: int, truncated: bool) -> None:
    policy = replace(shop.policy, limits=Limits(rows=cap))
    rows = shop.spark.run(guard("SELECT order_id FROM orders", policy), policy.limits)
    assert (len(rows.rows), rows.truncated, rows.data_version) == (kept, truncated, "v1")


def test_a_result_over_the_byte_cap_is_stopped(shop: Shop) -> None:
    with pytest.raises(TookTooLong) as told:
        answer(shop, "SELECT x FROM range(0, 9000) AS t(x)", Limits(bytes=1000))
    assert told.value.code == "over_bytes"


def test_only_sealed_sql_runs(shop: Shop) -> None:
    forged = object.__new__(SafeSql)
    object.__setattr__(forged, "text", "SELECT 1")
    object.__setattr__(forged, "seal", None)
    with pytest.raises(TypeError):
        shop.spark.run(forged, Limits())


@pytest.fixture
def slow_shop(tmp_path: Path) -> Iterator[Shop]:
    """On a server of its own, which is ended with the query that it does not stop: Sail looks at an interrupt only between batches."""
    with sail() as port:
        made = shop_on(port, tmp_path)
        made.spark.line.opened()
        yield made


def test_the_clock_stops_waiting_whatever_the_server_does(slow_shop: Shop) -> None:
    started = time.perf_counter()
    with pytest.raises(TookTooLong) as told:
        answer(slow_shop, HEAVY, Limits(seconds=1))
    assert (told.value.code, time.perf_counter() - started < 3) == ("over_time", True)


def test_cancel_stops_waiting_at_once(slow_shop: Shop) -> None:
    cancel = threading.Event()
    threading.Timer(0.3, cancel.set).start()
    started = time.perf_counter()
    with pytest.raises(Cancelled):
        slow_shop.spark.run(guard(HEAVY, slow_shop.policy), Limits(seconds=60), cancel)
    assert time.perf_counter() - started < 3


def test_a_server_that_ends_in_the_middle_is_told_within_seconds(tmp_path: Path) -> None:
    with sail() as port:
        made = shop_on(port, tmp_path)
        checked = guard(HEAVY, made.policy)
        running = Running(made.spark.line.opened(), render(checked.text, made.spark.tables), checked.columns, 10, Limits())
        assert not running.done.wait(0.3)
    with pytest.raises(EngineFailed):
        running.result(Clock(20, None))


def test_an_interrupt_reaches_one_query_and_no_other(shop: Shop) -> None:
    long = "SELECT COUNT(*) AS n FROM orders AS a, orders AS b, orders AS c, orders AS d, orders AS e WHERE a.order_id + b.order_id > 3"
    session, text = shop.spark.line.opened(), render(guard(long, shop.policy).text, shop.spark.tables)
    columns = guard(long, shop.policy).columns
    one, other = (Running(session, text, columns, 10, Limits()) for _ in range(2))
    session.interrupt(one.tag)
    assert other.result(Clock(30, None)) == (shop.duckdb.execute(long).fetchall(), False)
    assert one.done.wait(30)


def test_the_engines_words_are_logged_and_not_shown(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR), pytest.raises(EngineFailed) as told:
        answer(shop, "SELECT CAST(status AS DOUBLE) AS x FROM orders")
    assert told.value.code == "engine_error"
    assert "done" not in str(told.value) and "done" in caplog.text and str(told.value.facts["id"]) in caplog.text


def test_a_server_that_is_not_there_is_told_at_once() -> None:
    engine = SparkEngine(Address("sc://127.0.0.1:1"), {})
    with pytest.raises(NotReady) as told:
        engine.version()
    assert (told.value.code, told.value.facts) == ("spark_unreachable", {"address": "127.0.0.1:1"})


def test_the_token_is_sent_but_never_shown() -> None:
    address = Address("sc://spark.example:443/;use_ssl=true", token="secret-7")
    assert address.full == "sc://spark.example:443/;use_ssl=true;token=secret-7"
    assert Address("sc://host:15002", "t").full == "sc://host:15002/;token=t"
    assert "secret-7" not in repr(address)


def test_without_the_extra_there_is_one_clear_line() -> None:
    code = """
import sys
sys.modules["pyspark"] = None
from sql_guard.errors import NotReady
from sql_guard.spark.session import Address, Session
try:
    Session(Address("sc://127.0.0.1:1"))
except NotReady as error:
    print(error.code)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "spark_missing"


def narrowed(shop: Shop) -> Policy:
    """Orders of the stores of region 1, channels masked, costs hidden: own predicates, inherited ones, masks, hidden columns."""
    by_name = {table.name: table for table in shop.policy.tables}
    stores = replace(by_name["stores"], rows="region_id = 1")
    columns = by_name["orders"].columns
    shown = tuple(
        Column(
            each.name,
            each.type,
            "CASE WHEN length(channel) >= 8 THEN channel ELSE left(channel, 1) || '**' END" if each.name == "channel" else None,
        )
        for each in columns
        if each.name != "cost"
    )
    hidden = tuple(each for each in columns if each.name == "cost")
    orders = Table(
        "main",
        "orders",
        shown,
        "status <> 'cancelled' AND cost >= 0",
        hidden,
        (Among((("store_id", "store_id"),), "main.stores", "region_id = 1"),),
    )
    return Policy((stores, orders))


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT order_id, channel, amount FROM orders",
        "SELECT channel, SUM(amount) AS total, COUNT(*) AS n FROM orders GROUP BY 1",
        "WITH orders AS (SELECT * FROM orders) SELECT COUNT(*) AS n FROM orders",
        "SELECT s.store, COUNT(o.order_id) AS n FROM stores AS s LEFT JOIN orders AS o ON o.store_id = s.store_id GROUP BY 1",
        "SELECT (SELECT MAX(amount) FROM orders) AS most, COUNT(*) AS n FROM orders AS o WHERE EXISTS (SELECT 1 FROM serving.main.stores)",
    ],
)
def test_permission_is_the_same_as_filtering_the_data(shop: Shop, sql: str) -> None:
    policy = narrowed(shop)
    found = shop.spark.run(guard(sql, policy), policy.limits).rows
    shop.duckdb.execute("ATTACH ':memory:' AS serving")
    try:
        shop.duckdb.execute("CREATE TABLE serving.main.stores AS SELECT * FROM memory.main.stores WHERE region_id = 1")
        shop.duckdb.execute("""CREATE TABLE serving.main.orders AS
            SELECT * EXCLUDE cost REPLACE (left(channel, 1) || '**' AS channel) FROM memory.main.orders
            WHERE status <> 'cancelled' AND cost >= 0 AND store_id IN (1, 2)""")
        shop.duckdb.execute("USE serving")
        expected = shop.duckdb.execute(sql).fetchall()
    finally:
        shop.duckdb.execute("USE memory")
        shop.duckdb.execute("DETACH serving")
    assert expected and agree(found, expected), f"{found[:3]} instead of {expected[:3]}"

"""An error that only a hidden row causes is not seen: neither that there was one, nor its words."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace

import duckdb
import pytest

from sql_guard.apart import EVERY_ROW
from sql_guard.duckdb_engine import DuckDbEngine
from sql_guard.errors import EngineFailed
from sql_guard.guard import guard
from sql_guard.load import build_serving
from sql_guard.policy import Among, Column, Limits, Policy, Table
from sql_guard.serving import GovernedTable, ServingSpec

SHOPS = Table(
    "main", "shops", (Column("shop_id", "INTEGER"), Column("region", "VARCHAR"), Column("name", "VARCHAR")), rows="region = 'north'"
)
OWN = Among((("shop_id", "shop_id"),), "main.shops", "region = 'north'")
ORDERS = Table("main", "orders", (Column("order_id", "BIGINT"), Column("shop_id", "INTEGER"), Column("note", "VARCHAR")), among=(OWN,))
POLICY = Policy((SHOPS, ORDERS), Limits(rows=100))

# The engine joins the few shops of a name first, and the rule that an order's shop is a northern one later.
GUESS = """
    SELECT count(*) FROM (
      SELECT shop_id FROM orders WHERE CAST(CASE WHEN note = 'secret 1' AND {} THEN note ELSE '1' END AS INTEGER) = 1
    ) AS o JOIN shops ON o.shop_id = shops.shop_id WHERE shops.name = 'n3'
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDbEngine]:
    """Of 400 shops every other one is northern; the note of a southern shop's order is secret."""
    folder = tmp_path_factory.mktemp("hidden")
    with duckdb.connect(str(folder / "source.duckdb")) as source:
        region = "CASE WHEN i % 2 = 0 THEN 'north' ELSE 'south' END"
        source.execute(
            f"CREATE TABLE shops AS SELECT i::INTEGER AS shop_id, {region} AS region, 'n' || (i % 40) AS name FROM range(400) t(i)"
        )
        note = "CASE WHEN i % 2 = 0 THEN 'note ' ELSE 'secret ' END || i"
        source.execute(f"CREATE TABLE orders AS SELECT i AS order_id, (i % 400)::INTEGER AS shop_id, {note} AS note FROM range(4000) t(i)")
    tables = tuple(GovernedTable(table.schema, table.name, tuple(column.name for column in table.columns)) for table in POLICY.tables)
    build_serving(ServingSpec(folder / "source.duckdb", tables), folder / "state", "2026-06-01T08:00:00")
    engine = DuckDbEngine(folder / "state", workers=1)
    yield engine
    engine.close()


def test_a_guess_about_a_hidden_row_gets_the_same_answer_right_or_wrong(engine: DuckDbEngine, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        right, wrong = (engine.run(guard(GUESS.format(guess), POLICY), POLICY.limits).rows for guess in ("true", "false"))
    assert right == wrong == ((0,),)
    assert "secret" not in caplog.text


def test_the_engine_itself_would_fail_on_the_hidden_row(engine: DuckDbEngine) -> None:
    """Or else the test above would prove nothing: without its second text the query fails."""
    with pytest.raises(EngineFailed) as caught:
        engine.run(replace(guard(GUESS.format("true"), POLICY), apart=""), POLICY.limits)
    assert caught.value.facts["kind"] == "ConversionException"


def test_a_time_zone_that_only_a_hidden_row_has_is_no_error(engine: DuckDbEngine) -> None:
    zone = "CASE WHEN note = 'secret 1' THEN note ELSE 'UTC' END"
    few = f"SELECT shop_id FROM orders WHERE timezone({zone}, TIMESTAMP '2026-01-01') IS NOT NULL"
    written = f"SELECT count(*) FROM ({few}) AS o JOIN shops ON o.shop_id = shops.shop_id WHERE shops.name = 'n4'"
    assert engine.run(guard(written, POLICY), POLICY.limits).rows == ((100,),)


def test_an_error_of_a_row_in_sight_is_still_an_error(engine: DuckDbEngine) -> None:
    with pytest.raises(EngineFailed) as caught:
        engine.run(guard("SELECT CAST(note AS INTEGER) FROM orders", POLICY), POLICY.limits)
    assert (caught.value.code, caught.value.facts["kind"]) == ("engine_error", "ConversionException")


def test_rows_that_came_before_the_error_are_not_counted_twice(engine: DuckDbEngine) -> None:
    """The first chunk of rows is on its way when the engine meets the bad one."""
    written = "SELECT order_id FROM orders WHERE order_id < 3000 AND CAST(CASE WHEN order_id = 2999 THEN note ELSE '1' END AS INTEGER) = 1"
    wide = Policy(POLICY.tables, Limits(rows=10_000))
    rows = engine.run(guard(written, wide), wide.limits).rows
    assert [row[0] for row in rows] == list(range(0, 3000, 2))


def test_a_plan_knows_values_of_hidden_rows_so_a_narrowed_query_must_not_be_estimated_by_it(engine: DuckDbEngine) -> None:
    """The largest order in sight is 3998: that there is a 3999 shows in the engine's estimate, and heavy.py does not ask for it."""
    above, beyond = (guard(f"SELECT count(*) FROM orders WHERE order_id > {limit}", POLICY) for limit in (3998, 3999))
    assert engine.estimate(above, POLICY.limits) != engine.estimate(beyond, POLICY.limits)
    assert above.apart and beyond.apart


def test_only_narrowed_tables_have_a_second_text() -> None:
    open_ = Table("main", "open", (Column("x", "INTEGER"),))
    policy = Policy((*POLICY.tables, open_))
    assert guard("SELECT * FROM open", policy).apart == ""
    safe = guard("SELECT * FROM open, orders AS a, shops, (SELECT * FROM orders) AS b", policy)
    assert safe.apart.count(EVERY_ROW) == 3
    assert safe.apart.replace(EVERY_ROW, "") == safe.text


def test_a_text_of_the_askers_that_looks_like_a_scan_stays_a_text() -> None:
    scan = guard("SELECT 1 FROM shops", POLICY).text.partition("FROM ")[2].partition(") AS")[0].strip("(")
    quoted = "'(" + scan.replace("'", "''") + ")'"
    safe = guard(f"SELECT {quoted} AS x FROM shops", POLICY)
    with duckdb.connect() as engine:
        engine.execute("ATTACH ':memory:' AS serving; CREATE TABLE serving.shops AS SELECT 1 AS shop_id, 'north' AS region, 'n' AS name")
        assert engine.execute(safe.apart).fetchall() == engine.execute(safe.text).fetchall() == [(f"({scan})",)]

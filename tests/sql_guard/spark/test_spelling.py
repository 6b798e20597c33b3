"""Spark's spelling means what DuckDB's does: the same rows, or a refusal that names the construct."""

from __future__ import annotations

from pathlib import Path

import pytest

from sql_guard.errors import Refused
from sql_guard.guard import guard
from sql_guard.policy import Policy
from sql_guard.spark.render import Tables, render, tables_of
from sql_guard.spark.scope import Place
from tests.catalog.world import database
from tests.spark_server import agree
from tests.sql_guard.spark.shop import Shop, shapes

pytestmark = [pytest.mark.spark, pytest.mark.xdist_group("spark")]
HERE = Path(__file__).parent
SAME = [part.strip() for part in (HERE / "same.sql").read_text("utf-8").partition("\n")[2].split(";\n") if part.strip()]
REFUSED = [line.split(" | ", 1) for line in (HERE / "refused.txt").read_text("utf-8").splitlines() if line and not line.startswith("#")]
HOSTILE = [
    "O'Neil",
    "a\\",
    "\\'",
    "'; DROP TABLE orders; --",
    'say "x"',
    "`",
    "\\u0041",
    "%_",
    "\\n",
    "'' OR 1=1",
    "中文 字",
    "a\\\\'b",
    "{x}",
    "$1",
]


@pytest.fixture(scope="module")
def policy() -> Policy:
    return Policy(shapes(database()))


@pytest.fixture(scope="module")
def tables(policy: Policy) -> Tables:
    return tables_of({table.key: {column.name: column.type for column in table.columns} for table in policy.tables})


@pytest.mark.parametrize("sql", SAME)
def test_the_rows_are_duckdbs(sql: str, shop: Shop) -> None:
    found, expected = shop.both(sql)
    assert expected and agree(found, expected), f"{found[:3]} instead of {expected[:3]}"


@pytest.mark.parametrize(("construct", "written"), REFUSED)
def test_what_has_no_equal_is_refused_by_its_name(construct: str, written: str, policy: Policy, tables: Tables) -> None:
    sql = written if written.startswith("SELECT") else f"SELECT {written} AS x FROM orders"
    with pytest.raises(Refused) as told:
        render(guard(sql, policy).text, tables)
    assert (told.value.code, told.value.facts["engine"], told.value.facts["construct"]) == ("not_on_engine", "Spark", construct)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_only_a_text(text: str, shop: Shop) -> None:
    written = text.replace("'", "''")
    found, expected = shop.both(f"SELECT '{written}' AS x, COUNT(*) FILTER (WHERE status <> '{written}') AS n FROM orders")
    assert found == expected == [(text, 14)]


@pytest.mark.parametrize("name", ["select", "a b", "`", "a`b", "指标", "x.y", "order", 'q"q', "\\"])
def test_a_name_is_only_a_name(name: str, shop: Shop) -> None:
    written = '"' + name.replace('"', '""') + '"'
    sql = f"WITH {written} AS (SELECT order_id AS {written} FROM orders) SELECT t.{written} FROM {written} AS t WHERE t.{written} < 3"
    found, expected = shop.both(sql)
    assert agree(found, expected) and len(found) == 2


def test_equal_or_both_missing_is_one_sign_and_texts_keep_their_words(policy: Policy, tables: Tables) -> None:
    sql = """SELECT 'a 中文 IS NOT DISTINCT FROM b' AS "IS NOT DISTINCT FROM", s.store IS DISTINCT FROM 'x' AS other
             FROM orders AS o JOIN stores AS s ON o.store_id IS NOT DISTINCT FROM s.store_id"""
    text = render(guard(sql, policy).text, tables)
    assert "'a 中文 IS NOT DISTINCT FROM b' AS `IS NOT DISTINCT FROM`" in text
    assert text.count("<=>") == 2 and "ON `o`.`store_id` <=> `s`.`store_id`" in text


def test_only_the_prefix_is_put_before_the_permitted_tables(policy: Policy, tables: Tables) -> None:
    text = render(guard("SELECT COUNT(*) AS n FROM orders", policy).text, tables, Place(("lakehouse",)))
    assert "FROM `lakehouse`.`main`.`orders` AS `orders`" in text
    assert "serving" not in text


def test_a_table_that_is_not_served_is_refused(policy: Policy) -> None:
    with pytest.raises(Refused):
        render(guard("SELECT COUNT(*) AS n FROM orders", policy).text, tables_of({}))

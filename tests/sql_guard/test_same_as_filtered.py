"""A property: for any query, the guarded text on the full database gives what the written text gives on a database that
physically holds only the permitted columns and rows. Or it is refused."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import seed as with_seed
from hypothesis import strategies as st

from sql_guard.errors import Refused
from sql_guard.guard import checked
from tests.conftest import rotating_seed
from tests.sql_guard.world import POLICY, both_databases, rows_of

Databases = tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection]

TABLES = {
    "orders": ("order_id", "shop_id", "person_id", "channel", "amount", "day", "area"),
    "shops": ("shop_id", "city", "region", "opened", "rent"),
    "people": ("person_id", "name", "phone", "level", "email"),
    "天气": ("日期", "气温"),
}
SPELLINGS = {name: (name, f'"{name}"', f"main.{name}", f"serving.main.{name}", name.upper()) for name in TABLES}


@pytest.fixture(scope="module")
def databases() -> Iterator[Databases]:
    with both_databases() as pair:
        for engine in pair:  # its filter pushdown fails with an internal error on some deeply correlated queries
            engine.execute("SET disabled_optimizers = 'filter_pushdown'")
        yield pair


@st.composite
def sources(draw: st.DrawFn, ctes: tuple[str, ...]) -> tuple[str, str, tuple[str, ...]]:
    """A FROM entry, the name to call it by, and its columns (hidden ones too: naming them must be refused)."""
    name = draw(st.sampled_from(sorted(TABLES)))
    alias = draw(st.sampled_from(["a", "b", "orders", "shops", "x"]))
    shape = draw(st.integers(0, 4))
    spelled = draw(st.sampled_from(SPELLINGS[name]))
    if shape == 0 and ctes:
        return draw(st.sampled_from(ctes)) + f" AS {alias}", alias, ("k", "v")
    if shape == 1:
        return f"(SELECT * FROM {spelled}) AS {alias}", alias, TABLES[name]
    if shape == 2:
        return f"(FROM {spelled} WHERE true) AS {alias}", alias, TABLES[name]
    return f"{spelled} AS {alias}", alias, TABLES[name]


@st.composite
def columns(draw: st.DrawFn, alias: str, names: tuple[str, ...]) -> str:
    name = draw(st.sampled_from(names[:-1] if draw(st.integers(0, 9)) else names))
    return draw(st.sampled_from([f"{alias}.{name}", f'{alias}."{name}"']))


@st.composite
def conditions(draw: st.DrawFn, alias: str, names: tuple[str, ...], ctes: tuple[str, ...], depth: int) -> str:
    column = draw(columns(alias, names))
    shape = draw(st.integers(0, 6 if depth else 4))
    if shape == 5:
        return f"EXISTS ({draw(queries(ctes, depth - 1))})"
    if shape == 6:
        return f"{column}::VARCHAR IN (SELECT k::VARCHAR FROM ({draw(queries(ctes, depth - 1))}))"
    return [
        f"{column} IS NOT NULL",
        f"{column}::VARCHAR LIKE '%1%'",
        f"NOT ({column}::VARCHAR = '华东') OR true",
        f"{column}::VARCHAR < '5' AND {column}::VARCHAR >= '1'",
        f"CASE WHEN {column} IS NULL THEN false ELSE true END",
    ][shape]


@st.composite
def queries(draw: st.DrawFn, ctes: tuple[str, ...] = (), depth: int = 2) -> str:
    """A query of two columns, k and v, of a kind whose rows do not depend on their order."""
    from_, alias, names = draw(sources(ctes))
    key, value = draw(columns(alias, names)), draw(columns(alias, names))
    where = draw(conditions(alias, names, ctes, depth))
    shape = draw(st.integers(0, 8 if depth else 4))
    if shape == 5:
        joined = draw(st.sampled_from(["UNION", "UNION ALL", "EXCEPT"]))
        return f"{draw(queries(ctes, depth - 1))} {joined} {draw(queries(ctes, depth - 1))}"
    if shape == 6:
        name = draw(st.sampled_from(["orders", "shops", "c", "tokens"]))
        inner, outer = draw(queries(ctes, depth - 1)), draw(queries((*ctes, name), depth - 1))
        return f"(WITH {name}(k, v) AS (SELECT k::VARCHAR, v::VARCHAR FROM ({inner})) SELECT k, v FROM ({outer}))"
    if shape == 7:
        join = draw(st.sampled_from(["JOIN", "LEFT JOIN", "SEMI JOIN", "ANTI JOIN"]))
        other = f"({draw(queries(ctes, depth - 1))}) j ON j.k = {key}::VARCHAR"
        return f"SELECT {key}::VARCHAR AS k, {value}::VARCHAR AS v FROM {from_} {join} {other}"
    if shape == 8:
        counted = f"(SELECT count(*)::VARCHAR FROM ({draw(queries(ctes, depth - 1))}) i WHERE i.k = {key}::VARCHAR)"
        return f"SELECT {key}::VARCHAR AS k, {counted} AS v FROM {from_}"
    return [
        f"SELECT {key}::VARCHAR AS k, {value}::VARCHAR AS v FROM {from_} WHERE {where}",
        f"SELECT {key}::VARCHAR AS k, count(*)::VARCHAR AS v FROM {from_} WHERE {where} GROUP BY 1",
        f"SELECT min({key})::VARCHAR AS k, max({value})::VARCHAR AS v FROM {from_} WHERE {where}",
        f"SELECT {alias}::VARCHAR AS k, '' AS v FROM {from_} WHERE {where}",
        f"SELECT {key}::VARCHAR AS k, (rank() OVER (ORDER BY {value}))::VARCHAR AS v FROM {from_} WHERE {where}",
    ][shape]


UNLUCKY = ("unknown_column", "unknown_table", "does_not_fit", "unknown_alias", "ambiguous_column")


def check(databases: Databases, written: str) -> None:
    """The same digest of all rows, and the same rows when they fit under the cap."""
    full, filtered = databases
    digest = f"SELECT count(*), count(k), sum(width), min(k), max(v) FROM (SELECT k, v, length(k || v) AS width FROM ({written}))"
    try:
        whole, listed = checked(digest, POLICY).text, checked(written, POLICY).text
    except Refused as refused:
        assert refused.code in UNLUCKY, (str(refused), written)
        with pytest.raises(duckdb.Error):
            filtered.execute(written).fetchall()
        return
    assert rows_of(full, whole) == rows_of(filtered, digest), written
    rows = rows_of(filtered, written)
    if len(rows) <= POLICY.limits.rows:
        assert rows_of(full, listed) == rows, written


SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.function_scoped_fixture]


@with_seed(rotating_seed())
@settings(max_examples=80, deadline=None, suppress_health_check=SLOW, database=None)
@given(written=queries())
def test_a_guarded_query_gives_what_the_filtered_database_gives(databases: Databases, written: str) -> None:
    check(databases, written)


@pytest.mark.prove
@settings(max_examples=4000, deadline=None, suppress_health_check=SLOW, database=None)
@given(written=queries(depth=3))
def test_many_guarded_queries_give_what_the_filtered_database_gives(databases: Databases, written: str) -> None:
    check(databases, written)

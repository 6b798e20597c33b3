"""What `catalog check` learns from the data: keys, joins and time columns, against counts a person can see in the rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from sql_guard.data_checks import DataChecks, JoinCheck, KeyCheck, Span, data_checks
from sql_guard.errors import NotReady
from sql_guard.load import build_serving
from sql_guard.serving import GovernedTable, ServingSpec

ROWS = """
CREATE TABLE stores AS SELECT * FROM (VALUES (1, '华东'), (2, '华南'), (3, '华南')) t(store_id, region);
CREATE TABLE sales AS SELECT * FROM (VALUES
    (1, 1, DATE '2026-01-03'), (1, 2, DATE '2026-01-01'), (2, 2, NULL),
    (3, 9, DATE '2026-02-01'), (4, NULL, DATE '2026-01-09'), (NULL, 8, NULL)
) t(id, "Store", day);
CREATE TABLE empty_table AS SELECT 1 AS id WHERE false;
"""


@pytest.fixture(scope="module")
def checks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DataChecks]:
    folder = tmp_path_factory.mktemp("checks")
    with duckdb.connect(str(folder / "source.duckdb")) as connection:
        connection.execute(ROWS)
    tables = (
        GovernedTable("main", "stores", ("store_id", "region")),
        GovernedTable("main", "sales", ("id", "Store", "day")),
        GovernedTable("main", "empty_table", ("id",)),
    )
    build_serving(ServingSpec(folder / "source.duckdb", tables), folder / "state", "2026-06-01T08:00:00")
    with data_checks(folder / "state") as opened:
        yield opened


def test_a_unique_key_is_unique(checks: DataChecks) -> None:
    assert checks.key("main.stores", ("store_id",)) == KeyCheck(rows=3, keys=3, nulls=0, example=None)
    assert checks.key("MAIN.Stores", ("STORE_ID",)).is_unique


def test_a_key_that_repeats_names_an_example_and_counts_nulls(checks: DataChecks) -> None:
    assert checks.key("main.sales", ("id",)) == KeyCheck(rows=6, keys=4, nulls=1, example=(1,))
    assert checks.key("main.sales", ("id", "store")) == KeyCheck(rows=6, keys=4, nulls=2, example=None)
    assert not checks.key("main.sales", ("id", "store")).is_unique


def test_a_join_counts_rows_that_find_nothing(checks: DataChecks) -> None:
    join = checks.join("main.sales", ("store",), "main.stores", ("store_id",))
    assert join == JoinCheck(rows=6, nulls=1, orphans=2, example=(8,))
    assert join.orphan_rate == pytest.approx(1 / 3)


def test_a_time_column_has_a_first_and_a_last_day(checks: DataChecks) -> None:
    assert checks.span("main.sales", "day") == Span(date(2026, 1, 1), date(2026, 2, 1))


def test_an_empty_table_is_no_division_by_zero(checks: DataChecks) -> None:
    assert checks.key("main.empty_table", ("id",)).is_unique
    assert checks.join("main.empty_table", ("id",), "main.stores", ("store_id",)).orphan_rate == 0
    assert checks.span("main.empty_table", "id") == Span(None, None)


def test_an_unknown_name_is_refused_with_the_nearest(checks: DataChecks) -> None:
    with pytest.raises(NotReady) as table:
        checks.key("main.store", ("store_id",))
    with pytest.raises(NotReady) as column:
        checks.span("main.sales", "days")
    assert table.value.facts["nearest"] == ["main.stores", "main.sales"] and column.value.facts["nearest"] == ["day"]


def test_a_sample_reads_all_rows_of_some_keys_and_says_how_many(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "source.duckdb")) as connection:
        connection.execute("CREATE TABLE big AS SELECT i % 50000 AS id, i AS other FROM range(100000) t(i)")
        connection.execute("CREATE TABLE small AS SELECT i AS id FROM range(40000) t(i)")
    governed = (GovernedTable("main", "big", ("id", "other")), GovernedTable("main", "small", ("id",)))
    build_serving(ServingSpec(tmp_path / "source.duckdb", governed), tmp_path / "state", "2026-06-01T08:00:00")
    found = []
    for _ in range(2):
        with data_checks(tmp_path / "state", sample=10_000) as checks:
            key, join = checks.key("main.big", ("id",)), checks.join("main.big", ("id",), "main.small", ("id",))
            found.append((key, join, tuple(checks.sampled.values())))
    assert found[0] == found[1]
    key, join, (sampled, rows) = found[0]
    assert key.keys * 2 == key.rows == sampled.rows
    assert (sampled.table, sampled.key, sampled.of) == ("main.big", ("id",), 100_000)
    assert 8_000 < sampled.rows < 12_000
    assert (rows.rows, join.rows) == (10_000, 10_000)
    assert 0.15 < join.orphan_rate < 0.25


def test_small_tables_are_read_whole_whatever_the_sample(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "source.duckdb")) as connection:
        connection.execute("CREATE TABLE small AS SELECT i AS id FROM range(40) t(i)")
    build_serving(
        ServingSpec(tmp_path / "source.duckdb", (GovernedTable("main", "small", ("id",)),)), tmp_path / "state", "2026-06-01T08:00:00"
    )
    with data_checks(tmp_path / "state", sample=40) as checks:
        assert (checks.key("main.small", ("id",)).rows, checks.sampled) == (40, {})

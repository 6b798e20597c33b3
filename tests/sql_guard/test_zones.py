"""Times are served on the project's clock, and tables that no source has are made, when the serving database is built."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from sql_guard.errors import NotReady
from sql_guard.load import build_serving
from sql_guard.policy import Column
from sql_guard.serving import GovernedTable, MadeTable, ServingSpec, is_stale, read_manifest

NOW = "2026-06-01T08:00:00"
NEW_YORK = "America/New_York"


@pytest.fixture
def visits(tmp_path: Path) -> Path:
    """Two instants around each change of the clocks in New York in 2026, as an instant and on UTC's clock."""
    path = tmp_path / "visits.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("CREATE TABLE visits (id INTEGER, seen TIMESTAMPTZ, stamped TIMESTAMP, day DATE)")
        for number, at in enumerate(("2026-03-08 04:59", "2026-03-09 03:59", "2026-11-01 03:59", "2026-11-02 04:59"), 1):
            connection.execute(f"INSERT INTO visits VALUES ({number}, '{at}+00', '{at}', '2026-03-08')")
    return path


def served(state: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(state / read_manifest(state).file), read_only=True) as connection:
        return list(connection.execute(sql).fetchall())


def visits_table(zone: str | None = NEW_YORK, column: str = "stamped") -> GovernedTable:
    return GovernedTable("main", "visits", ("id", "seen", "stamped", "day"), zones=((column, "UTC"),), time_zone=zone)


def test_the_last_minute_of_a_day_stays_in_it_in_winter_and_in_summer_time(visits: Path, tmp_path: Path) -> None:
    build_serving(ServingSpec(visits, (visits_table(),)), tmp_path / "state", NOW)
    expected = [datetime(2026, 3, 7, 23, 59), datetime(2026, 3, 8, 23, 59), datetime(2026, 10, 31, 23, 59), datetime(2026, 11, 1, 23, 59)]
    assert served(tmp_path / "state", "SELECT seen, stamped FROM visits ORDER BY id") == [(time, time) for time in expected]
    assert served(tmp_path / "state", "SELECT DISTINCT day FROM visits") == [(date(2026, 3, 8),)]


def test_without_a_project_zone_times_are_as_they_are_stored(visits: Path, tmp_path: Path) -> None:
    build_serving(ServingSpec(visits, (visits_table(None),)), tmp_path / "state", NOW)
    assert served(tmp_path / "state", "SELECT min(stamped) FROM visits") == [(datetime(2026, 3, 8, 4, 59),)]


def test_a_date_has_no_time_zone(visits: Path, tmp_path: Path) -> None:
    with pytest.raises(NotReady) as told:
        build_serving(ServingSpec(visits, (visits_table(column="day"),)), tmp_path / "state", NOW)
    assert (told.value.code, told.value.facts["column"]) == ("zone_without_time", "day")


def test_a_made_table_is_made_anew_only_when_its_version_changes(visits: Path, tmp_path: Path) -> None:
    def spec(version: str) -> ServingSpec:
        rows = [(date(2026, 1, 1), '元旦, "休"', None), (date(2026, 1, 2), "", 2)]
        columns = (Column("day", "DATE"), Column("name", "VARCHAR"), Column("number", "SMALLINT"))
        return ServingSpec(visits, (visits_table(),), (MadeTable("wenshu", "calendar", columns, version, lambda: rows),))

    manifest = build_serving(spec("1"), tmp_path / "state", NOW)
    assert served(tmp_path / "state", "SELECT day, name, number FROM wenshu.calendar ORDER BY 1")[0] == (
        date(2026, 1, 1),
        '元旦, "休"',
        None,
    )
    assert [table.key for table in manifest.tables] == ["main.visits", "wenshu.calendar"]
    assert not is_stale(manifest, spec("1"))
    assert is_stale(manifest, spec("2"))

"""The SQL of a calendar says what its arithmetic says, day by day over years of 52 and 53 weeks; both say what is printed."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import pytest

from catalog.calendar import ISO, Calendar, FiscalMonths, FiscalWeeks
from catalog.compiler import tree
from catalog.compiler.ruler import Ruler
from catalog.errors import Unanswerable
from catalog.metric import Grain, Offset
from catalog.period import add, grains_of, start_of

FIRST, LAST = date(2022, 12, 1), date(2027, 2, 28)
DAYS = [FIRST + timedelta(days=step) for step in range((LAST - FIRST).days + 1)]
NRF = Calendar("sunday", FiscalWeeks("4-5-4", 1, "nearest", "start"))
CALENDARS = {
    "iso": ISO,
    "sunday, april": Calendar("sunday", FiscalMonths(4)),
    "saturday, february": Calendar("saturday", FiscalMonths(2, "start")),
    "january": Calendar("wednesday", FiscalMonths(1)),
    "4-5-4 of retail": NRF,
    "4-4-5 to december": Calendar("monday", FiscalWeeks("4-4-5", 12, "nearest")),
    "4-4-5 last friday of june": Calendar("saturday", FiscalWeeks("4-4-5", 6)),
    "5-4-4 last of december": Calendar("tuesday", FiscalWeeks("5-4-4", 12)),
}
CASES = [(name, grain) for name, calendar in CALENDARS.items() for grain in grains_of(calendar)]


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    made = duckdb.connect()
    days = f"range(DATE '{FIRST}', DATE '{LAST}' + 1, INTERVAL 1 DAY)"
    made.execute(f"CREATE TABLE days AS SELECT CAST(d AS DATE) AS day, d + INTERVAL 23 HOUR AS moment FROM {days} t(d)")
    return made


def said(connection: duckdb.DuckDBPyConnection, *expressions: str) -> list[tuple[date, ...]]:
    return connection.execute(f"SELECT {', '.join(expressions)} FROM days ORDER BY day").fetchall()


@pytest.mark.parametrize(("name", "grain"), CASES)
def test_days_and_moments_fall_into_the_grain_that_the_calendar_says(
    name: str, grain: Grain, connection: duckdb.DuckDBPyConnection
) -> None:
    ruler = Ruler(CALENDARS[name])
    cuts = [ruler.truncated(tree.column(column), grain).sql("duckdb") for column in ("day", "moment")]
    after = ruler.after(ruler.truncated(tree.column("day"), grain), grain).sql("duckdb")
    starts = [start_of(day, grain, ruler.calendar) for day in DAYS]
    assert said(connection, *cuts, after) == [(start, start, add(start, 1, grain, ruler.calendar)) for start in starts]


@pytest.mark.parametrize(("name", "grain"), CASES)
@pytest.mark.parametrize("count", [-13, 4])
def test_days_move_as_the_calendar_says(name: str, grain: Grain, count: int, connection: duckdb.DuckDBPyConnection) -> None:
    ruler = Ruler(CALENDARS[name], (FIRST, LAST + timedelta(days=1)))
    moved = tree.as_date(ruler.later(tree.column("day"), Offset(count, grain))).sql("duckdb")
    assert [row[0] for row in said(connection, moved)] == [add(day, count, grain, ruler.calendar) for day in DAYS]


@pytest.mark.parametrize(
    ("grain", "day", "start"),
    [
        ("week", "2026-11-21", "2026-11-15"),
        ("ten_day", "2026-02-28", "2026-02-21"),
        ("half_year", "2026-11-21", "2026-07-01"),
        ("fiscal_year", "2024-02-03", "2023-01-29"),  # the 53rd week of 2023, as the federation printed it
        ("fiscal_month", "2024-02-03", "2023-12-31"),
        ("fiscal_quarter", "2024-02-04", "2024-02-04"),
    ],
)
def test_the_retail_calendar_is_the_printed_one(grain: Grain, day: str, start: str, connection: duckdb.DuckDBPyConnection) -> None:
    cut = Ruler(NRF).truncated(tree.literal(date.fromisoformat(day)), grain).sql("duckdb")
    assert connection.execute(f"SELECT {cut}").fetchone() == (date.fromisoformat(start),)


def test_a_fiscal_grain_needs_a_fiscal_year() -> None:
    with pytest.raises(Unanswerable) as refused:
        Ruler(ISO).truncated(tree.column("day"), "fiscal_quarter")
    assert refused.value.code == "no_fiscal_calendar"


def test_moving_by_fiscal_units_of_weeks_needs_to_know_the_days() -> None:
    with pytest.raises(Unanswerable) as refused:
        Ruler(NRF).later(tree.column("day"), Offset(1, "fiscal_year"))
    assert (refused.value.code, refused.value.facts) == ("move_needs_period", {"grain": "fiscal_year"})

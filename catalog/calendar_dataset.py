"""The dataset `calendar` that every project has: one row a day, which each dated fact reaches by the day of its own time.

A catalog that declares a dataset of that id keeps its own, and so does one dimension whose id or name is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from catalog.calendar import DATASET as ID
from catalog.calendar import SCHEMA, Calendar, fiscal_year_of
from catalog.catalog import Catalog
from catalog.dataset import Dataset, DatasetColumn, Join
from catalog.dimension import Dimension, Member
from catalog.label import Label
from catalog.parts import formulas_of, inputs_within, read_rows, texts_of
from catalog.period import Period, start_of, third_of

DAY = "day"
FIRST, AFTER = date(1970, 1, 1), date(2050, 1, 1)  # the days that it has
HOLIDAY_COLUMNS = ("is_workday", "is_holiday", "holiday_zh", "holiday_en")
FILLED_WITH_HOLIDAYS = (*HOLIDAY_COLUMNS, "days_from_spring_festival")
COLUMNS: dict[str, str] = {
    DAY: "DATE",
    "weekday": "SMALLINT",  # 1 is Monday
    "is_weekend": "BOOLEAN",
    "week_start": "DATE",
    "ten_day": "SMALLINT",
    "month": "SMALLINT",
    "month_start": "DATE",
    "quarter": "SMALLINT",
    "quarter_start": "DATE",
    "half_year": "SMALLINT",
    "year": "SMALLINT",
    "fiscal_year": "SMALLINT",
    "fiscal_quarter": "SMALLINT",
    "fiscal_month": "SMALLINT",
    "fiscal_month_start": "DATE",
    "is_workday": "BOOLEAN",
    "is_holiday": "BOOLEAN",
    "holiday_zh": "VARCHAR",
    "holiday_en": "VARCHAR",
    "days_from_spring_festival": "SMALLINT",
}
HAS_HOLIDAYS = ("workday", "is_holiday", "holiday")  # dimensions that only a published calendar fills
Row = tuple[object, ...]


@cache
def words() -> dict[str, Any]:
    import tomllib  # only when a catalog is read anew
    from importlib import resources

    return tomllib.loads((resources.files("catalog") / "words" / "calendar.toml").read_text(encoding="utf-8"))


def with_calendar(catalog: Catalog, calendar: Calendar) -> Catalog:
    """The catalog under a project's calendar, with the calendar dataset, its dimensions and its joins to datasets dated by days.

    What is known by month only has no weekday: the first of the month is where it is written, not when it happened.
    """
    if ID in catalog.datasets:
        return replace(catalog, calendar=calendar)
    dimensions = {found.id: found for found in dimensions_of(calendar) if is_free(found, catalog)}
    name = words()["dataset"]
    columns = tuple(DatasetColumn(column) for column in COLUMNS)
    dataset = Dataset(ID, Label(name["zh"], name["en"]), SCHEMA, ID, columns, primary_key=(DAY,))
    by_day = {left: time for left, time in dated(catalog).items() if catalog.datasets[left].time_grain == "day"}
    joins = tuple(Join(left, ID, ((time, DAY),), "many_to_one", on_day=True) for left, time in by_day.items())
    return replace(
        catalog,
        calendar=calendar,
        datasets={**catalog.datasets, ID: dataset},
        dimensions={**catalog.dimensions, **dimensions},
        joins=(*catalog.joins, *joins),
    )


def is_made(dataset: Dataset) -> bool:
    """Whether a dataset is this one, made at build time rather than copied."""
    return (dataset.id, dataset.schema) == (ID, SCHEMA)


def dated(catalog: Catalog) -> dict[str, str]:
    """The datasets with a time, their own or one that a metric names."""
    found = {dataset.id: dataset.time for dataset in catalog.datasets.values() if dataset.time is not None}
    for metric in catalog.metrics.values():
        for formula in formulas_of(metric):
            for name, time in read_rows(formula):
                if time is not None and name in catalog.datasets:
                    found.setdefault(name, time)
    return found


def is_free(dimension: Dimension, catalog: Catalog) -> bool:
    taken = {surface.casefold() for each in catalog.dimensions.values() for surface in (each.id, *each.label.surfaces)}
    return not taken & {dimension.id, dimension.label.zh, dimension.label.en.casefold()}


def dimensions_of(calendar: Calendar) -> Iterator[Dimension]:
    for name, entry in words()["dimension"].items():
        if entry.get("holidays") and calendar.holidays is None:
            continue
        members = tuple(
            Member(each["value"], Label(each["value"], each["en"], tuple(each.get("synonyms", ())))) for each in entry["members"]
        )
        yield Dimension(name, Label(entry["zh"], entry["en"], tuple(entry["synonyms"])), ID, entry["expression"], members=members)


def calendar_rows(calendar: Calendar) -> Iterator[Row]:
    """The rows of the dataset under a calendar, in the order of COLUMNS."""
    holidays = {each["key"]: (each["value"], each["en"]) for each in words()["dimension"]["holiday"]["members"]}
    day = FIRST
    while day < AFTER:
        yield (*plain_part(day, calendar), *fiscal_part(day, calendar), *holiday_part(day, calendar, holidays))
        day += timedelta(days=1)


def plain_part(day: date, calendar: Calendar) -> Row:
    month, quarter = start_of(day, "month"), start_of(day, "quarter")
    weeks = (day.isoweekday(), day.isoweekday() > 5, start_of(day, "week", calendar))
    return (day, *weeks, third_of(day) + 1, day.month, month, (day.month + 2) // 3, quarter, (day.month + 5) // 6, day.year)


def fiscal_part(day: date, calendar: Calendar) -> Row:
    if calendar.fiscal is None:
        return (None, None, None, None)
    year = fiscal_year_of(day, calendar)
    month = year.month_of(day)
    return (year.name, month // 3 + 1, month + 1, year.months[month])


def holiday_part(day: date, calendar: Calendar, names: dict[str, tuple[str, str]]) -> Row:
    if calendar.holidays is None:
        return (None, None, None, None, None)
    from catalog.holidays import days_from_spring_festival, published

    official = published()
    found = official.holidays.get(day)
    known = found is not None if official.covers(day) else None
    return (official.is_workday(day), known, *(names[found] if found else (None, None)), days_from_spring_festival(day))


def known_days(dimensions: Iterable[str], metrics: Iterable[str], catalog: Catalog) -> Period | None:
    """The days for which the calendar knows what these dimensions and the metrics' own conditions say; None where none of them rests
    on published holidays."""
    by_dimension = any(name in HAS_HOLIDAYS and catalog.is_of_days(name) for name in dimensions)
    if not by_dimension and not any(reads_holidays(catalog, name) for name in metrics):
        return None
    from catalog.holidays import published

    return Period(date(published().first, 1, 1), date(published().last + 1, 1, 1))


def reads_holidays(catalog: Catalog, metric: str) -> bool:
    """Whether the metric, or one inside it, asks the made calendar for working days or holidays."""
    home = catalog.datasets.get(ID)
    if home is None or not is_made(home):
        return False
    key = ("reads_holidays", metric)
    found: bool | None = catalog.memo.get(key)
    if found is None:
        found = catalog.memo[key] = any(
            f"{ID}.{column}" in text.replace('"', "").lower()
            for name in (metric, *inputs_within(catalog.metric(metric), catalog))
            if (inner := catalog.insides.get(name) or catalog.metrics.get(name)) is not None
            for _, text in texts_of(inner, catalog)
            for column in HOLIDAY_COLUMNS
        )
    return found


def version(calendar: Calendar) -> str:
    """What the rows depend on: the calendar, and the published years of the installed package."""
    if calendar.holidays is None:
        return repr(calendar)
    from importlib.metadata import version as installed

    return f"{calendar!r} {installed('chinesecalendar')}"

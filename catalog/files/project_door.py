"""wenshu.yaml as a pydantic model: the door."""
# ruff: noqa: RUF012  # pydantic copies defaults

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, field_validator
from pydantic_core import PydanticCustomError

from catalog.calendar import Country, NamedBy, Pattern, Weekday, YearEnds
from catalog.files.door_words import Door, Names, Word
from catalog.files.web_door import WebEntry
from catalog.files.zone import Zone


class DemoEntry(Door):
    """A sample world, built when it is missing."""

    demo: Literal["retail", "flights"]
    seed: int = 7
    scale: Annotated[float, Field(gt=0, le=4)] = 1.0


class DuckdbEntry(Door):
    """A DuckDB file."""

    duckdb: Word


class FolderEntry(Door):
    """A folder of Parquet and CSV files; a sub-folder is a schema."""

    folder: Word


SPARK_ADDRESS = re.compile(r"sc://[\w.-]+(:\d{1,5})?(/(;(use_ssl|session_id)=[\w-]+)*)?")  # a token comes from the environment


def source_kind(value: Any) -> str:
    keys = value if isinstance(value, dict) else {}
    return "<duckdb>" if "duckdb" in keys else "<folder>" if "folder" in keys else "<demo>"


class FiscalMonthsEntry(Door):
    """A fiscal year of calendar months."""

    start_month: Annotated[int, Field(ge=1, le=12)]
    named_by: NamedBy = "end"


class FiscalWeeksEntry(Door):
    """A fiscal year of 52 or 53 whole weeks."""

    pattern: Pattern
    end_month: Annotated[int, Field(ge=1, le=12)]
    year_ends: YearEnds = "last"
    named_by: NamedBy = "end"


def fiscal_kind(value: Any) -> str:
    return "<weeks>" if isinstance(value, dict) and "start_month" not in value else "<months>"


class CalendarEntry(Door):
    """How days make weeks and fiscal years, whose holidays hold, and in which zone a day begins."""

    week_start: Weekday = "monday"
    fiscal: (
        Annotated[Annotated[FiscalMonthsEntry, Tag("<months>")] | Annotated[FiscalWeeksEntry, Tag("<weeks>")], Discriminator(fiscal_kind)]
        | None
    ) = None
    holidays: Country | None = None
    time_zone: Zone | None = None


class LimitsEntry(Door):
    """What one question may cost, how many a person may ask, and what all of them together get."""

    rows: Annotated[int, Field(ge=1, le=1_000_000)] = 10_000
    seconds: Annotated[float, Field(gt=0, le=3600)] = 30.0
    result_mib: Annotated[int, Field(ge=1, le=512)] = 64
    questions_at_once: Annotated[int, Field(ge=1, le=100)] = 2
    questions_a_minute: Annotated[int, Field(ge=1, le=10_000)] = 60
    workers: Annotated[int, Field(ge=2, le=64)] = 2
    worker_mib: Annotated[int, Field(ge=512, le=1_048_576)] = 1024
    heavy_rows: Annotated[int, Field(ge=1, le=10**15)] = 300_000_000


class DeskEntry(Door):
    """The analysts' desk: whether analysts may vouch for, and correct, answers to their own questions."""

    own_answers: bool = True


class PrivacyLimitsEntry(Door):
    """How far one person's answers are looked at together, where a dataset has a minimum group."""

    pieces: Annotated[int, Field(ge=2, le=3)] = 3
    answers: Annotated[int, Field(ge=1, le=200)] = 40
    days: Annotated[int, Field(ge=1, le=366)] = 30


class ExamplesEntry(Door):
    """Questions that the chat's empty page offers, in each language."""

    zh: Annotated[list[Word], Field(max_length=8)] = []
    en: Annotated[list[Word], Field(max_length=8)] = []


class ProjectEntry(Door):
    """A project: what it is called, where its data, catalog and access rules are, and how it reads dates."""

    name: Names
    source: (
        Annotated[
            Annotated[DemoEntry, Tag("<demo>")] | Annotated[DuckdbEntry, Tag("<duckdb>")] | Annotated[FolderEntry, Tag("<folder>")],
            Discriminator(source_kind),
        ]
        | None
    ) = None
    engine: str | None = None
    spark_catalog: str = ""
    catalog: Annotated[list[Word], Field(min_length=1)] = ["catalog/*.yaml"]
    access: Word = "access.yaml"
    today: str = "clock"
    language: Literal["zh", "en"] = "zh"
    calendar: CalendarEntry = CalendarEntry()
    state: Word = ".wenshu"
    limits: LimitsEntry = LimitsEntry()
    privacy: PrivacyLimitsEntry = PrivacyLimitsEntry()
    examples: ExamplesEntry = ExamplesEntry()
    web: WebEntry = WebEntry()
    desk: DeskEntry = DeskEntry()
    keep_days: Annotated[int, Field(ge=1, le=36_500)] | None = None

    @field_validator("engine")
    @classmethod
    def is_a_spark_address_without_secrets(cls, value: str | None) -> str | None:
        if value is not None and not SPARK_ADDRESS.fullmatch(value):
            raise PydanticCustomError("bad_engine", "", {"found": value.partition(";")[0]})
        return value

    @field_validator("today")
    @classmethod
    def is_clock_data_or_a_day(cls, value: str) -> str:
        if value not in ("clock", "data"):
            try:
                date.fromisoformat(value)
            except ValueError as error:
                raise PydanticCustomError("bad_today", "", {"found": value}) from error
        return value

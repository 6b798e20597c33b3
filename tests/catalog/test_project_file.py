"""wenshu.yaml: every key, every default, and its faults."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from catalog.calendar import Calendar, FiscalMonths, FiscalWeeks
from catalog.errors import Faulty
from catalog.files.project_file import DemoSource, DuckdbSource, FolderSource, ProjectFile, SparkSource, read_project
from catalog.files.sharing import Sharing
from catalog.label import Label
from sql_guard.errors import NotReady
from sql_guard.policy import Limits

NAME = "name: {zh: 云杉零售, en: Yunshan Retail}\n"


def project(folder: Path, text: str, files: tuple[str, ...] = ("catalog/a.yaml", "access.yaml")) -> ProjectFile:
    (folder / "wenshu.yaml").write_text(text, "utf-8")
    for file in files:
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).touch()
    return read_project(folder)


def faults(folder: Path, text: str, files: tuple[str, ...] = ("catalog/a.yaml", "access.yaml")) -> list[tuple[str, str]]:
    with pytest.raises(Faulty) as told:
        project(folder, text, files)
    return [(fault.where, fault.code) for fault in told.value.faults]


def test_name_and_source_are_enough(tmp_path: Path) -> None:
    found = project(tmp_path, NAME + "source: {demo: retail}\n")
    assert found.name == Label("云杉零售", "Yunshan Retail")
    assert found.source == DemoSource("retail", seed=7, scale=1.0)
    assert found.source_path == tmp_path / ".wenshu" / "retail.duckdb"
    assert found.catalog == (tmp_path / "catalog" / "a.yaml",)
    assert (found.access, found.state) == (tmp_path / "access.yaml", tmp_path / ".wenshu")
    assert (found.today, found.language, found.calendar, found.limits) == ("clock", "zh", Calendar(), Limits(rows=10_000, seconds=30.0))


def test_every_key_is_read(tmp_path: Path) -> None:
    text = """
source: {duckdb: data/warehouse.duckdb}
catalog: [metrics/*.yaml, more.yaml]
access: rules/access.yaml
today: 2026-03-31
language: en
calendar: {week_start: monday}
state: ../state
limits: {rows: 500, seconds: 2.5, result_mib: 8, questions_at_once: 3, questions_a_minute: 9, workers: 4, worker_mib: 2048}
"""
    found = project(tmp_path, NAME + text, ("metrics/b.yaml", "metrics/a.yaml", "more.yaml", "rules/access.yaml"))
    assert found.source == DuckdbSource(tmp_path / "data/warehouse.duckdb")
    assert found.source_path == tmp_path / "data/warehouse.duckdb"
    assert [path.name for path in found.catalog] == ["a.yaml", "b.yaml", "more.yaml"]
    assert (found.today, found.language, found.state) == (date(2026, 3, 31), "en", tmp_path / "../state")
    assert found.limits == Limits(rows=500, bytes=8 * 2**20, seconds=2.5)
    assert found.sharing == Sharing(at_once=3, a_minute=9, workers=4, memory_mib=2048)


def test_a_folder_is_a_source(tmp_path: Path) -> None:
    found = project(tmp_path, NAME + "source: {folder: /data/lake}\ntoday: data\n")
    assert (found.source, found.today) == (FolderSource(Path("/data/lake")), "data")


def test_an_engine_stands_in_place_of_a_source(tmp_path: Path) -> None:
    found = project(tmp_path, NAME + "engine: sc://spark.example:15002/;use_ssl=true\nspark_catalog: lakehouse\n")
    assert found.source == SparkSource("sc://spark.example:15002/;use_ssl=true", "lakehouse")
    with pytest.raises(NotReady):
        _ = found.source_path


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("engine: sc://host:15002/;token=abc\n", "bad_engine"),
        ("engine: http://host:15002\n", "bad_engine"),
        ("engine: sc://user@host\n", "bad_engine"),
        ("source: {demo: retail}\nengine: sc://host\n", "source_and_engine"),
        ("language: en\n", "missing_key"),
    ],
)
def test_one_place_of_the_data_without_secrets(tmp_path: Path, text: str, code: str) -> None:
    assert [found for _, found in faults(tmp_path, NAME + text)] == [code]


def test_every_fault_comes_at_once(tmp_path: Path) -> None:
    text = "nmae: {zh: 店}\nsource: {demo: hotel}\ntoday: tomorrow\nlimits: {rows: 0}\nstate: 3\n"
    assert sorted(faults(tmp_path, text)) == [
        ("wenshu.yaml:1", "missing_key"),
        ("wenshu.yaml:1", "unknown_key"),
        ("wenshu.yaml:2", "not_one_of"),
        ("wenshu.yaml:3", "bad_today"),
        ("wenshu.yaml:4", "out_of_range"),
        ("wenshu.yaml:5", "wrong_type_text"),
    ]


def test_files_that_are_not_there_are_faults(tmp_path: Path) -> None:
    assert faults(tmp_path, NAME + "source: {demo: retail}\n", ()) == [
        ("wenshu.yaml:1", "no_catalog_files"),
        ("wenshu.yaml:1", "no_access_file"),
    ]


@pytest.mark.parametrize("pattern", ["/etc/*.yaml", "../other/*.yaml"])
def test_a_catalog_lies_inside_its_project(tmp_path: Path, pattern: str) -> None:
    assert faults(tmp_path, NAME + f"source: {{demo: retail}}\ncatalog: ['{pattern}']\n") == [("wenshu.yaml:3", "pattern_not_inside")]


def test_no_project_file_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(Faulty) as told:
        read_project(tmp_path)
    assert [fault.code for fault in told.value.faults] == ["file_unreadable"]


def test_a_second_reading_needs_no_pydantic_and_sees_new_files(tmp_path: Path) -> None:
    first = project(tmp_path, NAME + "source: {demo: retail}\n")
    (tmp_path / "catalog" / "b.yaml").touch()
    code = f"""
import sys
from pathlib import Path
from catalog.files.project_file import read_project
found = read_project(Path({str(tmp_path)!r}))
print([path.name for path in found.catalog], found.name.zh == {first.name.zh!r}, "pydantic" in sys.modules, "yaml" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert done.stdout.strip() == "['a.yaml', 'b.yaml'] True False False"


def test_a_calendar_is_read(tmp_path: Path) -> None:
    months = project(tmp_path, NAME + "source: {demo: retail}\ncalendar: {fiscal: {start_month: 4}, time_zone: Asia/Shanghai}\n")
    assert months.calendar == Calendar(fiscal=FiscalMonths(4, "end"), time_zone="Asia/Shanghai")
    weeks = "calendar: {week_start: sunday, fiscal: {pattern: 4-5-4, end_month: 1, year_ends: nearest, named_by: start}, holidays: CN}\n"
    found = project(tmp_path, NAME + "source: {demo: retail}\n" + weeks)
    assert found.calendar == Calendar("sunday", FiscalWeeks("4-5-4", 1, "nearest", "start"), "CN")


def test_the_faults_of_a_calendar_are_told_at_their_lines(tmp_path: Path) -> None:
    text = "calendar:\n  week_start: someday\n  fiscal:\n    start_month: 13\n  holidays: XX\n  time_zone: Asia/Nowhere\n"
    assert faults(tmp_path, NAME + "source: {demo: retail}\n" + text) == [
        ("wenshu.yaml:4", "not_one_of"),
        ("wenshu.yaml:6", "out_of_range"),
        ("wenshu.yaml:7", "not_one_of"),
        ("wenshu.yaml:8", "bad_zone"),
    ]
    assert faults(tmp_path, NAME + "source: {demo: retail}\ncalendar: {fiscal: {pattern: 4-5-4}}\n") == [("wenshu.yaml:3", "missing_key")]

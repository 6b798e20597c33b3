"""wenshu.yaml: where a project's data, catalog and access rules are, and how it reads dates. Paths are relative to its folder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from catalog.calendar import Calendar, FiscalMonths, FiscalWeeks
from catalog.errors import Fault, Faulty
from catalog.files.cache import keep, kept
from catalog.files.load import digest, read_files
from catalog.files.sharing import Privacy, Sharing
from catalog.files.web import Web, web_of
from catalog.label import Label, Language
from sql_guard.errors import NotReady
from sql_guard.policy import Limits

if TYPE_CHECKING:
    from catalog.files.project_door import CalendarEntry, LimitsEntry, ProjectEntry
    from catalog.files.tree import Fields

NAME = "wenshu.yaml"
STATE = ".wenshu"  # the usual state folder; this file's own reading is cached only there


@dataclass(frozen=True)
class DemoSource:
    """A sample world of ours; `scale` multiplies the number of orders."""

    demo: Literal["retail", "flights"]
    seed: int = 7
    scale: float = 1.0


@dataclass(frozen=True)
class DuckdbSource:
    """A DuckDB file."""

    path: Path


@dataclass(frozen=True)
class FolderSource:
    """A folder of Parquet and CSV files; a sub-folder is a schema."""

    path: Path


@dataclass(frozen=True)
class SparkSource:
    """Tables of a Spark Connect server, asked where they lie; `catalog` is put before their schema.table."""

    url: str
    catalog: str = ""


Source = DemoSource | DuckdbSource | FolderSource | SparkSource


@dataclass(frozen=True)
class Examples:
    """Questions that the chat's empty page offers."""

    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    def in_language(self, language: Language) -> tuple[str, ...]:
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class ProjectFile:
    """A project as its file declares it. `patterns` are the catalog's globs; `catalog` the files they match now."""

    folder: Path
    name: Label
    source: Source
    patterns: tuple[str, ...]
    access: Path
    today: Literal["clock", "data"] | date
    language: Language
    calendar: Calendar
    state: Path
    limits: Limits
    examples: Examples = Examples()
    web: Web = Web()
    sharing: Sharing = Sharing()
    privacy: Privacy = Privacy()
    keep_days: int | None = None  # how long questions and answers are kept; None: for ever
    own_answers: bool = True  # whether an analyst may vouch for answers to questions of their own

    @property
    def store(self) -> Path:
        """The file of the store."""
        return self.state / "store.sqlite"

    @property
    def catalog(self) -> tuple[Path, ...]:
        """The catalog files, in order of name."""
        return tuple(sorted({path for pattern in self.patterns for path in self.folder.glob(pattern) if path.is_file()}))

    @property
    def source_path(self) -> Path:
        """Where the data is read from; a sample world lives in the state folder. NotReady where it lies on a server."""
        match self.source:
            case DemoSource(demo):
                return self.state / f"{demo}.duckdb"
            case SparkSource(url):
                raise NotReady("no_source_file", engine=url.partition(";")[0])
            case found:
                return found.path


def read_project(folder: Path) -> ProjectFile:
    """The project of a folder. Raises Faulty with every fault of its file."""
    folder = folder.absolute()
    faults: list[Fault] = []
    files = read_files([folder / NAME], folder, faults)
    if faults:
        raise Faulty(tuple(faults))
    key = digest([*files, (str(folder), "")])
    found = kept(folder / STATE / "cache", key, ProjectFile)
    if found is None:
        found = checked(files[0][1], folder)
        if found.state == folder / STATE:
            keep(found.state / "cache", key, found)
    faults = missing_files(found)
    if faults:
        raise Faulty(tuple(faults))
    return found


def checked(text: str, folder: Path) -> ProjectFile:
    from pydantic import ValidationError

    from catalog.files.faults import faults_of
    from catalog.files.project_door import ProjectEntry
    from catalog.files.tree import read_fields

    faults: list[Fault] = []
    tree = read_fields(text, NAME, faults)
    if tree is not None:
        try:
            entry = ProjectEntry.model_validate(tree)
            faults.extend([*glob_faults(entry, tree), *place_faults(entry, tree)])
        except ValidationError as error:
            faults.extend(faults_of(error, ProjectEntry, tree, NAME))
    if faults:
        raise Faulty(tuple(faults))
    return project_of(entry, folder)


def glob_faults(entry: ProjectEntry, tree: Fields) -> list[Fault]:
    from catalog.files.tree import line_at

    return [
        Fault(f"{NAME}:{line_at(tree, ('catalog', place))}", "pattern_not_inside", (("pattern", pattern),))
        for place, pattern in enumerate(entry.catalog)
        if Path(pattern).is_absolute() or ".." in Path(pattern).parts
    ]


def place_faults(entry: ProjectEntry, tree: Fields) -> list[Fault]:
    """The data lies in a source or on an engine: one of the two."""
    from catalog.files.tree import line_at

    if entry.source is None and entry.engine is None:
        return [Fault(f"{NAME}:1", "missing_key", (("key", "source"),))]
    if entry.source is not None and entry.engine is not None:
        return [Fault(f"{NAME}:{line_at(tree, ('engine',))}", "source_and_engine")]
    return []


def project_of(entry: ProjectEntry, folder: Path) -> ProjectFile:
    today = entry.today
    return ProjectFile(
        folder=folder,
        name=Label(entry.name.zh, entry.name.en),
        source=source_of(entry, folder),
        patterns=tuple(entry.catalog),
        access=folder / entry.access,
        today="clock" if today == "clock" else "data" if today == "data" else date.fromisoformat(today),
        language=entry.language,
        calendar=calendar_of(entry.calendar),
        state=folder / entry.state,
        limits=Limits(rows=entry.limits.rows, bytes=entry.limits.result_mib * 2**20, seconds=entry.limits.seconds),
        examples=Examples(tuple(entry.examples.zh), tuple(entry.examples.en)),
        web=web_of(entry.web, folder),
        sharing=sharing_of(entry.limits),
        privacy=Privacy(entry.privacy.pieces, entry.privacy.answers, entry.privacy.days),
        keep_days=entry.keep_days,
        own_answers=entry.desk.own_answers,
    )


def sharing_of(entry: LimitsEntry) -> Sharing:
    return Sharing(entry.questions_at_once, entry.questions_a_minute, entry.workers, entry.worker_mib, entry.heavy_rows)


def calendar_of(entry: CalendarEntry) -> Calendar:
    from catalog.files.project_door import FiscalMonthsEntry, FiscalWeeksEntry

    match entry.fiscal:
        case FiscalMonthsEntry() as found:
            fiscal: FiscalMonths | FiscalWeeks | None = FiscalMonths(found.start_month, found.named_by)
        case FiscalWeeksEntry() as found:
            fiscal = FiscalWeeks(found.pattern, found.end_month, found.year_ends, found.named_by)
        case _:
            fiscal = None
    return Calendar(entry.week_start, fiscal, entry.holidays, entry.time_zone)


def source_of(entry: ProjectEntry, folder: Path) -> Source:
    from catalog.files.project_door import DemoEntry, DuckdbEntry, FolderEntry

    match entry.source:
        case DemoEntry() as found:
            return DemoSource(found.demo, found.seed, found.scale)
        case DuckdbEntry() as found:
            return DuckdbSource(folder / found.duckdb)
        case FolderEntry() as found:
            return FolderSource(folder / found.folder)
        case _:
            return SparkSource(entry.engine or "", entry.spark_catalog)


def missing_files(project: ProjectFile) -> list[Fault]:
    """Patterns that match no file, and an access file that is not there; looked at on every start."""
    faults = [
        Fault(f"{NAME}:1", "no_catalog_files", (("pattern", pattern),))
        for pattern in project.patterns
        if not any(path.is_file() for path in project.folder.glob(pattern))
    ]
    if not project.access.is_file():
        faults.append(Fault(f"{NAME}:1", "no_access_file", (("file", project.access.name),)))
    return faults

"""The composition root: opens a project folder and puts everything together. The only place that reads the environment and the clock."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Any

from assistant.build import Facts, build, facts_path, index_folder, members_path, read_facts
from assistant.question import Sight
from assistant.settings import Settings, read_settings
from assistant.turnstile import Turnstile
from assistant.warehouse import BuildStep, warehouse_of
from catalog.access import Access, Asker, asker_of_claims, benchmarks, policy_for, read_access, visible, without_rows
from catalog.access.policies import place_of
from catalog.catalog import Catalog
from catalog.errors import Faulty
from catalog.files import load_catalog
from catalog.files.project_file import ProjectFile, read_project
from catalog.label import Language
from catalog.unnamed import unnamed
from sql_guard.engine import Engine
from sql_guard.errors import NotReady
from sql_guard.policy import Policy
from sql_guard.serving import Manifest

if TYPE_CHECKING:
    from assistant.journal import Journal
    from assistant.llm import LlmPlanner
    from assistant.offline import OfflinePlanner
    from assistant.plan import Planned
    from assistant.question import Question
    from retrieval.embed import Embedder
    from retrieval.matches import Finder
    from retrieval.members import MemberIndex

SAMPLES = Path(__file__).resolve().parents[1] / "catalog" / "samples"


MOST_ASKERS = 500  # whose rights are kept worked out at once


def remember(kept: dict[Any, Any], key: object, value: object) -> None:
    """Keeps what was worked out; a full memory starts anew."""
    if len(kept) >= MOST_ASKERS:
        kept.clear()
    kept[key] = value


def stamp_of(file: Path) -> tuple[int, int, int]:
    """What of a file changes when its text does."""
    found = file.stat()
    return found.st_mtime_ns, found.st_size, found.st_ino


def product_version() -> str:
    return version("wenshu")


@dataclass
class Project:
    """An open project. Close it, or use it in a `with`, to end its workers."""

    file: ProjectFile
    catalog: Catalog
    access: Access
    settings: Settings
    manifest: Manifest
    facts: Facts
    engine: Engine
    clock: Callable[[], datetime]
    fixed_today: date | None = None
    resident: bool = False  # stays open for many questions

    def __post_init__(self) -> None:
        self.policies: dict[Asker, Policy] = {}
        self.everyone: dict[Asker, Policy] = {}
        self.sights: dict[tuple[Asker, date], Sight] = {}
        self.compiling: dict[tuple[frozenset[str], frozenset[str], bool], Catalog] = {}
        self.access_stamp = stamp_of(self.file.access)
        self.access_read = self.access
        self.turnstile = Turnstile(self.file.sharing, monotonic)

    def __enter__(self) -> Project:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self.engine.close()
        if "journal" in self.__dict__:
            self.journal.store.close()

    def now(self) -> datetime:
        return self.clock()

    def today(self) -> date:
        """The day that 'today' means: given, fixed by the project, the last day of the data, or the clock's."""
        if self.fixed_today is not None:
            return self.fixed_today
        match self.file.today:
            case "clock":
                return self.local_day()
            case "data":
                return self.data_as_of or self.local_day()
            case day:
                return day

    def local_day(self) -> date:
        """The clock's day in the project's time zone."""
        return day_in(self.clock(), self.file.calendar.time_zone)

    @property
    def language(self) -> Language:
        return self.file.language

    @property
    def product(self) -> str:
        return product_version()

    @property
    def complete_before(self) -> Mapping[str, date]:
        """Per dataset, the first day without complete data."""
        return self.facts.complete_before

    @cached_property
    def fact_days(self) -> tuple[date, date]:
        """The first day of the data, and the first day without complete data."""
        return self.facts.days(self.catalog, self.local_day())

    @cached_property
    def data_as_of(self) -> date | None:
        """The last day that the data is complete to; None when none of it is dated."""
        return self.facts.last_day(self.catalog, self.local_day())

    def asker(self, user: str | None) -> Asker:
        """A person of the access file as it is now. Raises Unknown, and NotReady where the file cannot be read."""
        self.follow_access()
        return self.access.asker(user)

    def asker_of_claims(self, claims: Mapping[str, Any]) -> Asker:
        """Whom verified claims of an identity provider name. Raises Unknown, and NotReady where the access file cannot be read."""
        self.follow_access()
        return asker_of_claims(claims, self.access)

    def current(self, asker: Asker) -> Asker:
        """The asker with today's rights: one of the access file is looked up again once that has changed. Raises as `asker`."""
        self.follow_access()
        if self.access is self.access_read:
            return asker
        return self.access.refreshed(asker)

    def follow_access(self) -> None:
        """Reads the access file again when it has changed, so that what is taken away is gone at the next question."""
        try:
            stamp = stamp_of(self.file.access)
            if stamp == self.access_stamp:
                return
            self.access = read_access(self.file.access, root=self.file.folder)
        except (Faulty, OSError) as error:  # nobody keeps rights that the file no longer says
            where = error.faults[0].where if isinstance(error, Faulty) else error.strerror
            raise NotReady("access_unreadable", file=str(self.file.access), where=where) from error
        self.access_stamp = stamp
        self.policies, self.everyone, self.sights, self.compiling = {}, {}, {}, {}

    def policy(self, asker: Asker) -> Policy:
        """What the guard lets this asker read."""
        found = self.policies.get(asker)
        if found is None:
            found = policy_for(asker, self.catalog, self.access, self.manifest.tables, self.file.limits)
            remember(self.policies, asker, found)
        return found

    def benchmarks(self, asker: Asker) -> frozenset[str]:
        """The metrics that this asker is told over everybody's rows."""
        return benchmarks(self.sight(asker).catalog, asker, self.access)

    def policy_of_everyone(self, asker: Asker) -> Policy:
        """What the guard lets this asker's benchmarks read: their columns, of all rows."""
        found = self.everyone.get(asker)
        if found is None:
            found = policy_for(asker, self.catalog, without_rows(self.access), self.manifest.tables, self.file.limits)
            remember(self.everyone, asker, found)
        return found

    @cached_property
    def protects_groups(self) -> bool:
        """Whether some dataset has a minimum group size."""
        return any(dataset.privacy is not None for dataset in self.catalog.datasets.values())

    def seen(self, asker: Asker) -> Catalog:
        """The catalog as this asker sees it."""
        return visible(self.catalog, asker, self.access)

    def sight(self, asker: Asker) -> Sight:
        """What a planner may know on behalf of this asker."""
        key = (asker, self.today())
        if key not in self.sights:
            seen = self.seen(asker)
            first, before = self.fact_days
            found = Sight(
                catalog=seen,
                finder=self.finder_for(asker, seen),
                asker=asker,
                today=self.today(),
                complete_before=before,
                first_day=first,
                may_list_rows=asker.may("detail_rows"),
                days={name: (self.facts.first_day[name], before) for name, before in self.facts.complete_before.items()},
            )
            remember(self.sights, key, found)
            return found
        return self.sights[key]

    def catalog_for(self, sight: Sight) -> Catalog:
        """The whole catalog, to compile by: what this asker may not name is not written into their SQL, and no small group is shown."""
        small = sight.asker.may("small_groups")
        names = (frozenset(sight.catalog.metrics), frozenset(sight.catalog.dimensions), small)
        found = self.compiling.get(names)
        if found is None:
            whole = unnamed(self.catalog, sight.catalog)
            datasets = {name: replace(dataset, privacy=None) if small else dataset for name, dataset in whole.datasets.items()}
            found = whole if datasets == whole.datasets else replace(whole, datasets=datasets)
            remember(self.compiling, names, found)
        return found

    @cached_property
    def finder(self) -> Finder:
        """The finder over everything; askers get restrictions of it."""
        from retrieval.index import SearchIndex
        from retrieval.matches import Finder

        # one question alone is answered sooner by comparing every vector than by loading Chroma; the values are equal
        index = SearchIndex(index_folder(self.file), embedder_of(self.settings), self.catalog, through_chroma=self.resident)
        return Finder.of(self.catalog, self.members(), index)

    def members(self) -> MemberIndex:
        """The members that were looked up at the last build; raises NotReady where their file is damaged."""
        import sqlite3

        from retrieval.members import MemberIndex

        path = members_path(self.file, self.facts.version)
        try:
            return MemberIndex.load(path)
        except (FileNotFoundError, sqlite3.DatabaseError) as error:
            raise NotReady("members_unreadable", file=str(path)) from error

    def finder_for(self, asker: Asker, seen: Catalog) -> Finder:
        """The finder with only the members that this asker's policy lets them look up; what has no row rule is not looked up again."""
        policy = self.policy(asker)
        whole = {table.key.casefold() for table in policy.tables if table.rows is None and not table.among}
        allowed: dict[str, frozenset[Any] | None] = {
            dimension.id: None
            for dimension in seen.dimensions.values()
            if place_of(self.catalog.dataset(dimension.dataset)) in whole or not (dimension.type == "text" or dimension.members)
        }
        narrowed = replace(seen, dimensions={name: found for name, found in seen.dimensions.items() if name not in allowed})
        values = self.look_up_members(narrowed, policy) if narrowed.dimensions else {}
        return self.finder.restricted(seen, allowed | {name: frozenset(values.get(name, ())) for name in narrowed.dimensions})

    def look_up_members(self, catalog: Catalog, policy: Policy) -> Mapping[str, Iterable[Any]]:
        from assistant.build import declared_values, member_values
        from sql_guard.guard import guard

        def run(tree: Any) -> list[tuple[Any, ...]]:
            return list(self.engine.run(guard(tree.sql(dialect="duckdb"), policy), policy.limits).rows)

        return member_values(catalog, run) | declared_values(catalog, run)

    @cached_property
    def journal(self) -> Journal:
        from assistant.journal import Journal
        from catalog.store import open_store

        return Journal(open_store(f"sqlite:///{self.file.store}"))

    @cached_property
    def offline(self) -> OfflinePlanner:
        from assistant.offline import OfflinePlanner

        return OfflinePlanner()

    def verified(self, question: Question, sight: Sight) -> Planned | None:
        """The plan of a verified question that this one repeats, if there is one."""
        from assistant.verified import Book, matched

        return matched(question, sight, Book(self.journal.store), self.offline, self.catalog)

    @cached_property
    def model(self) -> LlmPlanner | None:
        """The language model's planner, or None when no model is configured."""
        if self.settings.model is None:
            return None
        from assistant.llm import LlmPlanner
        from assistant.llm.ledger import Ledger
        from assistant.recall import scope_of

        def scope(asker: Asker) -> str:
            return f"{self.catalog.fingerprint}/{scope_of(self, asker)}"

        ledger = Ledger(self.journal.store, self.settings.spending, self.now, self.local_day, scope)
        return LlmPlanner(self.settings.model, self.offline, ledger, self.settings.spending.prices)


def open_project(
    folder: Path | None = None,
    today: date | None = None,
    build: bool = True,
    told: Callable[[BuildStep], None] = lambda step: None,
    env: Mapping[str, str] | None = None,
) -> Project:
    """Opens a project; builds what is missing when `build`, else raises NotReady. `told` hears of each long step."""
    file = read_project(folder or default_folder())
    settings = read_settings(os.environ if env is None else env)
    catalog = load_catalog(file.catalog, cache=file.state / "cache", root=file.folder, calendar=file.calendar)
    access = read_access(file.access, cache=file.state / "cache", root=file.folder)
    manifest, facts = built(file, catalog, settings, build, told)
    engine = warehouse_of(file, catalog, settings.spark_token).engine(manifest)
    return Project(file, catalog, access, settings, manifest, facts, engine, now, today, resident=build)


def built(file: ProjectFile, catalog: Catalog, settings: Settings, make: bool, told: Callable[[BuildStep], None]) -> tuple[Manifest, Facts]:
    """The current build, made first when asked to and needed."""
    if make:
        done = build(file, catalog, embedder_of(settings), now(), told, token=settings.spark_token)
        return done.manifest, done.facts
    warehouse = warehouse_of(file, catalog)
    manifest = warehouse.last()
    if warehouse.is_stale(manifest):
        raise NotReady("stale_serving_data", folder=str(file.folder))
    facts = read_facts(file, manifest, catalog)
    if facts is None:
        raise NotReady("stale_serving_data", folder=str(file.folder), file=str(facts_path(file)))
    return manifest, facts


def embedder_of(settings: Settings) -> Embedder:
    """The configured embedding endpoint, or the bundled model."""
    if settings.embedder is None:
        from retrieval.embed import Bundled

        return Bundled()
    from retrieval.endpoint import Endpoint

    found = settings.embedder
    return Endpoint(found.base_url, found.model, found.key)


def now() -> datetime:
    return datetime.now().astimezone()


def day_in(moment: datetime, zone: str | None) -> date:
    """The day of a moment in a time zone; None takes the clock's own."""
    if zone is None:
        return moment.date()
    from zoneinfo import ZoneInfo

    return moment.astimezone(ZoneInfo(zone)).date()


def default_folder() -> Path:
    """The folder one stands in when it is a project, else the retail sample."""
    here = Path.cwd()
    return here if (here / "wenshu.yaml").is_file() else SAMPLES / "retail"

"""The composition root: opens a project folder and puts everything together. The only place that reads the environment and the clock."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from threading import RLock
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Any

from assistant.build import Facts, build, read_facts
from assistant.edition import Edition
from assistant.following import PATIENCE, Follower, stamp_of, watched
from assistant.question import Sight
from assistant.settings import Settings, read_settings
from assistant.turnstile import Turnstile
from assistant.warehouse import BuildStep, warehouse_of
from catalog.access import Access, Asker, asker_of_claims, read_access
from catalog.catalog import Catalog
from catalog.errors import Faulty
from catalog.files import load_catalog
from catalog.files.project_file import ProjectFile, read_project
from catalog.label import Language
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

SAMPLES = Path(__file__).resolve().parents[1] / "catalog" / "samples"


def product_version() -> str:
    return version("wenshu")


@dataclass
class Project:
    """An open project. Close it, or use it in a `with`, to end its workers.

    While it is open it follows its files and its build (`pinned`); a pinned one holds to what there was when it was made.
    """

    file: ProjectFile
    settings: Settings
    edition: Edition
    engine: Engine
    clock: Callable[[], datetime]
    follower: Follower
    fixed_today: date | None = None
    root: Project | None = None  # of a pinned one: the project that goes on

    def __post_init__(self) -> None:
        self.access_stamp = stamp_of(self.file.access)
        self.access_read = self.access
        self.turnstile = Turnstile(self.file.sharing, monotonic)
        self.changing = RLock()

    def __enter__(self) -> Project:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self.engine.close()
        if "journal" in self.__dict__:
            self.journal.store.close()

    def pinned(self) -> Project:
        """The project as it is now, for one question from beginning to end: new files and builds are for later ones."""
        if self.root is not None:
            return self
        self.follow()
        with suppress(NotReady):  # said by `current`, in the question's own words
            self.follow_access()
        found = copy(self)
        found.root = self
        found.engine = self.engine.on(found.edition.manifest)
        return found

    def follow(self) -> None:
        """Takes up what has changed of the catalog's files and the build, as far as questions can be answered from it."""
        if not self.follower.has_news() or not self.changing.acquire(timeout=PATIENCE):
            return
        try:
            self.edition = self.follower.followed(self.edition)
        finally:
            self.changing.release()

    @property
    def catalog(self) -> Catalog:
        return self.edition.catalog

    @property
    def access(self) -> Access:
        return self.edition.access

    @property
    def manifest(self) -> Manifest:
        return self.edition.manifest

    @property
    def facts(self) -> Facts:
        return self.edition.facts

    @property
    def finder(self) -> Finder:
        return self.edition.finder

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

    @property
    def data_as_of(self) -> date | None:
        """The last day that the data is complete to; None when none of it is dated."""
        return self.edition.known_on(self.local_day())[1]

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
        (self.root or self).follow_access()
        if self.access is self.access_read:
            return asker
        return self.access.refreshed(asker)

    def follow_access(self) -> None:
        """Reads the access file again when it has changed, so that what is taken away is gone at the next question."""
        try:
            if stamp_of(self.file.access) == self.access_stamp:
                return
            with self.changing:
                stamp = stamp_of(self.file.access)
                self.edition = self.edition.under(read_access(self.file.access, root=self.file.folder))
                self.access_stamp = stamp
        except (Faulty, OSError) as error:  # nobody keeps rights that the file no longer says
            where = error.faults[0].where if isinstance(error, Faulty) else error.strerror
            raise NotReady("access_unreadable", file=str(self.file.access), where=where) from error

    def policy(self, asker: Asker) -> Policy:
        """What the guard lets this asker read."""
        return self.edition.policy(asker)

    def policy_of_everyone(self, asker: Asker) -> Policy:
        """What the guard lets this asker's benchmarks read: their columns, of all rows."""
        return self.edition.policy_of_everyone(asker)

    def benchmarks(self, asker: Asker) -> frozenset[str]:
        """The metrics that this asker is told over everybody's rows."""
        return self.edition.benchmarks(asker, self.today(), self.local_day())

    @property
    def protects_groups(self) -> bool:
        """Whether some dataset has a minimum group size."""
        return self.edition.protects_groups

    def seen(self, asker: Asker) -> Catalog:
        """The catalog as this asker sees it."""
        return self.edition.seen(asker)

    def sight(self, asker: Asker) -> Sight:
        """What a planner may know on behalf of this asker."""
        return self.edition.sight(asker, self.today(), self.local_day())

    def catalog_for(self, sight: Sight) -> Catalog:
        """The whole catalog, to compile by: what this asker may not name is not written into their SQL, and no small group is shown."""
        return self.edition.catalog_for(sight)

    @cached_property
    def journal(self) -> Journal:
        if self.root is not None:
            return self.root.journal
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
        if self.root is not None or self.settings.model is None:
            return self.root.model if self.root is not None else None
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
    seen = watched(file)
    catalog = load_catalog(file.catalog, cache=file.state / "cache", root=file.folder, calendar=file.calendar)
    access = read_access(file.access, cache=file.state / "cache", root=file.folder)
    manifest, facts = built(file, catalog, settings, build, told)
    engine = warehouse_of(file, catalog, settings.spark_token).engine(manifest)
    edition = Edition(file, catalog, access, manifest, facts, engine.on(manifest), embedder_of(settings), resident=build)
    return Project(file, settings, edition, engine, now, Follower(file, engine, seen), today)


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
        raise NotReady("stale_serving_data", folder=str(file.folder))
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

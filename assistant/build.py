"""Builds what a project answers from: a sample world if it is one, what its warehouse serves, members, the data's last days, the index."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlglot import exp, parse_one

from assistant.warehouse import BuildStep, Warehouse, warehouse_of, whole_policy
from catalog.calendar import Calendar
from catalog.catalog import Catalog
from catalog.dataset import Dataset
from catalog.errors import Faulty
from catalog.files.project_file import DemoSource, ProjectFile
from catalog.lineage import datasets_of
from catalog.period import add, start_of
from sql_guard.errors import NotReady
from sql_guard.guard import guard
from sql_guard.serving import Manifest

if TYPE_CHECKING:
    from retrieval.embed import Embedder
    from retrieval.index import SearchIndex

KEPT = 4  # files of members and of facts: of the build that is current, and of some before it
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Facts:
    """What was looked up in one build of the data: per dataset the first day and the first day without complete data, and members.

    `members` names their file, which also knows the catalog's words for them."""

    version: str
    first_day: Mapping[str, date]
    complete_before: Mapping[str, date]
    members: str = ""

    def last_day(self, catalog: Catalog, today: date) -> date | None:
        """The last complete day of what metrics count; None when nothing that they count is dated."""
        return add(self.days(catalog, today)[1], -1, "day") if self.counted(catalog) else None

    def counted(self, catalog: Catalog) -> set[str]:
        """The dated datasets that metrics count."""
        return {name for metric in catalog.metrics for name in datasets_of(catalog, metric)} & self.complete_before.keys()

    def days(self, catalog: Catalog, today: date) -> tuple[date, date]:
        """The first day, and the first day without complete data, of the datasets that metrics count and that do not plan ahead.

        What is known day by day says how far the data goes, where there is any: a budget by month lies months ahead of its facts.
        """
        counted = self.counted(catalog)
        counted = {name for name in counted if catalog.dataset(name).time_grain == "day"} or counted
        tomorrow = add(today, 1, "day")
        first = min((self.first_day[name] for name in counted), default=EPOCH)
        return first, max((day for name in counted if (day := self.complete_before[name]) <= tomorrow), default=tomorrow)


@dataclass(frozen=True)
class Built:
    manifest: Manifest
    facts: Facts
    changed: bool


def build(
    file: ProjectFile,
    catalog: Catalog,
    embedder: Embedder,
    now: datetime,
    told: Callable[[BuildStep], None],
    as_of: date | None = None,
    force: bool = False,
    token: str = "",
) -> Built:
    """Brings everything up to date and says whether anything changed. Raises NotReady, and Faulty where catalog and data do not fit."""
    make_world(file, as_of or now.date(), as_of is not None, told)
    warehouse = warehouse_of(file, catalog, token)
    looked_up = list[Facts]()

    def finish(manifest: Manifest) -> None:
        if read_facts(file, manifest, catalog) is None:
            refuse_unfit(catalog, warehouse, manifest)
            told("looking_up_members")
            looked_up.append(look_up(file, catalog, manifest, warehouse))

    done = warehouse.refresh(now.isoformat(timespec="seconds"), force, told, finish)
    finish(done.manifest)  # a catalog that has changed over the same data
    facts = read_facts(file, done.manifest, catalog)
    if facts is None:
        raise NotReady("stale_serving_data", folder=str(file.folder), file=str(facts_path(file, facts_version(done.manifest, catalog))))
    index(file, catalog, embedder, told)
    return Built(done.manifest, facts, done.changed or bool(looked_up))


def refuse_unfit(catalog: Catalog, warehouse: Warehouse, manifest: Manifest) -> None:
    """Raises Faulty with every place where the catalog does not fit the data, before anything stumbles over one."""
    from catalog.checks import check_fit

    with warehouse.checks(manifest) as checks:
        faults = check_fit(catalog, checks)
    if faults:
        raise Faulty(faults)


def make_world(file: ProjectFile, as_of: date, exact: bool, told: Callable[[BuildStep], None]) -> None:
    """A sample world is made when missing and extended when its last day has passed; one that is ahead is left alone unless asked for."""
    if not isinstance(file.source, DemoSource):
        return
    from sql_guard.worlds import build_flights, build_retail, extend_retail, read_world, retail_recipe

    target = file.source_path
    target.parent.mkdir(parents=True, exist_ok=True)
    if file.source.demo == "flights":
        if not target.exists():
            told("building_world")
            build_flights(target)
        return
    world = read_world(target) if target.exists() else None
    if world is None or world.recipe != retail_recipe() or (exact and world.as_of != as_of):
        told("building_world")
        build_retail(target, as_of, file.source.seed, file.source.scale)
    elif world.as_of < as_of:
        told("extending_world")
        extend_retail(target, as_of)


def facts_path(file: ProjectFile, version: str) -> Path:
    return file.state / f"facts-{version}.json"


def facts_version(manifest: Manifest, catalog: Catalog) -> str:
    """Of the data, all of the catalog but its words, and the form in which members are kept, so that an older form is built anew."""
    from retrieval.members import FORMAT

    return f"{manifest.version}-{catalog.substance}-{FORMAT}"


def read_facts(file: ProjectFile, manifest: Manifest, catalog: Catalog) -> Facts | None:
    """The facts of this build under this catalog, or None when nobody has looked them up or they cannot be read.

    Members that have other names now are the same members: their file is made again from what was looked up."""
    version = facts_version(manifest, catalog)
    try:
        found = json.loads(facts_path(file, version).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    facts = Facts(version, days(found["first_day"]), days(found["complete_before"]), members_name(manifest, catalog))
    return facts if members_path(file, facts.members).is_file() or renamed(file, found["members"], catalog, facts) else None


def renamed(file: ProjectFile, looked_up: str, catalog: Catalog, facts: Facts) -> bool:
    """Makes the file of members from the one of the look-up, if that can be read."""
    import sqlite3

    from retrieval.members import MemberIndex

    try:
        values = MemberIndex.load(members_path(file, looked_up)).looked_up()
        MemberIndex.build(catalog, values, facts.version).save(members_path(file, facts.members))
    except (OSError, sqlite3.DatabaseError):
        return False
    return True


def days(found: Mapping[str, str]) -> dict[str, date]:
    return {name: date.fromisoformat(day) for name, day in found.items()}


def members_path(file: ProjectFile, name: str) -> Path:
    return file.state / name


def members_name(manifest: Manifest, catalog: Catalog) -> str:
    from retrieval.members import FORMAT

    return f"members-{manifest.version}-{catalog.membership}-{FORMAT}.sqlite"


def look_up(file: ProjectFile, catalog: Catalog, manifest: Manifest, warehouse: Warehouse) -> Facts:
    """Reads members and first and last days of what is served, through the guard like everything else."""
    from retrieval.members import MemberIndex

    engine, policy = warehouse.engine(manifest, workers=1), whole_policy(manifest)
    build = engine.on(manifest)

    def run(tree: exp.Query) -> list[tuple[Any, ...]]:
        return list(build.run(guard(tree.sql(dialect="duckdb"), policy), policy.limits).rows)

    try:
        values = member_values(catalog, run)
        first_day, complete_before = data_days(catalog, run)
    finally:
        engine.close()
    facts = Facts(facts_version(manifest, catalog), first_day, complete_before, members_name(manifest, catalog))
    MemberIndex.build(catalog, values, facts.version).save(members_path(file, facts.members))
    keep(file, facts)
    return facts


def keep(file: ProjectFile, facts: Facts) -> None:
    """Writes the facts in one step, and forgets those of builds long gone."""
    body = {
        "first_day": {name: day.isoformat() for name, day in facts.first_day.items()},
        "complete_before": {name: day.isoformat() for name, day in facts.complete_before.items()},
        "members": facts.members,
    }
    path = facts_path(file, facts.version)
    aside = path.with_suffix(f".{os.getpid()}")
    aside.write_text(json.dumps(body), encoding="utf-8")
    aside.replace(path)
    for pattern in ("facts-*", "members-*"):
        for old in sorted(file.state.glob(pattern), key=age)[KEPT:]:
            old.unlink(missing_ok=True)


def age(path: Path) -> float:
    """Greater for older files; one that is gone meanwhile is the oldest."""
    try:
        return -path.stat().st_mtime
    except OSError:
        return 0.0


def member_values(catalog: Catalog, run: Callable[[exp.Query], list[tuple[Any, ...]]]) -> dict[str, list[str]]:
    """Every searchable text dimension's distinct values, in order."""
    found = {}
    for dimension in catalog.dimensions.values():
        if dimension.type != "text" or not dimension.searchable:
            continue
        found[dimension.id] = [str(row[0]) for row in run(members_query(catalog.dataset(dimension.dataset), dimension.expression))]
    return found


def declared_values(catalog: Catalog, run: Callable[[exp.Query], list[tuple[Any, ...]]]) -> dict[str, list[str | int | bool]]:
    """Of the declared members of dimensions that are no text, those that there are rows of."""
    found = {}
    for dimension in catalog.dimensions.values():
        if dimension.type != "text" and dimension.members:
            there = {row[0] for row in run(members_query(catalog.dataset(dimension.dataset), dimension.expression))}
            found[dimension.id] = [member.value for member in dimension.members if member.value in there]
    return found


def members_query(dataset: Dataset, expression: str) -> exp.Select:
    value = parse_one(expression, dialect="duckdb")
    table = exp.table_(dataset.table, db=dataset.schema)
    return (
        exp.select(exp.alias_(value, "value"))
        .distinct()
        .from_(table)
        .where(exp.not_(exp.Is(this=value.copy(), expression=exp.null())))
        .order_by("1")
    )


def data_days(catalog: Catalog, run: Callable[[exp.Query], list[tuple[Any, ...]]]) -> tuple[dict[str, date], dict[str, date]]:
    """Per dataset with a time column: its first day, and the first day after its last whole grain."""
    first, before = {}, {}
    for dataset in catalog.datasets.values():
        if dataset.time is None:
            continue
        time = exp.cast(exp.column(dataset.time), "DATE")
        table = exp.table_(dataset.table, db=dataset.schema)
        low, high = run(exp.select(exp.alias_(exp.Min(this=time), "low"), exp.alias_(exp.Max(this=time.copy()), "high")).from_(table))[0]
        if low is not None:
            first[dataset.id], before[dataset.id] = low, complete_before(dataset, high, catalog.calendar)
    return first, before


def complete_before(dataset: Dataset, last: date, calendar: Calendar) -> date:
    """The first day that is not complete: after the last day's grain, less what may still come late."""
    late = dataset.complete_after
    end = add(start_of(last, dataset.time_grain, calendar), 1, dataset.time_grain, calendar)
    return end if late is None else add(end, -late.count, late.grain, calendar)


def index(file: ProjectFile, catalog: Catalog, embedder: Embedder, told: Callable[[BuildStep], None]) -> SearchIndex:
    """The index of the catalog's names, made when the catalog or the model changed."""
    from retrieval.index import SearchIndex

    found = SearchIndex(index_folder(file), embedder, catalog)
    if not found.is_current:
        told("indexing")
        found.build()
    return found


def index_folder(file: ProjectFile) -> Path:
    return file.state / "index"

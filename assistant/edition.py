"""An edition: one reading of catalog and access rules on one build of the data, and what is worked out of them for each asker.

It never changes: who holds one sees nothing of another catalog, build or access file, whatever becomes current meanwhile.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from assistant.build import Facts, index_folder, members_path
from assistant.question import Sight
from catalog.access import Access, Asker, benchmarks, policy_for, visible, without_rows
from catalog.access.policies import place_of
from catalog.catalog import Catalog
from catalog.files.project_file import ProjectFile
from catalog.unnamed import unnamed
from sql_guard.engine import Engine
from sql_guard.errors import NotReady
from sql_guard.policy import Policy
from sql_guard.serving import Manifest

if TYPE_CHECKING:
    from retrieval.embed import Embedder
    from retrieval.matches import Finder
    from retrieval.members import MemberIndex

MOST_ASKERS = 500  # whose rights are kept worked out at once


def remember(kept: dict[Any, Any], key: object, value: object) -> None:
    """Keeps what was worked out; a full memory starts anew."""
    if len(kept) >= MOST_ASKERS:
        kept.clear()
    kept[key] = value


@dataclass(eq=False)
class Edition:
    """`engine` is held to the build. Nothing is worked out before somebody needs it."""

    file: ProjectFile
    catalog: Catalog
    access: Access
    manifest: Manifest
    facts: Facts
    engine: Engine
    embedder: Embedder
    resident: bool = False  # serves many questions

    def __post_init__(self) -> None:
        self.policies: dict[Asker, Policy] = {}
        self.everyone: dict[Asker, Policy] = {}
        self.sights: dict[tuple[Asker, date], Sight] = {}
        self.compiling: dict[tuple[frozenset[str], frozenset[str], bool], Catalog] = {}
        self.days: dict[date, tuple[tuple[date, date], date | None]] = {}

    def under(self, access: Access) -> Edition:
        """The same catalog and build under other access rules; what has nothing to do with these stays worked out."""
        found = replace(self, access=access)
        found.__dict__.update({name: self.__dict__[name] for name in ("finder", "members") if name in self.__dict__})
        return found

    def known_on(self, day: date) -> tuple[tuple[date, date], date | None]:
        """As known on a day: the first day of the data and the first without complete data, and the last that is complete."""
        found = self.days.get(day)
        if found is None:
            found = self.facts.days(self.catalog, day), self.facts.last_day(self.catalog, day)
            remember(self.days, day, found)
        return found

    def policy(self, asker: Asker) -> Policy:
        """What the guard lets this asker read."""
        found = self.policies.get(asker)
        if found is None:
            found = policy_for(asker, self.catalog, self.access, self.manifest.tables, self.file.limits)
            remember(self.policies, asker, found)
        return found

    def policy_of_everyone(self, asker: Asker) -> Policy:
        """What the guard lets this asker's benchmarks read: their columns, of all rows."""
        found = self.everyone.get(asker)
        if found is None:
            found = policy_for(asker, self.catalog, without_rows(self.access), self.manifest.tables, self.file.limits)
            remember(self.everyone, asker, found)
        return found

    def benchmarks(self, asker: Asker, today: date, local_day: date) -> frozenset[str]:
        """The metrics that this asker is told over everybody's rows."""
        return benchmarks(self.sight(asker, today, local_day).catalog, asker, self.access)

    @cached_property
    def protects_groups(self) -> bool:
        """Whether some dataset has a minimum group size."""
        return any(dataset.privacy is not None for dataset in self.catalog.datasets.values())

    def seen(self, asker: Asker) -> Catalog:
        """The catalog as this asker sees it."""
        return visible(self.catalog, asker, self.access)

    def sight(self, asker: Asker, today: date, local_day: date) -> Sight:
        """What a planner may know on behalf of this asker."""
        found = self.sights.get((asker, today))
        if found is None:
            seen = self.seen(asker)
            first, before = self.known_on(local_day)[0]
            found = Sight(
                catalog=seen,
                finder=self.finder_for(asker, seen),
                asker=asker,
                today=today,
                complete_before=before,
                first_day=first,
                may_list_rows=asker.may("detail_rows"),
                days={name: (self.facts.first_day[name], before) for name, before in self.facts.complete_before.items()},
            )
            remember(self.sights, (asker, today), found)
        return found

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
        index = SearchIndex(index_folder(self.file), self.embedder, self.catalog, through_chroma=self.resident)
        return Finder.of(self.catalog, self.members, index)

    @cached_property
    def members(self) -> MemberIndex:
        """The members that were looked up at the build; raises NotReady where their file is damaged."""
        from retrieval.members import MemberIndex

        path = members_path(self.file, self.facts.members)
        try:
            return MemberIndex.load(path)
        except (FileNotFoundError, sqlite3.DatabaseError) as error:
            raise NotReady("members_unreadable", file=str(path)) from error

    def open_members(self) -> None:
        """Opens the file of members, which a later build removes."""
        _ = self.members

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

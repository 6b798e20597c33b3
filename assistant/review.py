"""The periodic review of access: every person with what they see and may do, and what of the rules wants a look.

Who sees what comes from the sight and policy that questions use, what was used from the journal.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from assistant.rights import Rights
from catalog.access import Access, access_faults
from catalog.access.roles import selects
from catalog.catalog import Catalog
from catalog.errors import Fault
from catalog.store.chain import Event, entries

if TYPE_CHECKING:
    from assistant.project import Project


SHOWN = ("explore", "detail_rows", "export", "conclude", "verify", "audit")  # features whose use the audit log shows


@dataclass
class Used:
    """What one person asked in the days of the review: how often, and each metric and feature with the last time."""

    questions: int = 0
    last: datetime | None = None
    metrics: dict[str, datetime] = field(default_factory=dict)
    features: dict[str, datetime] = field(default_factory=dict)

    def add(self, at: datetime, metrics: set[str]) -> None:
        """One more question, older than those before."""
        self.questions += 1
        self.last = self.last or at
        for metric in metrics:
            self.metrics.setdefault(metric, at)


@dataclass(frozen=True)
class Entry:
    """One person of the review."""

    rights: Rights
    used: Used


@dataclass(frozen=True)
class Review:
    """Everyone whom the access file names, and what was found: each a code with its place and facts."""

    entries: tuple[Entry, ...]
    findings: tuple[Fault, ...]
    days: int


def review(project: Project, days: int) -> Review:
    """The review of the last `days` days."""
    project.follow_access()
    start = project.now() - timedelta(days=days)
    used = used_since(project, start)
    add_features(used, project, start)
    access = project.access
    entries = tuple(Entry(Rights.of(project, access.asker(name)), used.get(name, Used())) for name in access.people)
    faults = access_faults(access, project.catalog)
    found = (*of_roles(access), *of_people(entries, access), *of_grants(used, access, project.catalog), *of_features(used, access))
    return Review(entries, (*faults, *found), days)


def used_since(project: Project, start: datetime) -> dict[str, Used]:
    """By person, what the journal shows of the days since `start`, newest first."""
    from sqlalchemy import select

    from catalog.store.tables import answers

    found: dict[str, Used] = {}
    query = select(answers.c.asker, answers.c.asked_at, answers.c.body).where(answers.c.asked_at >= start)
    with project.journal.store.engine.connect() as connection:
        for asker, at, body in connection.execute(query.order_by(answers.c.asked_at.desc())):
            told = json.loads(body) if body else {}
            found.setdefault(asker, Used()).add(at, {each["metric"] for each in told.get("definitions") or ()})
    return found


def add_features(used: dict[str, Used], project: Project, start: datetime) -> None:
    """Adds what the audit log shows of features since `start`, the newest time of each."""
    with project.journal.store.engine.connect() as connection:
        for entry in entries(connection, start):
            feature = feature_of(entry.event)
            if feature is not None:
                used.setdefault(entry.event.asker, Used()).features[feature] = entry.event.at


def feature_of(event: Event) -> str | None:
    """The feature without which an entry of the audit log would not be there."""
    match event.kind:
        case "exported":
            return "audit" if event.subject == "audit" else "export"
        case "concluded":
            return "conclude"
        case "verified" | "withdrawn":
            return "verify"
        case "erased":
            return "audit"
        case "answered" if event.facts.get("status") == "answered":
            return "explore" if event.facts.get("tier") == "unverified" else "detail_rows" if event.facts.get("plan") == "RowList" else None
        case _:
            return None


def of_features(used: Mapping[str, Used], access: Access) -> Iterator[Fault]:
    """Features that a role grants and nobody with the role has used; of small groups nothing shows whether they were."""
    for role in access.roles.values():
        holders = [name for name, person in access.people.items() if role.id in person.roles]
        made = {feature for name in holders if name in used for feature in used[name].features}
        made |= {"detail_rows"} if "explore" in made else set()
        unused = [feature for feature in role.features if feature in SHOWN and feature not in made]
        if holders and unused:
            facts = (("role", role.id), ("features", ", ".join(unused)))
            yield Fault(access.place(f"{role.id}.features"), "features_unused", facts, "warning")


def of_roles(access: Access) -> Iterator[Fault]:
    """Roles that nobody has."""
    held = {role for person in access.people.values() for role in person.roles} | {role for _, roles in access.groups() for role in roles}
    for role in access.roles:
        if role not in held:
            yield Fault(access.place(role), "role_of_nobody", (("role", role),), "warning")


def of_people(entries: tuple[Entry, ...], access: Access) -> Iterator[Fault]:
    """People who see no metric, and those who have asked nothing."""
    for entry in entries:
        asker = entry.rights.asker
        if not entry.rights.seen.metrics:
            yield Fault(access.place(f"users.{asker.id}"), "person_sees_nothing", (("user", asker.id),), "warning")
        if not entry.used.questions:
            yield Fault(access.place(f"users.{asker.id}"), "person_asked_nothing", (("user", asker.id),), "warning")


def of_grants(used: Mapping[str, Used], access: Access, catalog: Catalog) -> Iterator[Fault]:
    """Grants of metrics that nobody with the role has made use of, a role at a time."""
    for role in access.roles.values():
        holders = [name for name, person in access.people.items() if role.id in person.roles]
        asked = {metric for name in holders if name in used for metric in used[name].metrics}
        cleared = {name: each for name, each in catalog.metrics.items() if role.clears(each)}
        granted = {rule: {name for name, each in cleared.items() if selects(rule, each)} for rule in role.metrics}
        unused = [rule for rule, names in granted.items() if names and not names & asked]
        if holders and unused:
            facts = (("role", role.id), ("count", str(len(unused))), ("all", str(len(role.metrics))), ("patterns", ", ".join(unused)))
            yield Fault(access.place(f"{role.id}.metrics"), "grants_unused", facts, "warning")

"""People, their roles and what a role grants: plain data, as the access file says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Literal

from catalog.dimension import Dimension
from catalog.errors import Unknown
from catalog.metric import Metric, Sensitivity

Value = str | int | float | bool
Attributes = tuple[tuple[str, tuple[Value, ...]], ...]
Treatment = Literal["hide", "mask", "hash", "show"]
STRICTNESS: tuple[Treatment, ...] = ("hide", "mask", "hash", "show")  # where rules differ the earlier one holds
SENSITIVITIES: tuple[Sensitivity, ...] = ("public", "internal", "confidential", "restricted")
FEATURES = ("explore", "detail_rows", "small_groups", "export", "conclude", "verify", "approve", "audit")
IDLE = ("approve",)  # features that decide nothing yet


@dataclass(frozen=True)
class Role:
    """What a role grants and takes away; metrics, dimensions and columns by shell patterns (`sales_*`) or by what they are marked with.

    Its grants reach metrics up to its `clearance`; what it denies, it denies at every level.
    """

    id: str
    metrics: tuple[str, ...] = ()
    deny_metrics: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    deny_dimensions: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()  # dataset, predicate over its columns with {attribute} of the person
    columns: tuple[tuple[str, Treatment], ...] = ()  # dataset.column pattern
    features: tuple[str, ...] = ()
    clearance: Sensitivity = "internal"
    deny_features: tuple[str, ...] = ()
    benchmarks: tuple[str, ...] = ()  # metrics marked as such that are counted over everybody's rows

    def clears(self, metric: Metric) -> bool:
        return SENSITIVITIES.index(metric.sensitivity) <= SENSITIVITIES.index(self.clearance)


def selects(rule: str, named: Metric | Dimension) -> bool:
    """Whether a rule is about a metric or dimension: `sales_*` by id, else `department:`, `tag:`, `sensitivity:` or `dataset:`."""
    kind, marked, wished = rule.partition(":")
    if not marked:
        return fnmatchcase(named.id, rule)
    match kind:
        case "department":
            return fnmatchcase(named.department, wished)
        case "tag":
            return isinstance(named, Metric) and any(fnmatchcase(tag, wished) for tag in named.tags)
        case "sensitivity":
            return isinstance(named, Metric) and named.sensitivity == wished
        case _:
            return isinstance(named, Dimension) and fnmatchcase(named.dataset, wished)


@dataclass(frozen=True)
class Person:
    """A user of the access file. An attribute has one or more values."""

    id: str
    name: str
    department: str
    roles: tuple[str, ...]
    attributes: Attributes = ()


@dataclass(frozen=True)
class Identity:
    """Which claims of an identity provider say who someone is, and which roles its groups have. `attributes` are ours with their claim."""

    user: str = "email"
    name: str = "name"
    department: str = "department"
    groups: str = "groups"
    roles: tuple[tuple[str, tuple[str, ...]], ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Asker:
    """Who asks. Made only by `Access`, so that nobody carries roles that the access file does not give."""

    id: str
    name: str
    department: str
    roles: tuple[str, ...]
    attributes: Attributes = ()
    features: tuple[str, ...] = ()
    claimed: bool = False  # an identity provider vouches for them

    def values(self, attribute: str) -> tuple[Value, ...]:
        """The values of an attribute; none when the person does not have it. `user` and `department` everyone has, if they have one."""
        own = (("user", (self.id,)), ("department", (self.department,) if self.department else ()))
        return dict((*own, *self.attributes)).get(attribute, ())

    def may(self, feature: str) -> bool:
        return feature in self.features


@dataclass(frozen=True)
class Access:
    """The access file. `local` asks when there is no sign-in; `places` are rules' ids with their file:line."""

    roles: Mapping[str, Role]
    people: Mapping[str, Person]
    local: str | None = None
    places: Mapping[str, str] | None = None
    fingerprint: str = ""
    identity: Identity | None = None

    def asker(self, user: str | None) -> Asker:
        """The person as an asker. A person that the file does not name is unknown, and nothing near it is suggested."""
        person = self.people.get(user or "")
        if person is None:
            raise Unknown("unknown_person", name=user or "")
        return self.as_asker(person)

    def as_asker(self, person: Person) -> Asker:
        """A person with the features that their roles grant and none of them denies."""
        return Asker(person.id, person.name, person.department, person.roles, person.attributes, self.features_of(person.roles))

    def features_of(self, roles: Iterable[str]) -> tuple[str, ...]:
        known = [self.roles[role] for role in roles if role in self.roles]
        granted = {feature for role in known for feature in role.features}
        return tuple(sorted(granted - {feature for role in known for feature in role.deny_features}))

    def refreshed(self, asker: Asker) -> Asker:
        """An asker that was made before the file changed. Who was vouched for by claims keeps the groups' roles that there still are."""
        if not asker.claimed:
            return self.asker(asker.id)
        roles = tuple(role for role in asker.roles if role in self.roles)
        return replace(asker, roles=roles, features=self.features_of(roles))

    def roles_of(self, asker: Asker) -> tuple[Role, ...]:
        return tuple(self.roles[role] for role in asker.roles if role in self.roles)

    def place(self, rule: str) -> str:
        """file:line of a rule, or of its role where the rule is a default."""
        places = self.places or {}
        return places.get(rule) or next((places[role] for role in self.roles if rule.startswith(f"{role}.") and role in places), "")

    def groups(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The identity provider's groups with their roles here."""
        yield from self.identity.roles if self.identity else ()

"""People, their roles and what a role grants: plain data, as the access file says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from catalog.errors import Unknown

Value = str | int | float | bool
Treatment = Literal["hide", "mask", "hash", "show"]
STRICTNESS: tuple[Treatment, ...] = ("hide", "mask", "hash", "show")  # where rules differ the earlier one holds
FEATURES = ("explore", "detail_rows", "export", "verify", "audit")


@dataclass(frozen=True)
class Role:
    """What a role grants and takes away; metrics, dimensions and columns by shell patterns (`sales_*`)."""

    id: str
    metrics: tuple[str, ...] = ()
    deny_metrics: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    deny_dimensions: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()  # dataset, predicate over its columns with {attribute} of the person
    columns: tuple[tuple[str, Treatment], ...] = ()  # dataset.column pattern
    features: tuple[str, ...] = ()


@dataclass(frozen=True)
class Person:
    """A user of the access file. An attribute has one or more values."""

    id: str
    name: str
    department: str
    roles: tuple[str, ...]
    attributes: tuple[tuple[str, tuple[Value, ...]], ...] = ()


@dataclass(frozen=True)
class Asker:
    """Who asks. Made only by `Access.asker`, so that nobody carries roles that the access file does not give."""

    id: str
    name: str
    department: str
    roles: tuple[str, ...]
    attributes: tuple[tuple[str, tuple[Value, ...]], ...] = ()
    features: tuple[str, ...] = ()

    def values(self, attribute: str) -> tuple[Value, ...]:
        """The values of an attribute; none when the person does not have it."""
        return dict(self.attributes).get(attribute, ())


@dataclass(frozen=True)
class Access:
    """The access file. `local` asks when there is no sign-in; `places` are rules' ids with their file:line."""

    roles: Mapping[str, Role]
    people: Mapping[str, Person]
    local: str | None = None
    places: Mapping[str, str] | None = None
    fingerprint: str = ""

    def asker(self, user: str | None) -> Asker:
        """The person as an asker. A person that the file does not name is unknown, and nothing near it is suggested."""
        person = self.people.get(user or "")
        if person is None:
            raise Unknown("unknown_person", name=user or "")
        features = {feature for role in person.roles for feature in self.roles[role].features}
        return Asker(person.id, person.name, person.department, person.roles, person.attributes, tuple(sorted(features)))

    def roles_of(self, asker: Asker) -> tuple[Role, ...]:
        return tuple(self.roles[role] for role in asker.roles if role in self.roles)

    def place(self, rule: str) -> str:
        """file:line of a rule."""
        return (self.places or {}).get(rule, "")

"""The access file as pydantic models: the door."""
# ruff: noqa: RUF012  # pydantic copies defaults

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from catalog.access.roles import Treatment
from catalog.files.door_words import Door, Id, Sql, Word
from catalog.metric import Sensitivity

LEVELS = "public|internal|confidential|restricted"
Metrics = Annotated[str, StringConstraints(pattern=rf"^([a-z0-9_*?]{{1,63}}|(department|tag):.{{1,120}}|sensitivity:({LEVELS}))$")]
Dimensions = Annotated[str, StringConstraints(pattern=r"^([a-z0-9_*?]{1,63}|(department|dataset):.{1,120})$")]
ColumnPattern = Annotated[str, StringConstraints(pattern=r"^[^.]+\.[^.]+$", max_length=200)]
Scalar = str | int | float | bool
Feature = Literal["explore", "detail_rows", "small_groups", "export", "conclude", "verify", "approve", "audit"]


class RoleEntry(Door):
    """What a role grants and takes away. Dimensions default to all of them when the role names any metric.

    Its grants reach metrics up to its `clearance`.
    """

    metrics: list[Metrics] = []
    deny_metrics: list[Metrics] = []
    clearance: Sensitivity = "internal"
    benchmarks: list[Metrics] = []
    dimensions: list[Dimensions] | None = None
    deny_dimensions: list[Dimensions] = []
    rows: dict[Id, Sql] = {}
    columns: dict[ColumnPattern, Treatment] = {}
    features: list[Feature] = []
    deny_features: list[Feature] = []


class UserEntry(Door):
    """A person. An attribute is one value or a list of values."""

    name: Word
    department: str = ""
    roles: Annotated[list[Word], Field(min_length=1)]
    attributes: dict[Id, Scalar | list[Scalar]] = {}


class IdentityEntry(Door):
    """Which claims of an identity provider say who someone is, and which roles its groups have here. `attributes`: ours -> claim."""

    user: Word = "email"
    name: Word = "name"
    department: Word = "department"
    groups: Word = "groups"
    roles: dict[Word, Annotated[list[Word], Field(min_length=1)]] = {}
    attributes: dict[Id, Word] = {}


class AccessFile(Door):
    """Roles and people, and how those are recognised that an identity provider vouches for."""

    local: Word | None = None
    roles: dict[Word, RoleEntry]
    users: dict[Word, UserEntry] = {}
    identity: IdentityEntry | None = None

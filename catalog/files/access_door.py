"""The access file as pydantic models: the door."""
# ruff: noqa: RUF012  # pydantic copies defaults

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from catalog.access.roles import Treatment
from catalog.files.door import Door, Id, Sql, Word

Pattern = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_*?]+$", max_length=63)]
ColumnPattern = Annotated[str, StringConstraints(pattern=r"^[^.]+\.[^.]+$", max_length=200)]
Scalar = str | int | float | bool
Feature = Literal["explore", "detail_rows", "export", "verify", "audit"]


class RoleEntry(Door):
    """What a role grants and takes away. Dimensions default to all of them when the role names any metric."""

    metrics: list[Pattern] = []
    deny_metrics: list[Pattern] = []
    dimensions: list[Pattern] | None = None
    deny_dimensions: list[Pattern] = []
    rows: dict[Id, Sql] = {}
    columns: dict[ColumnPattern, Treatment] = {}
    features: list[Feature] = []


class UserEntry(Door):
    """A person. An attribute is one value or a list of values."""

    name: Word
    department: str = ""
    roles: Annotated[list[Word], Field(min_length=1)]
    attributes: dict[Id, Scalar | list[Scalar]] = {}


class AccessFile(Door):
    """Roles and people."""

    local: Word | None = None
    roles: dict[Word, RoleEntry]
    users: dict[Word, UserEntry]

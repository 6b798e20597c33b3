"""The access file, read and checked; every fault at once. Answered from the cache when nothing changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from catalog.access.roles import Access, Identity, Person, Role, Value
from catalog.catalog import nearest
from catalog.errors import Fault, Faulty, Unreadable
from catalog.files.cache import keep, kept
from catalog.files.load import digest, read_files

if TYPE_CHECKING:
    from catalog.files.access_door import AccessFile, IdentityEntry, RoleEntry, UserEntry
    from catalog.files.tree import Fields


def read_access(path: Path, cache: Path | None = None, root: Path | None = None) -> Access:
    """Who may see what. Faults show the path relative to `root`. Raises Faulty with every fault."""
    faults: list[Fault] = []
    files = read_files([path], root, faults)
    if faults:
        raise Faulty(tuple(faults))
    fingerprint = digest(files)
    found = None if cache is None else kept(cache, fingerprint, Access)
    if found is None:
        [(shown, text)] = files
        found = checked(text, shown, fingerprint)
        if cache is not None:
            keep(cache, fingerprint, found)
    return found


def checked(text: str, shown: str, fingerprint: str) -> Access:
    from pydantic import ValidationError

    from catalog.files.access_door import AccessFile
    from catalog.files.faults import faults_of
    from catalog.files.tree import read_fields

    faults: list[Fault] = []
    tree = read_fields(text, shown, faults)
    if tree is not None:
        try:
            entry = AccessFile.model_validate(tree)
            faults.extend(faults_in(entry, tree, shown))
        except ValidationError as error:
            faults.extend(faults_of(error, AccessFile, tree, shown))
    if faults:
        raise Faulty(tuple(faults))
    return access_of(entry, places_of(tree, shown), fingerprint)


def access_of(entry: AccessFile, places: dict[str, str], fingerprint: str) -> Access:
    return Access(
        roles={name: role_of(name, role) for name, role in entry.roles.items()},
        people={name: person_of(name, user) for name, user in entry.users.items()},
        local=entry.local,
        places=places,
        fingerprint=fingerprint,
        identity=identity_of(entry.identity) if entry.identity else None,
    )


def role_of(name: str, entry: RoleEntry) -> Role:
    every = ["*"] if entry.metrics else []
    return Role(
        id=name,
        metrics=tuple(entry.metrics),
        deny_metrics=tuple(entry.deny_metrics),
        dimensions=tuple(every if entry.dimensions is None else entry.dimensions),
        deny_dimensions=tuple(entry.deny_dimensions),
        rows=tuple(entry.rows.items()),
        columns=tuple(entry.columns.items()),
        features=tuple(entry.features),
        clearance=entry.clearance,
        deny_features=tuple(entry.deny_features),
        benchmarks=tuple(entry.benchmarks),
    )


def identity_of(entry: IdentityEntry) -> Identity:
    roles = tuple((group, tuple(roles)) for group, roles in entry.roles.items())
    return Identity(entry.user, entry.name, entry.department, entry.groups, roles, tuple(entry.attributes.items()))


def person_of(name: str, entry: UserEntry) -> Person:
    attributes = tuple((key, many(value)) for key, value in entry.attributes.items())
    return Person(name, entry.name, entry.department, tuple(entry.roles), attributes)


def many(value: Value | list[Value]) -> tuple[Value, ...]:
    return tuple(value) if isinstance(value, list) else (value,)


def faults_in(entry: AccessFile, tree: Fields | None, shown: str) -> Iterator[Fault]:
    """Roles and the local person exist, and every row predicate can be read."""
    from catalog.access.rows import read_template
    from catalog.files.tree import line_at

    def fault(code: str, *path: str | int, **facts: str) -> Fault:
        return Fault(f"{shown}:{line_at(tree, path)}", code, tuple((key, value) for key, value in facts.items() if value))

    if entry.local is not None and entry.local not in entry.users:
        yield fault("unknown_user", "local", name=entry.local, nearest=", ".join(nearest(entry.local, entry.users)))
    for name, user in entry.users.items():
        for place, role in enumerate(user.roles):
            if role not in entry.roles:
                yield fault("unknown_role", "users", name, "roles", place, name=role, nearest=", ".join(nearest(role, entry.roles)))
    for group, roles in entry.identity.roles.items() if entry.identity else ():
        for place, role in enumerate(roles):
            if role not in entry.roles:
                yield fault("unknown_role", "identity", "roles", group, place, name=role, nearest=", ".join(nearest(role, entry.roles)))
    for name, role_entry in entry.roles.items():
        for dataset, predicate in role_entry.rows.items():
            try:
                read_template(predicate)
            except Unreadable as error:
                yield fault(error.code, "roles", name, "rows", dataset, **{key: str(value) for key, value in error.facts.items()})


def places_of(tree: Any, shown: str) -> dict[str, str]:
    """Where each rule stands: `role`, `role.rows.dataset`, `role.deny_metrics.pattern` …, and each person: `users.person`."""
    from catalog.files.tree import Fields

    found: dict[str, str] = {}
    for user in tree.get("users", {}):
        found[f"users.{user}"] = f"{shown}:{tree['users'].lines[user]}"
    for role, grants in tree["roles"].items():
        found[role] = f"{shown}:{tree['roles'].lines[role]}"
        for kind, rules in grants.items():
            found[f"{role}.{kind}"] = f"{shown}:{grants.lines[kind]}"
            if isinstance(rules, str):
                continue
            lines = list(rules.lines.values() if isinstance(rules, Fields) else rules.lines)
            found.update({f"{role}.{kind}.{rule}": f"{shown}:{line}" for rule, line in zip(rules, lines, strict=True)})
    return found

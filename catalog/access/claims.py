"""From what an identity provider says of a person to an asker.

Claims name groups and attributes; what those may see only the access file says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from catalog.access.roles import Access, Asker, Person, Value
from catalog.errors import Unknown


def asker_of_claims(claims: Mapping[str, Any], access: Access) -> Asker:
    """The asker whom verified claims name: with the roles of their groups, and of the access file where it names them too.

    What the file says of a person's department and attributes goes before the claims. Raises Unknown for who has neither.
    """
    identity = access.identity
    if identity is None:
        raise Unknown("unknown_person", name="")
    user = first_text(claims.get(identity.user))
    known = access.people.get(user)
    groups = {str(each) for each in many(claims.get(identity.groups))}
    granted = tuple(role for group, roles in access.groups() if group in groups for role in roles)
    roles = tuple(dict.fromkeys((*(known.roles if known else ()), *granted)))
    if not user or not roles:
        raise Unknown("unknown_person", name=user)
    claimed = ((ours, tuple(many(claims.get(claim)))) for ours, claim in identity.attributes)
    own = dict(known.attributes) if known else {}
    attributes = {name: values for name, values in claimed if values} | own
    name = (known.name if known else "") or first_text(claims.get(identity.name)) or user
    department = (known.department if known else "") or first_text(claims.get(identity.department))
    return replace(access.as_asker(Person(user, name, department, roles, tuple(attributes.items()))), claimed=True)


def first_text(value: Any) -> str:
    """A claim that has to be one text; anything else says nothing."""
    return value.strip() if isinstance(value, str) else ""


def many(value: Any) -> Iterator[Value]:
    """The values of a claim: one or a list of plain ones. What is nested says nothing."""
    for each in value if isinstance(value, list | tuple) else (value,):
        if isinstance(each, str | int | float | bool):
            yield each

"""Which permitted table a written name means: name, schema.name, database.name or database.schema.name, in any case."""

from __future__ import annotations

from collections.abc import Sequence

from sql_guard.policy import Policy, Table


def resolve(parts: Sequence[str], policy: Policy) -> Table | None:
    """The permitted table of one to three written parts, or None: hidden and missing tables look the same."""
    folded = [part.casefold() for part in parts]
    if len(folded) == 3 and folded[0] == policy.database.casefold():
        folded = folded[1:]
    if len(folded) == 1:
        folded = [policy.default_schema.casefold(), *folded]
    if len(folded) != 2:
        return None
    found = exactly(folded[0], folded[1], policy)
    if found is None and folded[0] == policy.database.casefold():
        return exactly(policy.default_schema.casefold(), folded[1], policy)
    return found


def exactly(schema: str, name: str, policy: Policy) -> Table | None:
    """By schema and name apart: a key joins them with a dot, which a name may contain."""
    found = policy.by_key.get(f"{schema}.{name}")
    return found if found and (found.schema.casefold(), found.name.casefold()) == (schema, name) else None

"""Which metrics a person is shown over everybody's rows: marked as benchmarks, and allowed by a role of theirs."""

from __future__ import annotations

from dataclasses import replace

from catalog.access.roles import Access, Asker, selects
from catalog.catalog import Catalog


def benchmarks(seen: Catalog, asker: Asker, access: Access) -> frozenset[str]:
    """The visible metrics that are not narrowed to the asker's rows; none for someone whose rows no rule narrows."""
    roles = access.roles_of(asker)
    if not any(role.rows for role in roles):
        return frozenset()
    rules = [rule for role in roles for rule in role.benchmarks]
    return frozenset(name for name, metric in seen.metrics.items() if metric.benchmark and any(selects(rule, metric) for rule in rules))


def without_rows(access: Access) -> Access:
    """The same rules without those on rows."""
    return replace(access, roles={name: replace(role, rows=()) for name, role in access.roles.items()})

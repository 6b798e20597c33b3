"""The access file against the catalog: rules that match nothing, columns that must stay readable, people without a needed attribute."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from catalog.access.roles import SENSITIVITIES, Access, Role, selects
from catalog.access.rows import attributes_of, columns_of
from catalog.catalog import Catalog, nearest
from catalog.dimension import Dimension
from catalog.errors import Fault
from catalog.metric import Metric
from catalog.parts import inputs_within


def access_faults(access: Access, catalog: Catalog) -> tuple[Fault, ...]:
    """Every fault; what only narrows is a warning."""
    found: list[Fault] = []
    for role in access.roles.values():
        found += [*pattern_faults(access, role, catalog), *row_faults(access, role, catalog), *column_faults(access, role, catalog)]
    return (*found, *attribute_faults(access), *sensitivity_faults(catalog))


def pattern_faults(access: Access, role: Role, catalog: Catalog) -> Iterator[Fault]:
    """Rules about metrics, dimensions and columns that the catalog has none of."""
    columns = [f"{dataset.id}.{column.name}" for dataset in catalog.datasets.values() for column in dataset.columns]
    unused = [("columns", rule, columns) for rule, _ in role.columns if not any(fnmatchcase(name, rule) for name in columns)]
    for kind in ("metrics", "deny_metrics", "benchmarks", "dimensions", "deny_dimensions"):
        known: Mapping[str, Metric] | Mapping[str, Dimension] = catalog.dimensions if "dimensions" in kind else catalog.metrics
        unused += [(kind, rule, list(known)) for rule in getattr(role, kind) if not any(selects(rule, each) for each in known.values())]
    for kind, rule, names in unused:
        facts = (("pattern", rule), ("nearest", ", ".join(nearest(rule, names))))
        yield Fault(access.place(f"{role.id}.{kind}.{rule}"), "pattern_matches_nothing", facts, "warning")


def row_faults(access: Access, role: Role, catalog: Catalog) -> Iterator[Fault]:
    for name, template in role.rows:
        where = access.place(f"{role.id}.rows.{name}")
        if name not in catalog.datasets:
            yield Fault(where, "unknown_dataset", (("name", name), ("nearest", ", ".join(nearest(name, catalog.datasets)))))
            continue
        columns = [column.name for column in catalog.datasets[name].columns]
        for column in columns_of(template):
            if column.casefold() not in {known.casefold() for known in columns}:
                facts = (("name", column), ("dataset", name), ("nearest", ", ".join(nearest(column, columns))))
                yield Fault(where, "unknown_column", facts)


def column_faults(access: Access, role: Role, catalog: Catalog) -> Iterator[Fault]:
    """A covered join key or time column hides what lies behind it: safe, and seldom meant."""
    keys = {(join.left, left) for join in catalog.joins for left, _ in join.keys}
    keys |= {(join.right, right) for join in catalog.joins for _, right in join.keys}
    keys |= {(dataset.id, dataset.time) for dataset in catalog.datasets.values() if dataset.time}
    for pattern, treatment in role.columns:
        for dataset, column in sorted(keys) if treatment != "show" else ():
            if fnmatchcase(f"{dataset}.{column}", pattern):
                facts = (("name", column), ("dataset", dataset), ("role", role.id))
                yield Fault(access.place(f"{role.id}.columns.{pattern}"), "covered_key", facts, "warning")


def attribute_faults(access: Access) -> Iterator[Fault]:
    """People whose role's predicate needs an attribute that they do not have: they see no row, which is safe and seldom meant."""
    for person in access.people.values():
        for role in access.roles_of(access.asker(person.id)):
            for name, template in role.rows:
                for attribute in attributes_of(template):
                    if not access.as_asker(person).values(attribute):
                        facts = (("user", person.id), ("attribute", attribute), ("role", role.id))
                        yield Fault(access.place(f"{role.id}.rows.{name}"), "attribute_missing", facts, "warning")


def sensitivity_faults(catalog: Catalog) -> Iterator[Fault]:
    """Metrics that are less sensitive than one they are made of: who sees the one learns of the other."""
    for metric in catalog.metrics.values():
        for name in inputs_within(metric, catalog):
            inner = catalog.metrics.get(name)
            if inner is not None and SENSITIVITIES.index(inner.sensitivity) > SENSITIVITIES.index(metric.sensitivity):
                facts = (
                    ("name", metric.id),
                    ("sensitivity", metric.sensitivity),
                    ("inner", name),
                    ("inner_sensitivity", inner.sensitivity),
                )
                yield Fault(metric.source, "lower_sensitivity", facts, "warning")

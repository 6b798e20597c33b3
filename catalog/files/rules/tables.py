"""Datasets and joins: what they name exists, and nothing is said twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from catalog.catalog import nearest
from catalog.dataset import validity_columns
from catalog.errors import Fault
from catalog.files.build import Written
from catalog.files.rules.formulas import formulas_in
from catalog.joins import steps_from


def unknown(where: str, code: str, name: str, known: Iterable[str], **facts: str) -> Fault:
    """A fault about a name that is not declared, with the nearest declared ones."""
    found = (("name", name), ("nearest", ", ".join(nearest(name, known))), *facts.items())
    return Fault(where, code, tuple((key, value) for key, value in found if value))


def columns_of(written: Written, dataset: str) -> tuple[str, ...]:
    return tuple(column.name for column in written.catalog.datasets[dataset].columns)


def known_datasets(written: Written) -> Iterator[Fault]:
    """Joins, dimensions and formulas name declared datasets."""
    names = written.catalog.datasets
    for join in written.joins:
        for side in ("left", "right"):
            if not written.knows("datasets", name := getattr(join.value, side)):
                yield unknown(join.at(side), "unknown_dataset", name, names)
    for dimension in written.dimensions.values():
        if not written.knows("datasets", dimension.value.dataset):
            yield unknown(dimension.at("dataset"), "unknown_dataset", dimension.value.dataset, names)
    for found in formulas_in(written):
        name = getattr(found.written, "dataset", None)
        if name is not None and not written.knows("datasets", name):
            yield unknown(found.at("dataset"), "unknown_dataset", name, names)


def known_columns(written: Written) -> Iterator[Fault]:
    """Keys, time and order columns are governed columns of their dataset; no column is listed twice."""
    for name, entry in written.datasets.items():
        columns, dataset = columns_of(written, name), entry.value
        for place, column in enumerate(columns):
            if column in columns[:place]:
                yield Fault(entry.at("columns", place), "duplicate_column", (("name", column), ("dataset", name)))
        for place, key in enumerate(dataset.primary_key):
            if key not in columns:
                yield unknown(entry.at("primary_key", place), "unknown_column", key, columns, dataset=name)
        for role, named in (("time", dataset.time), ("order_by", dataset.order_by)):
            if named is not None and named not in columns:
                yield unknown(entry.at(role), "unknown_column", named, columns, dataset=name)
        for side in ("start", "end") if dataset.validity is not None else ():
            if (named := getattr(dataset.validity, side)) not in columns:
                yield unknown(entry.at("validity", side), "unknown_column", named, columns, dataset=name)


def known_joins(written: Written) -> Iterator[Fault]:
    """Join keys are governed columns of both sides; `via` names declared join roles."""
    for join in written.joins:
        for left, right in join.value.on.items():
            for dataset, column in ((join.value.left, left), (join.value.right, right)):
                if dataset in written.datasets and column not in (columns := columns_of(written, dataset)):
                    yield unknown(join.at("on", left), "unknown_column", column, columns, dataset=dataset)
    roles = {join.role for join in written.catalog.joins if join.role}
    for dimension in written.dimensions.values():
        for place, role in enumerate(dimension.value.via):
            if role not in roles:
                yield unknown(dimension.at("via", place), "unknown_join_role", role, roles)


def distinct_joins(written: Written) -> Iterator[Fault]:
    """Two joins between the same datasets differ by role."""
    seen: dict[tuple[frozenset[str], str | None], str] = {}
    for join in written.joins:
        pair = (frozenset((join.value.left, join.value.right)), join.value.role)
        if pair in seen:
            yield Fault(join.at(), "duplicate_join", (("left", join.value.left), ("right", join.value.right), ("first", seen[pair])))
        seen.setdefault(pair, join.at())


def bridges_lead_somewhere(written: Written) -> Iterator[Fault]:
    """What lies beyond a bridge is found along the joins that lead out of it."""
    out = steps_from(written.catalog, bridges=True)
    for name, entry in written.datasets.items():
        if entry.value.bridge and not out.get(name):
            yield Fault(entry.at("bridge"), "bridge_without_joins", (("dataset", name),))


def open_keys(written: Written) -> Iterator[Fault]:
    """A key or time column is needed to answer at all, so it cannot be sensitive."""
    datasets = written.catalog.datasets
    needed: dict[str, set[str]] = {name: {dataset.time or "", *validity_columns(dataset)} for name, dataset in datasets.items()}
    for join in written.catalog.joins:
        needed.setdefault(join.left, set()).update(left for left, _ in join.keys)
        needed.setdefault(join.right, set()).update(right for _, right in join.keys)
    for name, entry in written.datasets.items():
        for place, column in enumerate(written.catalog.datasets[name].columns):
            if column.sensitive and column.name in needed[name]:
                yield Fault(entry.at("columns", place), "sensitive_key", (("name", column.name), ("dataset", name)))

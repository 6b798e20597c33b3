"""Why an asker may or may not: every rule that grants, denies or narrows. For those who manage access, not for the asker."""

from __future__ import annotations

from catalog.access.roles import IDLE, Access, Asker
from catalog.access.sight import Grants, Reason, Verdict
from catalog.catalog import Catalog

SHOWN: dict[str, Verdict] = {"show": "shown", "mask": "masked", "hash": "hashed", "hide": "hidden"}


def explain(catalog: Catalog, asker: Asker, access: Access, metric: str) -> tuple[Reason, ...]:
    """Why an asker sees a metric or not."""
    return explain_metric(Grants(catalog, asker, access), metric)


def explain_metric(grants: Grants, name: str) -> tuple[Reason, ...]:
    found = grants.catalog.metric(name)
    narrowed = (grants.reason("rows_restricted", each.rule, home) for home in grants.read_by(found) for each in grants.narrowings(home))
    return tuple(dict.fromkeys((*grants.granting(found), *grants.objections(found), *narrowed)))


def explain_dimension(grants: Grants, name: str) -> tuple[Reason, ...]:
    """Why an asker sees a dimension or not, and which of its members."""
    found = grants.catalog.dimension(name)
    narrowed = (grants.reason("rows_restricted", each.rule, found.dataset) for each in grants.narrowings(found.dataset))
    return tuple(dict.fromkeys((*grants.granting(found), *grants.dimension_objections(found), *narrowed)))


def column_reasons(grants: Grants, dataset: str, column: str, readable: bool) -> tuple[Reason, ...]:
    """Why a column's values are shown as they are; `readable` is what the guard says of it."""
    treatment, rule = grants.treatment(dataset, column)
    about = f"{dataset}.{column}"
    if (denied := grants.withheld.get((dataset, column.casefold()))) is not None:
        return (grants.reason("made_of_denied", denied, about),)
    if treatment == "hide" and not rule:
        return (grants.reason("sensitive", "", about),)
    if treatment == "hide" or readable:
        return (grants.reason(SHOWN[treatment], rule, about),)
    missed = grants.unreached(dataset)
    if missed is not None:
        return (grants.reason("rows_not_inherited", missed.rule, f"{dataset} <- {missed.dataset}"),)
    return (grants.reason("not_needed", "", about),)


def feature_reasons(grants: Grants, feature: str) -> tuple[Reason, ...]:
    """The roles that let an asker do something, those that forbid it, and whether it would make a difference."""
    found = [grants.reason("granted", f"{role.id}.features.{feature}", feature) for role in grants.roles if feature in role.features]
    forbidding = (role.id for role in grants.roles if feature in role.deny_features)
    denied = (grants.reason("denied", f"{role}.deny_features.{feature}", feature) for role in forbidding)
    idle = [grants.reason("decides_nothing", "", feature)] if feature in IDLE else []
    return (*(found or [grants.reason("not_granted", "", feature)]), *denied, *idle)

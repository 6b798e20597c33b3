"""The facts of a refusal without what its asker may not name: the compiler knows the whole catalog, and its errors speak of what it met."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.named import GRAINS
from assistant.plan import SqlDraft
from catalog.catalog import Catalog
from catalog.parts import inputs_within
from catalog.query import MetricQuery, RowList


def without_hidden(
    facts: Mapping[str, Any], plan: MetricQuery | RowList | SqlDraft, seen: Catalog, whole: Catalog, made_up: Mapping[str, str]
) -> dict[str, Any]:
    """The facts with every hidden id left out; for a hidden metric stands the one that was asked for and is made of it."""

    def shown(value: Any) -> Any:
        if isinstance(value, tuple | list):
            return tuple(each for each in map(shown, value) if each != "")
        value = made_up.get(value, value) if isinstance(value, str) else value
        if isinstance(value, str) and is_hidden(value, seen, whole):
            return made_of(value, plan, whole)
        return value

    return {key: value if key in GRAINS else shown(value) for key, value in facts.items()}


def is_hidden(name: str, seen: Catalog, whole: Catalog) -> bool:
    """Whether the catalog has a metric, dimension or dataset of this id, and the asker none."""
    return any(name in kinds for kinds in (whole.metrics, whole.dimensions, whole.datasets)) and not any(
        name in kinds for kinds in (seen.metrics, seen.dimensions, seen.datasets)
    )


def made_of(name: str, plan: MetricQuery | RowList | SqlDraft, whole: Catalog) -> str:
    """The metric of the plan that has this one inside; nothing where none has."""
    measures = plan.measures if isinstance(plan, MetricQuery) else ()
    inside = (each.metric for each in measures if each.metric in whole.metrics)
    return next((metric for metric in inside if name in inputs_within(whole.metrics[metric], whole)), "")

"""The facts of a refusal as its asker knows them: names of metrics, dimensions, datasets and grains instead of their ids.

Only of what the asker sees; who writes governed SQL is told the names that were written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from assistant.wording import say
from catalog.catalog import Catalog
from catalog.label import Text
from catalog.metric import Grain

METRICS, DIMENSIONS, DATASETS = ("metric", "inner", "target"), ("dimension", "nearest", "keys"), ("dataset",)
GRAINS = ("grain", "finest", "start", "reset", "possible")


def named(facts: Mapping[str, Any], catalog: Catalog) -> dict[str, Any]:
    """The facts with every id that the catalog knows as its name."""
    return {key: value_named(key, value, catalog) for key, value in facts.items()}


def value_named(key: str, value: Any, catalog: Catalog) -> Any:
    if isinstance(value, tuple | list):
        return tuple(value_named(key, each, catalog) for each in value)
    if not isinstance(value, str):
        return value
    if key in GRAINS and value in get_args(Grain):
        return Text(say("zh", f"grain.{value}"), say("en", f"grain.{value}"))
    for keys, known in ((METRICS, catalog.metrics), (DIMENSIONS, catalog.dimensions), (DATASETS, catalog.datasets)):
        if key in keys and value in known:
            label = known[value].label
            return Text(label.zh, label.en)
    return value

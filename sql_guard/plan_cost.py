"""From DuckDB's plan of a query to the rows that it expects to work on: what each step gives, as the engine itself estimates it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

EXPLAIN = "EXPLAIN (FORMAT json) "
PASSES_ON = frozenset({"PROJECTION", "STREAMING_LIMIT", "CTE"})  # steps that look at no row twice
BY_KEYS = frozenset({"HASH_JOIN", "RIGHT_DELIM_JOIN", "LEFT_DELIM_JOIN"})
MULTIPLIES = ("JOIN", "CROSS_PRODUCT", "UNNEST", "REC", "UNION")
MOST = 10**18


@dataclass(frozen=True)
class Step:
    """The rows that a step gives, those that it and all before it work on, and whether some of these were grouped."""

    rows: int
    work: int
    grouped: bool


def rows_worked_on(told: str) -> int:
    """The sum over the plan's steps of the rows that each gives. A step without an estimate gives what its inputs multiply to."""
    return min(MOST, sum(step(node).work for node in json.loads(told)))


def step(node: Mapping[str, Any]) -> Step:
    """One step of the plan with what comes before it.

    Of groups the engine does not know how many keys they have, and takes a join of groups for a thousand times what it is: by equal keys
    it is taken to give no more rows than the larger side. What is no join and makes no rows gives at most what it is given.
    """
    inputs: Iterable[Mapping[str, Any]] = node.get("children", ())
    before, name = list(map(step, inputs)), str(node.get("name", "")).strip()
    given = node.get("extra_info", {}).get("Estimated Cardinality")
    rows = int(given) if given is not None else prod(max(1, each.rows) for each in before)
    grouped = any(each.grouped for each in before)
    if before and ((name in BY_KEYS and grouped) or not any(word in name for word in MULTIPLIES)):
        rows = min(rows, max(each.rows for each in before))
    own = 0 if name in PASSES_ON else rows
    work = own + sum(each.work for each in before)
    return Step(min(MOST, rows), min(MOST, work), grouped or "GROUP_BY" in name or "AGGREGATE" in name)

"""Arithmetic between two numbers: the words for it in a question, and what governed SQL says around its blocks."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from sqlglot import exp, parse_one

from assistant.offline.vocabulary import stands_alone

Stretches = list[tuple[int, int, str]]


@cache
def phrases() -> dict[str, str]:
    """Phrase -> operation, the longest first."""
    found = tomllib.loads((resources.files("assistant.llm") / "arithmetic.toml").read_text(encoding="utf-8"))
    pairs = [(phrase, operation) for operation, listed in found.items() for phrase in listed]
    return dict(sorted(pairs, key=lambda pair: -len(pair[0])))


def arithmetic_in(text: str) -> Stretches:
    """Where the question names an operation: start, end, operation; the longest phrase of each place."""
    lowered, found = text.lower(), Stretches()
    for phrase, operation in phrases().items():
        start = lowered.find(phrase)
        while start >= 0:
            end = start + len(phrase)
            if stands_alone(lowered, start, end) and not any(start < last and first < end for first, last, _ in found):
                found.append((start, end, operation))
            start = lowered.find(phrase, start + 1)
    return sorted(found)


@dataclass(frozen=True)
class Operation:
    """One operation between governed numbers: the metrics on its left and on its right."""

    name: str
    left: frozenset[str]
    right: frozenset[str]


@dataclass(frozen=True)
class Around:
    """What a statement says beside its blocks: the arithmetic, the numbers, and whether it orders or ranks."""

    operations: tuple[Operation, ...] = ()
    numbers: frozenset[float] = frozenset()
    is_ordered: bool = False

    def does(self, name: str, places: Mapping[str, int]) -> bool:
        """Whether it does this operation between numbers in the order in which the question names them (their `places` in it)."""
        return any(operation.name == name and in_order(operation, places) for operation in self.operations)


def around(sql: str) -> Around:
    tree = parse_one(sql, dialect="duckdb")
    metrics = metrics_by_alias(tree)
    found = tree.find_all(exp.Div, exp.Sub, exp.Add, exp.Mul)
    operations = tuple(Operation(type(node).__name__, within(node.this, metrics), within(node.expression, metrics)) for node in found)
    numbers = frozenset(float(node.this) for node in tree.find_all(exp.Literal) if not node.is_string)
    is_ordered = any(True for _ in tree.find_all(exp.Order, exp.Window, exp.Limit))
    return Around(operations, numbers, is_ordered)


def metrics_by_alias(tree: exp.Expr) -> dict[str, str]:
    """The metric that a name stands for; a name that stands for two is left out."""
    found: dict[str, set[str]] = {}
    for call in tree.find_all(exp.Anonymous):
        if str(call.this).upper() == "MEASURE" and call.expressions:
            alias = call.parent.alias if isinstance(call.parent, exp.Alias) else call.expressions[0].name
            found.setdefault(alias, set()).add(call.expressions[0].name)
    return {alias: metrics.pop() for alias, metrics in found.items() if len(metrics) == 1}


def within(node: exp.Expr, metrics: Mapping[str, str]) -> frozenset[str]:
    return frozenset(metrics[column.name] for column in node.find_all(exp.Column) if column.name in metrics)


def in_order(operation: Operation, places: Mapping[str, int]) -> bool:
    sides = [[places[name] for name in side if name in places] for side in (operation.left, operation.right)]
    if not all(sides):
        return False
    return operation.name in ("Add", "Mul") or max(sides[0]) < min(sides[1])

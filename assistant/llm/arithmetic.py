"""What only governed SQL can say: the words for it in a question, and what stands around the blocks of a statement."""

from __future__ import annotations

import tomllib
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
class Around:
    """What a statement says beside its blocks: the numbers, and whether it orders or ranks."""

    numbers: frozenset[float] = frozenset()
    is_ordered: bool = False


def around(sql: str) -> Around:
    tree = parse_one(sql, dialect="duckdb")
    numbers = frozenset(float(node.this) for node in tree.find_all(exp.Literal) if not node.is_string)
    return Around(numbers, any(True for _ in tree.find_all(exp.Order, exp.Window, exp.Limit)))

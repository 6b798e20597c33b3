"""How many wrong definitions the evaluation suites notice: one thing changed at a time in each metric of the sample catalogs."""

from __future__ import annotations

import sys
from pathlib import Path

from evals.bench.figure import Figure
from evals.noticed import Noticed, noticed

SAMPLES = ("retail", "flights")
MOST_UNNOTICED = 0.05


def measure(home: Path) -> list[Figure]:
    """The part of the mutants that no suite notices, by sample, and how many there are; those that differ in nothing are counted apart."""
    found = [noticed(sample, home) for sample in SAMPLES]
    for one in found:
        print("\n".join(f"{one.sample}: {mutant}" for mutant in one.missed), file=sys.stderr)
    return [figure for one in found for figure in figures(one)]


def figures(found: Noticed) -> list[Figure]:
    return [
        Figure("mutants", len(found.noticed) + len(found.missed), "count", of=found.sample),
        Figure("mutants_equivalent", len(found.equivalent), "count", of=found.sample),
        Figure("mutants_unnoticed", 1 - found.share, "ratio", of=found.sample, most=MOST_UNNOTICED),
    ]

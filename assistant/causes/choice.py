"""Chooses the few members that explain a change, and of several dimensions the one that says most with least.

As in Adtributor (Bhagwan et al., NSDI 2014), members are taken while each carries a tenth of the change and until together they carry
two thirds (explanatory power). Surprise is not its divergence of shares, which has no meaning for losses and empty bases, but what a
member adds beyond its share of the size: under one common rate of change nobody is surprising. A member must also stand out among the
others (as deviations do in Squeeze, Li et al., ISSRE 2019): by the robust deviation of what is beyond its share, each for its size.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from assistant.causes.slices import Slice

EACH, ENOUGH = 0.1, 0.67  # Adtributor's T_EEP and T_EP
MOST_LEADING = 3
LEAST_SCORE = 0.15  # what members named must carry beyond their size
PRICE = 0.05  # of naming one member more
MANY = 5  # members from which on one can stand out among others
STANDS_OUT = 3.0  # robust deviations
NORMAL = 1.4826  # median absolute deviations in a standard deviation


@dataclass(frozen=True)
class Chosen:
    """The members to name, best first; how much of the change they carry, and that beyond their size less the price of naming them."""

    leading: tuple[Slice, ...]
    explains: float
    score: float


def choose(slices: Sequence[Slice], change: float) -> Chosen:
    """The members to name; none where the change is spread evenly or there is none."""
    if not change or len(slices) < 2:
        return Chosen((), 0.0, 0.0)
    power = {id(part): part.adds / change for part in slices}
    ranked = sorted((part for part in slices if not part.is_rest and power[id(part)] >= EACH), key=lambda part: -power[id(part)])
    outstanding = deviations(slices, change)
    best, taken = Chosen((), 0.0, 0.0), list[Slice]()
    for part in ranked:
        if len(taken) == MOST_LEADING or math.fsum(power[id(each)] for each in taken) >= ENOUGH:
            break
        if part.adds / change <= part.base or outstanding[id(part)] < STANDS_OUT:
            continue
        taken.append(part)
        explains = min(1.0, math.fsum(power[id(each)] for each in taken))
        score = explains - math.fsum(each.base for each in taken) - PRICE * (len(taken) - 1)
        if score >= max(LEAST_SCORE, best.score):
            best = Chosen(tuple(taken), explains, score)
    return best


def deviations(slices: Sequence[Slice], change: float) -> dict[int, float]:
    """How far what each member adds lies from its share of the change, in robust deviations of all: as it is, or for the root of its size
    (by which chance grows), whichever is more. Endless where few are compared."""
    sized = [part for part in slices if part.weight > 0]
    if len(sized) < MANY:
        return {id(part): math.inf for part in slices}
    excess = [part.adds - change * part.base for part in sized]
    plain, rooted = robust(excess), robust([value / math.sqrt(part.weight) for value, part in zip(excess, sized, strict=True)])
    found = {id(part): max(one, other) for part, one, other in zip(sized, plain, rooted, strict=True)}
    return {id(part): found.get(id(part), math.inf) for part in slices}


def robust(values: Sequence[float]) -> list[float]:
    """Each value's distance from the median in robust standard deviations."""
    middle = median(values)
    spread = NORMAL * median(abs(value - middle) for value in values)
    return [abs(value - middle) / spread if spread else math.inf for value in values]

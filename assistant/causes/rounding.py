"""Rounds the parts of a breakdown so that what is shown adds up to the change that is shown, by the largest remainder."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

from assistant.causes.parts import Breakdown


@dataclass(frozen=True)
class Rounded:
    """The change and what each part adds, in the order of the parts, to so many decimals: the parts add up to the change."""

    change: Decimal
    adds: tuple[Decimal, ...]


def rounded(breakdown: Breakdown, decimals: int) -> Rounded:
    """Each part is rounded up or down to a whole step (10 to the minus `decimals`); those cut most go up, until the sum is right."""
    step = Decimal(1).scaleb(-decimals)
    change = Decimal(repr(breakdown.change)).quantize(step, ROUND_HALF_EVEN)
    exact = [Decimal(repr(part.adds)) for part in breakdown.parts]
    floors = [value.quantize(step, ROUND_FLOOR) for value in exact]
    missing = int(((change - sum(floors, Decimal(0))) / step).to_integral_value())
    order = sorted(range(len(exact)), key=lambda place: (floors[place] - exact[place], place))
    for turn in range(abs(missing)):
        place = order[turn % len(order)] if missing > 0 else order[-1 - turn % len(order)]
        floors[place] += step if missing > 0 else -step
    return Rounded(change, tuple(floors))

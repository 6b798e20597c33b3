"""What each member of a dimension adds to a change: of a sum its difference, of a ratio a mix and a rate effect. Adds up, or is refused.

Ratio: with weights w (share of the denominator), rates r and their midpoints w̄, r̄, a member adds w̄·Δr (rate) and (r̄ − R̄)·Δw (mix), R̄ being
the midpoint of the totals. Source: E. M. Kitagawa, Components of a Difference Between Two Rates, JASA 50 (1955), symmetric form without
interaction term; measuring the mix against R̄ changes no sum, for the Δw of all members cancel.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.causes.inquiry import Table
from assistant.causes.sides import Pair

CLOSE = 1e-9  # of the larger side: what sums may differ by


@dataclass(frozen=True)
class Slice:
    """One member: its two values, what it adds, and its part of all (by size or by weight). `is_rest` for the members not named.

    `base` is the part of the change that would be its own if all moved alike: of a sum its part of the earlier value, if there is one.
    """

    member: Any
    before: float | None
    after: float | None
    rate: float  # of a sum, all that it adds
    mix: float = 0.0
    weight: float = 0.0
    base: float = 0.0
    share: tuple[float, float] | None = None
    is_rest: bool = False

    @property
    def adds(self) -> float:
        return self.rate + self.mix


@dataclass(frozen=True)
class Terms:
    """A ratio's numerator over denominator, on both sides."""

    over: Pair
    under: Pair

    @property
    def before(self) -> float | None:
        return divided(self.over.before, self.under.before)

    @property
    def after(self) -> float | None:
        return divided(self.over.after, self.under.after)


def divided(over: float | None, under: float | None) -> float | None:
    return None if over is None or not under else over / under


def adds_up(parts: Sequence[Pair], total: Pair) -> bool:
    """Whether the parts give the total on both sides."""
    return all(
        abs(math.fsum(side(part) or 0.0 for part in parts) - (side(total) or 0.0)) <= CLOSE * max(total.size, largest(parts))
        for side in (before_of, after_of)
    )


def largest(parts: Sequence[Pair]) -> float:
    return max((part.size for part in parts), default=0.0)


def before_of(pair: Pair) -> float | None:
    return pair.before


def after_of(pair: Pair) -> float | None:
    return pair.after


def summed(parts: Sequence[Pair]) -> Pair:
    return Pair(
        *(math.fsum(known) if (known := [v for p in parts if (v := side(p)) is not None]) else None for side in (before_of, after_of))
    )


def less(total: Pair, shown: Pair) -> Pair:
    return Pair((total.before or 0.0) - (shown.before or 0.0), (total.after or 0.0) - (shown.after or 0.0))


@dataclass(frozen=True)
class Members:
    """The values of one or two terms by member, and of all members that may not be named together."""

    named: Mapping[Any, tuple[Pair, ...]]
    rest: tuple[Pair, ...] | None


def members_of(table: Table, totals: tuple[Pair, ...]) -> Members | None:
    """The members of a table, those that do not stand for themselves in the rest; None where members overlap and add up to more."""
    named = {key[0]: pairs for key, pairs in table.values.items() if not all(pair.is_empty for pair in pairs)}
    apart: list[Any] = []
    if table.is_joined:  # a side that is missing may be in the row of the joined ones: it is not known to be gone
        apart = [member for member, pairs in named.items() if member is None or any((p.before is None) != (p.after is None) for p in pairs)]
    kept = {member: pairs for member, pairs in named.items() if member not in apart}
    shown = tuple(summed([pairs[place] for pairs in kept.values()]) for place in range(len(totals)))
    left = tuple(less(total, part) for total, part in zip(totals, shown, strict=True))
    scale = [CLOSE * max(total.size, part.size) for total, part in zip(totals, shown, strict=True)]
    is_whole = all(pair.size <= most for pair, most in zip(left, scale, strict=True))
    if is_whole or table.is_cut or table.is_joined:
        return Members(kept, None if is_whole else left)
    return None


def of_sum(table: Table, total: Pair) -> list[Slice] | None:
    """What members add to a sum; None where they do not add up to it."""
    found = members_of(table, (total,))
    if found is None:
        return None
    everyone = [*(pairs[0] for pairs in found.named.values()), *(found.rest or ())]
    size, before = math.fsum(map(sizes, everyone)), math.fsum(abs(pair.before or 0.0) for pair in everyone)

    def sliced(member: Any, pair: Pair, is_rest: bool = False) -> Slice:
        weight = sizes(pair) / size if size else 0.0
        base = abs(pair.before or 0.0) / before if before else weight
        return Slice(member, pair.before, pair.after, pair.change, weight=weight, base=base, is_rest=is_rest)

    slices = [sliced(member, pairs[0]) for member, pairs in found.named.items()]
    return [*slices, sliced(None, found.rest[0], is_rest=True)] if found.rest else slices


def sizes(pair: Pair) -> float:
    return abs(pair.before or 0.0) + abs(pair.after or 0.0)


def of_ratio(table: Table, total: Terms, terms_of: Callable[[tuple[Pair, ...]], Terms], totals: tuple[Pair, ...]) -> list[Slice] | None:
    """What members add to a ratio; None where its terms do not add up over them, or a side has no ratio. A member's terms are made of its
    values by `terms_of`."""
    found = members_of(table, totals)
    if found is None or total.before is None or total.after is None:
        return None
    middle = (total.before + total.after) / 2

    def sliced(member: Any, pairs: tuple[Pair, ...], is_rest: bool = False) -> Slice:
        return mix_and_rate(member, terms_of(pairs), total, middle, is_rest)

    slices = [sliced(member, pairs) for member, pairs in found.named.items()]
    return [*slices, sliced(None, found.rest, is_rest=True)] if found.rest else slices


def mix_and_rate(member: Any, own: Terms, total: Terms, middle: float, is_rest: bool = False) -> Slice:
    """The two effects of one member. Without weight on a side it has no rate there: the weight it gains or loses is mix, at the other."""
    then, now = (own.under.before or 0.0) / (total.under.before or 1.0), (own.under.after or 0.0) / (total.under.after or 1.0)
    adds = (own.over.after or 0.0) / (total.under.after or 1.0) - (own.over.before or 0.0) / (total.under.before or 1.0)
    adds -= middle * (now - then)
    sides = ((own.over.before, own.under.before), (own.over.after, own.under.after))
    rates = [(over or 0.0) / under for over, under in sides if under]  # weight without a numerator is a rate of nought
    mix = (math.fsum(rates) / len(rates) - middle) * (now - then) if rates else 0.0
    weight = (abs(then) + abs(now)) / 2
    return Slice(member, own.before, own.after, adds - mix, mix, weight, weight, (then, now), is_rest)

"""What is shown of a breakdown adds up to the change that is shown, however it is rounded."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from assistant.causes import Breakdown, Part, rounded


def breakdown(adds: list[float]) -> Breakdown:
    parts = tuple(Part("store", str(place), "value", None, value, value) for place, value in enumerate(adds))
    return Breakdown("store", "difference", sum(adds), parts)


def test_thirds_add_up_to_the_whole() -> None:
    found = rounded(breakdown([1 / 3, 1 / 3, 1 / 3]), 2)
    assert (found.change, found.adds) == (Decimal("1.00"), (Decimal("0.34"), Decimal("0.33"), Decimal("0.33")))


def test_a_part_is_never_moved_by_more_than_a_step_and_the_sum_is_right_at_every_rounding(seed: int) -> None:
    chance = Random(seed)
    for _ in range(300):
        split = breakdown([chance.uniform(-1, 1) * 10 ** chance.randrange(-3, 9) for _ in range(chance.randrange(1, 40))])
        for decimals in (-4, -2, 0, 2, 4):
            found = rounded(split, decimals)
            assert sum(found.adds) == found.change
            step = Decimal(1).scaleb(-decimals)
            assert all(abs(Decimal(repr(part.adds)) - shown) < 2 * step for part, shown in zip(split.parts, found.adds, strict=True))


def test_a_breakdown_without_change_shows_none() -> None:
    assert rounded(breakdown([5.0, -5.0]), 0).adds == (Decimal(5), Decimal(-5))
    assert rounded(breakdown([]), 0).change == 0

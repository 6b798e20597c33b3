"""One measured figure and the medians it comes from. Machines are shared, so a figure is never a single reading."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import quantiles
from time import perf_counter
from typing import Literal

Unit = Literal["ms", "s", "ratio", "count", "mb"]


@dataclass(frozen=True)
class Figure:
    """`code` names what was measured (worded by the message files), `of` one case of it; `most` is the target where there is one."""

    code: str
    value: float
    unit: Unit = "ms"
    of: str = ""
    most: float | None = None

    @property
    def is_met(self) -> bool:
        return self.most is None or self.value <= self.most


def milliseconds(run: Callable[[], object]) -> float:
    """Wall time of one call."""
    started = perf_counter()
    run()
    return (perf_counter() - started) * 1000


def percentile(values: Iterable[float], percent: int) -> float:
    """The percentile by linear interpolation; of one value, that value."""
    found = sorted(values)
    return found[0] if len(found) == 1 else quantiles(found, n=100, method="inclusive")[percent - 1]

"""What was looked up a moment ago, so that a page's many requests do not each ask the store.

What is forgotten is looked up again at the next request, also where it was being looked up just then; other processes' changes are seen
when the life of an entry is over.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import Generic, TypeVar

Found = TypeVar("Found")
LIFE = 1.0  # seconds
MOST = 10_000


@dataclass
class Remembered(Generic[Found]):
    """By key, what was found and when. None is never kept: what is not there is looked up each time."""

    life: float = LIFE
    clock: Callable[[], float] = monotonic
    kept: OrderedDict[str, tuple[float, Found]] = field(default_factory=OrderedDict)
    forgotten: int = 0
    one: Lock = field(default_factory=Lock)

    def of(self, key: str, look_up: Callable[[str], Found | None]) -> Found | None:
        """What is kept and still fresh, else what is looked up now."""
        there = self.kept.get(key)
        if there is not None and self.clock() - there[0] < self.life:
            return there[1]
        began, before = self.clock(), self.forgotten
        found = look_up(key)
        with self.one:
            if found is not None and before == self.forgotten:
                self.kept[key] = (began, found)
            while len(self.kept) > MOST:
                self.kept.popitem(last=False)
        return found

    def forget(self, key: str) -> None:
        """For whoever has changed what the key stands for, after the change."""
        with self.one:
            self.forgotten += 1
            self.kept.pop(key, None)

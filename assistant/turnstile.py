"""Counts each person's questions, for all faces of one process: how many are being answered, and how many came within a minute.

One person's many questions cost that person a wait, and nobody else.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from catalog.errors import CatalogError
from catalog.files.sharing import Sharing

MINUTE = 60.0


class TooManyQuestions(CatalogError):
    """too_many_at_once, too_many_a_minute; `seconds` says when to try again."""

    @property
    def seconds(self) -> int:
        return int(str(self.facts["seconds"]))


@dataclass
class Coming:
    """A person's questions that are being answered, and when the latest ones came."""

    running: int = 0
    came: deque[float] = field(default_factory=deque)


@dataclass
class Turnstile:
    """`clock` gives seconds that only ever grow."""

    sharing: Sharing
    clock: Callable[[], float]
    people: dict[str, Coming] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def enter(self, who: str) -> None:
        """Counts a question that begins; `leave` when it is over. Raises TooManyQuestions for one too many, which is not counted."""
        now = self.clock()
        with self.lock:
            self.forget(now)
            person = self.people.setdefault(who, Coming())
            if person.running >= self.sharing.at_once:
                raise TooManyQuestions("too_many_at_once", most=self.sharing.at_once, seconds=1)
            if len(person.came) >= self.sharing.a_minute:
                wait = max(1, math.ceil(person.came[0] + MINUTE - now))
                raise TooManyQuestions("too_many_a_minute", most=self.sharing.a_minute, seconds=wait)
            person.running += 1
            person.came.append(now)

    def leave(self, who: str) -> None:
        with self.lock:
            self.people[who].running -= 1

    def forget(self, now: float) -> None:
        """What came more than a minute ago, and people of whom nothing is left."""
        for who, person in list(self.people.items()):
            while person.came and person.came[0] <= now - MINUTE:
                person.came.popleft()
            if not person.came and not person.running:
                del self.people[who]

"""How a project's machine is shared by the people who ask at once. Nothing here changes what an answer says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sharing:
    """One person's questions at a time and a minute, worker processes (two at least), the address space of each, and from how many
    rows of work on a question is asked back before it runs."""

    at_once: int = 2
    a_minute: int = 60
    workers: int = 2
    memory_mib: int = 1024
    heavy_rows: int = 300_000_000


@dataclass(frozen=True)
class Privacy:
    """How many figures are put together to see whether they tell of a small group, and of which answers: how many days old, how many."""

    pieces: int = 3
    answers: int = 40
    days: int = 30

"""Who looks on while a question is answered: told of each step as it begins, and able to stop it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from typing import Literal

Step = Literal["plan", "model", "compile", "guard", "run", "show", "causes"]


@dataclass(frozen=True)
class Watch:
    """`begins` hears of each step; setting `cancel` ends the question at the next step, and a call or query that is under way at once."""

    begins: Callable[[Step], None] = lambda step: None
    cancel: Event = field(default_factory=Event)

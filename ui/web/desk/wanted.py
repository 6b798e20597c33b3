"""What the queue is narrowed to, as the address says it. A value that is none of ours narrows nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import get_args
from urllib.parse import urlencode

from assistant.desk.queue import STATES, Wanted
from assistant.record import Status, Tier
from ui.web.card import REASONS

AGES = ("1", "7", "30", "90")  # days
FEEDBACK = ("bad", "good", "none", *REASONS)
TIERS: tuple[Tier, ...] = ("verified", "governed", "unverified")
OUTCOMES: tuple[str, ...] = (*TIERS, *(each for each in get_args(Status) if each != "answered"))
NAMES = ("state", "tier", "feedback", "department", "age", "metric")


@dataclass(frozen=True)
class Filters:
    """The filters of the queue by their names in the address; empty is all, but for the state, which is open at first."""

    state: str = "open"
    tier: str = ""
    feedback: str = ""
    department: str = ""
    age: str = ""
    metric: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Filters:
        found = Filters(**{name: query[name][:200] for name in NAMES if name in query})
        known = {"state": ("all", *STATES), "tier": OUTCOMES, "feedback": FEEDBACK, "age": AGES}
        usual = Filters()
        return replace(found, **{name: getattr(usual, name) for name, values in known.items() if getattr(found, name) not in values})

    def wanted(self, now: datetime) -> Wanted:
        """What the desk is asked for. A tier is that of an answered question; what was not answered has its status."""
        tier = self.tier if self.tier in TIERS else ""
        status = "answered" if tier else self.tier
        return Wanted(
            states=() if self.state == "all" else (self.state,),  # type: ignore[arg-type]  # checked in `of`
            tiers=(tier,) if tier else (),
            statuses=(status,) if status else (),  # type: ignore[arg-type]
            feedback=self.feedback,
            departments=(self.department,) if self.department else (),
            metrics=(self.metric,) if self.metric else (),
            since=now - timedelta(days=int(self.age)) if self.age else None,
        )

    def address(self, path: str, **more: str) -> str:
        """The path with these filters and what is added."""
        usual = Filters()
        set_ones = {name: getattr(self, name) for name in NAMES if getattr(self, name) != getattr(usual, name)}
        query = urlencode({**set_ones, **{name: value for name, value in more.items() if value}})
        return f"{path}?{query}" if query else path

"""A question with its conversation, and the sight of its asker: all that a planner may know."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from catalog.catalog import Catalog
from catalog.errors import Unknown
from catalog.label import Language
from catalog.query import MetricQuery, RowList

if TYPE_CHECKING:
    from assistant.plan import Planned
    from catalog.access import Asker
    from retrieval.matches import Finder

SETTLED = ("settled", "settled_member")  # notes of a choice that the asker made
UNREADABLE = re.compile("[\ud800-\udfff\x00]")


def readable(text: str) -> str:
    """The text with what no file or database can hold (half a surrogate pair, NUL) replaced by U+FFFD, place for place."""
    return UNREADABLE.sub("\ufffd", text)


@dataclass(frozen=True)
class Turn:
    """An earlier question of the conversation and what was planned for it."""

    text: str
    planned: Planned


@dataclass(frozen=True)
class Question:
    """What was asked, after cleaning, and the conversation it belongs to. `settled`: its choices, word -> metric or dimension."""

    text: str
    turns: tuple[Turn, ...] = ()
    settled: tuple[tuple[str, str], ...] = ()
    language: Language | None = None  # None: seen from the text
    conversation: str = ""
    stands_for: MetricQuery | None = None  # the text is that of a part of an earlier answer, which has a query of its own
    heavy: bool = False  # may take long: whoever asks has agreed

    @property
    def carried(self) -> MetricQuery | None:
        """The last metric query of the conversation, for follow-ups."""
        for turn in reversed(self.turns):
            if isinstance(turn.planned.plan, MetricQuery):
                return turn.planned.plan
        return None


@dataclass(frozen=True)
class Sight:
    """What the asker may see: the restricted catalog, the finder over it, today, and the first day without complete data per dataset."""

    catalog: Catalog
    finder: Finder
    asker: Asker
    today: date
    complete_before: date
    first_day: date
    may_list_rows: bool = False
    days: Mapping[str, tuple[date, date]] = field(default_factory=dict)  # per dataset, where known: the same two days


def still_seen(turns: tuple[Turn, ...], visible: Catalog) -> tuple[Turn, ...]:
    """The turns whose queries name nothing that has gone from the asker's catalog since."""
    from catalog.access import check_query

    def is_seen(turn: Turn) -> bool:
        plan = turn.planned.plan
        if not isinstance(plan, MetricQuery | RowList):
            return True
        try:
            check_query(plan, visible)
        except Unknown:
            return False
        return True

    return tuple(filter(is_seen, turns))


def settled(turns: tuple[Turn, ...]) -> tuple[tuple[str, str], ...]:
    """The choices of a conversation, the newest last: word -> metric of what a term was read as, word -> dimension of a member's name."""
    found: dict[str, str] = {}
    for turn in turns:
        for code, facts in turn.planned.notes:
            if code in SETTLED:
                told = dict(facts)
                found[told["word"]] = told["metric"] if code == "settled" else told["dimension"]
    return tuple(found.items())

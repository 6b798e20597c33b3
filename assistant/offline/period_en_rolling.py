"""English windows that end today, not with a whole unit: the past month inclusive of one month ago. Only where the words say so."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from assistant.offline.calendar_parts import Clock, Part, span
from assistant.offline.numbers import number_of
from catalog.metric import Grain, Offset
from catalog.period import add

GRAINS: dict[str, Grain] = {"day": "day", "week": "week", "month": "month", "quarter": "quarter", "year": "year"}
COUNT = r"\d{1,3}|a|one|two|three|four|five|six|seven|eight|nine|ten|twelve"
Build = Callable[[re.Match[str], Clock], Part | None]


def since_ago(match: re.Match[str], clock: Clock) -> Part | None:
    """From the very day so long ago until today."""
    grain = GRAINS[match["unit"]]
    count = number(match["n"])
    if count != number(match["m"]) or not count:
        return None
    return span(*match.span(), add(clock.today, -count, grain), clock.today + timedelta(days=1), Offset(count, grain))


def until_today(start: int, end: int, count: int, grain: Grain, clock: Clock) -> Part | None:
    """So many units up to today: the past three months including today begin on the day after the one three months ago."""
    first = add(clock.today, -count, grain) + timedelta(days=1)
    return span(start, end, first, clock.today + timedelta(days=1), Offset(count, grain))


def number(text: str | None) -> int:
    found = None if text in (None, "a", "one") else number_of(text or "")
    return 1 if found is None else int(found.value)


ROLLING_ATOMS: tuple[tuple[str, Build], ...] = (
    (
        rf"(?<![a-z\d])(?:the )?(?:last|past|previous)(?: (?P<n>{COUNT}))? (?P<unit>day|week|month|quarter|year)s?,? "
        rf"\(?(?:inclusive of|including|starting) (?P<m>{COUNT}) (?P=unit)s? ago\)?(?![a-z\d])",
        since_ago,
    ),
)

"""Days that have a name, from words/festivals.toml; a year whose official holidays are not published has none."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources

from assistant.offline.calendar_parts import Part, days_of_year, fixed
from catalog.holidays import Holiday, break_of
from catalog.metric import Offset
from catalog.period import Period

WHICH = re.compile(r"(?<![a-z])(?:the )?(the|last|this|next|coming|upcoming) $")


@dataclass(frozen=True)
class Festival:
    """Either the same month-day every year, or an official holiday: all days off that hang together with it."""

    day: tuple[int, int] | None
    holiday: Holiday | None = None

    def part(self, start: int, end: int) -> Part:
        if self.day:
            return days_of_year(start, end, self.day, self.day)
        return Part(start, end, self.at, Offset(1, "year"), "year", holiday=self.holiday)

    def at(self, anchor: date) -> Period | None:
        return None if self.holiday is None else break_of(self.holiday, anchor.year)


@cache
def festivals() -> Mapping[str, Festival]:
    """By name."""
    text = (resources.files("assistant.offline") / "words" / "festivals.toml").read_text(encoding="utf-8")
    found = {}
    for entry in tomllib.loads(text)["festival"]:
        day = tuple(int(piece) for piece in entry["day"].split("-")) if "day" in entry else None
        festival = Festival((day[0], day[1]) if day else None, entry.get("holiday"))
        found.update({name.replace(" ", "") if not name.isascii() else name: festival for name in entry["names"]})
    return found


@cache
def festival_pattern() -> re.Pattern[str]:
    names = sorted(festivals(), key=len, reverse=True)
    return re.compile("|".join(rf"(?<![a-z\d]){re.escape(name)}(?![a-z\d])" if name.isascii() else re.escape(name) for name in names))


def festivals_in(text: str, today: date) -> Iterator[Part]:
    """Every festival that the text names; this Christmas is this year's, even where that is still to come."""
    for match in festival_pattern().finditer(text):
        festival = festivals()[match[0]]
        part = festival.part(*match.span())
        which = WHICH.search(text, 0, match.start())
        if which is None:
            yield part
        elif which[1] in ("the", "last"):
            yield from (part, replace(part, start=which.start()))
        else:
            now = part.at(today)
            ahead = 1 if which[1] != "this" and now is not None and now.end <= today else 0
            yield replace(part, start=which.start(), at=fixed(part.at(date(today.year + ahead, 1, 1))), missing=None)

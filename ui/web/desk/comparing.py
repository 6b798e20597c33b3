"""Two results beside each other: what the asker got and what the draft gives, each cell that differs marked and told in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from assistant.desk.trial import Pair, Trial, paired
from assistant.figures import nameless, write
from assistant.record import Answer
from assistant.wording import say
from catalog.label import Language
from ui.web.badge import badge
from ui.web.desk.working import code, differences, section
from ui.web.markup import Html, tag
from ui.web.result import KEYS, SHOWN, grain_of, kind
from ui.web.sql_text import sql_text

Row = tuple[Any, ...]


def comparison(found: Trial, language: Language) -> Html:
    """The verdict, both results, and the governed SQL of both."""
    was, now = (replace(each, language=language) for each in (found.was, found.now))
    if found.same:
        verdict = say(language, "web.desk.compare.same")
    else:
        verdict = say(language, "web.desk.compare.differs", what=[say(language, f"web.desk.compare.{what}") for what in found.changed])
    marks = held_together(was, now)
    pairs = (found.pairs or tuple(paired(was, now))) if marks else unpaired(was, now)
    return tag(
        "section",
        tag("h3", say(language, "web.desk.compare.title")),
        tag("p", verdict, role="status", cls="verdict"),
        tag("div", side(was, now, pairs, False, marks, language), side(now, was, pairs, True, marks, language), cls="sides"),
        section(say(language, "web.desk.compare.sql"), governed(was, now)),
        cls="compared",
        id="compared",
    )


def held_together(was: Answer, now: Answer) -> bool:
    """Whether the rows can be held against each other: as many columns, and the same keys in the same places."""
    keys = [[(place, column.name) for place, column in enumerate(each.columns) if column.role in KEYS] for each in (was, now)]
    return bool(was.columns) and len(was.columns) == len(now.columns) and keys[0] == keys[1]


def unpaired(was: Answer, now: Answer) -> tuple[Pair, ...]:
    """Rows that cannot be held against each other stand in their own order."""
    count = max(len(was.rows), len(now.rows))
    return tuple(Pair(row_at(was, place), row_at(now, place)) for place in range(count))


def row_at(found: Answer, place: int) -> Row | None:
    return tuple(found.rows[place]) if place < len(found.rows) else None


def side(found: Answer, other: Answer, pairs: tuple[Pair, ...], new: bool, marks: bool, language: Language) -> Html:
    title = say(language, "web.desk.compare.now" if new else "web.desk.compare.was")
    head = tag("div", tag("h4", title), badge(found), cls="side-title")
    return tag("div", head, tag("p", found.headline, cls="said-short"), rows(found, other, pairs, new, marks, title, language))


def rows(found: Answer, other: Answer, pairs: tuple[Pair, ...], new: bool, marks: bool, title: str, language: Language) -> Html | None:
    if not found.columns:
        return None
    head = tag("tr", *(heading(found, other, place, marks, language) for place in range(len(found.columns))))
    body = [line(found, pair, new, marks, language) for pair in pairs[:SHOWN]]
    more = tag("p", say(language, "web.desk.more", count=len(pairs) - SHOWN), cls="more") if len(pairs) > SHOWN else None
    table = tag("table", tag("thead", head), tag("tbody", *body))
    return tag("div", tag("div", table, cls="table-box", tabindex=0, role="region", aria_label=title), more)


def heading(found: Answer, other: Answer, place: int, marks: bool, language: Language) -> Html:
    column = found.columns[place]
    differs = marks and other.columns[place].name != column.name
    return tag("th", column.label.in_language(language), scope="col", cls=classes(kind(column), differs))


def classes(usual: str | None, differs: bool) -> str | None:
    return " ".join(filter(None, [usual, "differs" if differs else ""])) or None


def line(found: Answer, pair: Pair, new: bool, marks: bool, language: Language) -> Html:
    """One row; one that only the other side has stands as an empty line, so that both sides stay level."""
    row, other = (pair.now, pair.was) if new else (pair.was, pair.now)
    if row is None:
        words = tag("span", say(language, "web.desk.compare.not_here"), cls="missing") if marks else ""
        return tag("tr", tag("td", words, colspan=len(found.columns), cls="differs" if marks else None))
    cells = [cell(found, place, row[place], marks and (other is None or other[place] != row[place])) for place in range(len(row))]
    return tag("tr", *cells)


def cell(found: Answer, place: int, value: Any, differs: bool) -> Html:
    column, language = found.columns[place], found.language
    if value is None and column.role in KEYS:
        text = nameless(found.notes, language)
    else:
        text = write(value, column, language, grain=grain_of(found) if column.role == "time" else None)
    spoken = tag("span", say(language, "web.desk.compare.cell"), cls="sr") if differs else None
    return tag("td", text, spoken, cls=classes(kind(column), differs))


def governed(was: Answer, now: Answer) -> Html | None:
    if not now.working.governed:
        return None
    marked = differences(was.working.governed, now.working.governed) if was.working.governed else None
    return code(marked if marked is not None else sql_text(now.working.governed))

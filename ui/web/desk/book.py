"""The book of wrong answers as a page: by cause, each with who corrected it and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from assistant.desk.book import Group, Wrong
from assistant.wording import has_words, say
from catalog.label import Language
from ui.web.desk.working import plain_table
from ui.web.markup import Html, joined, tag

When = Callable[[datetime], str]
MOST = 200  # of a cause


def book_page(found: Sequence[Group], home: str, when: When, language: Language) -> Html:
    title = say(language, "web.desk.tab.book")
    empty = tag("p", say(language, "web.desk.book.none"), cls="none")
    groups = [group(each, home, when, language) for each in found]
    return tag("div", tag("h1", title), tag("p", say(language, "web.desk.book.lead"), cls="lead"), *(groups or [empty]), cls="page wide")


def group(found: Group, home: str, when: When, language: Language) -> Html:
    cause = say(language, f"web.desk.cause.{found.cause}")
    heads = [say(language, f"web.desk.book.{head}") for head in ("question", "department", "by", "comment", "outcome")]
    rows = [line(each, home, when, language) for each in found.wrong[:MOST]]
    title = tag("h2", say(language, "web.desk.book.cause", cause=cause, count=len(found.wrong)))
    return tag("section", title, plain_table(heads, rows, label=cause))


def line(found: Wrong, home: str, when: When, language: Language) -> list[str | Html]:
    question = found.question or say(language, "web.desk.withheld_question")
    by = joined(found.by, tag("br"), tag("time", when(found.at), datetime=found.at.isoformat()))
    return [tag("a", question, href=f"{home}/{found.answer}"), found.department, by, found.comment, outcome(found, home, language)]


def outcome(found: Wrong, home: str, language: Language) -> Html:
    """Whether the right answer is taught, and its evaluation case."""
    if found.verified:
        taught: str | None = say(language, "web.desk.book.taught")
    elif found.right is not None:
        taught = say(language, "web.desk.book.not_taught", reason=reason_words(found.reason, language))
    else:
        taught = None
    right = tag("a", say(language, "web.desk.book.right"), href=f"{home}/{found.right}") if found.right else None
    case = say(language, "web.desk.book.case", case=found.case) if found.case else say(language, "web.desk.book.no_case")
    return tag("ul", *(tag("li", part) for part in (taught, right, case) if part), cls="told-list")


def reason_words(code: str, language: Language) -> str:
    return say(language, code) if has_words(language, code) else code

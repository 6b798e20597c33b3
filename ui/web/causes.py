"""The causes of a change on the card: what has to be said of it, and tables of parts. Each row asks its own governed query."""

from __future__ import annotations

from assistant.record import Answer
from assistant.told_causes import Row, Split, Told, told
from assistant.wording import say
from ui.web.card import Shown
from ui.web.markup import Html, joined, tag


def causes(answer: Answer, shown: Shown) -> Html | None:
    """Every breakdown as a table, the first one open; None where no causes were sought."""
    said = told(answer, shown.catalog) if answer.status == "answered" else None
    if said is None or not said.splits:
        return None
    first, *others = (split_of(split, said, answer, place == 0) for place, split in enumerate(said.splits))
    hint = tag("p", say(answer.language, "causes.shown_parts"), cls="parts-hint")
    return tag("div", first, hint, *others, cls="card card-causes", lang=answer.language)


def split_of(split: Split, said: Told, answer: Answer, is_open: bool) -> Html:
    language = answer.language
    heads = (("part", ""), ("adds", ""), ("share", ""), (None, said.before), (None, said.after))
    names = [say(language, f"causes.{code}") if code else name for code, name in heads]
    is_level = split.found.method == "level"
    names = [names[0], said.after] if is_level else names  # values as they are: nothing is added to anything
    head = tag("tr", *(tag("th", name, scope="col", cls=None if place == 0 else "number") for place, name in enumerate(names)))
    rows = joined(*(row_of(row, is_level) for row in split.rows))
    foot = tag(
        "tr",
        tag("th", split.total.name, scope="row"),
        *(tag("td", text, cls="number") for text in cells(split.total, is_level)),
        cls="total",
    )
    table = tag("table", tag("thead", head), tag("tbody", rows), tag("tfoot", foot))
    box = tag("div", table, cls="table-box", tabindex=0, role="region", aria_label=split.title)
    if is_open:
        return tag("section", tag("h3", split.title, cls="split-title"), box, cls="split")
    return tag("details", tag("summary", split.title), box, cls=f"split depth-{min(split.depth, 2)}")


def row_of(row: Row, is_level: bool) -> Html:
    name = tag("button", row.name, type="button", cls="link", data_ask=row.ask, title=row.ask) if row.ask else row.name
    return tag("tr", tag("th", name, scope="row"), *(tag("td", text, cls="number") for text in cells(row, is_level)))


def cells(row: Row, is_level: bool) -> tuple[str, ...]:
    return (row.adds,) if is_level else (row.adds, row.share, row.before, row.after)

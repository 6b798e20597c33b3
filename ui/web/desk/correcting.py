"""Correcting an answer: the metric query by form, or governed SQL by hand; run beside the old result, then saved under a cause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from assistant.desk.correction import CAUSES, SILENT
from assistant.desk.draft import Problem
from assistant.desk.trial import Trial
from assistant.wording import say
from catalog.catalog import Catalog
from catalog.label import Language
from ui.sql_lines import in_lines
from ui.web.desk.comparing import comparison
from ui.web.desk.frame import button, labelled, select, wrong
from ui.web.desk.query_form import query_form
from ui.web.markup import Html, joined, tag

WITH_ANSWER = tuple(cause for cause in CAUSES if cause not in SILENT)
WITHOUT = tuple(cause for cause in reversed(CAUSES) if not cause.startswith("wrong_"))
EMPTY: Mapping[str, Any] = {"measures": []}


def by_form(
    action: str, query: Mapping[str, Any] | None, catalog: Catalog, language: Language, trial: Trial | None = None, why: str = ""
) -> Html:
    """The form of the query; once it has run, what it gives and how to save it."""
    fields = query_form(query or EMPTY, catalog, language)
    return panel("correct", drafted(action, fields, language, trial), language, why)


def by_sql(action: str, to: str, sql: str, language: Language, trial: Trial | None = None, why: str = "") -> Html:
    """The editor of governed SQL."""
    return panel("sql", drafted(action, editor(to, in_lines(sql), language), language, trial), language, why)


def panel(name: str, form: Html, language: Language, why: str) -> Html:
    return tag(
        "section",
        tag("h3", say(language, f"web.desk.do.{name}")),
        tag("p", say(language, f"web.desk.lead.{name}"), cls="hint-line"),
        wrong(why) if why else None,
        form,
        cls="work",
        id="work",
    )


def drafted(action: str, fields: Html, language: Language, trial: Trial | None) -> Html:
    """The form around a draft. Saving sends the same draft again, so that what is saved is what was looked at."""
    run = button(say(language, "web.desk.run"), "try")
    save = saving(language) if trial is not None and trial.now.status == "answered" else None
    beside = comparison(trial, language) if trial else None
    return tag("form", fields, tag("div", run, cls="buttons"), beside, save, method="post", action=f"{action}#compared", cls="draft")


def saving(language: Language) -> Html:
    causes = [(cause, say(language, f"web.desk.cause.{cause}")) for cause in WITH_ANSWER]
    return tag(
        "fieldset",
        tag("legend", say(language, "web.desk.save_title")),
        tag("div", labelled(say(language, "web.desk.cause_label"), select("cause", causes, causes[0][0])), comment(language), cls="line"),
        tag("div", button(say(language, "web.desk.save"), "save"), cls="buttons"),
        cls="saving",
    )


def comment(language: Language) -> Html:
    return labelled(say(language, "web.desk.comment"), tag("textarea", name="comment", rows=1, maxlength=2000))


def without_answer(action: str, language: Language, why: str = "") -> Html:
    """Saying that an answer is wrong where there is no right number to give."""
    causes = [(cause, say(language, f"web.desk.cause.{cause}")) for cause in WITHOUT]
    form = tag(
        "form",
        tag(
            "div",
            labelled(say(language, "web.desk.cause_label"), select("cause", causes, "should_have_declined")),
            comment(language),
            cls="line",
        ),
        tag("div", button(say(language, "web.desk.save_wrong"), "wrong"), cls="buttons"),
        method="post",
        action=action,
    )
    return panel("wrong", form, language, why)


def editor(to: str, sql: str, language: Language) -> Html:
    """A text field that marks what is wrong in it and offers names, asking for both under `to`; without script it is a text field."""
    under = tag("pre", "", cls="under", aria_hidden="true")
    text = tag(
        "textarea", "\n", sql, name="sql", rows=12, maxlength=20000, spellcheck="false", autocapitalize="off", autocomplete="off",
        role="combobox", aria_label=say(language, "web.desk.sql_label"), aria_describedby="sql-live", aria_controls="sql-suggested",
        aria_expanded="false", aria_autocomplete="list",
    )  # fmt: skip
    listed = tag("ul", cls="suggested", id="sql-suggested", role="listbox", aria_label=say(language, "web.desk.suggested"), hidden=True)
    live = tag("p", "", cls="live", id="sql-live", role="status")
    box = tag("div", under, text, listed, cls="editor", data_to=to, data_live="sql-live")
    return joined(box, live)


def marks(problems: tuple[Problem, ...], sql: str) -> list[dict[str, int]]:
    """Where to mark each problem: the word at its place, or where the name that it is about stands."""
    found = [stretch for each in problems for stretch in stretches(each, sql)]
    return [{"start": start, "end": end} for start, end in sorted(set(found))]


def stretches(problem: Problem, sql: str) -> Iterator[tuple[int, int]]:
    rows = sql.split("\n")
    if 0 < problem.line <= len(rows):
        at = sum(len(row) + 1 for row in rows[: problem.line - 1]) + min(max(problem.column - 1, 0), len(rows[problem.line - 1]))
        words = [word for word in re.finditer(r"\w+|\S", sql) if word.start() <= at < word.end()]
        yield (words[0].start(), words[0].end()) if words else (max(0, at - 1), at)
        return
    name = problem.error.facts.get("name")
    if isinstance(name, str) and name:
        yield from ((word.start(), word.end()) for word in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", sql))

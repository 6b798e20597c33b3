"""Verifying an answer: first what it would teach, tried on other ways to ask, then the button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.desk.preview import Preview
from assistant.wording import say
from catalog.label import Language
from ui.web.badge import badge
from ui.web.desk.correcting import comment
from ui.web.desk.frame import button, wrong
from ui.web.markup import Html, tag
from ui.web.result import figures, is_figure, table


def verifying(action: str, found: Sequence[Preview], language: Language, why: str = "") -> Html:
    """The previews and the form; `why` says what keeps the answer from being verified."""
    shown = [preview(each, language) for each in found]
    listed = tag("ol", *shown, cls="previews") if shown else tag("p", say(language, "web.desk.no_previews"), cls="none")
    form = tag("form", comment(language), tag("div", button(say(language, "web.desk.verify")), cls="buttons"), method="post", action=action)
    return tag(
        "section",
        tag("h3", say(language, "web.desk.do.verify")),
        tag("p", say(language, "web.desk.lead.verify"), cls="hint-line"),
        wrong(why) if why else None,
        listed if not why else None,
        form if not why else None,
        cls="work",
        id="work",
    )


def preview(found: Preview, language: Language) -> Html:
    kind = tag("span", say(language, f"web.desk.preview.{found.kind}"), cls="label")
    question = tag("p", kind, tag("strong", found.question))
    if found.answer is None:
        return tag("li", question, tag("p", say(language, "web.desk.preview.not_taken"), cls="flag"))
    answer = replace(found.answer, language=language)
    values = figures(answer) if is_figure(answer) and answer.status == "answered" else None
    rows = table(answer)
    told = tag("details", tag("summary", say(language, "web.desk.preview.rows", count=len(answer.rows))), rows) if rows else None
    return tag("li", question, tag("p", badge(answer), " ", answer.headline, cls="said-short"), values, told)


def verified(action: str, language: Language) -> Html:
    """Taking back that it was verified."""
    form = tag(
        "form", tag("div", button(say(language, "web.desk.withdraw"), cls="quiet danger"), cls="buttons"), method="post", action=action
    )
    return tag(
        "section",
        tag("h3", say(language, "web.desk.do.verify")),
        tag("p", say(language, "web.desk.is_verified")),
        form,
        cls="work",
        id="work",
    )

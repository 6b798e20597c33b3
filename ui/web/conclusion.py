"""The form under an answer in which a conclusion is written: what, who acts on it, by when."""

from __future__ import annotations

from assistant.conclusions import LONGEST, LONGEST_NAME, key_of
from assistant.record import Answer
from assistant.wording import say
from ui.web.markup import Html, tag


def conclusion_form(answer: Answer) -> Html | None:
    """Folded until it is wanted; only under one number of one metric."""
    if key_of(answer) is None:
        return None
    fields = (
        field(answer, "text", tag("textarea", name="text", rows=2, maxlength=LONGEST, required=True)),
        field(answer, "owner", tag("input", name="owner", type="text", maxlength=LONGEST_NAME)),
        field(answer, "due", tag("input", name="due", type="date")),
    )
    button = tag("button", say(answer.language, "web.conclusion.keep"), type="submit", cls="act")
    done = tag("p", cls="thanks", role="status")
    form = tag("form", *fields, button, done, data_conclude=answer.id, data_kept=say(answer.language, "web.conclusion.kept"))
    return tag("details", tag("summary", say(answer.language, "web.conclusion.write")), form, cls="conclude")


def field(answer: Answer, name: str, box: Html) -> Html:
    return tag("label", tag("span", say(answer.language, f"web.conclusion.{name}")), box)

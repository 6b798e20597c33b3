"""An answer as the chat shows it: what comes before the chart, after it, and at its foot. Everything is read from the one record."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.desk.replies import Notice
from assistant.plan import CatalogQuestion, Choice
from assistant.record import Answer
from assistant.wording import say
from catalog.catalog import Catalog
from ui.export import forms_of
from ui.web.badge import badge
from ui.web.conclusion import conclusion_form
from ui.web.markup import Html, joined, tag
from ui.web.panel import card as definition_card
from ui.web.panel import panel
from ui.web.reading import reading
from ui.web.result import figures, is_figure, table

REASONS = ("wrong_number", "wrong_definition", "misread", "poor_chart")


@dataclass(frozen=True)
class Shown:
    """What a card needs beside the answer: its asker's catalog, what may follow, the judgement given, whether rows may be taken away,
    and what analysts said of it."""

    catalog: Catalog
    following: tuple[Choice, ...] = ()
    judged: str = ""
    may_export: bool = False
    notices: tuple[Notice, ...] = ()
    may_conclude: bool = False


def top(answer: Answer, shown: Shown) -> Html:
    """Badge, sentence, big figures, and how the question was read."""
    return tag(
        "div",
        tag("div", badge(answer), as_of(answer), cls="card-head"),
        tag("p", answer.headline, cls="headline"),
        findings(answer),
        figures(answer) if is_figure(answer) and answer.status == "answered" else None,
        told_lines(answer),
        side_by_side(answer),
        reading(answer, shown.catalog),
        cls="card card-top",
        lang=answer.language,
        data_answer=answer.id,
        data_status=answer.status,
    )


def body(answer: Answer) -> Html | None:
    """Table, notes, panel and choices: what never changes again, so that an opened panel stays open."""
    parts = joined(table(answer), notes(answer), panel(answer), choices(answer))
    return tag("div", parts, cls="card card-body", lang=answer.language) if parts else None


def foot(answer: Answer, shown: Shown) -> Html:
    """Feedback, download and what may be asked next."""
    return tag(
        "div",
        told_by(answer, shown),
        actions(answer, shown),
        conclusion_form(answer) if shown.may_conclude else None,
        following(answer, shown),
        cls="card card-foot",
        lang=answer.language,
    )


def told_by(answer: Answer, shown: Shown) -> Html | None:
    """What analysts replied to the asker, and that the answer was wrong."""
    if not shown.notices:
        return None
    lines = [tag("li", tag("strong", say(answer.language, f"web.answer.{each.kind}", by=each.by)), each.text) for each in shown.notices]
    return tag("ul", *lines, cls="told-by", aria_label=say(answer.language, "web.answer.from_analysts"))


def findings(answer: Answer) -> Html | None:
    """What has to be known of a change before its parts are."""
    if not answer.findings:
        return None
    return tag("ul", *(tag("li", line) for line in answer.findings), cls="findings", aria_label=say(answer.language, "web.answer.findings"))


def as_of(answer: Answer) -> Html | None:
    if answer.data_as_of is None or answer.status != "answered":
        return None
    return tag("span", say(answer.language, "web.data_as_of", day=answer.data_as_of), cls="as-of")


def told_lines(answer: Answer) -> Html | None:
    """The lines of an answer about the catalog itself."""
    about_catalog = answer.planned is not None and isinstance(answer.planned.plan, CatalogQuestion)
    if not about_catalog or not answer.explanation:
        return None
    return tag("div", *(tag("p", line) for line in answer.explanation.splitlines()), cls="told")


def side_by_side(answer: Answer) -> Html | None:
    """Both definitions, open, where the question is why they differ."""
    planned = answer.planned
    if planned is None or answer.status != "answered" or all(code != "definitions_differ" for code, _ in planned.notes):
        return None
    return tag("div", *(definition_card(item, answer) for item in answer.definitions), cls="beside")


def notes(answer: Answer) -> Html | None:
    if not answer.notes:
        return None
    return tag("ul", *(tag("li", note) for note in answer.notes), cls="notes", aria_label=say(answer.language, "web.answer.notes"))


def choices(answer: Answer) -> Html | None:
    """Clarifying choices, or the nearest questions of a decline."""
    if not answer.choices:
        return None
    code = "web.answer.choose" if answer.status == "clarify" else "web.answer.nearest"
    return chips(say(answer.language, code), answer.choices, "choices", answer)


def following(answer: Answer, shown: Shown) -> Html | None:
    if not shown.following or answer.choices:
        return None
    return chips(say(answer.language, "web.answer.next"), shown.following, "next", answer)


def chips(label: str, found: tuple[Choice, ...], cls: str, answer: Answer) -> Html:
    buttons = [chip(choice) for choice in found]
    return tag(
        "div", tag("span", label, cls="label"), tag("div", *buttons, cls="chip-row"), cls=f"chips {cls}", role="group", aria_label=label
    )


def chip(choice: Choice) -> Html:
    asked = choice.question or choice.label
    title = asked if asked != choice.label else None
    return tag("button", choice.label, type="button", cls="chip", data_ask=asked, title=title)


def actions(answer: Answer, shown: Shown) -> Html:
    """Feedback, download, and asking again."""
    language = answer.language
    parts = [
        judge_button(answer, "good", shown.judged == "good"),
        judge_button(answer, "bad", shown.judged not in ("", "good")),
        tag("span", cls="grow"),
        retry(answer) if answer.status in ("cancelled", "timeout", "failed") else None,
        *(downloads(answer) if shown.may_export else ()),
    ]
    row = tag("div", *parts, cls="actions")
    reasons = [reason(answer, value, shown.judged == value) for value in REASONS]
    asked = tag("span", say(language, "web.answer.why_bad"), cls="label")
    open_now = shown.judged not in ("", "good")
    thanks = tag("p", say(language, "web.answer.thanks") if shown.judged else "", cls="thanks", role="status")
    return joined(row, tag("div", asked, *reasons, cls="why-bad", hidden=not open_now), thanks)


def judge_button(answer: Answer, value: str, pressed: bool) -> Html:
    word = say(answer.language, f"web.answer.{value}")
    icon = tag("span", cls=f"icon icon-{value}", aria_hidden="true")
    return tag(
        "button",
        icon,
        tag("span", word, cls="word"),
        type="button",
        cls="act",
        data_judge=value,
        data_answer=answer.id,
        data_thanks=say(answer.language, "web.answer.thanks"),
        aria_pressed="true" if pressed else "false",
    )


def reason(answer: Answer, value: str, pressed: bool) -> Html:
    word = say(answer.language, f"web.judgement.{value}")
    return tag(
        "button",
        word,
        type="button",
        cls="chip small",
        data_judge=value,
        data_answer=answer.id,
        data_thanks=say(answer.language, "web.answer.thanks"),
        aria_pressed="true" if pressed else "false",
    )


def retry(answer: Answer) -> Html:
    return tag("button", say(answer.language, "web.retry"), type="button", cls="act", data_ask=answer.question)


def downloads(answer: Answer) -> list[Html]:
    """A plain link for each form; what is behind it asks again who may have it."""
    language, forms = answer.language, forms_of(answer)
    if not forms:
        return []
    icon = tag("span", cls="icon icon-download", aria_hidden="true")
    links = [
        tag("a", say(language, f"web.form.{form}"), href=f"/answers/{answer.id}.{form}", cls="act", download=True, data_form=form)
        for form in forms
    ]
    return [tag("span", icon, *links, cls="takes", role="group", aria_label=say(language, "web.answer.download"))]

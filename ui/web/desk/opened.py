"""One answer open on the desk: what was asked and answered, then how, part after part."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from assistant.chart.image import image
from assistant.desk.acts import Act
from assistant.desk.opened import Judgement, Opened, Vouched
from assistant.record import Answer
from assistant.wording import say
from catalog.catalog import Catalog
from catalog.errors import Unanswerable
from catalog.label import Language
from ui.web.badge import badge
from ui.web.card import notes, told_lines
from ui.web.chart import BIG_FIGURE
from ui.web.desk.working import glosses, matches, section, stages, times, worded
from ui.web.markup import Html, joined, tag
from ui.web.panel import definitions, receipt
from ui.web.reading import dates
from ui.web.result import figures, is_figure, table

When = Callable[[datetime], str]


def opened(found: Opened, catalog: Catalog, when: When, language: Language, *above: Html | None) -> Html:
    """The whole answer; labels are in the page's language, what was answered stays as it was said. `above` is what is being done."""
    answer = replace(found.answer, language=language)
    question = tag("h1", answer.question or say(language, "web.desk.withheld_question"), cls="question", lang=found.answer.language)
    return tag(
        "article",
        tag("div", badge(answer), cls="card-head"),
        question,
        meta(found, when, language),
        tag("p", say(language, f"web.desk.shown.{found.shown}"), cls="as-whom") if found.shown != "kept" else None,
        *above,
        result(answer, found.answer),
        reading(answer, catalog),
        section(say(language, "web.desk.part.matches"), matches(found.matches, language)),
        definitions(answer),
        *stages(answer, language),
        section(say(language, "web.desk.part.times"), times(answer, language)),
        section(say(language, "web.desk.part.history"), history(found, when, language)),
        receipt(answer),
        cls="card panel opened",
        data_answer=found.id,
    )


def meta(found: Opened, when: When, language: Language) -> Html:
    """Who asked, when, and how it stands."""
    parts = [
        tag("span", found.name),
        tag("span", found.department) if found.department else None,
        tag("time", when(found.answer.asked_at), datetime=found.answer.asked_at.isoformat()),
        tag("span", say(language, "web.desk.stands", state=say(language, f"web.desk.state.{found.state}"))),
        tag("span", say(language, "web.desk.counts_no_more"), cls="flag") if found.vouched and found.vouched.lowered_at else None,
    ]
    return tag("div", *parts, cls="meta")


def result(answer: Answer, found: Answer) -> Html | None:
    """What the asker was shown; the chart speaks the language that it was `found` in."""
    return section(
        say(answer.language, "web.desk.part.result"),
        tag("p", answer.headline, cls="headline") if answer.headline else None,
        figures(answer) if is_figure(answer) and answer.status == "answered" else None,
        told_lines(answer),
        picture(found),
        table(answer),
        notes(answer),
        offered(answer),
    )


def picture(answer: Answer) -> Html | None:
    """The chart as a picture in the page itself; none where nothing can draw it here."""
    if answer.chart is None or answer.chart.get("usermeta", {}).get("kind") == BIG_FIGURE:
        return None
    try:
        drawn = b64encode(image(replace(answer, headline=""), "svg")).decode("ascii")  # the headline stands above it
    except Unanswerable:
        return None
    return tag("img", src=f"data:image/svg+xml;base64,{drawn}", alt=answer.headline, cls="picture")


def offered(answer: Answer) -> Html | None:
    """What was offered to be asked instead; on the desk these are no buttons."""
    if not answer.choices:
        return None
    return tag("ul", *(tag("li", choice.label) for choice in answer.choices), cls="offered")


def reading(answer: Answer, catalog: Catalog) -> Html | None:
    spans = answer.planned.reading if answer.planned else ()
    when = dates(answer) if answer.status == "answered" and (answer.dates or answer.working.executed) else None
    return section(say(answer.language, "web.desk.part.reading"), glosses(answer.question, spans, answer.language, catalog), when)


def history(found: Opened, when: When, language: Language) -> Html | None:
    """What the asker thought of it and what was done about it, in the order of time."""
    told = [(each.at, judgement(each, when, language)) for each in found.judgements]
    told += [(each.at, act(each, when, language)) for each in found.acts]
    told += [(found.vouched.at, vouched(found.vouched, when, language))] if found.vouched else []
    if not told:
        return None
    return tag("ol", *(markup for _, markup in sorted(told, key=lambda each: each[0])), cls="history")


def entry(at: datetime, by: str, words: str, text: str, when: When) -> Html:
    said = tag("blockquote", text) if text else None
    return tag("li", tag("time", when(at), datetime=at.isoformat()), tag("span", by, cls="by") if by else None, words, said)


def judgement(found: Judgement, when: When, language: Language) -> Html:
    return entry(
        found.at, "", say(language, "web.desk.act.judged", value=say(language, f"web.desk.feedback.{found.value}")), found.comment, when
    )


def act(found: Act, when: When, language: Language) -> Html:
    cause = str(found.facts.get("cause", ""))
    words = say(language, f"web.desk.act.{found.kind}", cause=worded(language, "web.desk.cause", cause) if cause else "")
    seen = say(language, "web.desk.seen") if found.kind == "replied" and found.seen_at else ""
    return entry(found.at, found.by, f"{words} {seen}".strip(), found.text, when)


def vouched(found: Vouched, when: When, language: Language) -> Html:
    words = say(language, "web.desk.act.verified")
    if found.lowered_at is not None:
        reasons = [say(language, f"cli.drifted_{reason}") for reason in found.reasons]
        words = joined(words, " ", say(language, "web.desk.lowered", at=when(found.lowered_at), reasons=reasons))
    return entry(found.at, found.by, words, found.comment, when)

"""The panel under an answer: definitions, how it was counted, and the SQL on its way from what was written to what ran."""

from __future__ import annotations

from assistant.record import Answer, Definition
from assistant.usage import usage_line
from assistant.wording import has_words, say
from ui.web.markup import Html, joined, tag
from ui.web.sql_text import sql_text

STEPS = ("plan", "model", "compile", "guard", "run", "engine", "show", "causes", "total")


def panel(answer: Answer) -> Html | None:
    """The closed panel; None when the answer has neither definitions nor SQL."""
    parts = [definitions(answer), counted(answer), *stages(answer), changes(answer), receipt(answer)]
    if not answer.working.compiled and not answer.definitions:
        return None
    summary = tag("summary", say(answer.language, "web.answer.panel"))
    return tag("details", summary, tag("div", *parts, cls="panel-body"), cls="panel")


def definitions(answer: Answer) -> Html | None:
    if not answer.definitions:
        return None
    return tag("section", heading(answer, "definition"), *(card(item, answer) for item in answer.definitions))


def card(item: Definition, answer: Answer) -> Html:
    language = answer.language
    return tag(
        "div",
        tag(
            "p",
            tag("strong", item.name),
            tag("span", say(language, "web.answer.version", version=item.version, until=item.until), cls="version"),
            cls="name",
        ),
        tag("p", item.description) if item.description else None,
        tag("p", tag("span", say(language, "web.answer.formula"), cls="label"), tag("code", item.formula)) if item.formula else None,
        tag(
            "p",
            tag("span", say(language, "web.answer.owner", owner=item.owner)),
            tag("span", say(language, "web.answer.department", department=item.department)),
            tag("code", item.metric),
            cls="owner",
        ),
        cls="definition",
    )


def counted(answer: Answer) -> Html | None:
    """The lines of how it was counted, but for the definitions, which have cards of their own."""
    lines = answer.explanation.splitlines()[len(answer.definitions) :] if answer.working.compiled else []
    if not lines:
        return None
    return tag("section", heading(answer, "steps"), tag("ul", *(tag("li", line) for line in lines)))


def stages(answer: Answer) -> list[Html | None]:
    working = answer.working
    return [
        stage(answer, "written", "" if working.written in (working.governed, answer.question) else working.written),
        stage(answer, "governed", working.governed),
        stage(answer, "compiled", working.compiled),
        stage(answer, "executed", working.executed),
    ]


def stage(answer: Answer, name: str, sql: str) -> Html | None:
    if not sql:
        return None
    copied = say(answer.language, "web.answer.copied")
    copy = tag("button", say(answer.language, "web.answer.copy"), type="button", cls="copy", data_do="copy", data_copied=copied)
    return tag("section", tag("div", heading(answer, name), copy, cls="stage-head"), tag("pre", tag("code", sql_text(sql)), tabindex=0))


def changes(answer: Answer) -> Html | None:
    if not answer.working.executed:
        return None
    language = answer.language
    said = [say(language, item.code, **dict(item.facts)) for item in answer.working.changes if has_words(language, item.code)]
    listed = tag("ul", *(tag("li", line) for line in dict.fromkeys(said))) if said else tag("p", say(language, "web.answer.no_changes"))
    return tag("section", heading(answer, "changes"), listed)


def receipt(answer: Answer) -> Html:
    """Ids and versions: what to quote when asking about this answer."""
    language, versions = answer.language, answer.versions
    times = [f"{step_name(answer, step)} {milliseconds(answer.timings[step])}" for step in STEPS if step in answer.timings]
    lines = [
        (say(language, "web.answer.answer_id"), answer.id),
        (say(language, "web.answer.asked_at"), f"{answer.asked_at:%Y-%m-%d %H:%M:%S}"),
        (say(language, "web.answer.read_by"), say(language, f"web.planner.{answer.planned.planner}") if answer.planned else ""),
        (say(language, "web.answer.model"), usage_line(answer.planned.usage, language) if answer.planned and answer.planned.usage else ""),
        (say(language, "web.answer.timings"), " · ".join(times)),
        (say(language, "web.answer.catalog_version"), versions.catalog[:12] if versions else ""),
        (say(language, "web.answer.data_version"), versions.data[:24] if versions else ""),
        (say(language, "web.answer.scope"), versions.scope[:12] if versions else ""),
        (say(language, "web.answer.product"), versions.product if versions else ""),
    ]
    pairs = [joined(tag("dt", name), tag("dd", value)) for name, value in lines if value]
    return tag("section", heading(answer, "receipt"), tag("dl", *pairs, cls="receipt"))


def step_name(answer: Answer, step: str) -> str:
    return say(answer.language, f"web.step.{step}")


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:,.0f} ms"


def heading(answer: Answer, name: str) -> Html:
    return tag("h4", say(answer.language, f"web.answer.{name}"))

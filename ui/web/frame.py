"""The page around the conversation: brand, conversations, asker, bar, welcome and composer, as markup."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.journal import Talk
from assistant.wording import say
from catalog.access import Asker
from catalog.label import Language
from ui.web.markup import Html, tag
from ui.web.room import MOST

OTHER: dict[Language, Language] = {"zh": "en", "en": "zh"}


def brand(name: str, language: Language) -> Html:
    new = tag("button", icon("new"), say(language, "web.new_talk"), type="button", cls="new-talk", data_do="fresh")
    close = icon_button("close", say(language, "web.close_menu"), "menu")
    return tag("div", tag("div", tag("div", mark(language), tag("span", name, cls="project"), cls="brand"), close, cls="side-head"), new)


def mark(language: Language) -> Html:
    return tag("span", tag("span", cls="logo", aria_hidden="true"), say(language, "web.brand"), cls="mark")


def talks(found: Sequence[Talk], current: str, language: Language) -> Html:
    """The asker's conversations; `current` is the one that the page shows, told to the script by data-talk."""
    entries = [
        tag(
            "li",
            tag(
                "button",
                talk.title,
                type="button",
                data_open=talk.id,
                title=talk.title,
                aria_current="page" if talk.id == current else None,
            ),
        )
        for talk in found
    ]
    listed = tag("ul", *entries) if entries else tag("p", say(language, "web.no_talks"), cls="none")
    kept = any(talk.id == current for talk in found)
    return tag(
        "nav",
        tag("h2", say(language, "web.talks")),
        listed,
        aria_label=say(language, "web.talks"),
        data_talk=current if kept else "",
    )


def asker(who: Asker, as_of: date | None, language: Language, may_sign_out: bool = False, desk: bool = False) -> Html:
    day = tag("div", say(language, "web.data_as_of", day=as_of), cls="as-of") if as_of else None
    initial = tag("span", who.name[:1], cls="avatar", aria_hidden="true")
    name = tag(
        "div", say(language, "web.as_whom", name=who.name), cls="who", title=say(language, "web.department", department=who.department)
    )
    leave = tag("button", say(language, "web.sign_in.leave"), type="submit", cls="leave")
    out = tag("form", leave, method="post", action="/sign-out") if may_sign_out else None
    person = tag("div", initial, tag("div", name, day), out, cls="asker")
    to_desk = tag("a", say(language, "web.desk.link"), href=f"/{language}/desk", cls="to-desk") if desk else None
    return tag("div", to_desk, person)


def bar(name: str, language: Language) -> Html:
    other = OTHER[language]
    switch = tag("a", say(language, "web.language"), href=f"/{other}/", lang=other, hreflang=other, cls="switch", data_do="language")
    return tag(
        "div",
        icon_button("menu", say(language, "web.menu"), "menu"),
        tag("span", mark(language), tag("span", name, cls="project"), cls="brand"),
        tag("span", cls="grow"),
        switch,
        icon_button("theme", say(language, "web.theme"), "theme"),
        cls="bar",
    )


def welcome(examples: Sequence[str], language: Language) -> Html:
    chips = [tag("button", example, type="button", cls="example", data_ask=example) for example in examples]
    listed = tag("div", *chips, cls="examples", role="group", aria_label=say(language, "web.examples")) if chips else None
    return tag(
        "div",
        tag("h1", say(language, "web.welcome")),
        tag("p", say(language, "web.tagline")),
        listed,
        cls="welcome",
    )


def composer(examples: Sequence[str], language: Language) -> Html:
    hint = say(language, "web.ask_here", example=examples[0]) if examples else say(language, "web.welcome")
    field = tag(
        "textarea",
        rows=1,
        maxlength=MOST,
        placeholder=hint,
        aria_label=say(language, "web.ask_label"),
        autocomplete="off",
        spellcheck="false",
        enterkeyhint="send",
    )
    send = tag("button", icon("send"), tag("span", say(language, "web.send"), cls="sr"), type="submit", cls="send")
    stop = tag("button", icon("stop"), tag("span", say(language, "web.stop"), cls="sr"), type="button", cls="stop", data_do="stop")
    return tag("form", tag("div", field, send, stop, cls="box"), tag("p", say(language, "web.ask_hint"), cls="hint"), cls="composer")


def icon(name: str) -> Html:
    return tag("span", cls=f"icon icon-{name}", aria_hidden="true")


def icon_button(name: str, label: str, does: str) -> Html:
    return tag("button", icon(name), type="button", cls="icon-button", data_do=does, aria_label=label, title=label)

"""A page of the desk: the whole document with its bar and tabs. It loads nothing; style and script are in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from assistant.wording import say
from catalog.access import Asker
from catalog.label import Language
from ui.web.frame import OTHER, icon, mark
from ui.web.markup import Html, joined, tag, trusted

Tab = Literal["queue", "book", "gaps", "usage"]
TABS: tuple[Tab, ...] = ("queue", "book", "gaps", "usage")
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Frame:
    """What every page of the desk knows: its language, whose it is, and its address for the switch of languages."""

    language: Language
    project: str
    asker: Asker
    tab: Tab
    path: str = ""  # after /LANGUAGE/desk
    may_sign_out: bool = False

    @property
    def home(self) -> str:
        return f"/{self.language}/desk"


def document(frame: Frame, main: Html, open_now: bool = False) -> str:
    """The HTML document; on a phone `open_now` shows the open answer in place of the queue."""
    language = frame.language
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", say(language, "web.desk.title", project=frame.project)),
        tag("style", trusted(text_of("../style.css") + text_of("desk.css"))),
        tag("script", trusted(text_of("desk.js"))),
    )
    skip = tag("a", say(language, "web.desk.skip"), href="#main", cls="skip")
    shell = tag("div", bar(frame), tag("main", main, id="main", tabindex=-1), id="shell", cls="desk has-open" if open_now else "desk")
    whole = tag("html", head, tag("body", skip, shell), lang="zh-CN" if language == "zh" else "en")
    return f"<!doctype html>{whole}"


@cache
def text_of(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def bar(frame: Frame) -> Html:
    """Brand, tabs, and the way back to the chat."""
    language = frame.language
    other = OTHER[language]
    theme = tag("button", icon("theme"), type="button", cls="icon-button", data_do="theme", aria_label=say(language, "web.theme"))
    leave = tag("button", say(language, "web.sign_in.leave"), type="submit", cls="leave")
    return tag(
        "header",
        tag("a", mark(language), href=frame.home, cls="brand"),
        tag("nav", joined(*(tab(frame, each) for each in TABS)), cls="tabs", aria_label=say(language, "web.desk.tabs")),
        tag("span", cls="grow"),
        tag("span", say(language, "web.as_whom", name=frame.asker.name), cls="whom"),
        tag("a", say(language, "web.desk.chat"), href=f"/{language}/", cls="switch"),
        tag("a", say(language, "web.language"), href=f"/{other}/desk{frame.path}", lang=other, hreflang=other, cls="switch"),
        theme,
        tag("form", leave, method="post", action="/sign-out") if frame.may_sign_out else None,
        cls="desk-bar",
    )


def tab(frame: Frame, name: Tab) -> Html:
    to = frame.home if name == "queue" else f"{frame.home}/{name}"
    return tag("a", say(frame.language, f"web.desk.tab.{name}"), href=to, aria_current="page" if name == frame.tab else None)


def said(code: str, language: Language, **facts: object) -> Html:
    """What was just done, told aloud by screen readers."""
    return tag("p", say(language, code, **facts), cls="said-done", role="status")


def wrong(words: str) -> Html:
    """Why something was not done."""
    return tag("p", words, cls="wrong", role="alert")


def labelled(label: str, field: Html, hint: str = "") -> Html:
    return tag("label", tag("span", label, cls="field-name"), field, tag("small", hint) if hint else None, cls="field")


def select(name: str, options: Sequence[tuple[str, str]], chosen: str, **attributes: str | bool | None) -> Html:
    """A list to choose from: values with their words."""
    listed = [tag("option", words, value=value, selected=value == chosen) for value, words in options]
    return tag("select", *listed, name=name, **attributes)


def field(kind: str, name: str, value: str, **attributes: str | int | bool | None) -> Html:
    return tag("input", type=kind, name=name, value=value, **attributes)


def hidden(name: str, value: str) -> Html:
    return tag("input", type="hidden", name=name, value=value)


def button(words: str, does: str = "", cls: str = "go", **attributes: str | bool | None) -> Html:
    """A button that sends its form; `does` names which of several it is."""
    return tag("button", words, type="submit", name="do" if does else None, value=does or None, cls=cls, **attributes)

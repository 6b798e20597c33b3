"""What can be done about the open answer, as links above it; each opens its form in the same page."""

from __future__ import annotations

from typing import Literal, get_args

from assistant.wording import say
from catalog.label import Language
from ui.web.markup import Html, tag

Deed = Literal["verify", "correct", "sql", "wrong", "synonym", "gap", "reply", "dismiss", "as"]
DEEDS: tuple[Deed, ...] = get_args(Deed)


def deed_of(text: str) -> Deed | None:
    return next((deed for deed in DEEDS if deed == text), None)


def deeds(to: str, chosen: str, asks_as: bool, language: Language) -> Html:
    """The bar of actions; `to` is the open answer's address with its filters."""
    mark = "&" if "?" in to else "?"
    links = [
        tag("a", say(language, f"web.desk.do.{deed}"), href=f"{to}{mark}do={deed}#work", aria_current="true" if deed == chosen else None)
        for deed in DEEDS
        if deed != "as" or asks_as
    ]
    return tag("nav", *links, cls="acts", aria_label=say(language, "web.desk.acts"))

"""How offered choices and questions are worded: the templates of words/suggest_{zh,en}.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from catalog.label import Language


@cache
def templates(language: Language) -> dict[str, str]:
    text = (resources.files("assistant.offline") / "words" / f"suggest_{language}.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text)["suggest"])


def write(language: Language, code: str, **facts: str) -> str:
    return templates(language)[code].format_map(facts)

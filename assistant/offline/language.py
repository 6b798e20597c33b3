"""The language of a question: by its Chinese characters against its plain English words."""

from __future__ import annotations

import re

from catalog.label import Language
from retrieval.text import CJK_CHARACTER

PLAIN_WORD = re.compile(r"(?<![A-Za-z0-9])[a-z]{2,}(?![A-Za-z0-9])")  # codes such as GMV, Q3 and YoY belong to both languages
LETTER = re.compile(r"[A-Za-z]")


def language_of(text: str, otherwise: Language) -> Language:
    """A word counts as two characters; a text with neither is in the project's language."""
    characters = len(CJK_CHARACTER.findall(text))
    words = len(PLAIN_WORD.findall(text))
    if characters == 0:
        return "en" if LETTER.search(text) else otherwise
    return "zh" if characters >= 2 * words else "en"

"""How one thing is called: a zh and an en name, and the synonyms people use for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True)
class Text:
    """A sentence in both languages."""

    zh: str = ""
    en: str = ""

    def in_language(self, language: Language) -> str:
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)


@dataclass(frozen=True)
class Label:
    """A name in both languages and its synonyms (any language, any script)."""

    zh: str
    en: str
    synonyms: tuple[str, ...] = ()

    def in_language(self, language: Language) -> str:
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)

    @property
    def surfaces(self) -> tuple[str, ...]:
        """Every way this thing may be written, names first."""
        return tuple(dict.fromkeys(word for word in (self.zh, self.en, *self.synonyms) if word))

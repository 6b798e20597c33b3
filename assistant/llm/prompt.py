"""What a model is sent: the same prefix for everyone (rules, examples), then what this asker may see of the catalog and the question.

Catalog text is quoted as data and clipped; cell values are never sent; the whole stays within a budget at any size of catalog.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from assistant.llm.known import Known
from assistant.llm.schema import schema_of
from retrieval.text import CJK, clean

BUDGET = 1800  # tokens, schema included
LABEL_CAP, DESCRIPTION_CAP, QUESTION_CAP = 32, 40, 300
PIECES = re.compile(rf"[{CJK}]|[A-Za-z]+|\d|[^\sA-Za-z\d{CJK}]+")


@dataclass(frozen=True)
class Prompt:
    """`messages` as (role, text), the first one the shared prefix; `schema` of the reply."""

    messages: tuple[tuple[str, str], ...]
    schema: dict[str, Any]
    known: Known

    @property
    def tokens(self) -> int:
        """A rough count, on the high side."""
        return sum(tokens_in(text) for _, text in self.messages) + tokens_in(compact(self.schema))

    def after(self, reply: str, problem: str) -> Prompt:
        """The prompt of the repair round: the reply and what is wrong with it."""
        told = text_of("repair").format(problem=problem)
        return replace(self, messages=(*self.messages, ("assistant", reply[:1500]), ("user", told)))


def prompt_for(known: Known) -> Prompt:
    """The prompt within the budget: the least likely candidates go first, then descriptions."""
    described = True
    while True:
        prompt = Prompt((("system", text_of("plan")), ("user", asked(known, described))), schema_of(known), known)
        if prompt.tokens <= BUDGET or len(known.metrics) + len(known.dimensions) <= 2:
            return prompt
        known, described = smaller(known) if not described else known, False


def smaller(known: Known) -> Known:
    """One candidate less: of whichever kind has more."""
    if len(known.metrics) >= len(known.dimensions):
        return replace(known, metrics=known.metrics[:-1])
    return replace(known, dimensions=known.dimensions[:-1])


@cache
def text_of(name: str) -> str:
    return (resources.files("assistant.llm") / "prompts" / f"{name}.md").read_text(encoding="utf-8")


def asked(known: Known, described: bool) -> str:
    """The part of the prompt that changes."""
    catalog, language = known.sight.catalog, known.language
    lines = ["Metrics:"]
    for name in known.metrics:
        metric = catalog.metrics[name]
        what = f" {quoted(metric.description.in_language(language), DESCRIPTION_CAP)}" if described else ""
        lines.append(f"{name} {quoted(metric.label.in_language(language), LABEL_CAP)}{what}")
    lines.append("Dimensions:")
    lines += [f"{name} {quoted(catalog.dimensions[name].label.in_language(language), LABEL_CAP)}" for name in known.dimensions]
    lines += listing("Members", known.members) + listing("Periods", known.periods) + listing("Numbers", known.numbers)
    lines += listing("Unknown words", known.words_to_read)
    earlier = [turn.text for turn in known.question.turns[-1:] if known.question.carried]
    lines += [f"Question before: {quoted(text, QUESTION_CAP)}" for text in earlier]
    lines.append(f"Question: {quoted(known.text, QUESTION_CAP)}")
    lines.append("JSON:")
    return "\n".join(lines)


def listing(title: str, words: Iterable[str]) -> list[str]:
    words = list(words)
    return [f"{title}: {', '.join(quoted(word, QUESTION_CAP) for word in words)}"] if words else []


def quoted(text: str, cap: int) -> str:
    """Text as data: cleaned of control characters, on one line, clipped, in JSON quotes."""
    return json.dumps(" ".join(clean(text).text.split())[:cap], ensure_ascii=False)


def compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def tokens_in(text: str) -> int:
    """About as many as a tokenizer makes: a CJK character, a digit or a run of marks is one, a word one for every five letters."""
    return sum(-(-len(piece) // 5) if piece.isascii() and piece.isalpha() else 1 for piece in PIECES.findall(text))

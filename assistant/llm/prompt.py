"""What a model is sent: the same prefix for everyone (rules, examples), then what this asker may see of the catalog and the question.

Catalog text is quoted as data and clipped; cell values are never sent; the whole stays within a budget at any size of catalog.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from assistant.llm.known import Known
from assistant.llm.schema import schema_of
from retrieval.text import clean

BUDGET = 1800  # tokens, schema included
LABEL_CAP, DESCRIPTION_CAP, QUESTION_CAP = 32, 40, 300
LONGEST_WORD, USUAL = 14, 0.85  # of what is common, some pieces are one token together
COMMON, VOWELS = re.compile("[\u3001-\u301f\u4e00-\u9fa5\uff01-\uff1f]"), re.compile("[aeiouyAEIOUY]")
JSON_MARKS = re.compile(r"[{}\[\]\",:\n]+")
PIECES = re.compile(r"[A-Za-z]+|[0-9]|\n|[!-/:-@\[-`{-~]+|[^\x00-\x7f]")


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
    """The prompt within the budget: descriptions go first, then members chosen by another metric, then the least likely candidates."""
    described = nested = True
    while True:
        prompt = Prompt((("system", text_of("plan")), ("user", asked(known, described))), schema_of(known, nested), known)
        is_least = not nested and len(known.metrics) + len(known.dimensions) <= 2
        if prompt.tokens <= BUDGET or is_least:
            return prompt
        if described:
            described = False
        elif nested:
            nested = False
        else:
            known = smaller(known)


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
    """No fewer than a tokenizer makes: at least 5 % more than Qwen's on prompts and schemas, and more on text that is made to be long."""
    return math.ceil(sum(map(tokens_of, PIECES.findall(text))))


def tokens_of(piece: str) -> float:
    """A word counts by its letters, a common CJK character as one, JSON marks by fives; what is no word by letters or bytes."""
    if not piece.isascii():
        return USUAL if COMMON.fullmatch(piece) else len(piece.encode("utf-8", "replace"))
    if piece.isalpha():
        is_word = len(piece) <= LONGEST_WORD and len(VOWELS.findall(piece)) * 4 >= len(piece)
        return USUAL * -(-len(piece) // 5) if is_word else -(-len(piece) * 2 // 3)
    return USUAL * -(-len(piece) // 5) if JSON_MARKS.fullmatch(piece) else -(-len(piece) // 2)

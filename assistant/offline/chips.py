"""An answer to a question back: the chip's own words, or words that fit exactly one chip (到达延误, 按销售口径)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.offline.calendar_parts import Clock
from assistant.offline.coverage import best_cover
from assistant.offline.names import readings_of
from assistant.offline.readings import Token
from assistant.plan import Choice, Clarify
from assistant.question import Question, Sight

BYSTANDERS = ("filler", "link", "follow")
POINTERS = ("家", "个", "种", "款", "条", "位")  # 北京那家


def chosen(question: Question, sight: Sight, qualifiers: Mapping[str, tuple[str, ...]]) -> Choice | None:
    """The choice of the last turn's question back that this question takes, if it takes one."""
    plan = question.turns[-1].planned.plan if question.turns else None
    if not isinstance(plan, Clarify) or not plan.choices:
        return None
    text = question.text.strip().casefold()
    for choice in plan.choices:
        if text in (choice.label.casefold(), choice.question.casefold()):
            return choice
    parts = [choice for choice in plan.choices if text in choice.label.casefold()]
    if len(parts) == 1 and len(text) > 1 and is_grammar(question.text, sight, qualifiers):
        return parts[0]
    fitting = [choice for choice in plan.choices if fits(choice, question.text, sight, qualifiers)]
    fitting = fitting or [choice for choice in plan.choices if holds_words(choice, question.text, sight, qualifiers)]
    return fitting[0] if len(fitting) == 1 else None


def is_models(choice: Choice, question: Question) -> bool:
    """Whether a choice of the last turn is a model's reading: choosing it does not make words read it."""
    planned = question.turns[-1].planned
    offered = planned.plan.choices if isinstance(planned.plan, Clarify) else ()
    is_second = isinstance(planned.plan, Clarify) and planned.plan.code == "readers_differ" and choice != offered[0]
    return planned.planner == "llm" or is_second


def holds_words(choice: Choice, text: str, sight: Sight, qualifiers: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether all that the text says stands in the choice's label: 起飞的, at departure, 北京那家, the Beijing one."""
    clock = Clock(sight.today, sight.complete_before, sight.first_day, sight.catalog.calendar)
    cover = best_cover(text, readings_of(text, sight.finder, clock, qualifiers))
    label = choice.label.casefold()
    said = [{token.text, *(str(member.value) for member in token.members)} for token in cover.tokens if not token.has(*BYSTANDERS)]
    said += [{text[start:end]} for start, end in cover.left_over if text[start:end] not in POINTERS]
    return bool(said) and all(any(is_part(word.casefold(), label) for word in words) for words in said)


def is_part(word: str, label: str) -> bool:
    """Whether the label has the word: whole where it has letters, of some length where it has not."""
    if word.isascii():
        return re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", label) is not None
    return word in label


def is_grammar(text: str, sight: Sight, qualifiers: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether the text is all words of the grammar, such as 同比, so that it cannot be a new question about something named."""
    clock = Clock(sight.today, sight.complete_before, sight.first_day, sight.catalog.calendar)
    cover = best_cover(text, readings_of(text, sight.finder, clock, qualifiers))
    return not cover.left_over and all(token.words and not (token.metric or token.members or token.dimensions) for token in cover.tokens)


def fits(choice: Choice, text: str, sight: Sight, qualifiers: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether the text names this choice and nothing else."""
    clock = Clock(sight.today, sight.complete_before, sight.first_day, sight.catalog.calendar)
    cover = best_cover(text, readings_of(text, sight.finder, clock, qualifiers))
    rest = [token for token in cover.tokens if not token.has(*BYSTANDERS)]
    if cover.left_over:
        return False
    if not rest:
        return False
    return all(names(token, choice, sight) for token in rest)


def names(token: Token, choice: Choice, sight: Sight) -> bool:
    """Whether the token is the metric, the definition or the dimension that the choice is labelled by."""
    catalog = sight.catalog
    metrics = (token.metric.metrics if token.metric else ()) + (token.qualifier.metrics if token.qualifier else ())
    labels = [surface for name in metrics for surface in catalog.metric(name).label.surfaces]
    labels += [surface for name in token.dimensions for surface in catalog.dimension(name).label.surfaces]
    return any(choice.label == label or choice.label.startswith((f"{label}：", f"{label}:")) for label in labels)

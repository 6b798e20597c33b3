"""A question in its conversation: what went before that its asker still sees, and every choice that the asker made in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.journal import Kept
from assistant.plan_json import choice_from_json
from assistant.question import Question, settled, still_seen
from catalog.access import Asker
from catalog.catalog import Catalog
from catalog.label import Language
from catalog.query import MetricQuery

if TYPE_CHECKING:
    from assistant.project import Project


def asked_in(conversation: str, text: str, project: Project, asker: Asker, language: Language | None = None) -> Question:
    """The question as the conversation's next turn; a conversation that is new is opened. Raises NotFound for another asker's.

    `language` is for a question whose words do not tell one."""
    journal, seen = project.journal, project.sight(asker).catalog
    if not journal.has(conversation):
        journal.start(conversation, asker.id, project.now())
    turns = still_seen(journal.turns(conversation, asker.id), seen)
    choices = settled(still_seen(journal.choices(conversation, asker.id), seen))
    return Question(text, turns, choices, language, conversation, part_asked(conversation, text, project, asker, seen))


def part_asked(conversation: str, text: str, project: Project, asker: Asker, seen: Catalog) -> MetricQuery | None:
    """The query of the part of an earlier answer's causes that these words ask, as they are written in its table."""
    from assistant.record_json import from_json
    from assistant.told_causes import part_choices

    for body in project.journal.attributed(conversation, asker.id):
        answer = from_json(body)
        for each in part_choices(answer, seen):
            if each.question == text.strip():
                return each.query
    return None


def asked_after(answer: str, text: str, project: Project, asker: Asker) -> Question:
    """The question after an answer of the asker's, in its conversation; a number stands for one of the choices that the answer offers.
    An answer that was asked by itself begins a conversation under its own id. Raises NotFound."""
    kept = project.journal.find(answer, asker.id)
    return asked_in(kept.body["conversation"] or kept.id, chosen(text, kept), project, asker)


def chosen(text: str, kept: Kept) -> str:
    """What a choice asks, where the text is its number."""
    offered = [choice_from_json(choice) for choice in kept.body["choices"]]
    number = int(text) if text.strip().isdecimal() and len(text) < 4 else 0
    return (offered[number - 1].question or offered[number - 1].label) if 1 <= number <= len(offered) else text

"""What a verified answer would teach: the same question with another period, another member and other words, and what each would give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Literal

from assistant.answer import answer
from assistant.desk.entrance import NotAllowed, admitted
from assistant.desk.opened import shown_to
from assistant.desk.vouching import reader_of
from assistant.offline.patterns import pattern_of
from assistant.offline.planner import covered
from assistant.offline.readings import Token
from assistant.plan import Planned
from assistant.question import Question
from assistant.record import Answer
from assistant.record_json import from_json
from assistant.verified.book import Entry
from assistant.verified.match import query_of
from assistant.verified.verify import template_of
from assistant.wording import say
from catalog.access import Asker
from catalog.catalog import Catalog
from catalog.label import Label, Language
from catalog.metric import Grain
from catalog.period import Period, add, grain_of
from retrieval.text import CJK_CHARACTER

if TYPE_CHECKING:
    from assistant.project import Project
    from assistant.question import Sight

MOST = 3
WHOLE: tuple[Grain, ...] = ("year", "quarter", "month")
Kind = Literal["period", "member", "wording"]


@dataclass(frozen=True)
class Paraphrase:
    """Another way to ask, and what of the question it changes."""

    kind: Kind
    question: str


@dataclass(frozen=True)
class Preview:
    """A paraphrase with the answer that it would get; None where it would not be taken for the verified question."""

    kind: Kind
    question: str
    answer: Answer | None


def previews(project: Project, asker: Asker, answer_id: str) -> tuple[Preview, ...]:
    """Up to three paraphrases and their answers, before anything is verified. Raises NotAllowed, NotFound, NotVerifiable."""
    analyst = admitted(project, asker, "verify")
    kept = project.journal.find(answer_id, None)
    if shown_to(kept, project, analyst)[0] != "kept":
        raise NotAllowed("withheld_answer")
    return previews_of(project, analyst, from_json(kept.body), reader_of(kept, project, analyst))


def previews_of(project: Project, analyst: Asker, found: Answer, reader: Asker) -> tuple[Preview, ...]:
    """As `previews`, of an answer that need not be kept yet; `reader` is whose words they are. Raises NotVerifiable."""
    template = template_of(found, project, reader)
    entry = Entry(0, found.id, found.question, analyst.id, project.now(), "", template)
    ways = islice(paraphrases(found.question, replace(project.sight(analyst), today=found.today), project), MOST)
    return tuple(preview(way, entry, project.sight(reader), project, analyst, found.language) for way in ways)


def preview(way: Paraphrase, entry: Entry, sight: Sight, project: Project, analyst: Asker, language: Language) -> Preview:
    pattern, question = pattern_of(way.question, sight, project.offline), Question(way.question, language=language)
    query = query_of(entry, pattern, question, sight, project.offline) if pattern.items == entry.template.pattern.items else None
    if query is None:
        return Preview(way.kind, way.question, None)
    return Preview(way.kind, way.question, answer(question, project, analyst, planned=Planned(query, "verified", language)))


def paraphrases(text: str, sight: Sight, project: Project) -> Iterator[Paraphrase]:
    """One of each kind first, then more wordings: a question without a period or a member has only those."""
    _, cover = covered(text, sight, project.offline.known(sight.catalog))
    language: Language = "zh" if CJK_CHARACTER.search(text) else "en"
    said = ((kind, token, other) for kind, token, others in stretches(cover.tokens, sight, language) for other in others)
    later: list[Paraphrase] = []
    met: set[Kind] = set()
    for kind, token, other in said:
        way = Paraphrase(kind, f"{text[: token.start]}{other}{text[token.end :]}")
        if kind in met:
            later.append(way)
        else:
            met.add(kind)
            yield way
    yield from (way for way in later if way.kind == "wording")


def stretches(tokens: tuple[Token, ...], sight: Sight, language: Language) -> Iterator[tuple[Kind, Token, list[str]]]:
    """The stretches of a question that may be said otherwise, with what may stand there."""
    for token in tokens:
        if token.when:
            yield "period", token, [word for word in [period_before(token.when.period, language)] if word]
        elif token.members:
            yield "member", token, list(islice(other_members(token, sight, language), 1))
    for token in tokens:
        yield "wording", token, other_names(token, sight.catalog, language)


def period_before(period: Period, language: Language) -> str:
    """The unit of time before, as a person writes it; days as a range."""
    for grain in WHOLE:
        if grain_of(period.start, grain) == Period(period.start, period.end):
            start = add(period.start, -1, grain)
            month = say(language, f"desk.month_{start.month}")
            return say(language, f"desk.{grain}", year=str(start.year), month=month, quarter=str((start.month + 2) // 3))
    first, last = period.start - timedelta(days=period.days), period.start - timedelta(days=1)
    return say(language, "desk.day" if first == last else "desk.days", first=first, last=last)


def other_members(token: Token, sight: Sight, language: Language) -> Iterator[str]:
    """Other members of the same dimension, by the names of the question's language."""
    named = token.members[0]
    dimension = sight.catalog.dimensions[named.dimension]
    labels = {member.value: member.label.in_language(language) for member in dimension.members}
    for value in sight.finder.members.values(named.dimension):
        written = labels.get(value) or str(value)
        if value != named.value and bool(CJK_CHARACTER.search(written)) == (language == "zh"):
            yield written


def other_names(token: Token, catalog: Catalog, language: Language) -> list[str]:
    """Other names in the question's script of the metric, of the word for several definitions, or of the dimension."""
    labels: list[Label] = []
    if token.metric:
        named = set(token.metric.metrics)
        labels = [catalog.metrics[name].label for name in named] if len(named) == 1 else []
        labels += [term.label for term in catalog.terms if set(term.metrics) == named and len(named) > 1]
    elif len(token.dimensions) == 1 and not token.members:
        labels = [catalog.dimensions[token.dimensions[0]].label]
    names = (name for label in labels for name in label.surfaces if bool(CJK_CHARACTER.search(name)) == (language == "zh"))
    return [name for name in names if name.casefold() != token.text.casefold()]

"""Why two definitions of one word differ: 为什么和财务不一样, why is it different from finance. Both are counted, and told side by side.

Only a definition of the same word is read here; 为什么 of anything else is a question for causes.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from assistant.offline.followups import carried_spans
from assistant.offline.language import language_of
from assistant.plan import Decline, Planned, Span
from assistant.question import Question, Sight
from catalog.catalog import Catalog
from catalog.label import Language
from catalog.query import Measure, MetricQuery

LANGUAGES: tuple[Language, ...] = ("zh", "en")
NOTE = "definitions_differ"
ENDS = " ?？。.!！\t\n"
ARTICLE = re.compile(r"^(?:the |our |that of |what |how )+")


@dataclass(frozen=True)
class Grammar:
    """Whole questions with the other side as their group; what stands around or after a question that names both; what follows a name."""

    patterns: tuple[re.Pattern[str], ...]
    around: re.Pattern[str]
    ending: re.Pattern[str]
    after: re.Pattern[str]


@cache
def grammar(language: Language) -> Grammar:
    text = (resources.files("assistant.offline") / "words" / "differs.toml").read_text(encoding="utf-8")
    words = tomllib.loads(text)[language]

    def whole(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern.replace("{differ}", words["differ"]).replace("{other}", "(?P<other>.+?)"))

    patterns = tuple(map(whole, words["patterns"]))
    return Grammar(patterns, whole(words["around"]), re.compile(words["ending"]), re.compile(f"{words['after']}+$"))


def differing(
    question: Question, sight: Sight, qualifiers: Mapping[str, tuple[str, ...]], plan: Callable[[Question], Planned]
) -> Planned | None:
    """Both definitions as one query, where the question asks why they differ; None where it asks something else."""
    text = cleaned(question.text)
    language = language_of(question.text, question.language or "zh")
    carried = question.carried
    for other in others_in(text):
        found = beside(other, carried, question, sight, qualifiers, language) if carried else None
        if found is not None:
            return found
    return both_named(question, sight, qualifiers, plan, language)


def others_in(text: str) -> list[str]:
    """What stands on the other side, in every way that the text can be read."""
    matches = (pattern.fullmatch(text) for tongue in LANGUAGES for pattern in grammar(tongue).patterns)
    return list(dict.fromkeys(match["other"] for match in matches if match))


def no_such_definition(question: Question, sight: Sight, names_things: Callable[[str, str], bool]) -> Decline | None:
    """The refusal where another definition is asked after that the asker's catalog does not have: hidden or not there, it reads the same.

    `names_things` says whether words name a time, or a member that a metric can be seen by: then something else is asked."""
    carried = question.carried
    names = [measure.metric for measure in carried.measures if is_of_a_term(measure.metric, sight.catalog)] if carried else []
    others = [shortened(other) for other in others_in(cleaned(question.text))]
    if not names or not others or any(names_things(words, names[0]) for words in others):
        return None
    language = language_of(question.text, question.language or "zh")
    name = sight.catalog.metric(names[0]).label.in_language(language)
    return Decline("no_such_definition", (("words", min(others, key=len)), ("name", name)))


def is_of_a_term(metric: str, catalog: Catalog) -> bool:
    return any(metric in term.metrics for term in catalog.terms)


def cleaned(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip(ENDS).lower()


def beside(
    words: str, carried: MetricQuery, question: Question, sight: Sight, qualifiers: Mapping[str, tuple[str, ...]], language: Language
) -> Planned | None:
    """The carried metric and the definition of the same word that the words name."""
    for measure in carried.measures:
        rivals = rivals_of(measure.metric, sight.catalog)
        named = named_by(words, sight.catalog, qualifiers) & {measure.metric, *rivals}
        if named == {measure.metric}:
            name = sight.catalog.metric(measure.metric).label.in_language(language)
            return told(Decline("same_definition", (("name", name),)), question, language, ())
        if len(others := named - {measure.metric}) == 1:
            return side_by_side(carried, measure.metric, others.pop(), question, sight, language)
    return None


def rivals_of(metric: str, catalog: Catalog) -> set[str]:
    """The other definitions of the words that the metric is one of."""
    return {other for term in catalog.terms if metric in term.metrics for other in term.metrics if other != metric}


def named_by(words: str, catalog: Catalog, qualifiers: Mapping[str, tuple[str, ...]]) -> set[str]:
    """The metrics that a side's name may be: a department, a qualifier (财务口径, finance), or a metric's own name."""
    found: set[str] = set()
    for name in (words, shortened(words)):
        found |= set(qualifiers.get(name, ())) | set(qualifiers.get(f"{name}口径", ()))
        found |= {each.id for each in catalog.metrics.values() if name == each.department.lower()}
        found |= {each.id for each in catalog.metrics.values() if name in map(plain, each.label.surfaces)}
    return found


def shortened(words: str) -> str:
    """A side's name without what leads to it: 财务那边给的数, finance's number."""
    found = ARTICLE.sub("", words.strip())
    for language in LANGUAGES:
        found = grammar(language).after.sub("", found)
    return found.strip()


def plain(surface: str) -> str:
    return unicodedata.normalize("NFKC", surface).lower()


def side_by_side(carried: MetricQuery, one: str, other: str, question: Question, sight: Sight, language: Language) -> Planned:
    query = without_parts(replace(carried, measures=(Measure(one), Measure(other))))
    text = question.text
    spans = (Span(0, len(text), text, "operator", other), *carried_spans(query, carried))
    return told(query, question, language, spans, note_of(one, other, sight.catalog, language))


def without_parts(query: MetricQuery) -> MetricQuery:
    """The values of the whole where only some rows were shown, and nothing beside them."""
    query = replace(query, comparison=None, order=())
    if query.having or query.limit or query.only:
        return replace(query, having=(), limit=None, only=(), group_by=(), grain=None)
    return query


def both_named(
    question: Question, sight: Sight, qualifiers: Mapping[str, tuple[str, ...]], plan: Callable[[Question], Planned], language: Language
) -> Planned | None:
    """市场口径和财务口径的客户转化率为什么不一样: the question names both by itself, whatever was asked before."""
    asked = without_asking(cleaned(question.text), language)
    for text, more in ways_to_name(asked, qualifiers) if asked else ():
        found = plan(replace(question, text=text, turns=()))
        if isinstance(found.plan, MetricQuery):
            metrics = list(dict.fromkeys([*(measure.metric for measure in found.plan.measures), *sorted(more)]))
            pair = [metric for metric in metrics if metric == metrics[0] or metric in rivals_of(metrics[0], sight.catalog)]
            if len(pair) == 2 and len(found.plan.measures) == (1 if more else 2):
                return counted_beside(found, found.plan, pair[0], pair[1], question, sight, language)
    return None


def ways_to_name(text: str, qualifiers: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, set[str]]]:
    """The text as it is; where one noun has two qualifiers (marketing and sales rates), with one of them and what the other names."""
    yield text, set()
    for words, metrics in sorted(qualifiers.items(), key=lambda item: (-text.rfind(item[0]), item[0])):  # what is named last is the other
        short = re.sub(
            rf"\b{re.escape(words)} and (?:the )?| and (?:the )?{re.escape(words)}\b", " " if words.isascii() else "", text, count=1
        )
        if words.isascii() and short != text:
            yield " ".join(short.split()), set(metrics)


def counted_beside(
    found: Planned, plan: MetricQuery, one: str, other: str, question: Question, sight: Sight, language: Language
) -> Planned:
    query = without_parts(replace(plan, measures=(Measure(one), Measure(other))))
    notes = (*(each for each in found.notes if each[0] != "settled"), note_of(one, other, sight.catalog, language))
    spans = (Span(0, len(question.text), question.text, "operator", other),)
    return replace(found, plan=query, notes=notes, reading=spans, why=None, written=question.text)


def without_asking(text: str, language: Language) -> str | None:
    """What is left of a question when why its sides differ is taken out; None where it does not ask that."""
    around = grammar(language).around.fullmatch(text)
    rest = f"{around['rest']}{around['tail'] or ''}" if around else grammar(language).ending.sub("", text)
    return rest if rest.strip() and rest != text else None


def note_of(one: str, other: str, catalog: Catalog, language: Language) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What the catalog says of the difference: of the first beside the second, or the other way round."""
    names = [catalog.metric(metric).label.in_language(language) for metric in (one, other)]
    reasons = [
        each.why.in_language(language)
        for metric, rival in ((one, other), (other, one))
        for each in catalog.metric(metric).confusable
        if each.metric == rival
    ]
    return (NOTE, (("one", names[0]), ("other", names[1]), ("why", reasons[0] if reasons else "")))


def told(
    plan: MetricQuery | Decline,
    question: Question,
    language: Language,
    spans: tuple[Span, ...],
    *notes: tuple[str, tuple[tuple[str, str], ...]],
) -> Planned:
    return Planned(plan, "offline", language, spans, (), tuple(notes), written=question.text)

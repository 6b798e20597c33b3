"""What is offered with a question back or a refusal: questions that the planner itself reads, in the asker's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from assistant.offline.attempts import Attempt
from assistant.offline.definitions import put_in
from assistant.offline.parse import Parse
from assistant.offline.reach import dimensions_of, reaches
from assistant.offline.readings import Token
from assistant.offline.templates import write
from assistant.plan import Choice, Clarify, Decline
from assistant.question import Sight
from catalog.label import Language
from catalog.query import MetricQuery, Share

OFFERED = 3
LEADS = ("in", "on", "for", "during", "since", "from", "over")
MEMBER = {"en": " for {}", "zh": "{}"}
PERIODS = ("last_month", "this_year", "last_30_days")


def nearest_questions(parse: Parse, metrics: Iterable[str], plan: Decline, reads: Callable[[str], bool]) -> tuple[Choice, ...]:
    """Up to three questions that can be answered: on the metrics that were read or those like the text, in its period, of its members."""
    sight, language = parse.sight, parse.language
    known = list(dict.fromkeys(metrics))
    if len(known) < OFFERED:
        known += [name for name in likely_metrics(parse.text, sight) if name not in known]
    if not known:
        return ()
    label = sight.catalog.metric(known[0]).label.in_language(language)
    kept = [question for name in known[:OFFERED] for question in kept_questions(parse, name)]
    found = [question for question in dict.fromkeys((*special_questions(plan, label, language), *kept[: 2 * OFFERED])) if reads(question)]
    if len(found) < OFFERED:
        found += [question for question in plain_questions(sight, language, known) if question not in found and reads(question)]
    return tuple(Choice(question, question) for question in found[:OFFERED])


def kept_questions(parse: Parse, metric: str) -> Iterable[str]:
    """The metric with the period, members and keys that the question was understood to name."""
    period = next((with_preposition(parse, token) for token in parse.tokens if token.when), "")
    members = [
        token.text
        for token in parse.tokens
        if token.members and not token.dimensions and not token.metric and reaches(parse.sight.catalog, metric, token.members[0].dimension)
    ][:1]
    named = [name for token in parse.tokens if token.dimensions and not token.metric for name in token.dimensions]
    if not (period or members or named):
        return
    catalog, language = parse.sight.catalog, parse.language
    said = members_in(language, members)
    label = catalog.metric(metric).label.in_language(language)
    for name in dict.fromkeys(named):
        if reaches(catalog, metric, name):
            dimension = catalog.dimension(name).label.in_language(language)
            yield write(language, "kept_by", metric=label, dimension=dimension, members=said, period=period)
            break
    if (period or said) and not catalog.metric(metric).required_dimensions:
        yield write(language, "kept", metric=label, members=said, period=period)


def members_in(language: Language, members: list[str]) -> str:
    return "".join(MEMBER[language].format(member) for member in members)


def with_preposition(parse: Parse, token: Token) -> str:
    """The period as the asker wrote it, in English with the word that leads to it."""
    if parse.language == "zh":
        return token.text
    before = parse.text[: token.start].split()[-1:]
    lead = [word for word in before if word.lower() in LEADS]
    return " ".join(["", *lead, token.text])


def plain_questions(sight: Sight, language: Language, known: list[str]) -> Iterable[str]:
    """Questions on these metrics that always have an answer."""
    first = sight.catalog.metric(known[0])
    label = first.label.in_language(language)
    if not first.required_dimensions:
        yield write(language, "value", metric=label)
    for dimension in (*first.required_dimensions, *dimensions_of(sight.catalog, first.id, 1))[:1]:
        yield write(language, "by", metric=label, dimension=sight.catalog.dimension(dimension).label.in_language(language))
    for name in known[1:]:
        if not sight.catalog.metric(name).required_dimensions:
            yield write(language, "value", metric=sight.catalog.metric(name).label.in_language(language))


def special_questions(plan: Decline, metric: str, language: Language) -> list[str]:
    """What comes nearest to this very refusal: the change instead of its cause, all members instead of one."""
    facts = dict(plan.facts)
    if plan.code in ("why_one_metric", "why_of_these"):
        return [write(language, "why", metric=metric)]
    if plan.code == "one_beside_others":
        return [write(language, f"{facts['show']}_by", metric=metric, dimension=facts["dimension"])]
    return []


def metric_or_each(first: Attempt, other: Attempt) -> Clarify:
    """A metric whose name says 'per day' or 'share of', or the plain metric day by day or by its parts' shares: which?"""
    assert isinstance(first.plan, MetricQuery)
    assert isinstance(other.plan, MetricQuery)
    language, catalog = first.parse.language, first.parse.sight.catalog
    name = catalog.metric(first.plan.measures[0].metric).label.in_language(language)
    plain = catalog.metric(other.plan.measures[0].metric).label.in_language(language)
    each = write(language, f"each_{other.plan.grain}", metric=plain) if other.plan.grain else plain
    if isinstance(other.plan.measures[0].shown, Share):
        each = write(language, "share_of_all", metric=plain)
    return Clarify("metric_or_each", (("word", name),), (Choice(name, name, first.plan), Choice(each, each, other.plan)))


def likely_metrics(text: str, sight: Sight) -> list[str]:
    """By words; by vectors only when words find nothing."""
    for dense in (False, True):
        found = [match.id for match in sight.finder.search(text, kind="metric", count=OFFERED, dense=dense).matches]
        if found:
            return found
    return []


def with_choices(clarify: Clarify, text: str, sight: Sight, language: Language) -> Clarify:
    """The question back with its choices; internal facts are taken out."""
    facts = dict(clarify.facts)
    place = facts.pop("at", None)
    start, end = (int(piece) for piece in place.split(":")) if place else (0, 0)
    choices = clarify.choices or tuple(choices_for(clarify.code, facts, text, start, end, sight, language))
    if clarify.code == "share_of_which":
        choices = tuple(share_choice(choice, text, language) for choice in clarify.choices)
    if "dimension" in facts and facts["dimension"] in sight.catalog.dimensions:
        facts["dimension"] = sight.catalog.dimension(facts["dimension"]).label.in_language(language)
    facts.pop("dimensions", None)
    facts.pop("members", None)
    return replace(clarify, facts=tuple(facts.items()), choices=choices)


def share_choice(choice: Choice, text: str, language: Language) -> Choice:
    code = "grand_total" if choice.label == "grand_total" else "group_total"
    asked = write(language, f"{code}_question", question=text.rstrip("?？。. "), dimension=choice.label)
    return replace(choice, label=write(language, code, dimension=choice.label), question=asked)


def choices_for(code: str, facts: dict[str, str], text: str, start: int, end: int, sight: Sight, language: Language) -> Iterable[Choice]:
    words = text[start:end]
    match code:
        case "growth_base":
            for kind in ("growth_yoy", "growth_pop"):
                changed = write(language, kind, words=words)
                yield Choice(changed, put_in(text, start, end, changed))
        case "breakdown_or_total":
            label = sight.catalog.dimension(facts["dimension"]).label.in_language(language)
            for kind in ("breakdown", "total"):
                changed = put_in(text, start, end, write(language, kind, dimension=words))
                yield Choice(write(language, f"{kind}_label", dimension=label), changed)
        case "ambiguous_member" | "ambiguous_dimension":
            for name in facts["dimensions"].split("|"):
                label = sight.catalog.dimension(name).label.in_language(language)
                changed = write(language, "member", dimension=label, word=words) if code == "ambiguous_member" else label
                yield Choice(write(language, "member_label", dimension=label, word=words), put_in(text, start, end, changed))
        case "ambiguous_value":
            for name in facts["members"].split("|"):
                yield Choice(name, put_in(text, start, end, name))
        case "comparison_needs_period":
            for period in PERIODS:
                changed = write(language, f"period_{period}", question=text.rstrip("?？。. "))
                yield Choice(changed, changed)

"""Of the members just shown: their margin, 它们的坪效. A rank or bound that chose them chooses them again, by the metric that it was of."""

from __future__ import annotations

from dataclasses import replace

from assistant.offline.parse import Parse, Stop
from assistant.offline.readings import Token
from assistant.offline.vocabulary import Word
from assistant.plan import CatalogQuestion, Decline
from assistant.question import Question, Sight
from catalog.query import Measure, MetricQuery, Plain, Within

POINTER = "follow.those"


def pointing_back(tokens: list[Token], goes_on: bool) -> list[Token]:
    """The tokens with a word for what was shown only where nothing before it in the question could be meant: stores and their margin."""
    found: list[Token] = []
    for token in tokens:
        if token.has(POINTER):
            opens = goes_on and not any((before.dimensions and not before.metric) or before.members for before in found)
            words = [option for option in token.options if not isinstance(option, Word) or (option.name == POINTER) == opens]
            if words or opens:
                found.append(token.only(*words))
            continue
        found.append(token)
    return found


def read_those(parse: Parse) -> None:
    """'These stores': the noun is the key that is carried."""
    keys = set(parse.carried.group_by if parse.carried else ())
    for index in list(parse.places(POINTER)):
        noun = parse.right(index, "link.of")
        token = parse.free(noun)
        if token is not None and keys & set(token.dimensions):
            parse.take(noun)


def of_those(parse: Parse, carried: MetricQuery) -> MetricQuery | None:
    """The metrics now named, of the members that the carried query chose; None where it chose none."""
    if not parse.metrics or not (carried.limit or carried.having):
        return None
    if carried.grain is not None or not all(isinstance(measure.shown, Plain) for measure in carried.measures) or carried.only:
        raise Stop(Decline("not_supported", (("words", parse.text),)))
    measures = tuple(Measure(metric) for metric in dict.fromkeys(parse.metrics.values()))
    chosen = replace(carried, order=carried.order if carried.limit else ())
    return MetricQuery(
        measures,
        carried.group_by,
        filters=carried.filters,
        periods=carried.periods,
        within=(Within(carried.group_by, chosen),),
        any_of=carried.any_of,
        as_of=carried.as_of,
    )


def with_metric_told(question: Question, sight: Sight) -> Question:
    """After a question about one metric (what is AOV?) the next goes on from that metric: and what was it last month?"""
    last = question.turns[-1] if question.turns else None
    if last is None or not isinstance(last.planned.plan, CatalogQuestion):
        return question
    names = last.planned.plan.names
    if len(names) != 1 or names[0] not in sight.catalog.metrics:
        return question
    told = replace(last, planned=replace(last.planned, plan=MetricQuery((Measure(names[0]),))))
    return replace(question, turns=(*question.turns[:-1], told))

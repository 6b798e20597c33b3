"""'Month-to-date revenue at each day': the running total on every day, or every day of the month so far? Both are said, so it is asked."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.offline.parse import Parse
from assistant.offline.templates import write
from assistant.plan import Choice, Clarify
from catalog.metric import Grain
from catalog.period import GRAINS
from catalog.query import Measure, MetricQuery, Plain, Running

TO_DATE: tuple[tuple[re.Pattern[str], Grain], ...] = (
    (re.compile(r"month[- ]to[- ]date|mtd|月初至今|月初到现在|月累计|本月至今|本月以来"), "month"),
    (re.compile(r"quarter[- ]to[- ]date|qtd|季初至今|季度初至今|季累计|本季度?至今|本季度?以来"), "quarter"),
    (re.compile(r"year[- ]to[- ]date|ytd|年初至今|年初到现在|年累计|[今本]年至今|今年以来"), "year"),
)
EVERY = re.compile(r"\b(?:each|every|daily|weekly|monthly|quarterly)\b|每|各|逐", re.IGNORECASE)


def to_date_or_each(parse: Parse, query: MetricQuery) -> Clarify | None:
    """The question back where a period to date stands right before its metric and every shorter period is asked for."""
    if query.grain is None or not EVERY.search(parse.text) or any(not isinstance(each.shown, Plain) for each in query.measures):
        return None
    for index, token in enumerate(parse.tokens):
        reset = next((grain for words, grain in TO_DATE if token.when and words.fullmatch(token.text.lower())), None)
        if reset is not None and parse.right(index, "link.of") in parse.metrics and GRAINS.index(query.grain) < GRAINS.index(reset):
            running = replace(query, measures=tuple(Measure(each.metric, Running(reset)) for each in query.measures), periods=())
            labels = (write(parse.language, "to_date_running"), write(parse.language, "to_date_each"))
            return Clarify("to_date_or_each", (("word", token.text),), (Choice(labels[0], "", running), Choice(labels[1], "", query)))
    return None

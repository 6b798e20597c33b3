"""Words that ask for the definitions of another time: 按去年的口径, by the definition of March 2025, 用旧口径.

The day is the last of the period that they name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from assistant.offline.parse import Parse, Stop
from assistant.offline.period_words import When
from assistant.offline.readings import DefinitionOf, Reading
from assistant.plan import Decline
from catalog.lineage import changed_on
from catalog.query import MetricQuery, Within

COUNTED = r"(?:来)?(?:计算|统计|算|看|计)"
BY_ZH = re.compile(r"(?:按照|按|用|以|照|依照|依|沿用)\s*$")
OF_ZH = re.compile(rf"(?:当时|那时|那时候|的时候|年底|末|底)?\s*的?\s*(?:旧|老)?(?:口径|定义|算法)(?:{COUNTED})?")
SAYS_SO_ZH = re.compile(rf"{COUNTED}$")
OLD_ZH = re.compile(
    rf"(?:按照|按|用|以|照|沿用)\s*(?:旧|老|原来|原先|原有|以前|之前|过去|从前|(?:调整|变更|修改|更改|改)(?:口径)?之?前)\s*的?\s*(?:口径|定义|算法)(?:{COUNTED})?"
    rf"|(?:旧|老)口径(?:{COUNTED})?(?=的|$|[，,。？?\s])"
)
BY_EN = re.compile(r"(?:(?:by|using|under|with|on|per|according to|as per|based on)\s+)(?:the\s+)?$")
OF_EN = re.compile(r"(?:'s|’s|s')?\s+(?:old\s+)?definitions?(?![a-z])")
AS_OF_EN = re.compile(
    r"(?:(?:by|using|under|with|on|per|according to)\s+)(?:the\s+|its\s+|their\s+)?definitions?\s+"
    r"(?:(?:that|which)\s+(?:held|applied|was used|were used)\s+)?(?:as of|as at|of|from|in|on|at)\s+(?:the\s+)?(?:end of\s+)?$"
    r"|as\s+(?:(?:it|they)\s+(?:was|were)\s+)?defined\s+(?:as of|in|on|at|back in)\s+(?:the\s+)?(?:end of\s+)?$"
)
OLD_EN = re.compile(
    r"(?:by|using|under|with|on|per|according to)\s+(?:the|its|their)\s+(?:old|previous|former|earlier|prior)\s+definitions?(?![a-z])"
)


def definition_days(text: str, whens: Iterable[When]) -> Iterator[Reading]:
    """Every stretch that asks for the definitions of a time that it names, or for the ones before today's."""
    lowered = text.lower()
    for when in whens:
        day = DefinitionOf(when.period.end - timedelta(days=1), when.period.start)
        for start, end in stretches(lowered, when):
            yield Reading(start, end, day)
    for old in (*OLD_ZH.finditer(lowered), *OLD_EN.finditer(lowered)):
        yield Reading(old.start(), old.end(), DefinitionOf(None, None))


def stretches(text: str, when: When) -> Iterator[tuple[int, int]]:
    """The period with the words around it that make it the time of a definition."""
    by_zh, of_zh = BY_ZH.search(text, 0, when.start), OF_ZH.match(text, when.end)
    if of_zh and (by_zh or SAYS_SO_ZH.search(of_zh[0])):
        yield (by_zh.start() if by_zh else when.start), of_zh.end()
    by_en, of_en = BY_EN.search(text, 0, when.start), OF_EN.match(text, when.end)
    if by_en and of_en:
        yield by_en.start(), of_en.end()
    as_of = AS_OF_EN.search(text, 0, when.start)
    if as_of:
        yield as_of.start(), when.end


def read_definition_day(parse: Parse) -> None:
    """Notes the one day whose definitions are asked for. A day to come has none yet."""
    asked = [(index, token.definition_of) for index, token in enumerate(parse.tokens) if token.definition_of]
    for index, found in asked:
        if len(asked) > 1:
            raise Stop(Decline("several_definition_days"))
        if found.first is not None and found.first > parse.sight.today:
            raise Stop(Decline("definition_to_come", (("day", str(found.first)),)))
        parse.take(index)
        parse.definition_of = replace(found, day=found.day and min(found.day, parse.sight.today))


def as_defined(parse: Parse, query: MetricQuery) -> MetricQuery:
    """The query by the definitions that were asked for; 'the old one' is the last before today's."""
    if parse.definition_of is None:
        return query
    day = parse.definition_of.day or last_before_today(parse, query)
    return query if day is None else by_day(query, day)


def by_day(query: MetricQuery, day: date) -> MetricQuery:
    """With the queries that choose members."""
    return replace(query, as_of=day, within=tuple(Within(part.dimensions, by_day(part.query, day)) for part in query.within))


def last_before_today(parse: Parse, query: MetricQuery) -> date | None:
    names = list(dict.fromkeys(measure.metric for measure in query.measures))
    changes = [changed for name in names if (changed := changed_on(parse.sight.catalog, name)) is not None]
    if not changes:
        for name in names:
            parse.note("definition_never_changed", name=parse.metric(name).label.in_language(parse.language))
        return None
    return max(changes) - timedelta(days=1)

"""All readings of a question's stretches: names of the asker's catalog, periods, closed-class words, qualifiers of definitions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.offline.as_of import definition_days
from assistant.offline.bounds import ranks_days
from assistant.offline.calendar_parts import Clock
from assistant.offline.period_words import When, periods_in
from assistant.offline.readings import DimensionName, Doubt, MemberName, MetricName, Qualifier, Reading
from assistant.offline.remarks import glosses, remarks
from assistant.offline.vocabulary import Word, stands_alone, vocabulary
from assistant.offline.whys import words_that_count
from catalog.catalog import Catalog
from catalog.metric import Term

if TYPE_CHECKING:
    from retrieval.matches import Finder, Match

FORMS = ("{}", "{} definition", "{}'s definition", "{}' definition", "{} view", "{} basis", "{} one")
ARTICLE = re.compile(r"(?<= )the ")
SAID_OF = re.compile(r"的(?=平均值|均值|总和|总额|合计|最大值|最小值|最高值|最低值|中位数)")
NUMBER_OF = re.compile(r"\b(?:average|mean|avg|highest|lowest|maximum|minimum|total)( (?:amount|value) of(?: the)?)(?= )", re.IGNORECASE)
MEAN_NUMBER_OF = re.compile(r"\b(?:average|mean|avg|highest|lowest|maximum|minimum)( number of(?: the)?)(?= )", re.IGNORECASE)
TOLD = re.compile(r" (?:the|their|its|his|her|me|us|all|each|every|only|a|an)\b", re.IGNORECASE)
BRACKETS = re.compile(r"\(([^()]+)\)")
ENDINGS = re.compile(r"(口径|版本|版| basis| definition| view)$")
DEPARTMENT_ENDINGS = ("口径", "部口径", "部门口径", "部的口径", "部门", "部")
MOST_NAMED = 100  # "the five brands"; a larger number is no count of members
GRAIN = re.compile(r"\b(?:daily|weekly|monthly|quarterly|yearly|annual) (?=[a-z])", re.IGNORECASE)
AVERAGE = re.compile(r"(?:average|avg|mean|median)\b", re.IGNORECASE)  # average monthly sales may be the average of the months
TURNED = re.compile(r"\b([a-z]+) of (?:the |a |an )?([a-z]+)\b", re.IGNORECASE)
ACROSS = 1.05  # before what the last word alone may mean
PART = Word("part", "name")
HIERARCHY_WEIGHT = 0.7


def readings_of(text: str, finder: Finder, clock: Clock, qualifiers: Mapping[str, tuple[str, ...]]) -> list[Reading]:
    """Every reading of every stretch, overlapping ones too."""
    found = [
        reading
        for reading in named([*finder.names(text), *names_past_articles(text, finder)], finder.catalog)
        if not (isinstance(reading.means, MemberName) and is_order(text, reading.start, reading.end))
    ]
    whens = periods_in(text, clock)
    found += [Reading(when.start, when.end, when) for when in whens]
    found += definition_days(text, whens)
    dated = {(reading.start, reading.end) for reading in found if isinstance(reading.means, When)}
    found += [*names_across_grains(text, finder), *turned_names(text, finder)]
    found += qualified(text, qualifiers)
    found += [*remarks(text, finder.catalog), *glosses(text, finder)]
    for word in words_that_count(vocabulary().words_in(text)):
        if word.word.role == "paraphrase":
            found += paraphrased(word.start, word.end, word.word.code, finder)
        elif word.word.role == "condition" and ranks_days(text[word.start : word.end]):
            continue
        elif word.word.role != "cardinal" or (word.word.numbers[0].value <= MOST_NAMED and (word.start, word.end) not in dated):
            found.append(Reading(word.start, word.end, word.word))
    return found


def is_order(text: str, start: int, end: int) -> bool:
    """'Return the id …' opens a sentence: what is told to do, although returns may be members too."""
    opens = not text[:start].strip() or text[:start].rstrip().endswith((".", "?", "!", ";"))
    return opens and TOLD.match(text, end) is not None and any(word.word.code == "look" for word in vocabulary().words_in(text[start:end]))


def names_past_articles(text: str, finder: Finder) -> Iterator[Match]:
    """'Day of week' is also written 'day of the week', 营收最大值 营收的最大值, 'average shares' average number of shares."""
    gaps = [match.span() for regex in (ARTICLE, SAID_OF) for match in regex.finditer(text)]
    gaps += [match.span(1) for regex in (NUMBER_OF, MEAN_NUMBER_OF) for match in regex.finditer(text)]
    for start, end in gaps:
        for match in finder.names(text[:start] + text[end:]):
            if match.start < start < match.end:
                yield replace(match, end=match.end + end - start)


def turned_names(text: str, finder: Finder) -> Iterator[Reading]:
    """'Each type of transaction' is each transaction type."""
    for said in TURNED.finditer(text):
        name = f"{said[2]} {said[1]}"
        for match in finder.names(name):
            if match.kind == "dimension" and (match.start, match.end) == (0, len(name)):
                yield from named([replace(match, start=said.start(), end=said.end())], finder.catalog)


def names_across_grains(text: str, finder: Finder) -> Iterator[Reading]:
    """'Total quarterly sales' are total sales, by quarter: a metric's name in two places."""
    for grain in GRAIN.finditer(text):
        cut, gap = text[: grain.start()] + text[grain.end() :], grain.end() - grain.start()
        for match in finder.names(cut):
            if match.kind in ("metric", "term") and match.start < grain.start() < match.end and not AVERAGE.match(cut, match.start):
                for reading in named([replace(match, start=grain.end(), end=match.end + gap)], finder.catalog):
                    yield replace(reading, weight=ACROSS)
                yield Reading(match.start, grain.start() - 1, PART)


def doubtful(text: str, finder: Finder, covered: Iterable[tuple[int, int]]) -> list[Reading]:
    """Readings of the stretches that nothing covers, as slips of the pen or written by sound."""
    return list(named(finder.fuzzy(text, covered), finder.catalog))


def named(matches: Iterable[Match], catalog: Catalog) -> Iterator[Reading]:
    terms = {term.label.surfaces[0]: term for term in catalog.terms}
    matches = list(matches)
    plain = {(match.start, match.end) for match in matches if match.kind == "dimension"}
    metrics: dict[tuple[int, int], list[Match]] = {}
    for match in matches:
        doubt: Doubt | None = "fuzzy" if match.reason == "fuzzy" else "pinyin" if match.reason == "pinyin" else None
        match match.kind:
            case "metric" | "term":
                metrics.setdefault((match.start, match.end), []).append(match)
            case "dimension":
                yield Reading(match.start, match.end, DimensionName(match.id), match.score, doubt)
            case "hierarchy" if (match.start, match.end) not in plain:
                top = next(hierarchy.levels[0] for hierarchy in catalog.hierarchies if hierarchy.id == match.id)
                yield Reading(match.start, match.end, DimensionName(top), HIERARCHY_WEIGHT, doubt or "level")
            case "member":
                yield Reading(match.start, match.end, MemberName(match.id, match.value), match.score, doubt)
    for (start, end), here in metrics.items():
        yield from metric_readings(start, end, here, terms)


def metric_readings(start: int, end: int, matches: list[Match], terms: Mapping[str, Term]) -> Iterator[Reading]:
    """One reading for a stretch: a term's definitions, and every metric of that name."""
    sure = [match for match in matches if match.reason not in ("fuzzy", "pinyin")] or matches
    best = max(match.score for match in sure)
    doubt: Doubt | None = None if sure[0].reason not in ("fuzzy", "pinyin") else "pinyin" if sure[0].reason == "pinyin" else "fuzzy"
    names = [match.id for match in sure if match.kind == "term"]
    ids = [metric for name in names for metric in terms[name].metrics] + [match.id for match in sure if match.kind == "metric"]
    yield Reading(start, end, MetricName(tuple(dict.fromkeys(ids)), names[0] if names else None), best, doubt)


def paraphrased(start: int, end: int, phrase: str, finder: Finder) -> Iterator[Reading]:
    """An everyday phrase for the first of its names that the catalog has."""
    for name in vocabulary().paraphrases[phrase]:
        whole = [match for match in finder.names(name) if (match.start, match.end) == (0, len(name)) and match.kind in ("metric", "term")]
        if whole:
            for reading in named(whole, finder.catalog):
                if isinstance(reading.means, MetricName):
                    yield Reading(start, end, replace(reading.means, is_weak=True), 0.9)
            return


def qualified(text: str, qualifiers: Mapping[str, tuple[str, ...]]) -> Iterator[Reading]:
    """Words of the text that choose among definitions."""
    lowered = text.lower()
    for surface, metrics in qualifiers.items():
        start = lowered.find(surface)
        while start >= 0:
            if stands_alone(lowered, start, start + len(surface)):
                yield Reading(start, start + len(surface), Qualifier(metrics), 0.8)
            start = lowered.find(surface, start + 1)


def qualifiers_of(catalog: Catalog) -> dict[str, tuple[str, ...]]:
    """What stands in brackets in the names of a term's metrics, and their departments: 运营口径, operations, 财务口径."""
    found: dict[str, dict[str, None]] = {}
    for name in {metric for term in catalog.terms for metric in term.metrics}:
        metric = catalog.metrics[name]
        for surface in metric.label.surfaces:
            for inside in BRACKETS.findall(unicodedata.normalize("NFKC", surface)):
                for words in (*(form.format(inside) for form in FORMS), f"{ENDINGS.sub('', inside)}口径"):
                    found.setdefault(words.lower(), {})[name] = None
        for ending in DEPARTMENT_ENDINGS if metric.department else ():
            found.setdefault(f"{metric.department.lower()}{ending}", {})[name] = None
    return {surface: tuple(sorted(metrics)) for surface, metrics in found.items()}

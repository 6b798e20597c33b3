"""Answers to questions about the catalog itself: definitions, owners, differences, lineage, what can be asked.

No data is read but the names of members.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.plan import CatalogQuestion
from assistant.record import Definition
from assistant.wording import say
from catalog.catalog import Catalog
from catalog.compiler import OutputColumn
from catalog.dimension import Dimension
from catalog.label import Label, Language
from catalog.lineage import sources_of
from catalog.metric import (
    Aggregate,
    Conversion,
    Cumulative,
    Derived,
    MemberCondition,
    Metric,
    OverMembers,
    Percentile,
    PerDay,
    Ratio,
    Restricted,
    SemiAdditive,
    ToDate,
    Trailing,
    WeightedAverage,
)

MEMBERS_SHOWN = 200


@dataclass(frozen=True)
class Known:
    """What a description may draw on: the asker's catalog and members, the data's last day; `whole` for the insides of what they see."""

    catalog: Catalog
    whole: Catalog
    members: Sequence[str]
    data_as_of: date | None
    language: Language


@dataclass(frozen=True)
class Described:
    """A text, and for lists a table."""

    headline: str
    lines: tuple[str, ...] = ()
    columns: tuple[OutputColumn, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def describe(question: CatalogQuestion, known: Known) -> Described:
    """The description that a catalog question asks for."""
    match question.about:
        case "definition" | "formula":
            return cards(question.names, known)
        case "owner":
            return told(known, *(owner(known, name) for name in question.names))
        case "difference":
            return difference(question.names, known)
        case "lineage":
            return told(known, *(lineage(known, name) for name in question.names))
        case "metrics":
            return metrics(known)
        case "dimensions":
            return dimensions(question.names, known)
        case "members":
            return members(question.names[0], known)
        case "freshness":
            return Described(say(known.language, "describe.freshness" if known.data_as_of else "describe.undated", day=known.data_as_of))
        case "abilities":
            return abilities(known)


def told(known: Known, *sentences: str) -> Described:
    return Described(sentences[0] if sentences else "", tuple(sentences[1:]))


def cards(names: Sequence[str], known: Known) -> Described:
    first, *rest = [card(known, name) for name in names]
    return Described(first[0], (*first[1:], *(line for lines in rest for line in lines)))


def card(known: Known, name: str) -> list[str]:
    """One metric or dimension, line by line."""
    language, catalog = known.language, known.catalog
    if name not in catalog.metrics:
        found = catalog.dimension(name)
        text = found.description.in_language(language)
        return [say(language, "describe.definition", name=found.label.in_language(language), description=text)]
    metric = catalog.metric(name)
    item = definition(metric, catalog, language)
    lines = [
        say(language, "describe.definition", name=item.name, description=item.description),
        say(language, "describe.formula", formula=item.formula),
        say(
            language,
            "describe.department",
            department=item.department,
            owner=item.owner,
            version=item.version,
            status=say(language, f"status.{metric.status}"),
        ),
    ]
    lines += editions(metric, catalog, language)
    if metric.label.synonyms:
        lines.append(say(language, "describe.synonyms", synonyms=metric.label.synonyms))
    for other in metric.confusable:
        if other.metric in catalog.metrics:
            other_name = catalog.metric(other.metric).label.in_language(language)
            lines.append(say(language, "describe.confusable", name=other_name, why=other.why))
    return lines


def editions(metric: Metric, catalog: Catalog, language: Language) -> Iterator[str]:
    """The earlier definitions, latest first."""
    for edition in reversed(metric.editions):
        item = definition(metric, catalog, language, edition.until - timedelta(days=1))
        yield say(
            language, "describe.edition", until=edition.until, version=item.version, description=item.description, formula=item.formula
        )


def definition(metric: Metric, catalog: Catalog, language: Language, day: date | None = None) -> Definition:
    """The governed definition as an answer keeps it, as of a day."""
    held = next((edition.until for edition in metric.editions if day is not None and day < edition.until), None)
    metric = metric.at(day)
    return Definition(
        metric=metric.id,
        name=metric.label.in_language(language),
        version=metric.version,
        owner=metric.owner,
        department=metric.department,
        description=metric.description.in_language(language),
        formula=formula(metric, catalog, language),
        until=held,
    )


def formula(metric: Metric, catalog: Catalog, language: Language) -> str:
    """The formula in names the asker may see; what is hidden stands there without its name."""

    def named(name: str) -> str:
        return catalog.metrics[name].label.in_language(language) if name in catalog.metrics else say(language, "describe.unnamed")

    match metric.formula:
        case Aggregate() | SemiAdditive() as found:
            inner = f"{found.function.upper()}({found.expression or '*'})"
            taken = f" [{found.take}]" if isinstance(found, SemiAdditive) else ""
            return inner + taken + (f" WHERE {found.filter}" if found.filter else "")
        case Percentile() as found:
            return f"PERCENTILE({found.expression}, {found.fraction})" + (f" WHERE {found.filter}" if found.filter else "")
        case Ratio(numerator, denominator):
            return f"{named(numerator.metric)} / {named(denominator.metric)}"
        case Derived(expression, inputs):
            return derived(expression, {item.alias: named(item.metric) for item in inputs})
        case Cumulative(inner_metric, window):
            span = f"{window.count} {window.grain}" if isinstance(window, Trailing) else ""
            reset = f"{window.grain} to date" if isinstance(window, ToDate) else ""
            return f"Σ {named(inner_metric)}" + (f" [{span or reset}]" if span or reset else "")
        case WeightedAverage() as found:
            top = f"SUM({found.expression} * {found.weight}) / SUM({found.weight})"
            return top + (f" WHERE {found.filter}" if found.filter else "")
        case Conversion(base, converted, show, span_of, _):
            events = " → ".join(catalog.dataset(each.dataset).label.in_language(language) for each in (base, converted))
            return f"{events} [{span_of.count} {span_of.grain}]: {show}" if span_of else f"{events}: {show}"
        case Restricted(inner_metric, conditions):
            return f"{named(inner_metric)} [{'; '.join(condition(each, catalog, named(each.metric), language) for each in conditions)}]"
        case PerDay(inner_metric, days):
            return f"{named(inner_metric)} / {days}"
        case OverMembers(inner_metric, over):
            hidden = say(language, "describe.unnamed")
            names = [catalog.dimensions[each].label.in_language(language) if each in catalog.dimensions else hidden for each in over.of]
            units = [say(language, f"grain.{over.grain}")] if over.grain else []
            taken = over.take if over.fraction is None else f"{over.take} {over.fraction:g}"
            return f"{taken.upper()}({named(inner_metric)} / {' × '.join([*names, *units])})"


def condition(each: MemberCondition, catalog: Catalog, metric: str, language: Language) -> str:
    dimension = catalog.dimensions.get(each.dimension)
    name = dimension.label.in_language(language) if dimension else say(language, "describe.unnamed")
    return f"{name}: {metric} {each.operator} {each.value}"


def derived(expression: str, names: dict[str, str]) -> str:
    """The expression with aliases replaced by names."""
    return re.sub(r"[^\W\d]\w*", lambda word: names.get(word[0], word[0]), expression)


def owner(known: Known, name: str) -> str:
    metric = known.catalog.metric(name)
    return say(
        known.language, "describe.owner", name=metric.label.in_language(known.language), owner=metric.owner, department=metric.department
    )


def difference(names: Sequence[str], known: Known) -> Described:
    called = [known.catalog.metric(name).label.in_language(known.language) for name in names[:2]]
    lines = [line for name in names for line in card(known, name)[:3]]
    if len(called) < 2:
        return cards(names, known)
    return Described(say(known.language, "describe.difference", first=called[0], second=called[1]), tuple(lines))


def lineage(known: Known, name: str) -> str:
    """The tables and columns that a metric is made of, through every metric inside it."""
    sources = sorted({f"{found.table}.{found.expression}" if found.expression else found.table for found in sources_of(known.whole, name)})
    label = known.catalog.metric(name).label.in_language(known.language)
    return say(known.language, "describe.lineage", name=label, sources=sources)


def metrics(known: Known) -> Described:
    language = known.language
    rows = tuple(
        (
            metric.label.in_language(language),
            metric.department,
            metric.description.in_language(language),
        )
        for metric in sorted(known.catalog.metrics.values(), key=lambda metric: (metric.department, metric.id))
    )
    heads = ("metric_column", "department_column", "description_column")
    return Described(say(language, "describe.metrics", count=len(rows)), (), text_columns(heads), rows)


def dimensions(names: Sequence[str], known: Known) -> Described:
    """All dimensions, or those that the named metrics allow."""
    language = known.language
    allowed = [known.catalog.metric(name).allowed_dimensions for name in names if name in known.catalog.metrics]
    found: list[Dimension] = [
        item
        for item in known.catalog.dimensions.values()
        if all(only is None or item.id in only or known.catalog.is_of_days(item.id) for only in allowed)
    ]
    rows = tuple((item.label.in_language(language), "、".join(item.label.synonyms)) for item in found)
    columns = text_columns(("dimension_column", "synonyms_column"))
    return Described(say(language, "describe.dimensions_list", count=len(rows)), (), columns, rows)


def members(name: str, known: Known) -> Described:
    language = known.language
    label = known.catalog.dimension(name).label.in_language(language)
    shown = tuple((value,) for value in known.members[:MEMBERS_SHOWN])
    code = "describe.members" if len(shown) == len(known.members) else "describe.members_some"
    headline = say(language, code, dimension=label, count=len(known.members), shown=len(shown))
    return Described(headline, (), text_columns(("member_column",)), shown)


def abilities(known: Known) -> Described:
    names = [metric.label.in_language(known.language) for metric in list(known.catalog.metrics.values())[:5]]
    return Described(say(known.language, "describe.abilities", examples=names))


def text_columns(codes: Sequence[str]) -> tuple[OutputColumn, ...]:
    """Columns of a description: text, labelled by the message files."""
    return tuple(
        OutputColumn(
            name=code.removesuffix("_column"),
            role="dimension",
            of="",
            type="text",
            format=None,
            label=Label(say("zh", f"describe.{code}"), say("en", f"describe.{code}")),
        )
        for code in codes
    )

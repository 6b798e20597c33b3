"""What a measure's column is called: its metric's name; over members of its own the alias, or the members too. Composed of data only."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Any, get_args

from catalog.catalog import Catalog
from catalog.label import Label, Language
from catalog.metric import Metric, Over
from catalog.query import Filter, Measure, MemberFilter, MetricQuery


def measure_label(catalog: Catalog, metric: Metric, measure: Measure, query: MetricQuery) -> Label:
    """The governed name, and what of it is shown; over members of its own the alias, or without one the name with what the filters keep."""
    if isinstance(measure.shown, Over):
        is_chosen = any(set(part.dimensions) & {*measure.shown.of} for part in query.within)
        zh, en = (over_heading(catalog, metric, measure.shown, language, is_chosen) for language in get_args(Language))
        metric = replace(metric, label=Label(zh, en))
    if not measure.filters:
        return metric.label
    if measure.alias is not None:
        return Label(measure.alias, measure.alias)
    return Label(heading(catalog, metric, measure, "zh"), heading(catalog, metric, measure, "en"))


def over_heading(catalog: Catalog, metric: Metric, over: Over, language: Language, is_chosen: bool) -> str:
    """Average revenue by store, 各门店平均营业额; members that another query chooses are those that qualify."""
    words = over_words()[language]
    names = [catalog.dimension(name).label.in_language(language) for name in over.of]
    members = words["joint"].join([*names, *([words["grain"][over.grain]] if over.grain else [])])
    fraction = "" if over.fraction is None else f"{over.fraction * 100:g}%"
    take = "count_chosen" if is_chosen and over.take == "count" else over.take
    named: str = words[take].format(members=members, metric=metric.label.in_language(language), fraction=fraction)
    return named


@cache
def over_words() -> dict[str, Any]:
    return tomllib.loads((resources.files("catalog") / "words" / "over.toml").read_text(encoding="utf-8"))


def heading(catalog: Catalog, metric: Metric, measure: Measure, language: Language) -> str:
    kept = ", ".join(kept_by(catalog, part, language) for part in measure.filters)
    return f"{metric.label.in_language(language)} [{kept}]"


def kept_by(catalog: Catalog, part: Filter, language: Language) -> str:
    """A filter in short: the members by themselves, anything else with the dimension's name."""
    name = catalog.dimension(part.dimension).label.in_language(language)
    if not isinstance(part, MemberFilter):
        return f"{name} {part.operator} {part.value}"
    listed = "/".join("NULL" if value is None else str(value) for value in part.values)
    return f"{name} ≠ {listed}" if part.negated else listed

"""Questions for the empty page: the project's own, or some made from its catalog; only those that this asker gets answered."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.plan import CatalogQuestion, Planner
from assistant.question import Question, Sight
from assistant.wording import say
from catalog.label import Language
from catalog.metric import Metric
from catalog.query import MetricQuery

MOST = 8


def examples(listed: tuple[str, ...], sight: Sight, planner: Planner, language: Language) -> tuple[str, ...]:
    """At most eight questions that the planner reads in full for the asker."""
    found: list[str] = []
    for text in listed or made(sight, language):
        plan = planner.plan(Question(text, language=language), sight).plan
        if isinstance(plan, (MetricQuery, CatalogQuestion)) and text not in found:
            found.append(text)
        if len(found) == MOST:
            break
    return tuple(found)


def made(sight: Sight, language: Language) -> Iterator[str]:
    """Questions over the first metric of each department, by the top of each hierarchy, over time, and about its definition."""
    catalog = sight.catalog
    first: dict[str, Metric] = {}
    for metric in catalog.metrics.values():
        if metric.status == "published":
            first.setdefault(metric.department, metric)
    tops = [catalog.dimension(hierarchy.levels[0]).label.in_language(language) for hierarchy in catalog.hierarchies]
    for metric in first.values():
        name = metric.label.in_language(language)
        for top in tops:
            yield say(language, "example.by", metric=name, dimension=top)
        yield say(language, "example.by_month", metric=name)
        yield say(language, "example.definition", metric=name)

"""What a measure's column is called: its metric's name; over members of its own the alias, or the members too. Composed of data only."""

from __future__ import annotations

from catalog.catalog import Catalog
from catalog.label import Label, Language
from catalog.metric import Metric
from catalog.query import Filter, Measure, MemberFilter


def measure_label(catalog: Catalog, metric: Metric, measure: Measure) -> Label:
    """The governed name; over members of its own the alias, or without one the name with what the filters keep."""
    if not measure.filters:
        return metric.label
    if measure.alias is not None:
        return Label(measure.alias, measure.alias)
    return Label(heading(catalog, metric, measure, "zh"), heading(catalog, metric, measure, "en"))


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

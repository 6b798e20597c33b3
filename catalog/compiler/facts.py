"""The facts that a metric is made of, and the last day of their data: what is accumulated over several facts ends on one day for all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlglot import exp

from catalog.catalog import Catalog
from catalog.compiler import tree
from catalog.compiler.bucket import Source
from catalog.metric import (
    Aggregate,
    Conversion,
    Cumulative,
    Derived,
    OverMembers,
    Percentile,
    PerDay,
    Ratio,
    Restricted,
    SemiAdditive,
    WeightedAverage,
)


def facts_of(catalog: Catalog, name: str, as_of: date | None) -> tuple[Source, ...]:
    """The datasets with time that a metric reads rows of, each with the column that dates them, in the order of first use."""
    found: dict[Source, None] = {}
    formula = catalog.metric(name).at(as_of).formula
    match formula:
        case Aggregate() | Percentile() | SemiAdditive() | WeightedAverage():
            time = formula.time or catalog.dataset(formula.dataset).time
            found |= {} if time is None else {(formula.dataset, time): None}
        case Conversion(base):
            time = base.time or catalog.dataset(base.dataset).time
            found |= {} if time is None else {(base.dataset, time): None}
        case Ratio(over, under):
            for side in (over, under):
                found |= dict.fromkeys(facts_of(catalog, side.metric, as_of))
        case Derived(_, inputs):
            for side in inputs:
                found |= dict.fromkeys(facts_of(catalog, side.metric, as_of))
        case Cumulative(inner) | Restricted(inner) | PerDay(inner) | OverMembers(inner):
            found |= dict.fromkeys(facts_of(catalog, inner, as_of))
    return tuple(found)


def last_day_of(catalog: Catalog, sources: Sequence[Source]) -> exp.Select:
    """One row: the last day of the data of all the facts together."""
    ends = list[exp.Select]()
    for dataset, time in sources:
        last = tree.as_date(exp.Max(this=tree.column(time, dataset)))
        ends.append(tree.select([tree.named(last, "last_day")], tree.table(catalog.dataset(dataset), dataset)))
    if len(ends) == 1:
        return ends[0]
    together: exp.Select | exp.Union = ends[0]
    for end in ends[1:]:
        together = exp.Union(this=together, expression=end, distinct=False)
    source = exp.Subquery(this=together, alias=exp.TableAlias(this=tree.identifier("ends")))
    return tree.select([tree.named(exp.Max(this=tree.column("last_day", "ends")), "last_day")], source)

"""A member filter that a metric's own filter excludes: the orders, which are the completed ones, of the status 'cancelled'.

The answer would be nothing or zero whatever the data says, and reads like a fact; so it is refused.
"""

from __future__ import annotations

from functools import lru_cache

from sqlglot import exp, parse_one

from catalog.catalog import Catalog
from catalog.errors import Unanswerable
from catalog.metric import Aggregate, Metric, Percentile, SemiAdditive, WeightedAverage
from catalog.query import Filter, MemberFilter, MetricQuery, Value


def check_contradictions(catalog: Catalog, query: MetricQuery, metric: Metric, own: tuple[Filter, ...] = ()) -> None:
    """Raises Unanswerable for a filter of the query, or of the measure itself, that no row of the metric can pass."""
    formula = metric.formula
    if not isinstance(formula, Aggregate | Percentile | SemiAdditive | WeightedAverage) or formula.filter is None:
        return
    excluded = [part for part in (*query.filters, *own) if is_excluded(catalog, part, formula.dataset, formula.filter)]
    for choice in query.any_of:
        found = [[part for part in side if is_excluded(catalog, part, formula.dataset, formula.filter)] for side in choice.sides]
        excluded += found[0] if all(found) else []
    for part in excluded:
        assert isinstance(part, MemberFilter)
        raise Unanswerable("filter_excluded", metric=metric.id, dimension=part.dimension, values=part.values, filter=formula.filter)


def is_excluded(catalog: Catalog, part: Filter, dataset: str, written: str) -> bool:
    """Whether no row of the dataset that passes what the metric's own filter says can pass this one."""
    dimension = catalog.dimension(part.dimension)
    if not isinstance(part, MemberFilter) or part.negated or dimension.dataset != dataset:
        return False
    return not any(passes(value, dimension.expression, written) for value in part.values)


@lru_cache(maxsize=10_000)
def parsed(sql: str) -> exp.Expr:
    return parse_one(sql, dialect="duckdb")


def passes(value: Value, expression: str, written: str) -> bool:
    """Whether a row with this value of the expression can pass the filter, as far as its plain conditions on that column tell."""
    column = parsed(expression)
    if not isinstance(column, exp.Column):
        return True
    tree = parsed(written)
    conditions = list(tree.flatten()) if isinstance(tree, exp.And) else [tree]
    return all(holds(value, condition, column.name) for condition in conditions)


def holds(value: Value, condition: exp.Expr, column: str) -> bool:
    """False only for =, <> and IN between this column and literals that exclude the value."""
    condition = condition.unnest()
    subject = condition.this
    if not isinstance(subject, exp.Column) or subject.name.casefold() != column.casefold():
        return True
    match condition:
        case exp.EQ(expression=exp.Literal() as literal):
            return bool(str(value) == literal.this)
        case exp.NEQ(expression=exp.Literal() as literal):
            return value is not None and bool(str(value) != literal.this)
        case exp.In(expressions=listed) if listed and all(isinstance(each, exp.Literal) for each in listed):
            return str(value) in {each.this for each in listed}
    return True

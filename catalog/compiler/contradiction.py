"""A member filter that a metric's own filter excludes: the orders, which are the completed ones, of the status 'cancelled'.

The answer would be nothing or zero whatever the data says, and reads like a fact; so it is refused.
"""

from __future__ import annotations

from functools import lru_cache

from sqlglot import exp, parse_one

from catalog.catalog import Catalog
from catalog.errors import Unanswerable
from catalog.metric import Aggregate, Metric, Percentile, SemiAdditive, WeightedAverage
from catalog.query import MemberFilter, MetricQuery, Value


def check_contradictions(catalog: Catalog, query: MetricQuery, metric: Metric) -> None:
    """Raises Unanswerable for a filter of the query that no row of the metric can pass."""
    formula = metric.formula
    if not isinstance(formula, Aggregate | Percentile | SemiAdditive | WeightedAverage) or formula.filter is None:
        return
    for part in query.filters:
        dimension = catalog.dimension(part.dimension)
        if not isinstance(part, MemberFilter) or part.negated or dimension.dataset != formula.dataset:
            continue
        if not any(passes(value, dimension.expression, formula.filter) for value in part.values):
            raise Unanswerable("filter_excluded", metric=metric.id, dimension=dimension.id, values=part.values, filter=formula.filter)


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

"""compile_query: the whole way from a metric query to SQL on one screen."""

from __future__ import annotations

from sqlglot import exp

from catalog.calendar import Calendar
from catalog.catalog import Catalog
from catalog.compiler.check import check_query
from catalog.compiler.columns import Compiled, OutputColumn
from catalog.compiler.combine import combined
from catalog.compiler.days import moved_period
from catalog.compiler.filters import Chosen
from catalog.compiler.plan import Plan, plan_query
from catalog.compiler.ruler import Ruler
from catalog.compiler.shape import shaped
from catalog.compiler.small_groups import protect, without_fills
from catalog.compiler.stage import Stack
from catalog.period import Period
from catalog.query import MetricQuery


def compile_query(query: MetricQuery, catalog: Catalog, database: str | None = None) -> Compiled:
    """The query as one SELECT over `schema.table` names (with `database` before them if given).

    Raises Unknown (a name that is not there, with the nearest) or Unanswerable (the reason, with the nearest possibility).
    """
    stack, plans = Stack(catalog), list[Plan]()
    made, columns = block(query, without_fills(catalog), stack, plans, with_order=True)
    tree = stack.finished(made)
    if database is not None:
        for table in tree.find_all(exp.Table):
            if table.args.get("db"):
                table.set("catalog", exp.to_identifier(database))
    return Compiled(
        tree,
        tree.sql("duckdb"),
        columns,
        tuple(dict.fromkeys(name for plan in plans for name in plan.datasets)),
        metrics=tuple(dict.fromkeys(name for plan in plans for name in plan.metrics)),
        notes=tuple(dict.fromkeys(note for plan in plans for note in plan.notes)),
        compared=compared_periods(query, catalog.calendar),
    )


def block(
    query: MetricQuery, catalog: Catalog, stack: Stack, plans: list[Plan], with_order: bool
) -> tuple[exp.Select, tuple[OutputColumn, ...]]:
    """One query's SELECT; what it rests on goes to the stack, the queries that choose its members first."""
    check_query(query, catalog)
    chosen = []
    for part in query.within:
        inner, _ = block(part.query, catalog, stack, plans, with_order=False)
        chosen.append(Chosen(stack.push("chosen", inner), part.dimensions, part.negated))
    plan = plan_query(query, catalog)
    protect(plan)
    plans.append(plan)
    return shaped(plan, stack, combined(plan, stack, tuple(chosen)), with_order)


def compared_periods(query: MetricQuery, calendar: Calendar) -> tuple[Period, ...]:
    if query.comparison is None:
        return ()
    return tuple(moved_period(query, period, (query.comparison.to,), Ruler(calendar)) for period in query.periods)

"""Levels averaged (or the lowest, the highest) over a bucket: summed by snapshot day first, over everything but time.

Days without a snapshot of a member do not count for that member.
"""

from __future__ import annotations

from sqlglot import exp

from catalog.compiler import tree
from catalog.compiler.island import DAY, Task, cells, rows_with_keys
from catalog.compiler.stage import Stage

TAKEN: dict[str, type[exp.AggFunc]] = {"average": exp.Avg, "min": exp.Min, "max": exp.Max}


def averaged_level(task: Task) -> Stage:
    """Sums by keys and day below, then the average (min, max) of the days; of a level per group, each group's added up."""
    reader, scope = task.reader(), task.island.scope
    keys, day = rows_with_keys(task, reader), task.day()
    assert day is not None and scope.take is not None
    keys |= {name: reader.dimension(name) for name in task.plan.query.group_by}
    own = {f"own {place}": tree.column(name, scope.dataset) for place, name in enumerate(scope.per, 1)}
    below_keys = {**{name: keys[name] for name in task.keys}, **own, DAY: tree.as_date(day)}
    found = {name: of_days_with_rows(counted) for name, counted in cells(task, reader).items()}
    below = Stage(reader.source, [], [], {**below_keys, **found}, tuple(below_keys), grouped=True)
    below.joins, below.where = reader.joins(), reader.where
    name = task.stack.push("by_day", below.select(list(task.island.parts)))
    if own:
        of_group = over(task, name, TAKEN[scope.take], (*task.keys, *own))
        return over(task, task.stack.push("by_group", of_group.select(list(task.island.parts))), exp.Sum, task.keys)
    return over(task, name, TAKEN[scope.take], task.keys)


def of_days_with_rows(counted: exp.Expr) -> exp.Expr:
    """A count by a condition of its own, on the days that have such rows: days that only another level has rows on are not zeros of it."""
    if not isinstance(counted, exp.Filter) or not isinstance(counted.this, exp.Count):
        return counted
    rows = exp.Filter(this=exp.Count(this=exp.Star(), big_int=True), expression=counted.expression.copy())
    return exp.Case(ifs=[exp.If(this=exp.GT(this=rows, expression=tree.number(0)), true=counted)])


def over(task: Task, name: str, taken: type[exp.AggFunc], keys: tuple[str, ...]) -> Stage:
    """A CTE's rows aggregated by some of their keys."""
    columns = {key: tree.column(key, name) for key in keys}
    levels = {part: taken(this=tree.column(part, name)) for part in task.island.parts}
    return Stage(tree.relation(name), [], [], {**columns, **levels}, keys, grouped=True)

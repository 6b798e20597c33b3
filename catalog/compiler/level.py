"""Levels averaged (or the lowest, the highest) over a bucket: summed by snapshot day first, over everything but time.

Days without a snapshot of a member do not count for that member.
"""

from __future__ import annotations

from sqlglot import exp

from catalog.compiler import tree
from catalog.compiler.island import DAY, Task, cells, rows_with_keys
from catalog.compiler.stage import Stage

TAKEN = {"average": exp.Avg, "min": exp.Min, "max": exp.Max}


def averaged_level(task: Task) -> Stage:
    """Sums by keys and day below, then the average (min, max) of the days."""
    reader = task.reader()
    keys, day, take = rows_with_keys(task, reader), task.day(), task.island.scope.take
    assert day is not None and take is not None
    keys |= {name: reader.dimension(name) for name in task.plan.query.group_by}
    below_keys = {**{name: keys[name] for name in task.keys}, DAY: tree.as_date(day)}
    below = Stage(reader.source, [], [], {**below_keys, **cells(task, reader)}, tuple(below_keys), grouped=True)
    below.joins, below.where = reader.joins(), reader.where
    name = task.stack.push("by_day", below.select(list(task.island.parts)))
    columns = {key: tree.column(key, name) for key in task.keys}
    levels = {part: TAKEN[take](this=tree.column(part, name)) for part in task.island.parts}
    return Stage(tree.relation(name), [], [], {**columns, **levels}, task.keys, grouped=True)

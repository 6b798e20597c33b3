"""Windows that only grow (all time, to date) in one pass: a running aggregate over the buckets, of every member in each of them.

A member has no row before its first one within the window, as if each bucket had read its rows by itself.
"""

from __future__ import annotations

from sqlglot import exp

from catalog.compiler import tree
from catalog.compiler.island import DAY, Task, aggregate
from catalog.compiler.part import MERGED_BY, Part
from catalog.compiler.ruler import Ruler
from catalog.compiler.stage import Stage
from catalog.metric import Grain
from catalog.query import TIME

SEEN = "rows so far"  # no metric can be called so
UNIT = "unit begun"


def so_far(task: Task, kept: str, calendar: str, ruler: Ruler, unit: Grain | None) -> Stage:
    """The island over kept aggregates by bucket and group; with a unit, sums begin anew with it."""
    placed = placed_rows(task, kept, calendar, ruler, unit)
    others = [tree.column(name, placed) for name in (*task.plan.query.group_by, *([] if unit is None else [UNIT]))]

    def running(merged: exp.Expr) -> exp.Expr:
        spec = exp.WindowSpec(kind="ROWS", start="UNBOUNDED", start_side="PRECEDING", end="CURRENT ROW")
        return tree.window(merged, [part.copy() for part in others], [tree.ordered(tree.column(TIME, placed), descending=False)], spec)

    parts = task.island.parts.items()
    values = {name: running(aggregate(Part(MERGED_BY[part.function]), tree.column(name, placed))) for name, part in parts}
    seen = running(exp.Count(this=tree.column(DAY, placed), big_int=True))
    keys = {key: tree.column(key, placed) for key in task.keys}
    below = Stage(tree.relation(placed), [], [], {**keys, **values, SEEN: seen}, task.keys)
    name = task.stack.push("so_far", below.select([*values, SEEN]))
    some = exp.GT(this=tree.column(SEEN, name), expression=tree.number(0))
    return Stage(tree.relation(name), [], [some], {column: tree.column(column, name) for column in (*task.keys, *values)}, task.keys)


def placed_rows(task: Task, kept: str, calendar: str, ruler: Ruler, unit: Grain | None) -> str:
    """The kept rows beside every bucket, and the unit that each bucket lies in: said once, for the windows over them."""
    keys, joins = every_bucket(task, kept, calendar)
    values = {name: tree.column(name, kept) for name in (*task.island.parts, DAY)}
    stage = Stage(tree.relation(calendar), joins, [], {**keys, **values}, task.keys)
    if unit is not None and isinstance(keys[TIME], exp.Column):
        stage.columns[UNIT] = ruler.truncated(keys[TIME].copy(), unit)
    placed = task.stack.push("placed", stage.select([*stage.columns]))
    if unit is None or UNIT in stage.columns:
        return placed
    columns = {name: tree.column(name, placed) for name in stage.columns}
    above = Stage(tree.relation(placed), [], [], columns | {UNIT: ruler.truncated(tree.column(TIME, placed), unit)}, task.keys)
    return task.stack.push("units", above.select([*above.columns]))


def every_bucket(task: Task, kept: str, calendar: str) -> tuple[dict[str, exp.Expr], list[exp.Join]]:
    """The keys of every group in every bucket, and the joins to the kept rows; a bucket with data is there, however short the calendar."""
    names, joins = task.plan.query.group_by, list[exp.Join]()
    keys: dict[str, exp.Expr] = {TIME: tree.column(TIME, calendar)}
    if names:
        every = task.stack.push("every", members_of(task, kept))
        keys |= {name: tree.column(name, every) for name in names}
        joins.append(tree.joined(tree.relation(every), None, kind="CROSS"))
    on: list[exp.Expr] = [exp.EQ(this=tree.column(DAY, kept), expression=keys[TIME].copy())]
    on += [tree.same(tree.column(name, kept), keys[name].copy()) for name in names]
    if names or task.plan.query.periods:
        return keys, [*joins, tree.joined(tree.relation(kept), tree.both(on), side="LEFT")]
    found: dict[str, exp.Expr] = {TIME: exp.Coalesce(this=keys[TIME], expressions=[tree.column(DAY, kept)])}
    return found, [tree.joined(tree.relation(kept), tree.both(on), side="FULL")]


def members_of(task: Task, kept: str) -> exp.Select:
    """The groups that have rows."""
    made = tree.select([tree.named(tree.column(name, kept), name) for name in task.plan.query.group_by], tree.relation(kept))
    made.set("distinct", exp.Distinct())
    return made
